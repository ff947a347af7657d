"""How many works each search went through: `screening/searches.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.discovery.decisions import load_screening_file
from hfm_atlas.model.identifiers import Slug
from hfm_atlas.model.values import Name, SchemaModel
from hfm_atlas.project import Project

if TYPE_CHECKING:
    # To look for works needs much that to read of past searches does not.
    from hfm_atlas.discovery.finding import Tally

# Nobody screens further than this.
FURTHEST = 3000
_HEAD = """\
# The searches that were kept, with how many records and works each step left. Written by `hfm-atlas discover --save`.
searches:
"""


class Search(SchemaModel):
    """One search."""

    date: date
    records: dict[Name, int]
    """Records by source."""
    not_blocked: int
    """Records without a word of foundation models, or without one of health."""
    repeated: int
    """Further records of a work."""
    known: int
    """Works that the atlas had."""
    decided: int
    """Works that were decided on before."""
    candidates: int
    atlas: dict[Name, dict[Slug, int]]
    """Models that the atlas had then, by the year in which they first appeared, then by subfield."""
    modalities: dict[Name, dict[Slug, int]] = {}
    """Likewise, then by the broadest terms for their modalities; one model may count under several."""
    places: dict[Slug, int]
    """Models that were found again, and how many candidates came before each."""


class SearchesFile(SchemaModel):
    """`screening/searches.yml`."""

    searches: list[Search] = []


def load_searches(project: Project) -> tuple[Search, ...]:
    """The searches that were kept, the oldest first.

    Raises:
        UsageError: the file is not as it should be.
    """
    file = load_screening_file(project, project.searches, SearchesFile)
    return tuple(file.searches) if file else ()


def add_search(project: Project, tally: Tally, today: date) -> None:
    """Keep the numbers of a search.

    Raises:
        UsageError: the file cannot be written.
    """
    path = project.searches
    make_folder(path.parent)
    text = path.read_text("utf-8") if path.exists() else _HEAD
    lines = [f"  - date: {today}", f"    records: {_flow(tally.records)}"]
    names = ("not_blocked", "repeated", "known", "decided", "candidates")
    lines += [f"    {name}: {getattr(tally, name)}" for name in names]
    for name, by_year in (("atlas", tally.atlas), ("modalities", tally.modalities)):
        lines += [f"    {name}:", *(f"      {year}: {_flow(counts)}" for year, counts in by_year.items())]
    near = sorted((place, id) for id, place in tally.places.items() if place < FURTHEST)
    lines += ["    places:", *(f"      {id}: {place}" for place, id in near)] if near else ["    places: {}"]
    write_file(path, (text + "\n".join(lines) + "\n").encode("utf-8"))


def _flow(counts: Mapping[str, int]) -> str:
    return "{" + ", ".join(f"{name}: {number}" for name, number in sorted(counts.items())) + "}"
