"""Where the files of an atlas are; found once and handed down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hfm_atlas._util.errors import UsageError

# Folder of a kind's entries; models have one folder a subfield.
COLLECTIONS = {
    "language": "model",
    "vision": "model",
    "bioinformatics": "model",
    "multimodal": "model",
    "datasets": "dataset",
    "surveys": "survey",
    "base": "base",
}


@dataclass(frozen=True, slots=True)
class Project:
    """The root folder of an atlas and the folders in it."""

    root: Path

    @property
    def entries(self) -> Path:
        """Folder of the entries."""
        return self.root / "entries"

    @property
    def taxonomy(self) -> Path:
        """Folder of the facets."""
        return self.root / "taxonomy"

    @property
    def templates(self) -> Path:
        """Folder of the Jinja templates."""
        return self.root / "templates"

    @property
    def docs(self) -> Path:
        """Folder of the prose, style sheets and scripts of the site."""
        return self.root / "docs"

    @property
    def mkdocs_file(self) -> Path:
        """The configuration of MkDocs."""
        return self.root / "mkdocs.yml"

    @property
    def schema(self) -> Path:
        """Folder of the generated JSON Schemas."""
        return self.root / "schema"

    @property
    def issue_forms(self) -> Path:
        """Folder of the forms for new issues."""
        return self.root / ".github" / "ISSUE_TEMPLATE"

    @property
    def site(self) -> Path:
        """Folder of the built site."""
        return self.root / "site"

    @property
    def link_report(self) -> Path:
        """What the last check of outside links found; kept in the repository and shown on the quality page."""
        return self.root / "quality" / "links.json"

    @property
    def publication_report(self) -> Path:
        """What was last heard of the cited works; kept in the repository and told by `hfm-atlas health`."""
        return self.root / "quality" / "works.json"

    @property
    def screening(self) -> Path:
        """Folder of what was decided on works that were found, and of the words by which they are looked for."""
        return self.root / "screening"

    @property
    def decisions(self) -> Path:
        """What was decided on works that were found."""
        return self.screening / "decisions.yml"

    @property
    def searches(self) -> Path:
        """How many works each search went through."""
        return self.screening / "searches.yml"

    @property
    def vocabulary(self) -> Path:
        """The words by which works are looked for, next to the taxonomy's."""
        return self.screening / "vocabulary.yml"

    @property
    def content_folders(self) -> tuple[Path, ...]:
        """The folders below which everything lies that our pages are made from; prose has a folder of its own."""
        return (self.entries, self.taxonomy, self.templates, self.link_report.parent, self.screening)

    @property
    def cache(self) -> Path:
        """Folder that can be thrown away at any time."""
        return self.root / ".cache"


def find_project(start: Path) -> Project:
    """The project that `start` lies in.

    Raises:
        UsageError: no folder at or above `start` holds entries/ and taxonomy/.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "entries").is_dir() and (folder / "taxonomy").is_dir():
            return Project(folder)
    raise UsageError(f"no atlas at or above {start}: a folder with entries/ and taxonomy/ is needed")
