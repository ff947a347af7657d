"""What the page Cite & download shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hfm_atlas.citation.bibtex import bibtex_entry
from hfm_atlas.model.addresses import EntryLink, Heading, Link, shown_headings, term_url
from hfm_atlas.site.display import count, long_date, month_name, plural
from hfm_atlas.site.index import SiteIndex

SURVEY = "he-2025"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file to download."""

    filename: str
    help: str
    size: str
    checksum: str


@dataclass(frozen=True, slots=True)
class CiteView:
    """The page Cite & download."""

    atlas_text: str
    atlas_bibtex: str
    survey: EntryLink | None
    survey_bibtex: str
    files: tuple[ExportFile, ...]
    version: str
    day: str
    content_hash: str
    data_licence: Link
    code_licence: Link

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("The atlas", "atlas", True),
            ("The survey", "survey", self.survey),
            ("One entry, or several", "entries", True),
            ("Download", "download", True),
            ("Licence", "licence", True),
        )


def export_file(filename: str, help: str, content: bytes) -> ExportFile:
    """What the page says of an export."""
    return ExportFile(filename, help, _size(len(content)), sha256(content).hexdigest())


def _size(number: int) -> str:
    if number < 1000:
        return plural(number, "byte")
    return f"{number / 1000:.0f}\u00a0kB" if number < 1_000_000 else f"{number / 1_000_000:.1f}\u00a0MB"


def cite_view(index: SiteIndex, files: Sequence[ExportFile], site_url: str) -> CiteView:
    """The view of the page; `site_url` is where the atlas is published."""
    snapshot = index.snapshot
    survey = index.atlas.entries.get(SURVEY)
    label = f"version {snapshot.version}, snapshot of {long_date(snapshot.date)}"
    where = f", {site_url}" if site_url else ""
    return CiteView(
        atlas_text=(
            f"The HFM Atlas contributors: HFM Atlas, a literature map of healthcare foundation models, {label}{where}"
        ),
        atlas_bibtex=_atlas_bibtex(index, site_url),
        survey=index.links.get(SURVEY),
        survey_bibtex=bibtex_entry(survey).rstrip("\n") if survey else "",
        files=tuple(files),
        version=snapshot.version,
        day=long_date(snapshot.date),
        content_hash=snapshot.content_hash,
        data_licence=_licence_link(index, "CC0-1.0"),
        code_licence=_licence_link(index, "Apache-2.0"),
    )


def _licence_link(index: SiteIndex, spdx: str) -> Link:
    """Link to the page of a licence, or to its text where the taxonomy lacks it."""
    term = index.licences.terms.get(spdx)
    if term:
        return Link(spdx, term_url("licences", term.id), term.definition)
    return Link(spdx, f"https://spdx.org/licenses/{spdx}.html", external=True)


def _atlas_bibtex(index: SiteIndex, site_url: str) -> str:
    """The snapshot as an entry of which every style prints address and day.

    The classic styles print no `url`, and others print it next to `howpublished`; so it stands there alone.
    """
    snapshot = index.snapshot
    number = count(len(index.atlas.entries))
    fields = {
        "author": "{{The HFM Atlas contributors}}",
        "title": "{{HFM} {Atlas}: A Literature Map of Healthcare Foundation Models}",
        "howpublished": rf"{{\url{{{site_url}}}}}" if site_url else "",
        "year": f"{{{snapshot.date.year}}}",
        "month": month_name(snapshot.date.month)[:3].lower(),
        "note": f"{{Version {snapshot.version}, snapshot of {long_date(snapshot.date)}, {number} entries, "
        f"content {snapshot.short_hash}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    needed = [r"% Needs \usepackage{url} or \usepackage{hyperref}."] if site_url else []
    return "\n".join([*needed, "@misc{hfm-atlas,", *lines, "}"])
