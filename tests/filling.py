"""Issues as GitHub writes them when somebody fills in a form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hfm_atlas.yamlio.parser import parse_text

REPOSITORY = Path(__file__).parent.parent
EVENTS = Path(__file__).parent / "events"
LICENCE = "- [X] What I write here is my own, and everybody may use it (CC0-1.0)"
# The least that a model needs.
PINE = {
    "kind": "model",
    "subfield": "vision",
    "name": "PineNet",
    "title": "PineNet: seeing the wood",
    "identifier": "10.5555/pine.2024.1",
    "year": "2024",
    "licence": LICENCE,
}
ERROR = {
    "entry": "alderbert",
    "field": "architecture.parameters",
    "correct": "340 million",
    "source": "https://example.org/alder, Table 9",
}


def fill(form: str, answers: dict[str, str]) -> str:
    """The text of an issue that was filled in by the form; what is not answered GitHub marks so."""
    data: Any = parse_text((REPOSITORY / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml").read_text("utf-8"))
    fields = [one for one in data["body"] if "id" in one]
    assert set(answers) <= {one["id"] for one in fields}
    return "\n\n".join(
        f"### {one['attributes']['label']}\n\n{answers.get(one['id']) or '_No response_'}" for one in fields
    )


def read_event(name: str, **issue: object) -> str:
    """A recorded event, with some of its issue's values replaced."""
    event = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))
    event["issue"] |= issue
    return json.dumps(event)
