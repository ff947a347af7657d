"""The index as it is while pages are made that will be kept: it notes what each page looks at.

A page is made again when anything it looked at has changed: an entry, a term, or what follows from several of them,
such as the entries filed under a term. What is not listed here by name counts as looking at everything, so that a new
look-up can make a page slow, never wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, Literal, cast

from hfm_atlas._util.store import digest
from hfm_atlas.figures.content import figure_inputs
from hfm_atlas.loading.snapshot import Snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import Graph
from hfm_atlas.model.licences import EffectiveLicence, LicenceReading, Licences
from hfm_atlas.model.taxonomy import LicenceTerm, Term
from hfm_atlas.project import Project
from hfm_atlas.query.selection import Selection
from hfm_atlas.site.evidence import Sources
from hfm_atlas.site.index import Key, SiteIndex, Value
from hfm_atlas.yamlio.parser import Document

# What was looked at: by the name of the look-up, its keys, or None for all of it.
Looks = dict[str, list[Any] | None]
EVERYTHING = "everything"
# A page that looks at more than this is as good as one that looks at everything.
_MANY = 20_000
# Look-ups of the index that are followed key by key.
_LOOKUPS = frozenset(
    {
        "links",
        "_by_publication",
        "narrower",
        "filed_under",
        "filed",
        "filed_below",
        "licensed",
        "downstream",
        "trained_on",
        "adapted_on",
        "derived",
        "leaderboards",
        "listed",
        "challenge_links",
        "opportunity_links",
        "completeness_lines",
        "modality_coverage",
    }
)
# Methods that look only at look-ups, and keep nothing.
_METHODS = frozenset(
    {
        "newest_first",
        "entry_links",
        "term_link",
        "broader",
        "same_publication",
        "ids_of",
        "models_among",
        "models_in",
    }
)


class Watch:
    """What is looked at from one `begin` to the next."""

    def __init__(self) -> None:
        """Nothing is looked at yet."""
        self._noted: dict[str, set[Any] | None] = {}
        self._number = 0

    def begin(self) -> None:
        """Forget what was looked at."""
        self._noted, self._number = {}, 0

    def note(self, name: str, key: object = None) -> None:
        """The value at `key` of the look-up `name` is looked at; without a key, all of it."""
        if EVERYTHING in self._noted:
            return
        if name == EVERYTHING or self._number > _MANY:
            self._noted = {EVERYTHING: None}
        elif key is None:
            self._noted[name] = None
        elif (keys := self._noted.setdefault(name, set())) is not None:
            keys.add(key)
            self._number += 1

    @property
    def looks(self) -> Looks:
        """What was looked at, in a fixed order."""
        return {name: None if keys is None else sorted(keys, key=repr) for name, keys in sorted(self._noted.items())}


class Watched(Mapping[Key, Value], Generic[Key, Value]):
    """A look-up that says what of it is looked at."""

    def __init__(self, watch: Watch, name: str, plain: Mapping[Key, Value]) -> None:
        """`plain`, watched as `name`."""
        self._watch, self._name, self._plain = watch, name, plain

    def __getitem__(self, key: Key) -> Value:
        """As of any mapping."""
        self._watch.note(self._name, key)
        return self._plain[key]

    def __contains__(self, key: object) -> bool:
        """As of any mapping."""
        self._watch.note(self._name, key)
        return key in self._plain

    def get(self, key: Key, default: Any = None) -> Any:
        """The value at `key`, or `default`."""
        self._watch.note(self._name, key)
        return self._plain.get(key, default)

    def __iter__(self) -> Iterator[Key]:
        """As of any mapping."""
        self._watch.note(self._name)
        return iter(self._plain)

    def __len__(self) -> int:
        """As of any mapping."""
        self._watch.note(self._name)
        return len(self._plain)

    def keys(self) -> KeysView[Key]:
        """As of any mapping."""
        self._watch.note(self._name)
        return self._plain.keys()

    def values(self) -> ValuesView[Value]:
        """As of any mapping."""
        self._watch.note(self._name)
        return self._plain.values()

    def items(self) -> ItemsView[Key, Value]:
        """As of any mapping."""
        self._watch.note(self._name)
        return self._plain.items()


class _WatchedAtlas(Atlas):
    """The atlas of a watched index."""

    _plain: Atlas
    _watch: Watch

    def __init__(self, plain: Atlas, watch: Watch) -> None:
        vars(self).update(_plain=plain, _watch=watch)

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_") or name in ("term", "terms", "root_of", "entries", "documents", "facets"):
            return object.__getattribute__(self, name)
        self._watch.note(EVERYTHING)
        return getattr(self._plain, name)

    @property
    def entries(self) -> Mapping[str, Entry]:
        return Watched(self._watch, "entry", self._plain.entries)

    @property
    def documents(self) -> Mapping[str, Document]:
        return Watched(self._watch, "entry", self._plain.documents)

    @property
    def facets(self) -> Mapping[str, Any]:
        return Watched(self._watch, "facet", self._plain.facets)

    def term(self, facet: str, id: str) -> Term | None:
        self._watch.note("term", (facet, id))
        return self._plain.term(facet, id)

    def terms(self, facet: str) -> list[Term]:
        self._watch.note("facet", facet)
        return self._plain.terms(facet)


class _WatchedLicences(Licences):
    """The licences of a watched index."""

    _plain: Licences
    _watch: Watch

    def __init__(self, plain: Licences, watch: Watch) -> None:
        vars(self).update(_plain=plain, _watch=watch)

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_plain", "_watch", "read", "effective", "terms"):
            return object.__getattribute__(self, name)
        self._watch.note(EVERYTHING)
        return getattr(self._plain, name)

    @property
    def terms(self) -> Mapping[str, LicenceTerm]:
        self._watch.note("facet", "licences")
        return self._plain.terms

    def read(self, expression: str) -> LicenceReading:
        self._watch.note("facet", "licences")
        return self._plain.read(expression)

    def effective(self, entry: Entry) -> EffectiveLicence | None:
        self._watch.note("effective", entry.id)
        return self._plain.effective(entry)


class WatchedEdges:
    """What leads from the nodes of the graph; nothing can be kept by it, since no weak reference can be had."""

    __slots__ = ("_plain", "_watch")

    def __init__(self, plain: Graph, watch: Watch) -> None:
        """`plain`, watched."""
        self._plain, self._watch = plain, watch

    def out_edges(self, node: str, *, data: Literal[True]) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """As of the graph."""
        self._watch.note("edges", node)
        return self._plain.out_edges(node, data=data)

    @property
    def nodes(self) -> Mapping[str, Any]:
        """As of the graph."""
        return Watched(self._watch, "node", self._plain.nodes)


class _WatchedSnapshot:
    """The snapshot as templates see it."""

    def __init__(self, plain: Snapshot, watch: Watch) -> None:
        self._plain, self._watch = plain, watch

    def __getattr__(self, name: str) -> Any:
        self._watch.note("snapshot")
        return getattr(self._plain, name)


class WatchedIndex(SiteIndex):
    """An index that says to `watch` what is looked at."""

    def __init__(self, plain: SiteIndex, watch: Watch) -> None:
        """`plain`, watched."""
        vars(self).update(plain=plain, watch=watch, others={})

    def __getattribute__(self, name: str) -> Any:
        """What pages ask for; whatever has no way of its own counts as everything."""
        if name in _LOOKUPS:
            return Watched(self.watch, name, getattr(self.plain, name))
        if name in _OWN or name in _METHODS or name.startswith("__"):
            return object.__getattribute__(self, name)
        self.watch.note(EVERYTHING)
        return getattr(self.plain, name)

    plain: SiteIndex
    watch: Watch
    others: dict[str, Mapping[Any, Any]]
    """Look-ups that were made from the index, by name."""

    @property
    def unwatched(self) -> SiteIndex:
        """The index that does not say what is looked at."""
        return self.plain

    def watched(self, name: str, lookup: Mapping[Key, Value]) -> Mapping[Key, Value]:
        """`lookup`, watched."""
        self.others[name] = lookup
        return Watched(self.watch, name, lookup)

    @property
    def atlas(self) -> Atlas:
        """The atlas, watched."""
        return _WatchedAtlas(self.plain.atlas, self.watch)

    @property
    def licences(self) -> Licences:
        """The licences, watched."""
        return _WatchedLicences(self.plain.licences, self.watch)

    @property
    def edges_from(self) -> Graph:
        """What leads from single nodes, watched."""
        return cast(Graph, WatchedEdges(self.plain.graph, self.watch))

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot; to look at it is to look at everything but findings."""
        self.watch.note("snapshot")
        return self.plain.snapshot

    def selection(self, site_url: str = "") -> Selection:
        """All entries, for figures alone: what these follow from is followed as a whole."""
        self.watch.note("figures", site_url)
        return self.plain.selection(site_url)

    @property
    def shared_snapshot(self) -> Snapshot:
        """The snapshot for templates."""
        return cast(Snapshot, _WatchedSnapshot(self.plain.snapshot, self.watch))

    @property
    def repository(self) -> Any:
        """The repository; it is the same for all pages."""
        self.watch.note("repository")
        return self.plain.repository

    @property
    def subfields(self) -> tuple[Term, ...]:
        """The subfields."""
        self.watch.note("facet", "subfields")
        return self.plain.subfields

    def sources(self, id: str) -> Sources:
        """The sources of an entry."""
        self.watch.note("entry", id)
        return self.plain.sources(id)


# What the class above has a way of its own for.
_OWN = {name for name in vars(WatchedIndex) if not name.startswith("__")} | WatchedIndex.__annotations__.keys()


class Digests:
    """What each thing that pages look at is now, as short digests."""

    def __init__(self, index: SiteIndex, others: Mapping[str, Mapping[Any, Any]], project: Project) -> None:
        """Of `index`, which is not watched, and of `others` that watched look-ups were made from."""
        self._index, self._others, self._project = index, others, project
        self._known: dict[tuple[str, Any], bytes] = {}

    def of(self, looks: Looks) -> bytes:
        """One digest of everything in `looks`."""
        made = hashlib.blake2b(digest_size=16)
        for name, keys in looks.items():
            for key in [None] if keys is None else keys:
                made.update(self._one(name, tuple(key) if isinstance(key, list) else key))
        return made.digest()

    def _one(self, name: str, key: Any) -> bytes:
        if (name, key) not in self._known:
            self._known[name, key] = digest(self._everything) if name == EVERYTHING else self._find(name, key)
        return self._known[name, key]

    @cached_property
    def _everything(self) -> bytes:
        """All that the site is made from besides its templates and the program."""
        index = self._index
        reports = [file.read_bytes() if file.is_file() else b"" for file in _reports(self._project)]
        return digest(index.snapshot.content_hash.encode(), repr(index.diagnostics).encode(), *reports)

    def _find(self, name: str, key: Any) -> bytes:
        index, atlas = self._index, self._index.atlas
        if name == "snapshot":
            return digest(repr(index.snapshot).encode())
        if name == "figures":
            return figure_inputs(index.selection(key))
        if name == "repository":
            return digest(repr(index.repository).encode())
        if name == "edges":
            return digest(repr(list(index.graph.out_edges(key, data=True)) if key else "").encode())
        if name == "node":
            return self._part(index.graph.nodes, key)
        if name == "effective":
            entry = atlas.entries.get(key)
            return digest(repr(index.licences.effective(entry) if entry else None).encode())
        if name == "entry":
            return self._texts(atlas.documents, key)
        if name == "facet":
            return self._texts({id: one.document for id, one in atlas.facets.items()}, key)
        if name == "term":
            return digest(repr(atlas.term(*key)).encode())
        return self._part(self._others[name] if name in self._others else getattr(index, name), key)

    def _texts(self, documents: Mapping[str, Document], key: str | None) -> bytes:
        """Digest of one file, or of all."""
        if key is None:
            return digest(*(self._texts(documents, id) for id in sorted(documents)))
        found = documents.get(key)
        return digest(found.path.encode(), found.plain_text.encode()) if found else digest(b"none")

    def _part(self, lookup: Mapping[Any, Any], key: Any) -> bytes:
        if key is not None:
            return digest(stable(lookup.get(key, _MISSING)))
        return digest(*(digest(stable(one), stable(lookup[one])) for one in lookup))


_MISSING: Mapping[str, str] = MappingProxyType({})


def stable(value: object) -> bytes:
    """A text of `value` that is the same in every run; sets have no order."""
    if isinstance(value, frozenset | set):
        return repr(sorted(value, key=repr)).encode()
    return repr(value).encode("utf-8", "surrogatepass")


def _reports(project: Project) -> tuple[Any, ...]:
    return (project.link_report, project.publication_report, project.decisions, project.searches)
