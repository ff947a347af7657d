"""The credits: everybody who is named as a contributor of an entry, and of which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.site.index import SiteIndex

_ACCOUNT = re.compile(r"@[A-Za-z0-9-]{1,39}\Z")


@dataclass(frozen=True, slots=True)
class Contributor:
    """One contributor; `link` leads to their account where that is how they wish to be named."""

    name: str
    link: Link | None
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class CreditsView:
    """The page with every contributor, those of most entries first; `entries` is how many name somebody."""

    contributors: tuple[Contributor, ...]
    entries: int


def credits_view(index: SiteIndex) -> CreditsView:
    """The view of the page; an entry that names nobody is not spoken of."""
    entries = index.atlas.entries.values()
    found = grouped((name, entry.id) for entry in entries for name in dict.fromkeys(entry.contributors))
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].casefold()))
    contributors = tuple(Contributor(name, _account(name), index.entry_links(ids)) for name, ids in ordered)
    return CreditsView(contributors, len({id for ids in found.values() for id in ids}))


def _account(name: str) -> Link | None:
    if not _ACCOUNT.match(name):
        return None
    return Link(name, f"https://github.com/{name.removeprefix('@')}", external=True)
