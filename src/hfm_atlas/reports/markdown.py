"""Texts of strangers in Markdown: shown as they are, never as markup."""

from __future__ import annotations

import re

from hfm_atlas.reports.text import visible

# GitHub refuses a comment of more than 65,536 characters.
_MAX_COMMENT = 60_000


def as_code(text: str) -> str:
    """The text as a code span, so that nothing of it becomes markup, a link or a mention."""
    shown = " ".join(visible(text).split("\n"))
    max_length = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (max_length + 1)
    padding = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def as_code_block(text: str) -> str:
    """Lines of text as a code block, fenced so that no line of them can end it."""
    lines = [visible(line) for line in text.split("\n")]
    max_length = max((len(run) for run in re.findall(r"`+", "\n".join(lines))), default=0)
    fence = "`" * max(3, max_length + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def shorten_comment(text: str) -> str:
    """Markdown that fits into one comment, cut between lines; a last line says how many are left out."""
    if len(text) <= _MAX_COMMENT:
        return text
    kept = text[:_MAX_COMMENT].rpartition("\n")[0]
    left = text[len(kept) :].strip("\n").count("\n") + 1
    return f"{kept}\n\n… and {left:,} more lines; `hfm-atlas diff` shows them all.\n"
