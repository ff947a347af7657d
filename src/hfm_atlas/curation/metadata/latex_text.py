"""LaTeX of a BibTeX file as plain text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

# Mathematics is kept as it is written where it has no character of its own.
_DECODER = LatexNodes2Text(math_mode="text", strict_latex_spaces=True)
_GROUP_KEEPER = LatexNodes2Text(
    math_mode="text", strict_latex_spaces=True, keep_braced_groups=True, keep_braced_groups_minlen=2
)
# Without one of these, a text says the same with and without LaTeX; most do, and decoding takes a millisecond.
_NEEDS_DECODING = re.compile(r"[\\{}$~%&#^_`']|--")
# Commands that only say how their text looks; pylatexenc drops some of them with it.
_LOOKS = re.compile(
    r"\\(?:text(?:tt|sc|sf|rm|it|bf|up|md|sl|normal)?|mbox|hbox|fbox|ensuremath|emph|underline|uline|uppercase|lowercase"
    r"|MakeUppercase|MakeLowercase|enquote|relax|protect|mkbibquote|mkbibemph|noopsort\s*\{[^{}]*\}"
    r"|(?:textcolor|color)\s*\{[^{}]*\})(?![A-Za-z])"
)
# Commands that print nothing.
# fmt: off
_SILENT = frozenset((
    "em", "it", "bf", "rm", "sf", "sc", "tt", "sl", "small", "large", "normalsize", "upshape", "itshape", "bfseries",
    "scshape", "thinspace", "enspace", "quad", "qquad", "break", "penalty", "hskip", "hfil", "hfill", "hss",
    "noindent", "displaystyle", "textstyle", "left", "right", "big", "Big", "limits", "nolimits", "cite", "href",
))
# fmt: on
_LINK = re.compile(r"\\href\s*\{[^{}]*\}(?=\s*\{)")
# Names that are commands.
_LOGO = re.compile(r"\\((?:La|Xe|XeLa|Lua|LuaLa|Bib|Con)?TeX)e?(?![A-Za-z])(?:\{\})?")
_DOLLAR = re.compile(r"(?<!\\)\$")
_ESCAPED = re.compile(r"\{?\\([_%&#$~])(?:\{\})?\}?")
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")
_BARE_ADDRESS = re.compile(r"<?\b(https?://[^\s<>{}]+[^\s<>{}.,;)])>?")
# What introduces an address, and says nothing without it.
_LEAD = re.compile(r"(?i)\W*(?:available|accessed|online|web ?page|web ?site|url|link|see|from|at|on|in|:|\W)*\W*")


def plain_text(latex: str, *, keep_groups: bool = False) -> str:
    """What LaTeX would print of a text; braces only group; those of more than a letter are kept on demand."""
    if not _NEEDS_DECODING.search(latex):
        return " ".join(latex.split())
    # An unescaped % begins no comment in a .bib file.
    text = re.sub(r"(?<!\\)%", r"\\%", _LINK.sub("", _LOOKS.sub("", latex)))
    text = _LOGO.sub(r"\1", text)
    if len(_DOLLAR.findall(text)) % 2:  # no mathematics, but money
        text = _DOLLAR.sub(r"\\$", text)
    try:
        decoded = str((_GROUP_KEEPER if keep_groups else _DECODER).latex_to_text(text))
    except Exception:  # pylatexenc fails on some of what is no LaTeX, with whatever its code runs into
        decoded = re.sub(r"\\[a-zA-Z]+\s*" if keep_groups else r"\\[a-zA-Z]+\s*|[{}]", "", text)
    return " ".join(decoded.split())


def unknown_commands(latex: str) -> list[str]:
    """Commands in a text that nobody has said the meaning of, so that what they print is missing.

    Names without the backslash, each once, in the order of the text.
    """
    if "\\" not in latex:
        return []
    known = _known_commands()
    found = re.findall(r"\\([A-Za-z]+)", _LOGO.sub("", _LINK.sub("", _LOOKS.sub("", latex))))
    return [name for name in dict.fromkeys(found) if name not in _SILENT and known.get_macro_spec(name) is None]


@cache
def _known_commands() -> Any:
    return get_default_latex_context_db()


def verbatim_text(latex: str) -> str:
    """An identifier or address, which LaTeX takes letter by letter; what people escape all the same is put back."""
    inner = _ADDRESS.sub(lambda found: found.group(1) or found.group(2) or "", latex)
    return " ".join(_ESCAPED.sub(r"\1", inner).replace("{", "").replace("}", "").split())


def take_address(latex: str) -> tuple[str | None, str]:
    """The web address in a text (None without one), and the text without it; nothing is left of "Available at"."""
    found = _ADDRESS.search(latex) or _BARE_ADDRESS.search(latex)
    if found is None:
        return None, latex
    address = verbatim_text(next(filter(None, found.groups()), ""))
    rest = latex[: found.start()] + latex[found.end() :]
    return address, "" if _LEAD.fullmatch(plain_text(rest)) else rest
