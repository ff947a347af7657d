"""What the pages that list entries show: all entries, and those of one kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfm_atlas.model.addresses import KIND_FOLDERS, explore_url
from hfm_atlas.model.entries import Kind
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.site.display import count
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.tables import Table, entry_table


@dataclass(frozen=True, slots=True)
class KindTab:
    """One of the lists, as the others link to it."""

    label: str
    url: str
    number: str
    is_current: bool
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class ListView:
    """A page that lists entries."""

    title: str
    lede: str
    tabs: tuple[KindTab, ...]
    table: Table
    badges: bool
    """Whether the table has the squares of openness, which need a key."""
    explore_url: str
    """The same entries in the explorer."""


_LEDES: Mapping[Kind | None, str] = {
    None: "Models, datasets, surveys and the general models that they build on, the newest first.",
    "model": "Models pre-trained on broad healthcare data, and works that adapt one.",
    "dataset": "What models are pre-trained on and measured by.",
    "survey": "Surveys of the field, and what each lists.",
    "base": "General models that healthcare models are built on.",
}


def list_view(index: SiteIndex, kind: Kind | None) -> ListView:
    """The view of all entries (None), or of those of one kind."""
    ids = _ids(index, kind)
    title = KIND_PLURALS[kind] if kind else "All entries"
    return ListView(
        title=title,
        lede=_LEDES[kind],
        tabs=_tabs(index, kind),
        table=entry_table(index, ids, kind, title),
        badges=kind in ("model", "base"),
        explore_url=explore_url(kind=kind) if kind else explore_url(),
    )


def _ids(index: SiteIndex, kind: Kind | None) -> tuple[str, ...]:
    return index.ids_of(kind) if kind else tuple(index.links)


def _tabs(index: SiteIndex, current: Kind | None) -> tuple[KindTab, ...]:
    kinds: list[tuple[Kind | None, str]] = [(None, "explore/")]
    kinds += [(kind, f"{folder}/") for kind, folder in KIND_FOLDERS.items()]
    return tuple(
        KindTab(
            KIND_PLURALS[kind] if kind else "All",
            url,
            count(len(_ids(index, kind))),
            kind == current,
            kind,
        )
        for kind, url in kinds
    )
