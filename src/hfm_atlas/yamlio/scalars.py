"""How a text is written in YAML: plain where every reader takes it as this text, otherwise in double quotes."""

from __future__ import annotations

import re

import yaml

from hfm_atlas.yamlio.parser import parse_text

_PLAIN = re.compile(r"[^\W_][^\n]*\Z|[<=+./(~^$][^\n]*\Z")
_RESOLVER = yaml.resolver.Resolver()


def is_text(value: str) -> bool:
    """Whether YAML reads `value`, without quotes, as a text and not as a number, a date, a truth value or nothing."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return bool(value) and str(tag).endswith(":str")


def is_written_as(value: object, written: str) -> bool:
    """Whether `written` is all of the scalar `value`, which it is not where that stands on several lines."""
    # In brackets, where a comma or bracket that is not part of the text would end it.
    return parse_text(f"x: [{written}]") == {"x": [value]}


def is_key_as_written(key: object, written: str) -> bool:
    """Whether `written` is the key `key`; a plain key is its own text, whatever YAML reads it as."""
    return written == key or is_written_as(key, written)


def scalar_text(text: str, *, flow: bool) -> str:
    """A string plain where every YAML reader takes it as this string, otherwise in double quotes."""
    special = re.search(r"[\[\]{},]", text) if flow else None
    awkward = special or ": " in text or " #" in text or text.endswith(":") or text != text.strip() or "\n" in text
    if _PLAIN.match(text) and not awkward and is_text(text) and text.isprintable():
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A string in double quotes."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escaped = "".join(escapes.get(one, one if one.isprintable() else _escape(one)) for one in text)
    return f'"{escaped}"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
