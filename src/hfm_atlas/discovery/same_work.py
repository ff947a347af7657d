"""Records of one work from several sources, joined: preprint and journal version are one candidate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import networkx as nx

from hfm_atlas._util.grouping import grouped
from hfm_atlas.discovery.works import Work
from hfm_atlas.model.publication import plain_words

_IDENTIFIERS = ("doi", "arxiv", "pmid")
# A preprint seldom waits longer for its journal.
_MAX_YEARS = 4
Value = TypeVar("Value")


def join_records(records: Sequence[Work]) -> list[list[int]]:
    """The places of the records of each work, in the order of the first: lists of numbers from 0.

    Records are of one work if they share an identifier, or a title while authors and years do not speak against it.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(records)))
    by_value = grouped(
        ((name, value), place)
        for place, record in enumerate(records)
        for name in (*_IDENTIFIERS, "title_key")
        if (value := getattr(record, name))
    )
    for (name, _), places in by_value.items():
        for first, second in pairwise(places):
            if name != "title_key" or may_be_same(records[first], records[second]):
                graph.add_edge(first, second)
    return sorted(sorted(places) for places in nx.connected_components(graph))


def may_be_same(first: Work, second: Work) -> bool:
    """Whether two records of one title can be of one work: some author in common, and not many years apart."""
    if first.year and second.year and abs(first.year - second.year) > _MAX_YEARS:
        return False
    names, others = (families(one.authors) for one in (first, second))
    return not names or not others or bool(names & others)


def families(authors: Iterable[str]) -> set[str]:
    """What may be the family name of each author, whichever way round the name is written."""
    found = set()
    for name in authors:
        parts = [name.partition(",")[0]] if "," in name else re.split(r"\s+", name.strip())
        # "Lee J" has its family name in front, "Jinhyuk Lee" behind; "van der Berg" is compared by its last part.
        found |= {plain_words(part) for part in parts if len(plain_words(part)) > 1}
    return found


def merge(records: Sequence[Work]) -> Work:
    """One work of its records: each value from the first that has it, the longest abstract, the earliest date."""

    def first_of(values: Iterable[Value]) -> Value | None:
        return next((value for value in values if value), None)

    main = max(records, key=lambda one: (bool(one.doi), len(one.abstract), one.id))
    ordered = [main, *(one for one in records if one is not main)]
    dates = sorted(one.date for one in records if one.date)
    arxiv = first_of(one.arxiv for one in ordered)
    return Work(
        id=f"arxiv:{arxiv}" if arxiv else main.id,
        doi=first_of(one.doi for one in ordered),
        arxiv=arxiv,
        pmid=first_of(one.pmid for one in ordered),
        title=main.title,
        title_key=main.title_key,
        abstract=max((one.abstract for one in records), key=len),
        authors=first_of(one.authors for one in ordered) or [],
        venue=first_of(one.venue for one in ordered) or "",
        date=dates[0] if dates else "",
        year=int(dates[0][:4]) if dates else None,
    )
