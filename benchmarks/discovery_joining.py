"""Join preprints with their journal versions: `python benchmarks/discovery_joining.py [WORKS]`.

Of each work of the atlas that has both, two records are made as two servers give them: the preprint with its arXiv id
and names in reading order, the journal version with its DOI and names as PubMed writes them. They share no identifier,
so only title, authors and years can tell. Then the 200 pairs of different works with the most similar titles are looked
at. With WORKS, records of it that name the arXiv id of an entry are also compared with that entry's journal version.
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from hfm_atlas.discovery.formats.files import read_file
from hfm_atlas.discovery.same_work import join_records
from hfm_atlas.discovery.works import Work, make_work
from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import publication_authors
from hfm_atlas.project import find_project

SAMPLE = 200


def main() -> None:
    atlas = load_project(find_project(Path(__file__))).atlas
    both = [one for one in atlas.entries.values() if has_both(one)]
    pairs = [(preprint(one), journal(one)) for one in both]
    joined = [len(join_records(pair)) == 1 for pair in pairs]
    print(f"{sum(joined)} of {len(pairs)} pairs joined ({sum(joined) / len(pairs):.1%})")
    for entry, is_joined in zip(both, joined, strict=True):
        if not is_joined:
            print(f"  apart: {entry.publication.title}")
    apart = most_similar([journal(one) for one in atlas.entries.values() if one.publication.doi])
    wrong = [pair for pair in apart if len(join_records(pair)) == 1]
    print(f"{len(wrong)} of the {len(apart)} most similar pairs of different works joined")
    if len(sys.argv) > 1:
        compare_with_file(Path(sys.argv[1]), {one.preprint.id: one for one in both if one.preprint})


def has_both(entry: Entry) -> bool:
    published = entry.publication.type != "preprint" and entry.publication.doi
    return bool(published and entry.preprint and entry.preprint.server == "arxiv")


def preprint(entry: Entry) -> Work:
    assert entry.preprint is not None
    names = [one.full for one in publication_authors(entry)]
    return make_work(entry.publication.title, arxiv=entry.preprint.id, authors=names, date=str(entry.preprint.year))


def journal(entry: Entry) -> Work:
    names = [f"{one.family} {one.given[:1]}" if one.family else one.literal for one in publication_authors(entry)]
    publication = entry.publication
    return make_work(f"{publication.title}.", doi=publication.doi, authors=names, date=str(publication.year))


def most_similar(works: list[Work]) -> list[tuple[Work, Work]]:
    scored = [
        (fuzz.ratio(first.title_key, second.title_key), first.id, second.id, (first, second))
        for first, second in combinations(works, 2)
        if first.id != second.id
    ]
    return [pair for *_, pair in sorted(scored, key=lambda one: (-one[0], one[1], one[2]))[:SAMPLE]]


def compare_with_file(file: Path, entries: dict[str, Entry]) -> None:
    """Titles of preprints as a source has them, which may not be those of the journal version."""
    found = [one for one in read_file(file) if isinstance(one, Work) and one.arxiv in entries]
    joined = [one for one in found if len(join_records([one, journal(entries[one.arxiv or ""])])) == 1]
    print(f"{len(joined)} of {len(found)} preprints of the file joined by title alone")
    for one in found:
        if one not in joined:
            print(f"  apart: {one.title} / {entries[one.arxiv or ''].publication.title}")


if __name__ == "__main__":
    main()
