"""JSON Schemas for editors, made from the data model and the taxonomy.

They are draft 7, which every YAML language server reads. What only validation can check (references, identifiers beyond
their pattern, rules over the whole atlas) is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from hfm_atlas._util.json_text import report_json
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.facts import evidence_paths
from hfm_atlas.model.identifiers import LICENCE_NOTE
from hfm_atlas.model.taxonomy import FACET_CLASSES, Facet, LicenceTerm
from hfm_atlas.model.values import FACET_NOTE, KINDS_NOTE

Schema = dict[str, Any]
_DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/"


def build_schemas(atlas: Atlas) -> dict[str, str]:
    """The text of every schema file by its name: one a kind of entry, one a special facet, one for other facets.

    They are JSON Schema, draft 7, which editors read.
    """
    classes: Mapping[str, type[BaseModel]] = {**ENTRY_CLASSES, "facet": Facet, **FACET_CLASSES}
    return {f"{name}.schema.json": report_json(_build(atlas, model)) for name, model in classes.items()}


def _build(atlas: Atlas, model: type[BaseModel]) -> Schema:
    raw = model.model_json_schema(ref_template=_DEFINITIONS + "{model}")
    definitions = raw.pop("$defs", {})
    vocabularies: dict[str, Schema] = {}
    schema = _tidy(raw, atlas, vocabularies)
    tidy = {name: _tidy(definition, atlas, vocabularies) for name, definition in definitions.items()}
    if "evidence" in schema["properties"]:
        _list_evidence_fields(schema, model)
    return {"$schema": _DRAFT, **schema, "definitions": dict(sorted((tidy | vocabularies).items()))}


def _tidy(node: Any, atlas: Atlas, vocabularies: dict[str, Schema]) -> Any:
    """The schema as an editor wants it: terms filled in, no nulls, no defaults, no generated titles."""
    if isinstance(node, list):
        return [_tidy(item, atlas, vocabularies) for item in node]
    if not isinstance(node, dict):
        return node
    if FACET_NOTE in node:
        return _terms(node, atlas, vocabularies)
    if LICENCE_NOTE in node:
        return _licences(node, atlas, vocabularies)
    tidy = {key: _tidy(value, atlas, vocabularies) for key, value in node.items() if not _is_noise(key, value)}
    return _join_alternatives(tidy)


def _is_noise(key: str, value: object) -> bool:
    # A property may be called `title`; then its value is a schema, not a text.
    return key in ("default", KINDS_NOTE) or (key == "title" and isinstance(value, str))


def _join_alternatives(node: Schema) -> Schema:
    """Alternatives without null, as `anyOf`.

    An empty field is an error of validation, so null is never right. Pydantic writes `oneOf` where a function tells the
    alternatives apart, but `not reported` fits a text as well.
    """
    alternatives = [one for one in node.pop("oneOf", node.pop("anyOf", [])) if one != {"type": "null"}]
    if len(alternatives) == 1:
        return {**alternatives[0], **node}
    return {**node, "anyOf": alternatives} if alternatives else node


def _terms(node: Schema, atlas: Atlas, vocabularies: dict[str, Schema]) -> Schema:
    """A reference to the list of terms that a field takes; the list is added to `vocabularies`."""
    facet, roots_only = node[FACET_NOTE]["facet"], node[FACET_NOTE]["roots_only"]
    also = node[FACET_NOTE]["also"]
    name = "-".join([facet, *(["roots"] if roots_only else []), *also])
    terms = [term for term in atlas.terms(facet) if not roots_only or term.broader is None]
    explanations = [f"{term.name}: {term.definition}" for term in terms] + ["Stands for every term."] * len(also)
    vocabularies[name] = {
        "description": f"A term of taxonomy/{facet}.yml.",
        "enum": [*(term.id for term in terms), *also],
        "enumDescriptions": explanations,
    }
    described = {"description": node["description"]} if "description" in node else {}
    return {"$ref": _DEFINITIONS + name, **described}


def _licences(node: Schema, atlas: Atlas, vocabularies: dict[str, Schema]) -> Schema:
    """Any text, with the licences of the taxonomy to choose from."""
    known = [term for term in atlas.terms("licences") if isinstance(term, LicenceTerm)]
    vocabularies["licences"] = {
        "description": "A licence of taxonomy/licences.yml.",
        "enum": [term.spdx for term in known],
        "enumDescriptions": [f"{term.name}: {term.definition}" for term in known],
    }
    described = {"description": node["description"]} if "description" in node else {}
    return {**described, "anyOf": [{"$ref": _DEFINITIONS + "licences"}, {"type": "string"}]}


def _list_evidence_fields(schema: Schema, model: type[BaseModel]) -> None:
    """The fields that take evidence, so that editors complete them."""
    evidence = schema["properties"]["evidence"]
    entry_class = next(one for one in ENTRY_CLASSES.values() if one is model)
    evidence["properties"] = dict.fromkeys(evidence_paths(entry_class), evidence["additionalProperties"])
    evidence["additionalProperties"] = False
