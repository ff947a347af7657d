"""98 hostile texts in every text that an entry or a term may hold, laid into the invented atlas.

Which fields take a text is not listed: each value is replaced where the schema accepts the hostile one in its place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.taxonomy import facet_class
from hfm_atlas.model.values import KnownIds
from hfm_atlas.project import Project

# Where the text may stand: between tags, in an attribute, in a title, a script, a comment, a text area, a template.
_AROUND = ("{}", '">{}', "'>{}", "</title>{}", "</script>{}", "-->{}", "</textarea></template>{}")
_ATTACKS = (
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1) onfocus=alert(1) autofocus tabindex=0>x</a>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<style>@import'javascript:alert(1)'</style><video><source onerror=alert(1)>",
    "javascript:alert(1)//' onmouseover=alert(1) x='\" onmouseover=alert(1) x=\"",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "&lt;img src=x onerror=alert(1)&gt;{{7*7}}${{alert(1)}}`[x](javascript:alert(1))",
)
PAYLOADS = tuple(around.replace("{}", attack) for around in _AROUND for attack in _ATTACKS)
_SAMPLES = (
    "entries/language/alderbert.yml",
    "entries/datasets/fern-xray.yml",
    "entries/surveys/juniper-2023.yml",
    "entries/base/firvit.yml",
)
_FACET = "tasks"


def attack(project: Project, payloads: tuple[str, ...] = PAYLOADS) -> int:
    """Write an entry of a kind and a term for each payload into `project`; how many texts are hostile now."""
    known = load_project(project).known
    number = _attack_facet(project, payloads)
    for index, payload in enumerate(payloads):
        sample = project.root / _SAMPLES[index % len(_SAMPLES)]
        data = yaml.safe_load(sample.read_text("utf-8"))
        data.pop("former_ids", None)
        data["id"] = f"hostile-{index}"
        data["publication"] |= {"doi": f"10.5555/{index}", "pmid": f"{index + 1}"}
        if "preprint" in data:
            data["preprint"] |= {"server": "arxiv", "id": f"1901.{index + 10_000}", "year": 2019}
        hostile, replaced = _replace_texts(ENTRY_CLASSES[data["kind"]], data, payload, known)
        # Two works of one title would be one.
        hostile["publication"]["title"] += f" {index}"
        number += replaced
        _write(sample.with_name(f"hostile-{index}.yml"), hostile)
    return number


def _attack_facet(project: Project, payloads: tuple[str, ...]) -> int:
    file = project.taxonomy / f"{_FACET}.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    number = 0
    for index, payload in enumerate(payloads):
        term = {
            **data["terms"][1],
            "id": f"hostile-{index}",
            "abbreviation": f"H{index}",
            "synonyms": [f"hostile {index}"],
        }
        facet, replaced = _replace_texts(facet_class(_FACET), {**data, "terms": [term]}, payload, None)
        number += replaced
        data["terms"].append(facet["terms"][0])
    _write(file, data)
    return number


def _replace_texts(
    model: type[BaseModel], data: dict[str, Any], payload: str, known: KnownIds | None
) -> tuple[dict[str, Any], int]:
    """`data` with the payload in place of every text that may be any text, and how many those are."""
    data, number = copy.deepcopy(data), 0
    for holder, key in list(_texts(data)):
        before = holder[key]
        for hostile in (payload, f"https://example.org/{payload}", f"https://example.org/{payload.replace(' ', '/')}"):
            holder[key] = hostile
            if _is_valid(model, data, known):
                number += 1
                break
            holder[key] = before
    return data, number


def _texts(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every text below `value` that may be replaced, as what holds it and where."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from _texts(inner)
        elif isinstance(inner, str) and key not in ("id", "doi", "source"):
            yield value, key


def _is_valid(model: type[BaseModel], data: dict[str, Any], known: KnownIds | None) -> bool:
    try:
        model.model_validate(data, context=known)
    except ValidationError:
        return False
    return True


def _write(file: Path, data: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")
