"""A question in words, read as a filter: `open chest x-ray report generation since 2023`.

Numbers with the words around them are years and sizes. The rest is divided into phrases of the vocabulary so that the
fewest words are left over. What means nothing here is told, never guessed. `docs/scripts/search/reading.js` has the
same rules, and tests/scripts/readings.csv holds both to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hfm_atlas.query.vocabulary import Condition, Meaning, Vocabulary, words_of

_MAX_LETTERS = 200
_LONGEST = 8
# A phrase this long may have one letter wrong.
_FORGIVING = 6
# What questions are made of; they say nothing about what is asked for.
_SMALL_WORDS = """
a an and any are as at be been best by can could do doe exist find for from give ha have how i in into is it list may
me my need of on one or please show some that the their there these thi this to tested evaluated trained use used using
want wa were what when where which who whose will with work would you available new newest latest recent current paper
medical medicine biomedical healthcare clinical data based ai imaging access addresse address exhibit
的 有 和 医学 医 疗 学
"""
SKIPPED = frozenset(_SMALL_WORDS.split())
_NEGATIONS = frozenset({"not", "without", "no", "except", "excluding", "neither", "nor"})
_MORE = frozenset({"more", "larger", "bigger", "newer"})
_FEWER = frozenset({"less", "fewer", "smaller", "older"})
_OVER = frozenset({">", ">=", "≥", "over", "above", "since", "from", "after"})
_UNDER = frozenset({"<", "<=", "≤", "under", "below", "before", "until"})
# Words that leave the year itself out, as `since` and `until` do not.
_BEYOND = frozenset({"after", "before", ">", "<", "over", "above", "under", "below"}) | _MORE | _FEWER
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(k|m|b|t|million|billion|trillion)?")
_NO_DIGIT = re.compile(r"\D+")
_UNITS = {"thousand": "k", "million": "M", "billion": "B", "trillion": "T", "k": "k", "m": "M", "b": "B", "t": "T"}
_PUBLISHED = frozenset({"published", "publication", "print"})
_TO = frozenset({"to", "and", "until"})
# What a negation goes on over: `not CT or MRI`.
_OR = frozenset({"or"})
_OF_SIZE = frozenset({"parameter", "param", "size"})
# Words that are no phrases of the vocabulary and are still not left over.
_SAID_ELSEWHERE = SKIPPED | _NEGATIONS | _PUBLISHED | _OF_SIZE


def word_lists() -> dict[str, list[str] | dict[str, str]]:
    """The words that reading knows besides the vocabulary, for the script of the site."""
    sets = {
        "skipped": SKIPPED,
        "negations": _NEGATIONS,
        "or": _OR,
        "more": _MORE,
        "fewer": _FEWER,
        "over": _OVER,
        "under": _UNDER,
        "beyond": _BEYOND,
        "to": _TO,
        "published": _PUBLISHED,
        "ofSize": _OF_SIZE,
    }
    return {**{name: sorted(words) for name, words in sets.items()}, "units": _UNITS}


@dataclass(slots=True)
class Reading:
    """How a question was read: conditions in the order of its words, each with its label, and words left over."""

    conditions: list[Condition] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The filter as `hfm-atlas query` takes it, conditions joined by `and`; empty where nothing was read."""
        return " and ".join(map(str, self.conditions))


def read_words(text: str, vocabulary: Vocabulary) -> Reading:
    """Read a question, of which the first 200 letters count: the fewest words are left over, in the fewest phrases."""
    words = words_of(text[:_MAX_LETTERS])
    reading = Reading()
    found: list[_Found] = []
    at = stretch = 0
    while at < len(words):
        end = _read_range(words, at, reading)
        if end:
            _read_phrases(words[stretch:at], vocabulary, reading, found)
            stretch = end
        at = end or at + 1
    _read_phrases(words[stretch:], vocabulary, reading, found)
    _join(found, reading)
    return reading


# A way to read words: how many are left over, how many phrases are only nearly right, how many phrases there are, and
# where each begins and ends with what it means, if anything.
_Way = tuple[int, int, int, tuple[tuple[int, int, int | None], ...]]


# What a phrase means, and whether a word before it turns that round.
_Found = tuple[Meaning, bool]


def _read_phrases(words: Sequence[str], vocabulary: Vocabulary, reading: Reading, found: list[_Found]) -> None:
    """Read words without numbers, divided so that the fewest are left over, in the fewest phrases."""
    ways: list[_Way] = [(0, 0, 0, ())] * (len(words) + 1)
    for at in reversed(range(len(words))):
        own: list[_Way] = []
        for end, number, is_near in _phrases(words, at, vocabulary):
            unread, near, phrases, steps = ways[end]
            own.append((unread, near + is_near, phrases + 1, ((at, end, number), *steps)))
        unread, near, phrases, steps = ways[at + 1]
        alone = unread + (words[at] not in _SAID_ELSEWHERE), near, phrases, ((at, at + 1, None), *steps)
        # Of equal ways the longest phrase counts: `without weights` is more than a `without` before `weights`.
        ways[at] = min(*own, alone, key=_cost) if own else alone
    negation = last = ""
    for at, end, meant in ways[0][3]:
        word = words[at]
        if meant is None:
            negation = word if word in _NEGATIONS else (negation or last if word in _OR else negation)
            if word not in _SAID_ELSEWHERE:
                reading.unread.append(word)
                negation = ""
            last = ""
            continue
        meaning = vocabulary.meanings[meant]
        # `Tasks with no model` asks for gaps and not for other kinds of entry.
        if negation and meaning.field == "kind":
            reading.unread.append(" ".join([negation, *words[at:end]]))
        else:
            found.append((meaning, bool(negation)))
        negation, last = "", negation


def _cost(way: _Way) -> tuple[int, int, int]:
    return way[:3]


def _phrases(words: Sequence[str], at: int, vocabulary: Vocabulary) -> list[tuple[int, int, bool]]:
    """The phrases that begin at a word, the longest first: end, number of the meaning, and whether it is nearly one."""
    keys = {end: "".join(words[at:end]) for end in range(min(len(words), at + _LONGEST), at, -1)}
    exact = [(end, vocabulary.keys[key], False) for end, key in keys.items() if key in vocabulary.keys]
    if exact or words[at] in _SAID_ELSEWHERE:
        return exact
    for end, key in keys.items():
        if len(key) >= _FORGIVING and words[end - 1] not in _SAID_ELSEWHERE:
            near = next((one for one in vocabulary.keys if is_one_slip(one, key)), None)
            if near is not None:
                return [(end, vocabulary.keys[near], True)]
    return []


def is_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter: more, less, another, or two exchanged; not in the first or in a digit."""
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _FORGIVING:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, left = one[start:], other[start:]
    if len(rest) == len(left):
        is_slip = rest[1:] == left[1:] or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
    else:
        is_slip = rest[1:] == left or rest == left[1:]
    return is_slip and _NO_DIGIT.sub("", one) == _NO_DIGIT.sub("", other)


def _join(found: Sequence[_Found], reading: Reading) -> None:
    """One condition a field; several values of it are alternatives."""
    joined: dict[tuple[str, str, bool], list[Meaning]] = {}
    left_out = [meaning for meaning, is_turned in found if is_turned]
    for meaning, is_turned in found:
        # Entries of datasets do not say who made them.
        if meaning.field == "developer" and _is_of_data(found):
            reading.unread.append(f"by {meaning.label}")
            continue
        # What is asked for and left out at once, as in `weights that are not open`, is left out.
        if not is_turned and meaning in left_out:
            continue
        one = _meant(meaning, found)
        same = joined.setdefault((one.field, one.operator, is_turned), [])
        if one not in same:
            same.append(one)
    conditions: list[Condition] = []
    labels: list[str] = []
    for (name, operator, is_turned), meanings in joined.items():
        values = tuple(dict.fromkeys(value for one in meanings for value in one.values))
        conditions.append(Condition(name, operator, values, is_turned))
        title = f"{meanings[0].title}: " if meanings[0].title else ""
        turn = ("not " if title else "Not: ") if is_turned else ""
        labels.append(title + turn + " or ".join(one.label for one in meanings))
    reading.conditions[:0] = conditions
    reading.labels[:0] = labels


def _is_of_data(found: Sequence[_Found]) -> bool:
    return any((one.field, one.values) == ("kind", ("dataset",)) for one, _ in found)


def _meant(meaning: Meaning, found: Sequence[_Found]) -> Meaning:
    """What a meaning is next to the others: of datasets `open` is what one gets them for, a licence that of the data.

    Entries of other models than base models do not say who made them. The site's script has no rules for licences and
    makers, since Explore filters neither by single licences nor by makers.
    """
    fields = {one.field for one, is_turned in found if not is_turned}
    if _is_of_data(found) and (meaning.field, meaning.values) == ("weights_access", ("open",)):
        return Meaning("access", ("open",), "Data open to download")
    if _is_of_data(found) and meaning.field == "weights_licence":
        return replace(meaning, field="licence", title="Licence")
    if meaning.field == "weights_licence" and "code" in fields and "weights_access" not in fields:
        return replace(meaning, field="code_licence", title="Code licence")
    if (meaning.field, meaning.values) == ("kind", ("model",)) and "developer" in fields:
        return Meaning("kind", ("base",), "Base models, the only ones of which it is said who made them")
    return meaning


def _read_range(words: Sequence[str], at: int, reading: Reading) -> int:
    """Read a year, a span of years or a size that begins at a word; its end, or 0 where there is none."""
    start, side = _side(words, at)
    if start < len(words) and _YEAR.fullmatch(words[start]):
        return _read_years(words, at, start, side, reading)
    size = _SIZE.fullmatch(words[start]) if start < len(words) else None
    if size is None:
        return 0
    number, unit, end = size[1], size[2], start + 1
    if unit is None and end < len(words) and words[end] in _UNITS:
        unit, end = words[end], end + 1
    if unit is None:
        return 0
    operator = {"over": ">=", "under": "<="}.get(side, "=")
    amount = f"{number}{_UNITS[unit]}"
    reading.conditions.append(Condition("parameters", operator, (amount,)))
    said = {">=": "at least ", "<=": "at most "}.get(operator, "")
    reading.labels.append(f"Parameters: {said}{amount}")
    return end


def _side(words: Sequence[str], at: int) -> tuple[int, str]:
    """Where a number may stand, and whether words before it say over or under: `more than`, `since`, `up to`, `>`."""
    rest = list(words[at : at + 2])
    if rest[:1] and rest[0] in _MORE | _FEWER and rest[1:] == ["than"]:
        return at + 2, "over" if rest[0] in _MORE else "under"
    if rest in (["at", "least"], ["at", "most"], ["up", "to"]):
        return at + 2, "over" if rest[1] == "least" else "under"
    if rest[:1] and rest[0] in _OVER:
        return at + 1, "over"
    if rest[:1] and rest[0] in _UNDER:
        return at + 1, "under"
    return (at + 1, "between") if rest[:1] == ["between"] else (at, "")


def _read_years(words: Sequence[str], at: int, start: int, side: str, reading: Reading) -> int:
    name, said = ("year", "Published") if _PUBLISHED & set(words) else ("first_year", "First seen")
    year = int(words[start])
    end = start + 1
    places = [place for place in (end, end + 1) if place < len(words) and _YEAR.fullmatch(words[place])]
    until = places[0] if places else 0
    if until and (until == end or words[end] in _TO) and side in ("", "between", "over"):
        first, last = sorted((year, int(words[until])))
        reading.conditions += [Condition(name, ">=", (str(first),)), Condition(name, "<=", (str(last),))]
        reading.labels += [f"{said}: {first}–{last}"]
        return until + 1
    if words[at] in _BEYOND:
        year += {"over": 1, "under": -1}.get(side, 0)
    operator = {"over": ">=", "under": "<="}.get(side, "=")
    reading.conditions.append(Condition(name, operator, (str(year),)))
    reading.labels.append(f"{said}: {year}" + {">=": " or later", "<=": " or earlier"}.get(operator, ""))
    return end
