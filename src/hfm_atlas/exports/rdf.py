"""The taxonomy as SKOS and the entries by schema.org, as Turtle and as JSON-LD.

Turtle is written here from the nodes of the JSON-LD: rdflib takes half a minute for the graph of 10,000 entries. Tests
have rdflib read both and compare them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hfm_atlas._util.json_text import indented_json
from hfm_atlas.exports.json_ld import (
    ENGLISH_PROPERTIES,
    IRI_PROPERTIES,
    LIST_PROPERTIES,
    PREFIXES,
    Node,
    concept_node,
    context,
    entry_nodes,
    facet_node,
    vocabulary,
)
from hfm_atlas.query.selection import Selection

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def export_json_ld(selection: Selection) -> bytes:
    """All nodes as one JSON-LD document with its own context, so that reading it needs no network."""
    document = {"@context": context(selection.site_url), "@graph": _nodes(selection)}
    return indented_json(document)


def export_turtle(selection: Selection) -> bytes:
    """All nodes as Turtle (RDF 1.1) in UTF-8, in the order of the JSON-LD."""
    prefixes = {**PREFIXES, "atlas": vocabulary(selection.site_url)}
    lines = [f"@prefix {name}: <{address}> ." for name, address in prefixes.items()]
    blocks = (_turtle_block(node) for node in _nodes(selection))
    return ("\n".join([*lines, "", *blocks])).encode("utf-8")


@lru_cache(maxsize=1)  # both forms say the same
def _nodes(selection: Selection) -> tuple[Node, ...]:
    return tuple(_make_nodes(selection))


def _make_nodes(selection: Selection) -> Iterator[Node]:
    graph, site = selection.graph, selection.site_url
    yield {
        "@id": site,
        "@type": "Dataset",
        "name": "HFM Atlas",
        "version": selection.snapshot.label,
        "license": "https://spdx.org/licenses/CC0-1.0",
        "url": site,
    }
    for one in selection.atlas.facets.values():
        yield facet_node(one.facet, site)
        for term in one.facet.terms:
            yield concept_node(graph, one.facet.facet, term, site)
    for entry in selection.entries:
        yield from entry_nodes(graph, entry, site)


def _turtle_block(node: Node) -> str:
    pairs = " ;\n  ".join(_pairs(node))
    return f"<{node['@id']}> {pairs} .\n"


def _pairs(node: Node) -> Iterator[str]:
    for key, value in node.items():
        if key == "@type":
            yield f"a {_name(value)}"
        elif key != "@id":
            values = value if isinstance(value, list) else [value]
            written = [_object(key, one) for one in values]
            yield f"{_name(key)} {'( ' + ' '.join(written) + ' )' if key in LIST_PROPERTIES else ', '.join(written)}"


def _name(key: str) -> str:
    return key if ":" in key else f"schema:{key}"


def _object(key: str, value: object) -> str:
    if isinstance(value, dict):
        return f"[ {' ; '.join(_pairs(value))} ]"
    if isinstance(value, bool):
        return str(value).lower()
    if key in IRI_PROPERTIES:
        return f"<{value}>"
    text = str(value).translate(_ESCAPES)
    return f'"{text}"@en' if key in ENGLISH_PROPERTIES else f'"{text}"'
