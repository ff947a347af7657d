"""Text as LaTeX that compiles with pdflatex, T1 fonts and no further package.

Accents become commands, special characters are escaped, Greek letters and common symbols become mathematics. What
LaTeX cannot set without a package (Chinese, Cyrillic, emoji, …) is transliterated to ASCII; the other exports keep
the original.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii
from pylatexenc.latexencode import get_builtin_conversion_rules

# Ranges in which pylatexenc's commands belong to LaTeX itself, and single characters outside of them.
_RANGES = ((0xA0, 0x250), (0x370, 0x400), (0x1E00, 0x1F00), (0x2010, 0x2060), (0x2070, 0x20A0))
_SYMBOLS = "€№™Å℃←↑→↓↔⇐⇒⇔∂∆∇∈∏∑−∓∗∘√∝∞∧∨∩∪∼≃≅≈≠≡≤≥≪≫⊂⊃⊆⊇⊕⊗⋅♪"
# Characters in those ranges whose command needs a package after all.
_NEED_PACKAGES = "ŉƕƞΐϒϰ϶ΰ‑‖‵‽※⁒"
_OWN = {
    "{": r"{\textbraceleft}",  # `\{` would still count as a brace for BibTeX
    "}": r"{\textbraceright}",
    "\\": r"{\textbackslash}",
    "`": r"{\textasciigrave}",
    "'": "'",
    "|": r"{\ensuremath{|}}",
    "‑": "-",
    "′": r"{\ensuremath{'}}",
    "″": r"{\ensuremath{^{\prime\prime}}}",
    "‖": r"{\ensuremath{\Vert}}",
    # On the dotless i, biber makes these accents characters that pdflatex cannot set.
    "ì": r"{\`i}",
    "í": r"{\'i}",
    "î": r"{\^i}",
    "ï": r"{\"i}",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}


class _Replacements(dict[int, str]):
    """Replacement of each character for `str.translate`; worked out when a character is met for the first time."""

    def __missing__(self, code: int) -> str:
        self[code] = replacement = _replacement(chr(code))
        return replacement


def _builtin_replacements() -> dict[int, str]:
    """What pylatexenc says about the characters that need no package."""
    (rules,) = get_builtin_conversion_rules("defaults")
    wanted = [*range(0x7F), *(code for first, end in _RANGES for code in range(first, end)), *map(ord, _SYMBOLS)]
    return {
        code: "{" + rules.rule[code] + "}" if "\\" in rules.rule[code] else rules.rule[code]
        for code in wanted
        if code in rules.rule and chr(code) not in _NEED_PACKAGES
    }


_BUILTIN = {**_builtin_replacements(), **{ord(character): text for character, text in _OWN.items()}}


def _replacement(character: str) -> str:
    if character.isspace():
        return " "
    if ord(character) in _BUILTIN:
        return _BUILTIN[ord(character)]
    if character.isascii():
        return character
    return _accented(character) or "".join(_replacement(one) for one in anyascii(character))


def _accented(character: str) -> str | None:
    """A letter with one accent, or one above and one below, as LaTeX commands."""
    base, *marks = list(unicodedata.normalize("NFD", character))
    if not (base.isascii() and base.isalpha() and marks) or any(mark not in _ACCENTS for mark in marks):
        return None
    letter = base
    for mark in sorted(marks, key=lambda one: unicodedata.combining(one), reverse=True):
        letter = f"\\{_ACCENTS[mark]}{{{letter}}}"
    return "{" + letter + "}"


_REPLACEMENTS = _Replacements()
# By its number, since babel makes some of these signs commands.
_STRAIGHT = {'"': r"{\char34}", "'": r"{\textquotesingle}"}
# Most texts have nothing in them that LaTeX takes otherwise.
_PLAIN = re.compile(r"[A-Za-z0-9 .:;?!()/]*")


def encode_latex(text: str) -> str:
    """`text` as LaTeX; nothing of it can act as a command, end a group or start a comment."""
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    encoded = _curl_quotes(text).translate(_REPLACEMENTS)
    # Two of these in a row would be set as one character.
    return re.sub(r"([-',])(?=\1)", r"\1{}", encoded)


def encode_code(text: str) -> str:
    """Code as LaTeX inside `\\texttt`, with its quotes straight, so that it can be copied."""
    encoded = "".join(_STRAIGHT.get(one) or _REPLACEMENTS[ord(one)] for one in unicodedata.normalize("NFC", text))
    return re.sub(r"([-,])(?=\1)", r"\1{}", encoded)


def _curl_quotes(text: str) -> str:
    """Straight double quotes as opening and closing ones; LaTeX has no straight one in its oldest font encoding."""
    opened = re.sub(r'(^|[\s(\[{\-–—/‘“])"', r"\1“", text)
    return opened.replace('"', "”")
