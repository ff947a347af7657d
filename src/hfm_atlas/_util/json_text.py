"""Data as JSON text that people may read too."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass

from pydantic_core import to_json


def indented_json(data: object) -> bytes:
    """Data as JSON in UTF-8: a line for each item, indented by one space a level, and a line break at the end.

    The standard library writes the same text five times as slowly: where it indents, it runs in Python.
    """
    return to_json(data, indent=1) + b"\n"


def report_json(data: object) -> str:
    """Data as JSON for reports, indented by two spaces a level, with a line break at the end.

    Dataclasses become objects; days and whatever else JSON lacks become texts. It may hold half a surrogate pair, which
    a finding quotes from a file and which UTF-8 cannot write.
    """
    return json.dumps(data, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
