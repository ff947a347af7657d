"""Style sheets as browsers get them: one file a bundle, put together from one file a component.

A bundle is a sheet under docs/stylesheets that only imports others, each into a cascade layer; `theme/` stands for the
theme's own. `@custom-media` gives widths of screens their names; browsers do not know it yet, so the names are
replaced here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

FOLDER = "stylesheets"
_IMPORT = re.compile(r'@import "([\w/-]+)\.css" layer\(([\w-]+)\);')
_CUSTOM_MEDIA = re.compile(r"@custom-media (--[\w-]+) ([^;]+);\n?")
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_CHARSET = '@charset "UTF-8";'


def component_sheets(docs: Path) -> Iterator[str]:
    """Names of the sheets that bundles import; browsers need none of them by itself."""
    names = {name for bundle in _bundles(docs) for name, _ in _imports(docs, bundle)}
    yield from (f"{FOLDER}/{name}.css" for name in sorted(names) if "/" not in name)


def bundled_sheets(docs: Path, theme: Sequence[str]) -> Mapping[str, str]:
    """Address and text of each bundle: imports in their places, without comments and indents.

    `theme` are the folders of the theme, the first of which that has a sheet gives it.

    Raises:
        OSError: a sheet that is imported cannot be read.
    """
    names = _bundles(docs)
    widths = _CUSTOM_MEDIA.findall(_read(docs, "tokens")) if names else []
    return {f"{FOLDER}/{name}.css": _bundle(docs, name, theme, widths) for name in names}


def _bundles(docs: Path) -> list[str]:
    return [sheet.stem for sheet in sorted((docs / FOLDER).glob("*.css")) if _IMPORT.search(sheet.read_text("utf-8"))]


def _imports(docs: Path, bundle: str) -> list[tuple[str, str]]:
    return _IMPORT.findall(_read(docs, bundle))


def _bundle(docs: Path, name: str, theme: Sequence[str], widths: list[tuple[str, str]]) -> str:
    def imported(found: re.Match[str]) -> str:
        text = _theme_sheet(theme, found[1]) if "/" in found[1] else _tidy(_read(docs, found[1]), widths)
        return f"@layer {found[2]} {{\n{text}}}"

    return _IMPORT.sub(imported, _COMMENT.sub("", _read(docs, name)))


def _tidy(text: str, widths: list[tuple[str, str]]) -> str:
    text = _CUSTOM_MEDIA.sub("", _COMMENT.sub("", text))
    for width, query in widths:
        text = text.replace(f"@media ({width})", f"@media {query}")
    return _INDENT.sub("\n", text).lstrip()


def _theme_sheet(theme: Sequence[str], name: str) -> str:
    """The theme's sheet whose name begins with the last part of `name`; releases have their own names for it."""
    pattern = f"assets/stylesheets/{name.split('/')[1]}.*.css"
    found = next((file for folder in theme for file in sorted(Path(folder).glob(pattern))), None)
    if found is None:
        raise FileNotFoundError(2, "the theme has no such style sheet", pattern)
    return _COMMENT.sub("", found.read_text("utf-8").removeprefix(_CHARSET)).split("\n/*#")[0] + "\n"


def _read(docs: Path, name: str) -> str:
    return (docs / FOLDER / f"{name}.css").read_text("utf-8")
