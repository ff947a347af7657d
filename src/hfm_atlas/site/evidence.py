"""The mark behind a fact: which source states it and where, or that nobody has read it in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from hfm_atlas.model.addresses import paper_url, preprint_url
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.facts import evidence_of
from hfm_atlas.model.sources import Sourced
from hfm_atlas.model.values import is_absent
from hfm_atlas.site.display import long_date

MarkState = Literal["read", "open"]
Certainty = Literal["primary", "copy", "inference"]


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """Evidence of one fact: `read` with its source, or `open` where nobody has read it in a source."""

    state: MarkState
    source: str = ""
    url: str | None = None
    locator: str = ""
    note: str | None = None
    day: str = ""
    """When the source was read; where it was read in a copy, when the copy was."""
    version: str = ""
    """Which version was read."""
    via: str = ""
    via_url: str | None = None
    inferred: bool = False

    @property
    def certainty(self) -> Certainty:
        """How sure it is: read in the source itself, in a copy of it, or concluded from it."""
        return "inference" if self.inferred else "copy" if self.via else "primary"

    @property
    def label(self) -> str:
        """What the mark says, for those who do not see it."""
        return f"Source: {self.source}, {self.locator}" if self.state == "read" else "Not read in a source yet"


OPEN_MARK = EvidenceMark("open")


class Sources:
    """The sources of one entry by the names that its evidence uses."""

    def __init__(self, entry: Entry) -> None:
        """The sources that `entry` names, and those that its links are."""
        self._entry = entry
        self._readings = entry.read
        self._places = _places(entry)

    def mark(self, path: str) -> EvidenceMark:
        """The mark of the fact at a field path: `open` where no evidence names it."""
        evidence = evidence_of(self._entry, path)
        return self.read(evidence) if evidence else OPEN_MARK

    def read(self, one: Sourced, *, note: bool = True) -> EvidenceMark:
        """The mark of what carries its source itself; with `note` unset, without its note, which is printed then."""
        label, url = self._places.get(one.source, (one.source, None))
        via, via_url = self._places.get(one.via, (one.via, None)) if one.via else ("", None)
        return EvidenceMark(
            "read",
            label,
            url,
            one.locator,
            one.note if note else None,
            *self._reading(one.via or one.source),
            via,
            via_url,
            one.inferred,
        )

    def _reading(self, source: str) -> tuple[str, str]:
        """When a source was read, and in which version."""
        reading = self._readings.get(source)
        return (long_date(reading.date), reading.version or "") if reading else ("", "")


def _places(entry: Entry) -> Mapping[str, tuple[str, str | None]]:
    """Label and address of each source."""
    availability = getattr(entry, "availability", None)
    places: dict[str, tuple[str, str | None]] = {
        "paper": ("Paper", paper_url(entry.publication, entry.preprint)),
        "preprint": ("Preprint", preprint_url(entry.preprint) if entry.preprint else None),
        "code": ("Code repository", _address(getattr(availability, "code", None))),
        "weights": ("Page of the weights", _address(getattr(availability, "weights", None))),
        "data": ("Page of the data", _address(getattr(entry, "url", None))),
    }
    for name, url in entry.sources.items():
        places[name] = (f"{name.replace('-', ' ').capitalize()} ({_host(url)})", url)
    return places


def _address(value: object) -> str | None:
    return None if value is None or value == "none" or is_absent(value) else str(value)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
