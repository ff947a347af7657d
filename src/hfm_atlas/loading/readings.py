"""What was read of a file before, by its path and content: only of files in which nothing was wrong.

A file with an error is read again each time, so that what is said of it is never second-hand. What is kept of the
others is JSON that pydantic reads back into the same classes, without the checks that it has passed already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import SchemaValidator

from hfm_atlas._util.store import Store, digest, program_digest
from hfm_atlas.diagnostics import Diagnostic, Position, Related, Severity
from hfm_atlas.model.taxonomy import FacetId
from hfm_atlas.model.values import KnownIds
from hfm_atlas.yamlio.parser import Document

Validated = TypeVar("Validated", bound=BaseModel)
FacetIds = tuple[dict[str, bool], dict[str, str], dict[str, str]]
_FILE = "readings.sqlite"
_UNFINISHED, _NOTHING = b"null", b"[]"


@dataclass(slots=True)
class Reading:
    """What reading and validating one file gave.

    `kind` is that of an entry; `known` tells which terms and entries there were, `asked` which of them the file names;
    `ids` are what a facet adds to the known ids; `findings` are those of rules that look at this file alone, as JSON,
    `null` where no rule was asked.
    """

    kind: str
    known: bytes
    asked: bytes
    ids: bytes
    findings: bytes
    content: bytes

    def fits(self, known: KnownIds, known_digest: bytes) -> bool:
        """Whether the file would be valid again now that references may name `known`."""
        return self.known == known_digest or known.answers(*json.loads(self.asked))

    @property
    def facet_ids(self) -> FacetIds:
        """As the function does, of a facet."""
        roots, names, broader = json.loads(self.ids)
        return roots, names, broader

    def validated(self, model: type[Validated]) -> Validated | None:
        """The entry or facet; None where the content cannot be read."""
        with suppress(ValidationError):
            return _read_back(model, self.content)
        return None

    def pack(self) -> bytes:
        """All of it as one value; none of the parts holds a line feed."""
        return b"\n".join(
            (self.kind.encode(), self.known.hex().encode(), self.asked, self.ids, self.findings, self.content)
        )

    @staticmethod
    def unpack(value: bytes) -> Reading:
        """A value that `pack` gave.

        Raises:
            ValueError: it is none.
        """
        kind, known, asked, ids, findings, content = value.split(b"\n")
        return Reading(kind.decode(), bytes.fromhex(known.decode()), asked, ids, findings, content)

    @property
    def found(self) -> tuple[Diagnostic, ...] | None:
        """Findings of the rules that look at this file alone."""
        if self.findings == _UNFINISHED:
            return None
        if self.findings == _NOTHING:
            return ()
        return tuple(map(_diagnostic, json.loads(self.findings)))

    @found.setter
    def found(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.findings = _json([_plain(one) for one in diagnostics])


def make_reading(document: Document, validated: Validated, asked: KnownIds, known_digest: bytes) -> Reading | None:
    """The reading of a file in which nothing was wrong; None where it would not come back as it is."""
    content = validated.model_dump_json(by_alias=True, exclude_unset=True).encode()
    with suppress(ValidationError):
        again = _read_back(type(validated), content)
        if (
            again == validated
            and again.model_dump_json(by_alias=True, exclude_unset=True).encode() == content
            and b"\n" not in content
        ):
            names = _json([sorted(asked.asked_terms, key=str), sorted(asked.asked_entries)])
            kind = str(document.data.get("kind", ""))
            return Reading(kind, known_digest, names, _json(facet_ids(document)), _UNFINISHED, content)
    return None


def facet_ids(document: Document) -> FacetIds:
    """Terms of a facet's document and whether each is a root; what else people call them; and what each is under."""
    terms = document.data.get("terms")
    listed = [term for term in terms if isinstance(term, dict)] if isinstance(terms, list) else []
    roots = {str(term.get("id")): term.get("broader") is None for term in listed}
    names = {name: str(term.get("id")) for term in listed for name in _names(term)}
    return roots, names, {str(term["id"]): str(term["broader"]) for term in listed if {"id", "broader"} <= term.keys()}


def _names(term: dict[str, object]) -> Iterator[str]:
    """What else people call a term: its name, abbreviation and synonyms."""
    synonyms = term.get("synonyms")
    candidates = [term.get("name"), term.get("abbreviation"), *(synonyms if isinstance(synonyms, list) else [])]
    return (name for name in candidates if isinstance(name, str))


@dataclass
class Readings:
    """The readings that are kept in a folder."""

    folder: Path
    _in_use: set[bytes] = field(default_factory=set)
    _new: dict[bytes, Reading] = field(default_factory=dict)

    def look_up(self, keys: Mapping[str, bytes]) -> dict[str, Reading]:
        """Readings by path, as far as they are kept under these keys; a damaged one counts as missing."""
        self._in_use.update(keys.values())
        values, found = self._store.find(keys.values()), {}
        for path, key in keys.items():
            with suppress(KeyError, ValueError):
                found[path] = Reading.unpack(values[key])
        return found

    def note(self, key: bytes, reading: Reading) -> None:
        """Keep `reading` of a file; it is written at `keep`."""
        self._new[key] = reading

    def keep(self) -> None:
        """Write what is new."""
        if self._new:
            self._store.keep({key: reading.pack() for key, reading in self._new.items()}, self._in_use)
            self._new = {}

    @property
    def _store(self) -> Store:
        return Store(self.folder / _FILE)


def reading_key(path: str, content: bytes) -> bytes:
    """Under which the reading of a file is kept: a digest of its path, its bytes and the program."""
    return digest(program_digest(), path.encode("utf-8", "surrogateescape"), content)


def digest_known(known: KnownIds) -> bytes | None:
    """A digest of what references may name; None where a facet is missing, so that not everything was checked."""
    if not known.terms.keys() >= set(get_args(FacetId)):
        return None
    return digest(_json([known.terms, known.entries]))


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _plain(one: Diagnostic) -> list[Any]:
    related = [[other.path, _place(other.position), other.message] for other in one.related]
    return [
        one.path,
        _place(one.position),
        one.rule,
        one.severity,
        one.message,
        one.hint,
        one.fix,
        one.hidden,
        one.fills,
        related,
    ]


def _place(position: Position) -> list[int]:
    return [position.line, position.column, position.length]


def _diagnostic(plain: list[Any]) -> Diagnostic:
    path, place, rule, severity, message, hint, fix, hidden, fills, related = plain
    others = tuple(Related(other, Position(*where), said) for other, where, said in related)
    fields = tuple(fills) if fills else None
    return Diagnostic(path, Position(*place), rule, Severity(severity), message, hint, fix, hidden, fields, others)


def _read_back(model: type[Validated], content: bytes) -> Validated:
    found = _validator(model).validate_json(content)
    if not isinstance(found, model):
        raise TypeError(f"{type(found).__name__} is no {model.__name__}")
    return found


@cache
def _validator(model: type[BaseModel]) -> SchemaValidator:
    """Reads what an instance of `model` was written as; three times as quick as the class, which checks everything."""
    model.model_rebuild()
    return SchemaValidator(_without_checks(model.__pydantic_core_schema__), _use_prebuilt=False)


_CHECKS = ("function-before", "function-after", "function-wrap")
_PARTS = ("schema", "items_schema", "keys_schema", "values_schema")


def _without_checks(schema: Any) -> Any:
    """A core schema without functions in Python."""
    if schema["type"] in _CHECKS:
        return _without_checks(schema["schema"])
    plain = {key: value for key, value in schema.items() if key not in ("metadata", "serialization")}
    if plain["type"] == "str":
        return {"type": "str"}
    if plain["type"] == "default" and plain.get("default") in ([], {}):
        # To make an empty list takes less than to copy one.
        plain["default_factory"] = type(plain.pop("default"))
        plain.pop("copy_default", None)
    if plain["type"] == "tagged-union" and callable(plain["discriminator"]):
        # The words for nothing come first; no value is one of them.
        choices = sorted(map(_without_checks, plain["choices"].values()), key=lambda one: one["type"] != "literal")
        return {"type": "union", "choices": choices, "mode": "left_to_right"}
    if plain["type"] == "model-fields":
        plain["fields"] = {name: _without_checks(one) for name, one in plain["fields"].items()}
    for name in _PARTS:
        if name in plain:
            plain[name] = _without_checks(plain[name])
    for name in ("choices", "definitions"):
        if name in plain:
            plain[name] = [_without_checks(one) for one in plain[name]]
    return plain
