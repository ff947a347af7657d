"""Seeded mutations of YAML files: of bytes, of lines, and of values, which may be anything that YAML can say."""

from __future__ import annotations

import random
from collections.abc import Callable

import yaml

from hfm_atlas.yamlio.parser import parse_events

# What a conversion, a comparison, a recursion or a printer may stumble over.
NASTY = (
    "9" * 4301,
    "-" + "9" * 5000,
    "0x" + "f" * 5000,
    "0o" + "7" * 5000,
    "0b" + "1" * 20000,
    "1_" * 3000 + "1",
    "1:" * 3000 + "1",
    "9" * 99,
    "9" * 400 + ".0",
    "1.0e+400",
    "1e99999999",
    "-1.0e-400",
    ".inf",
    "-.INF",
    ".nan",
    "1.7976931348623157e+308",
    "9223372036854775808",
    "-0",
    "0.0",
    "08",
    "1e3",
    "190:20:30",
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2026-11-24T10:00:00Z",
    "2001-12-14 21:59:43.10 -5",
    "on",
    "No",
    "TRUE",
    "~",
    "null",
    "=",
    "<<",
    "''",
    '" "',
    r'"\ud800"',
    r'"\udfff\ud800"',
    r'"\U0010ffff"',
    r'"\U00110000"',
    r'"\x00"',
    r'"\u202e"',
    r'"\u2028"',
    r'"\ufeff"',
    '"\\e[31m"',
    '"é́́́́"',
    '"🧬"',
    '"' + "a" * 100_000 + '"',
    '"' + "é" * 2001 + '"',
    '"' + "a-" * 5000 + '"',
    '"' + "(" * 5000 + '"',
    '"' + "MIT AND " * 500 + '"',
    '"' + "((MIT) OR " * 10 + '"',
    '"MIT WITH WITH"',
    '"https://[::1"',
    '"http://[fe80::1%25]:99999999/"',
    '"https://example.org:' + "9" * 5000 + '/"',
    '"javascript:alert(1)"',
    '"10.1/' + "%" * 300 + '"',
    '"{{ 7 * 7 }}"',
    '"{% raw %}"',
    '"{text} {0} %s"',
    '"\\\\begin{a}$^_{"',
    '"Doe, J, J, J,"',
    '",,,"',
    '"and and and"',
    '"../../../etc/passwd"',
    "9" * 30 + "M",
    "1." + "0" * 5000 + "T",
    "0M",
    "[" * 20 + "]" * 20,
    "[" * 3000 + "]" * 3000,
    "{a: " * 20 + "1" + "}" * 20,
    "{" * 400 + "}" * 400,
    "[[a], {b: c}, null, 1, on]",
    "{on: 1, yes: 2, 1: 3, ~: 4, 2026-11-24: 5}",
    "{}",
    "[]",
    "{a: }",
    "[,]",
    "[null, null]",
    "&a [*a]",
    "*a",
    "!!python/object:os.system x",
    "!!binary aGk=",
    "!!set {a}",
    "!!omap [a: 1]",
    "? [a]\n: b",
    "|\n  a\n   b\n",
    ">+\n\n\n",
    "not reported",
    "[not reported]",
    "not applicable",
    "none",
    "alderbert",
    "[alderbert, alderbert]",
    "{model: alderbert, relation: adapts}",
)


def mutate(text: str, other: str, random: random.Random) -> bytes:
    """`text` after one to four mutations; `other` lends lines."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        text = random.choice(_MUTATIONS)(text, other, random) or text
    raw = text.encode("utf-8", "replace")
    return _break_bytes(raw, random) if random.random() < 0.1 else raw


def _replace_value(text: str, other: str, random: random.Random) -> str:
    place = _scalar(text, random)
    return text if place is None else text[: place[0]] + random.choice(NASTY) + text[place[1] :]


def _replace_by_value(text: str, other: str, random: random.Random) -> str:
    """A value that stands elsewhere, which often fits the schema and no rule."""
    place, source = _scalar(text, random), _scalar(other, random)
    if place is None or source is None:
        return text
    return text[: place[0]] + other[source[0] : source[1]] + text[place[1] :]


def _scalar(text: str, random: random.Random) -> tuple[int, int] | None:
    """Where some key or value on one line stands."""
    try:
        found = [event for event in parse_events(text) if isinstance(event, yaml.ScalarEvent)]
    except yaml.YAMLError:
        return None
    if not found:
        return None
    event = random.choice(found)
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _lines(change: Callable[[list[str], list[str], random.Random], None]) -> Callable[[str, str, random.Random], str]:
    def mutate_lines(text: str, other: str, random: random.Random) -> str:
        lines = text.split("\n")
        change(lines, other.split("\n"), random)
        return "\n".join(lines)

    return mutate_lines


def _delete_line(lines: list[str], others: list[str], random: random.Random) -> None:
    del lines[random.randrange(len(lines))]


def _double_line(lines: list[str], others: list[str], random: random.Random) -> None:
    index = random.randrange(len(lines))
    lines[index:index] = [lines[index]] * random.choice((1, 1, 300))


def _swap_lines(lines: list[str], others: list[str], random: random.Random) -> None:
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]


def _indent_line(lines: list[str], others: list[str], random: random.Random) -> None:
    index = random.randrange(len(lines))
    lines[index] = random.choice(("  ", " ", "\t", "- ", "? ", "")) + lines[index].lstrip()


def _borrow_line(lines: list[str], others: list[str], random: random.Random) -> None:
    lines.insert(random.randrange(len(lines) + 1), random.choice(others))


def _end_of_file(text: str, other: str, random: random.Random) -> str:
    return text[: random.randrange(len(text) + 1)]


def _characters(text: str, other: str, random: random.Random) -> str:
    index = random.randrange(len(text) + 1)
    end = index + random.choice((0, 1, 1, 5, 40))
    return text[:index] + "".join(random.choices("[]{}:,#&*!|>'\"%@`-? \n\té\u00a0\u200b0a", k=3)) + text[end:]


def _break_bytes(raw: bytes, random: random.Random) -> bytes:
    index = random.randrange(len(raw) + 1)
    return raw[:index] + random.randbytes(random.choice((1, 2, 30))) + raw[index + 1 :]


_MUTATIONS: tuple[Callable[[str, str, random.Random], str], ...] = (
    _replace_value,
    _replace_value,
    _replace_value,
    _replace_by_value,
    _lines(_delete_line),
    _lines(_double_line),
    _lines(_swap_lines),
    _lines(_indent_line),
    _lines(_borrow_line),
    _end_of_file,
    _characters,
)
