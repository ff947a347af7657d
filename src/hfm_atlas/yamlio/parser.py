"""YAML files as documents with positions, read in one pass of the C parser.

Nothing here knows what an entry is. Whatever is wrong with a file as YAML becomes a `Diagnostic`; aliases, explicit
tags and duplicate keys are refused, and size, depth, the number of values and the digits of a number are bounded, so
that no file can hang or crash a build.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hfm_atlas.diagnostics import Diagnostic, Position, Severity, limit_findings

FieldPath = tuple[str | int, ...]
# Line, column and length, as in `Position`; most are never looked at, so they stay plain tuples.
Place = tuple[int, int, int]
YAML_ENDINGS = (".yml", ".yaml")
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 24
# Ten times as many as the largest facet has.
MAX_VALUES = 10_000
MAX_DIGITS = 100
_START = Position(1, 1)
_ENCODING = "utf-8-sig"
_SPLIT_HINT = "keep only facts in it; the largest entries have some hundred values"
_EMPTY_HINT = "write the entry, or delete the file"
_BOOLEANS = {"yes", "true", "on"}


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, its text, and where each key and value stands.

    `values` and `keys` map a field path such as ("builds_on", 0, "model") to a position.
    """

    path: str
    data: dict[str, object]
    lines: tuple[str, ...]
    values: dict[FieldPath, Place]
    keys: dict[FieldPath, Place]

    @classmethod
    def kept(cls, path: str, raw: bytes) -> Document:
        """The document of a file that was read before without a finding; it is parsed when its data are asked for."""
        document = object.__new__(cls)
        vars(document).update(path=path, text=raw.decode(_ENCODING))
        return document

    def __getattr__(self, name: str) -> Any:
        """What of a kept document was not asked for before."""
        kept = vars(self)
        if name not in ("data", "lines", "values", "keys") or "text" not in kept:
            raise AttributeError(name)
        if name == "lines":
            kept["lines"] = _lines(kept["text"])
        else:
            builder = _Builder(self.path)
            builder.read(kept["text"])
            kept.update(data=builder.root, values=builder.values, keys=builder.keys)
        return kept[name]

    @property
    def stem(self) -> str:
        """Name of the file without its ending, which is the id of an entry or facet."""
        return stem_of(self.path)

    @property
    def plain_text(self) -> str:
        """The text with a line feed at the end of each line, whatever stands there in the file."""
        if "text" not in vars(self):
            return "\n".join(self.lines)
        return str(vars(self)["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def locate(self, path: FieldPath, *, key: bool = False) -> Position:
        """Position of the value (or key) at `path`, or of the nearest thing around it that exists.

        The first character of the file where nothing is.
        """
        for length in range(len(path), -1, -1):
            part = path[:length]
            places = (self.keys, self.values) if key or length < len(path) else (self.values, self.keys)
            for place in places:
                if part in place:
                    return Position(*place[part])
        return _START

    def value(self, path: FieldPath) -> object:
        """The value at `path`; None where there is none."""
        found: object = self.data
        for part in path:
            if isinstance(found, dict):
                found = found.get(str(part))
            else:
                found = found[part] if isinstance(found, list) and isinstance(part, int) else None
        return found

    def source_text(self, position: Position) -> str:
        """The characters of the file at `position`."""
        line = self.lines[position.line - 1] if position.line <= len(self.lines) else ""
        return line[position.column - 1 : position.column - 1 + position.length]


@dataclass(frozen=True)
class ReadFile:
    """What reading one file gave: a document, if there is one, and findings.

    `other_lines` is the text of a file that is no document.
    """

    path: str
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    other_lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of the file; nothing where it could not be read."""
        return self.document.lines if self.document else self.other_lines


def stem_of(path: str) -> str:
    """As that of `Path`, which takes much longer for ten thousand of them."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def read_document(root: Path, file: Path) -> ReadFile:
    """Read `file` below `root`; every problem is a finding, none an exception.

    Paths of findings are relative to `root`, with forward slashes.
    """
    path = file.relative_to(root).as_posix()
    return read_content(path, read_bytes(str(file), path))


def read_content(path: str, raw: bytes | Diagnostic) -> ReadFile:
    """Read what `read_bytes` gave of the file at `path`."""
    if isinstance(raw, Diagnostic):
        return ReadFile(path, None, (raw,))
    text = _decode(raw, path)
    if isinstance(text, Diagnostic):
        return ReadFile(path, None, (text,), _lines(raw.decode("utf-8", errors="replace")))
    return read_text(path, text)


def read_text(path: str, text: str) -> ReadFile:
    """Read `text` as the file at `path` would be read."""
    lines = _lines(text)
    builder = _Builder(path)
    if separator := _LINE_SEPARATOR.search(text):
        builder.report_character(text, separator.start())
    else:
        builder.read(text)
    document = None
    if builder.complete and isinstance(builder.root, dict):
        document = Document(path, builder.root, lines, builder.values, builder.keys)
    return ReadFile(path, document, tuple(limit_findings(builder.diagnostics)), () if document else lines)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"\r\n|\r|\n", text))


def read_bytes(file: str, path: str) -> bytes | Diagnostic:
    """Content of `file`, or the finding that says why it cannot be read: too large, no file, no rights."""
    try:
        state = os.lstat(file)
        if (refused := _refuse(state.st_mode, path)) is not None:
            return refused
        if state.st_size > MAX_BYTES:
            message = f"the file has {state.st_size:,} bytes, the limit is {MAX_BYTES:,}"
            return _error(path, "file-too-large", message, "an entry is a few kilobytes; keep only facts in it")
        with open(file, "rb") as opened:  # noqa: PTH123 (to make paths of 10,000 files takes longer)
            return opened.read()
    except OSError as problem:
        return _error(path, "unreadable-file", f"the file cannot be read: {problem.strerror}", "check its rights")


def _refuse(mode: int, path: str) -> Diagnostic | None:
    """Why a file of this mode is not read, if it is not."""
    if stat.S_ISLNK(mode):
        return _error(path, "symlink", "the file is a symbolic link", "replace it by a plain file")
    if stat.S_ISDIR(mode):
        return _error(path, "unreadable-file", "this folder cannot be read", "check its rights")
    if not path.lower().endswith(YAML_ENDINGS):
        folder, name = path.partition("/")[0], path.rpartition("/")[2]
        message = f"nothing reads '{name}', since its name does not end in .yml"
        hint = f"rename it to {name.partition('.')[0]}.yml, or move it out of {folder}/"
        return _error(path, "file-ending", message, hint)
    if not stat.S_ISREG(mode):
        return _error(path, "unreadable-file", "this is not a plain file", "replace it by a plain file")
    return None


def _decode(raw: bytes, path: str) -> str | Diagnostic:
    """Text of a file, or the finding that says why it is none."""
    if (index := raw.find(b"\0")) >= 0:
        where = _byte_position(raw, index)
        return _error(path, "nul-byte", "the file holds a NUL byte", "save it as plain UTF-8 text", where)
    try:
        text = raw.decode(_ENCODING)
    except UnicodeDecodeError as problem:
        where = _byte_position(raw, problem.start)
        message = f"the byte 0x{raw[problem.start]:02x} is not UTF-8"
        return _error(path, "invalid-utf-8", message, "save the file with the encoding UTF-8", where)
    return text if text.strip() else _error(path, "empty-file", "the file is empty", _EMPTY_HINT)


def _byte_position(raw: bytes, index: int) -> Position:
    before = _lines(raw[:index].decode("utf-8", errors="replace"))
    return Position(len(before), len(before[-1]) + 1)


def _error(path: str, rule: str, message: str, hint: str | None, position: Position = _START) -> Diagnostic:
    return Diagnostic(path, position, rule, Severity.ERROR, message, hint)


@dataclass
class _Frame:
    """A mapping or sequence that is being filled; `key` is the key that waits for its value."""

    container: dict[str, object] | list[object]
    path: FieldPath
    key: str | None = None
    skip_value: bool = False


class _Stop(Exception):
    """The rest of the file cannot be read sensibly."""


@dataclass
class _Builder:
    """Turns the parser's events into data and positions without recursion."""

    path: str
    root: object = None
    complete: bool = False
    values: dict[FieldPath, Place] = field(default_factory=dict)
    keys: dict[FieldPath, Place] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _stack: list[_Frame] = field(default_factory=list)
    _documents: int = 0
    _placed: int = 0

    def read(self, text: str) -> None:
        """Read all of `text`; what is wrong is in `diagnostics` afterwards."""
        try:
            for event in parse_events(text):
                self._take(event)
            self.complete = True
        except yaml.MarkedYAMLError as problem:
            self._syntax_error(text, problem)
        except yaml.reader.ReaderError:
            self._unreadable_character(text)
        except _Stop:
            pass
        if self.complete and self._documents == 0:
            self._report("empty-file", "the file holds nothing but comments", _EMPTY_HINT, _START)
        elif self.complete and not isinstance(self.root, dict):
            message = f"the file holds {_kind_of(self.root)}, not a mapping"
            self._report("not-a-mapping", message, "start each line with a key, such as `name: BioBERT`", _START)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event)

    def _start_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(
                "several-documents",
                "a second YAML document starts here",
                "one file holds one entry",
                _at(event),
            )
            raise _Stop

    def _refuse_alias(self, event: yaml.Event) -> None:
        self._report("yaml-alias", "YAML anchors and aliases are not allowed", "write the value out", _at(event))
        raise _Stop

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse_alias(event)
        if event.tag is not None:
            self._report("yaml-tag", f"the YAML tag '{event.tag}' is not allowed", "delete the tag", _at(event))

    def _open(self, container: dict[str, object] | list[object], event: yaml.CollectionStartEvent) -> None:
        self._refuse_decoration(event)
        if len(self._stack) >= MAX_DEPTH:
            self._report("too-deep", f"values are nested more than {MAX_DEPTH} deep", "an entry is flat", _at(event))
            raise _Stop
        path = self._place(container, event)
        self._stack.append(_Frame(container, path))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._take_key(frame, event)
        else:
            self._place(self._value(event), event)

    def _value(self, event: yaml.ScalarEvent) -> object:
        if event.implicit[0] and len(event.value) > MAX_DIGITS and _LONG_NUMBER.match(event.value):
            message = f"the number has {len(event.value):,} digits; {MAX_DIGITS} are read"
            self._report("too-long-number", message, "put quotes around it if it is a text", _at(event))
            return event.value
        return _scalar_value(event)

    def _take_key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        frame.key, path = event.value, (*frame.path, event.value)
        assert isinstance(frame.container, dict)
        frame.skip_value = event.value in frame.container
        if frame.skip_value:
            first = self.keys[path][0]
            message = f"'{event.value}' stands here a second time; the first is on line {first}"
            self._report("duplicate-key", message, "keep one of the two", _at(event))
        else:
            # The value of a second key is read as well, for what is wrong in it; positions stay those of the first.
            self.keys.setdefault(path, _place_of(event))

    def _place(self, value: object, event: yaml.Event) -> FieldPath:
        """Put `value` where it belongs and return its field path."""
        self._placed += 1
        if self._placed > MAX_VALUES:
            self._report("too-many-values", f"the file holds more than {MAX_VALUES:,} values", _SPLIT_HINT, _at(event))
            raise _Stop
        if not self._stack:
            self.root = value
            self.values[()] = _place_of(event)
            return ()
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            path: FieldPath = (*frame.path, len(frame.container))
            frame.container.append(value)
        else:
            path = self._place_in_mapping(frame, value, event)
        self.values.setdefault(path, _place_of(event))
        return path

    def _place_in_mapping(self, frame: _Frame, value: object, event: yaml.Event) -> FieldPath:
        assert isinstance(frame.container, dict)
        if frame.key is None:
            self._report("bad-key", "a key must be a single word", "write `key: value`", _at(event))
            raise _Stop
        path = (*frame.path, frame.key)
        if not frame.skip_value:
            frame.container[frame.key] = value
        frame.key = None
        return path

    def _report(self, rule: str, message: str, hint: str, position: Position) -> None:
        self.diagnostics.append(_error(self.path, rule, message, hint, position))

    def _syntax_error(self, text: str, problem: yaml.MarkedYAMLError) -> None:
        lines = _lines(text.rstrip())
        mark = problem.problem_mark or problem.context_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else _START
        if position.line > len(lines):  # Something is missing at the end of the file.
            position = Position(len(lines), len(lines[-1]) + 1)
        line = lines[position.line - 1]
        said = problem.problem or problem.context or "not valid YAML"
        opened = problem.context_mark
        if re.match(r" *\t", line):
            hint = "indent with spaces, two a level"
            self._report("tab-indentation", "the line is indented with a tab", hint, position)
        elif opened is not None and opened.line + 1 < position.line and problem.context in _UNCLOSED:
            what, hint = _UNCLOSED[problem.context]
            where = Position(opened.line + 1, opened.column + 1)
            self._not_yaml(f"{what}, as line {position.line} shows", where, hint)
        elif opened is not None and said.startswith("could not find expected ':'"):
            self._missing_colon(lines, opened.line + 1, said)
        elif said.startswith("mapping values are not allowed"):
            self._misread_colon(lines, position, said)
        else:
            if opened is not None and opened.line + 1 != position.line:
                said += f" ({problem.context}, which starts on line {opened.line + 1})"
            self._not_yaml(said, position)

    def _misread_colon(self, lines: tuple[str, ...], position: Position, said: str) -> None:
        """The parser met a colon that starts a mapping where none can: that colon is wrong, or the line above."""
        line, above = lines[position.line - 1], lines[: position.line - 1]
        if found := _UNQUOTED_COLON.match(line):
            hint = f"put quotes around it: {_quoted(_BEFORE_COMMENT.split(found.group('text'))[0])}"
            self._not_yaml("the text holds ': ', which starts a mapping", position, hint)
        elif above and _indentation(above[-1]) == _indentation(line) and not _continues(above):
            self._missing_colon(lines, position.line - 1, said)
        else:
            self._not_yaml(said, position)

    def _missing_colon(self, lines: tuple[str, ...], number: int, said: str) -> None:
        """Line `number` is no key with a value; `said` is what the parser says of it or of the next one."""
        found = _KEY_WITHOUT_COLON.match(lines[number - 1])
        if found is None:
            self._not_yaml(said, Position(number, _indentation(lines[number - 1]) + 1))
            return
        what = "a space is missing behind the colon" if found["colon"] else "a colon is missing behind the key"
        where = Position(number, len(found["indent"]) + 1, len(found["key"]))
        self._not_yaml(what, where, f"write `{found['key']}: {found['value']}`")

    def _not_yaml(self, what: str, position: Position, hint: str | None = None) -> None:
        self._report("yaml-syntax", f"this is not valid YAML: {what}", hint or _SYNTAX_HINT, position)

    def _unreadable_character(self, text: str) -> None:
        # libyaml counts bytes and PyYAML characters here, so the character itself is looked up.
        index = next((i for i, character in enumerate(text) if _not_printable(character)), 0)
        self.report_character(text, index)

    def report_character(self, text: str, index: int) -> None:
        """Refuse the character at `index` of `text`."""
        before = _lines(text[:index])
        message = f"the file holds the invisible character U+{ord(text[index]):04X}"
        self._report("control-character", message, "delete it", Position(len(before), len(before[-1]) + 1))


_UNQUOTED_COLON = re.compile(r"\s*(- )?[\w-]+: (?P<text>[^\"'\[{].*: .*)$")
# What stands behind the text, such as the advice in a draft, is no part of it.
_BEFORE_COMMENT = re.compile(r"\s#")
_KEY_WITHOUT_COLON = re.compile(r"(?P<indent> *)(?P<key>[a-z_]+)(?P<colon>:?)(?(colon)| ) *(?P<value>\S.*)$")
# By what the parser was doing when it met something that cannot be, which may be far behind the mistake.
_UNCLOSED = {
    "while scanning a quoted scalar": ("the quote that opens here is not closed", "close it at the end of the text"),
    "while parsing a flow sequence": ("the list that opens here is not closed", "close it with ]"),
    "while parsing a flow mapping": ("the mapping that opens here is not closed", "close it with }"),
}
_SYNTAX_HINT = (
    "check indentation, close every quote and bracket, and quote text that holds ': ' or ' #', "
    "or starts with one of [ ] { } & * ! | > % @ `"
)
# YAML ends a line at these characters, no editor does: every position after one would be wrong.
_LINE_SEPARATOR = re.compile("[\x85\u2028\u2029]")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _continues(lines: tuple[str, ...]) -> bool:
    """Whether the last of `lines` goes on with the text of the one above it."""
    if len(lines) < 2 or _indentation(lines[-2]) >= _indentation(lines[-1]):
        return False
    return re.match(r"[ -]*[\w-]+: +\S", lines[-2]) is not None


def _quoted(text: str) -> str:
    escaped = text.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _not_printable(character: str) -> bool:
    return (
        (ord(character) < 0x20 and character not in "\t\n\r")
        or 0x7F <= ord(character) < 0xA0
        or character in "\ufeff\ufffe\uffff"
    )


def parse_text(text: str) -> object:
    """Data of one YAML text, or None if anything is wrong with it."""
    builder = _Builder("")
    builder.read(text)
    return builder.root if builder.complete and not builder.diagnostics else None


def parse_events(text: str) -> Iterator[yaml.Event]:
    """Events of the C parser, which keeps no more than it needs.

    Raises:
        yaml.YAMLError: the text is not YAML.
    """
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            assert event is not None  # check_event said that there is one
            yield event
    finally:
        loader.dispose()


def _place_of(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    length = end.column - start.column if end.line == start.line else 1
    return start.line + 1, start.column + 1, length or 1


def _at(event: yaml.Event) -> Position:
    return Position(*_place_of(event))


_RESOLVER = yaml.resolver.Resolver()
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_LONG_NUMBER = re.compile(r"[-+]?[0-9.][0-9_.:eE+-]*\Z")


def _scalar_value(event: yaml.ScalarEvent) -> object:
    """Value of a scalar; a plain one is resolved as YAML 1.1 does, since that is how other tools read the file."""
    if not event.implicit[0]:
        return event.value
    if not event.value:
        return None
    tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))  # type: ignore[no-untyped-call]
    if tag.endswith(":str"):
        return event.value
    return _typed_value(tag.rpartition(":")[2], event.value)


def _typed_value(kind: str, text: str) -> object:
    if kind == "bool":
        return text.lower() in _BOOLEANS
    if kind == "null":
        return None
    if kind == "int" and _INTEGER.match(text):
        return int(text)
    if kind == "float":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "timestamp":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _kind_of(value: object) -> str:
    return "a list" if isinstance(value, list) else "nothing" if value is None else "a single value"
