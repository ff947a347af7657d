"""Entries and terms as linked data: schema.org for works, models and datasets, SKOS for the taxonomy.

Each node is a dictionary as JSON-LD has it under `CONTEXT`; the exports write the same nodes as JSON-LD and Turtle, and
the head of a page carries those of its entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from hfm_atlas.model.addresses import entry_url, facet_url, term_url
from hfm_atlas.model.entries import DatasetEntry, Entry, PublicationType, Size
from hfm_atlas.model.fields import FIELDS
from hfm_atlas.model.graph import Graph, entry_node, term_node
from hfm_atlas.model.introspection import FieldType
from hfm_atlas.model.licences import licence_addresses
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import SERVERS, Author, page_range, publication_authors, publication_url
from hfm_atlas.model.sources import preprint_address
from hfm_atlas.model.states import STATED, state_of, value_at
from hfm_atlas.model.taxonomy import Facet, Term
from hfm_atlas.model.values import NOT_RELEASED

Node = dict[str, Any]
PREFIXES = {
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
}
# Properties whose values are addresses of things, not texts.
IRI_PROPERTIES = frozenset(
    {
        "about",
        "citation",
        "codeRepository",
        "downloadUrl",
        "isBasedOn",
        "license",
        "sameAs",
        "url",
        "skos:broader",
        "skos:exactMatch",
        "skos:hasTopConcept",
        "skos:inScheme",
        "skos:topConceptOf",
        "atlas:adaptedOn",
        "atlas:addresses",
        "atlas:answers",
        "atlas:concerns",
        "atlas:evaluatedOn",
        "atlas:exhibits",
        "atlas:listedBy",
        "atlas:measures",
        "atlas:pretrainedOn",
        "atlas:pursues",
    }
)
ENGLISH_PROPERTIES = frozenset({"skos:prefLabel", "skos:altLabel", "skos:definition", "skos:scopeNote"})
# Properties whose values have an order.
LIST_PROPERTIES = frozenset({"author"})
_EDGE_PROPERTIES = {
    "classified-as": "about",
    "builds-on": "isBasedOn",
    "derived-from": "isBasedOn",
    "pretrained-on": "atlas:pretrainedOn",
    "adapted-on": "atlas:adaptedOn",
    "evaluated-on": "atlas:evaluatedOn",
    "listed-by": "atlas:listedBy",
}
_PUBLICATION_TYPES: dict[PublicationType, str] = {
    "thesis": "Thesis",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "dataset": "Dataset",
}


@cache
def context(site_url: str) -> Node:
    """The JSON-LD context of all nodes: prefixes, and which properties hold addresses, English texts or lists."""
    rules: Node = {name: {"@type": "@id"} for name in sorted(IRI_PROPERTIES)}
    rules |= {name: {"@language": "en"} for name in sorted(ENGLISH_PROPERTIES)}
    rules |= {name: {"@container": "@list"} for name in sorted(LIST_PROPERTIES)}
    return {"@vocab": PREFIXES["schema"], **PREFIXES, "atlas": vocabulary(site_url), **rules}


def vocabulary(site_url: str) -> str:
    """Namespace of the atlas's own properties: an absolute address that ends with `#`."""
    return f"{site_url}vocabulary/#"


def entry_nodes(graph: Graph, entry: Entry, site_url: str) -> list[Node]:
    """An entry and the work behind it, two nodes linked by `citation`; a survey is its own work, so one."""
    if entry.kind == "survey":
        return [_tidy({**_publication_node(entry, site_url), **_entry_fields(graph, entry, site_url)})]
    cited = _publication_node(entry, site_url)
    fields = _entry_fields(graph, entry, site_url)
    type_ = "Dataset" if isinstance(entry, DatasetEntry) else "SoftwareApplication"
    about = _dataset_fields(entry) if isinstance(entry, DatasetEntry) else _software_fields(entry)
    return [_tidy({"@type": type_, **fields, **about, "citation": cited["@id"]}), _tidy(cited)]


def entry_document(graph: Graph, entry: Entry, site_url: str) -> Node:
    """The nodes of an entry as a JSON-LD document of its own, with as much of the context as they need."""
    nodes = entry_nodes(graph, entry, site_url)
    used = {part for key in _keys(nodes) for part in (key, key.partition(":")[0])}
    rules = {name: rule for name, rule in context(site_url).items() if name == "@vocab" or name in used}
    return {"@context": rules, "@graph": nodes}


def _keys(value: object) -> Iterator[str]:
    """Every key in nested dictionaries and lists."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict | list):
            yield from _keys(one)


def _entry_fields(graph: Graph, entry: Entry, site_url: str) -> Node:
    address = site_url + entry_url(entry)
    fields: Node = {
        "@id": address,
        "identifier": entry.id,
        "name": entry.name,
        "alternateName": list(entry.aliases),
        "description": entry.summary,
        "url": address,
    }
    for source, target, data in graph.out_edges(entry_node(entry.id), data=True):
        property_ = _EDGE_PROPERTIES.get(data["type"], f"atlas:{data['type']}")
        values = fields.setdefault(property_, [])
        if (iri := node_iri(graph, target, site_url)) not in values and target != source:
            values.append(iri)
    return fields


def node_iri(graph: Graph, node: str, site_url: str) -> str:
    """Absolute address of the page of a node, which is also its name in RDF."""
    data = graph.nodes[node]
    path = term_url(data["facet"], data["id"]) if data["kind"] == "term" else _entry_path(data["kind"], data["id"])
    return site_url + path


def _entry_path(kind: str, id: str) -> str:
    folders = {"model": "models", "dataset": "datasets", "survey": "surveys", "base": "base"}
    return f"{folders[kind]}/{id}/"


def _declared_fields(entry: Entry) -> Node:
    """What the fields that say so are in RDF; `hasPart.x` is the property x of the code that belongs to the model."""
    fields: Node = {}
    for field in FIELDS:
        if field.rdf and state_of(entry, field.path) == STATED:
            holder, _, name = field.rdf.rpartition(".")
            node = fields.setdefault(holder, {"@type": "SoftwareSourceCode"}) if holder else fields
            node[name] = _property_value(field.schema.type, value_at(entry, field.path))
    part = _tidy(fields.pop("hasPart", {}))
    return {**fields, "hasPart": part if "codeRepository" in part else None}


def _property_value(type_: FieldType, value: object) -> object:
    if type_.kind == "licence":
        return licence_addresses(str(value))
    if type_.record is Size and isinstance(value, list):
        return [f"{one.amount} {one.unit}" for one in value]
    return None if value == NOT_RELEASED else value


def _software_fields(entry: Entry) -> Node:
    kind = "Healthcare foundation model" if entry.kind == "model" else "General foundation model"
    return {"applicationCategory": kind, **_declared_fields(entry)}


def _dataset_fields(entry: DatasetEntry) -> Node:
    return {**_declared_fields(entry), "isAccessibleForFree": True if entry.access == "open" else None}


def _publication_node(entry: Entry, site_url: str) -> Node:
    publication = entry.publication
    own = site_url + entry_url(entry)
    month = f"-{publication.month:02}" if publication.month else ""
    cited = cited_preprint(entry)
    venue = SERVERS[cited.server] if cited else publication.venue
    preprint = preprint_address(entry.preprint) if entry.preprint else None
    first, last = page_range(publication.pages or "")
    return {
        "@id": f"{own}#work",
        "@type": _PUBLICATION_TYPES.get(publication.type, "ScholarlyArticle"),
        "headline": publication.title,
        "author": [_author_node(author) for author in publication_authors(entry)],
        "datePublished": f"{publication.year}{month}",
        "isPartOf": _part_of(venue, publication.volume, publication.number),
        "publisher": {"@type": "Organization", "name": publication.publisher} if publication.publisher else None,
        "pageStart": first if last else None,
        "pageEnd": last or None,
        "pagination": publication.pages,
        "sameAs": list(dict.fromkeys(filter(None, (publication_url(entry), preprint)))),
        "identifier": f"doi:{publication.doi}" if publication.doi else None,
    }


def _part_of(venue: str | None, volume: str | None, number: str | None) -> Node | None:
    """Journal, volume and issue, each a part of the one before."""
    if venue is None:
        return None
    part: Node = {"@type": "Periodical", "name": venue}
    if volume:
        part = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": part}
    if number:
        part = {"@type": "PublicationIssue", "issueNumber": number, "isPartOf": part}
    return part


def _author_node(author: Author) -> Node:
    if author.literal:
        return {"@type": "Organization", "name": author.literal}
    suffix = {"honorificSuffix": author.suffix} if author.suffix else {}
    return {"@type": "Person", "name": author.full, "familyName": author.family, "givenName": author.given, **suffix}


def facet_node(facet: Facet, site_url: str) -> Node:
    """A facet as a SKOS concept scheme."""
    tops = [site_url + term_url(facet.facet, term.id) for term in facet.terms if term.broader is None]
    node = {
        "@id": site_url + facet_url(facet.facet),
        "@type": "skos:ConceptScheme",
        "skos:prefLabel": facet.name,
        "skos:definition": facet.definition,
        "skos:hasTopConcept": tops,
        "license": "https://spdx.org/licenses/CC0-1.0",
    }
    return _tidy(node)


def concept_node(graph: Graph, facet: str, term: Term, site_url: str) -> Node:
    """A term as a SKOS concept, with links to the broader one, its scheme and equal terms of other vocabularies."""
    labels = dict.fromkeys([*([term.abbreviation] if term.abbreviation else []), *term.synonyms])
    scheme = site_url + facet_url(facet)
    node: Node = {
        "@id": site_url + term_url(facet, term.id),
        "@type": "skos:Concept",
        "skos:prefLabel": term.name,
        "skos:altLabel": [label for label in labels if label != term.name],
        "skos:definition": term.definition,
        "skos:notation": term.id,
        "skos:scopeNote": term.note,
        "skos:inScheme": scheme,
        "skos:broader": site_url + term_url(facet, term.broader) if term.broader else None,
        "skos:topConceptOf": None if term.broader else scheme,
        "skos:exactMatch": list(term.exact_match),
        "dct:source": f"{term.source.publication}, {term.source.section}",
    }
    for type_ in ("answers", "concerns"):
        node[f"atlas:{type_}"] = [
            node_iri(graph, target, site_url)
            for _, target, data in graph.out_edges(term_node(facet, term.id), data=True)
            if data["type"] == type_
        ]
    return _tidy(node)


def _tidy(node: Node) -> Node:
    """The node without empty values; a list of one, where no order is meant, becomes its item."""
    return dict(_tidy_items(node))


def _tidy_items(node: Node) -> Iterator[tuple[str, object]]:
    for key, value in node.items():
        if value is None or value in ("", []):
            continue
        single = isinstance(value, list) and len(value) == 1 and key not in LIST_PROPERTIES
        yield key, value[0] if single else value
