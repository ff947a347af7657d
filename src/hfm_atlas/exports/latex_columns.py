"""Columns and cells of LaTeX tables that fit any paper.

Columns are shares of the line, by what stands in them; long words may be parted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from hfm_atlas.citation.bibtex import citation_key
from hfm_atlas.citation.latex import encode_code, encode_latex
from hfm_atlas.model.entries import Entry

# Words that are longer are hyphenated.
_MAX_WORD = 14
# Of the width, what parts a column from the next.
_GAP = 3
# Of the words of a column, so many in a hundred set its width: a few long ones do not.
_FITTING = 97
# Letters that a page takes in a line, about.
_MAX_LARGE = 85
# Most texts are names of terms, which many entries share.
_KEPT = 20_000
_BREAK = re.compile(r"\s+|(?<=-)")
# Of text that is LaTeX already. A word with a command in it is parted at its signs alone.
_LONG_WORD = re.compile(r"\S{10,}")
_SIGN = re.compile(r"(?<=[^\\])(?:[/:=(]|,(?!\d)|\{\\_\}|(?<=[A-Za-z])\.)(?=[\w{'])")
# In numbers of billions, and in ids such as 2024.11.14.24317328, which are no decimals.
_DIGITS = re.compile(r"(?<=\d),(?=\d{3}(?:,\d{3}){2})|(?<=\d)\.(?=\d+\.)|(?<=\.\d\d)\.(?=\d)")
# Of plain words; in a name, a further hyphen would be taken for a part of it.
_COMPOUND = re.compile(r"\(?[A-Z]?[a-z]+(?:-[a-z]+)+[,;:)]?")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# In a cell of a column that entries of the kind do not have; an empty one says that nobody has checked.
NOT_ASKED = "–"
TABLE_PACKAGES = "array,booktabs,longtable"
_COLUMN = (
    # Behind the empty space, the first word of a cell can be hyphenated, too.
    r"\newcolumntype{P}[1]{>{\raggedright\arraybackslash\leavevmode\nobreak\hspace{0pt}}"
    r"p{\dimexpr#1\linewidth-2\tabcolsep\relax}}"
)
TABLE_END = r"\endgroup"


def encode_cell(text: str) -> str:
    """`text` as LaTeX that may be parted in long words: in addresses behind their signs, in names before a capital.

    No hyphen is added where it could be taken for a part of an identifier.
    """
    return _LONG_WORD.sub(_parted, encode_latex(text))


def encode_code_cell(text: str) -> str:
    """Code as LaTeX that may be parted behind its signs and before a capital, without a hyphen."""
    # No command that stands for a sign has a capital behind a small letter.
    names = _INNER_CAPITAL.sub(r"\\allowbreak{}", encode_code(text))
    return rf"\texttt{{{_LONG_WORD.sub(_parted_at_signs, names)}}}"


def cited_name(entry: Entry) -> str:
    """The name of an entry with its citation."""
    return f"{encode_cell(entry.name)} \\cite{{{citation_key(entry)}}}"


def column_weight(head: str, texts: Iterable[str]) -> int:
    """How wide a column should be next to others, in letters: its words fit, and long texts get more room."""
    said = [text for text in texts if text]
    words = sorted(map(_longest_word, said))
    fitting = words[math.ceil(len(words) * _FITTING / 100) - 1] if words else 0
    room = 2 * math.sqrt(sum(map(len, said)) / len(said)) if said else 0
    return max(min(max(fitting, _longest_word(head)), _MAX_WORD) + _GAP, round(room))


def _parted(found: re.Match[str]) -> str:
    word = found[0]
    if _COMPOUND.fullmatch(word):
        # LaTeX hyphenates no word with a hyphen in it, unless something stands on either side of that.
        return word.replace("-", r"\nobreak-\hspace{0pt}")
    if "\\" not in word:
        # A hyphen would become part of an identifier, such as a DOI.
        word = _INNER_CAPITAL.sub(r"\\-" if word.isalpha() else r"\\allowbreak{}", word)
    return _part_at_signs(word)


def _parted_at_signs(found: re.Match[str]) -> str:
    return _part_at_signs(found[0])


def _part_at_signs(word: str) -> str:
    return _DIGITS.sub(r"\g<0>\\allowbreak{}", _SIGN.sub(r"\g<0>\\allowbreak{}", word))


@lru_cache(_KEPT)
def _longest_word(text: str) -> int:
    return max(map(len, _BREAK.split(text)))


def table_begin(weights: Sequence[int]) -> tuple[str, str]:
    """What stands before a longtable: its letters, smaller where a line could not take them, and its type of column."""
    size = "scriptsize" if sum(weights) > _MAX_LARGE else "footnotesize"
    return rf"\begingroup\{size}\setlength{{\tabcolsep}}{{2pt}}", _COLUMN


def column_types(weights: Sequence[int]) -> str:
    """The columns of a longtable, whose shares of the line add up to no more than the whole."""
    return "".join(f"P{{{math.floor(1000 * weight / sum(weights)) / 1000}}}" for weight in weights)
