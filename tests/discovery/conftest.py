"""A small store of works around the invented atlas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hfm_atlas.discovery.store import Batch, WorkStore
from hfm_atlas.discovery.vocabulary import Vocabulary
from hfm_atlas.discovery.works import Work, make_work
from hfm_atlas.model.atlas import Atlas


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(("foundation model", "pretrain*", "language model*"), ("medic*", "clinic*", "ct", "patient*"))


@pytest.fixture
def works(mini_atlas: Atlas) -> list[Work]:
    """New works, works of the atlas in several forms, and works about something else."""
    publication = mini_atlas.entries["alderbert"].publication
    new = [
        make_work(f"A foundation model for medical images of kind {name}", id=f"new:{name}", abstract="Patients.")
        for name in ("alpha", "beta", "gamma")
    ]
    other = [
        make_work(
            f"Robots that walk on {name} ground without falling", id=f"other:{name}", abstract="We pretrain a walk."
        )
        for name in ("sandy", "stony", "muddy", "icy", "grassy", "mossy")
    ]
    return [
        *new,
        *other,
        make_work(
            publication.title.upper(), authors=publication.authors, id="x:title", abstract="A clinical language model."
        ),
        make_work("A clinical language model with Ünicode — “quoted” naïve", id="x:letters", doi="10.1000/Ü"),
        make_work("Medical news of the week, without an abstract", id="x:short"),
        make_work("CT of nothing in particular", id="x:nothing", abstract="We look at pictures."),
    ]


@pytest.fixture
def store(works: list[Work], tmp_path: Path) -> WorkStore:
    found = WorkStore(tmp_path / "store")

    def read(position: str) -> Iterator[Batch]:
        yield Batch(works[:5], [], "5")
        yield Batch(works[5:], [], "all")

    found.take_in("a", "files", "1", read)
    return found
