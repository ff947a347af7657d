"""Which state of the atlas something was made from: a version, a date and a content hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from hfm_atlas.model.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Identifies the content that a page or an export was made from."""

    version: str
    """Version of the package and its schema."""
    date: date
    """Day of the newest addition or review of an entry."""
    content_hash: str
    """SHA-256 of all entries and facets, in hexadecimal."""

    @property
    def short_hash(self) -> str:
        """The first twelve digits of the hash, enough to tell snapshots apart."""
        return self.content_hash[:12]

    @property
    def dated_label(self) -> str:
        """Version and day, as every page carries them: with the hash, no page would outlast an edit of another."""
        return f"HFM Atlas {self.version}, snapshot {self.date.isoformat()}"

    @property
    def label(self) -> str:
        """One line that names the snapshot, as exports carry it: version, day, first digits of the hash."""
        return f"{self.dated_label}, content {self.short_hash}"


def take_snapshot(atlas: Atlas) -> Snapshot:
    """The snapshot of `atlas`; equal content gives an equal snapshot wherever and whenever it is taken."""
    documents = [facet.document for facet in atlas.facets.values()] + [one.document for one in atlas.loaded]
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda one: one.path):
        for part in (document.path, document.plain_text):
            digest.update(part.encode("utf-8") + b"\0")
    days = [day for entry in atlas.entries.values() for day in (entry.added, entry.review.date) if day]
    return Snapshot(version("hfm-atlas"), max(days, default=date(2026, 1, 1)), digest.hexdigest())
