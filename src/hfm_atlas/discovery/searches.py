"""How many works each search went through: `screening/searches.yml`."""

from __future__ import annotations

from datetime import date

from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.discovery.decisions import read_screening_file
from hfm_atlas.discovery.finding import Tally
from hfm_atlas.model.values import Name, SchemaModel
from hfm_atlas.project import Project

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
    known: int
    decided: int
    candidates: int


class SearchesFile(SchemaModel):
    """`screening/searches.yml`."""

    searches: list[Search] = []


def load_searches(project: Project) -> tuple[Search, ...]:
    """The searches that were kept, the oldest first.

    Raises:
        UsageError: the file is not as it should be.
    """
    file = read_screening_file(project, project.searches, SearchesFile)
    return tuple(file.searches) if file else ()


def add_search(project: Project, tally: Tally, today: date) -> None:
    """Keep the numbers of a search.

    Raises:
        UsageError: the file cannot be written.
    """
    path = project.searches
    make_folder(path.parent)
    text = path.read_text("utf-8") if path.exists() else _HEAD
    records = ", ".join(f"{source}: {number}" for source, number in sorted(tally.records.items()))
    lines = [f"  - date: {today}", f"    records: {{{records}}}"]
    names = ("not_blocked", "repeated", "known", "decided", "candidates")
    lines += [f"    {name}: {getattr(tally, name)}" for name in names]
    write_file(path, (text + "\n".join(lines) + "\n").encode("utf-8"))
