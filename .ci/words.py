"""Check the words that readers meet against `words.yml`: `python .ci/words.py`.

Vale and textlint were tried: the package of the one fetches a program when it is first run, which a build without a
network cannot, and the other reads neither templates nor our YAML. What is needed is one list of words and a count.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LEDE_WORDS = 30
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_BRANCHES = re.compile(r"\{%-?\s*(?:if|for)\b.*?\{%-?\s*end(?:if|for)\s*-?%\}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`\n]*`|<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
_LEDE = re.compile(r'<p class="lede">(.*?)</p>', re.DOTALL)
_JS_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)* (?:[^"\\\n]|\\.)*)"|`([^`]* [^`]*)`')
# Where readers meet a text: pages, documents, definitions, and the strings of the site's code and scripts.
_PLACES = {
    "templates/**/*.html": "template",
    "docs/**/*.md": "prose",
    "*.md": "prose",
    ".github/**/*.md": "prose",
    ".github/ISSUE_TEMPLATE/*.yml": "prose",
    "taxonomy/*.yml": "prose",
    "src/hfm_atlas/site/**/*.py": "python",
    "src/hfm_atlas/figures/*.py": "python",
    "src/hfm_atlas/model/vocabularies.py": "python",
    "docs/scripts/**/*.js": "script",
}
_LEFT_OUT = ("CHANGELOG.md", "docs/scripts/vendor")


def main() -> int:
    """Print what is found; 1 if there is something."""
    words = yaml.safe_load((ROOT / ".ci" / "words.yml").read_text("utf-8"))
    rules = [(_rule(pattern), better) for pattern, better in words.items()]
    findings = [finding for path, kind in _files() for finding in _check(path, kind, rules)]
    print("\n".join(findings) or "words: nothing found")
    return 1 if findings else 0


def _rule(pattern: str) -> re.Pattern[str]:
    """The words wherever they stand, also over two lines."""
    return re.compile(r"\b(?:" + pattern.replace(" ", r"\s") + r")\b", re.IGNORECASE)


def _files() -> Iterator[tuple[Path, str]]:
    for pattern, kind in _PLACES.items():
        for path in sorted(ROOT.glob(pattern)):
            if not any(path.relative_to(ROOT).as_posix().startswith(one) for one in _LEFT_OUT):
                yield path, kind


def _check(path: Path, kind: str, rules: list[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    text = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    for line, shown in _texts(text, kind):
        shown = re.sub(r"\n +", "\n", shown)
        for rule, better in rules:
            for found in rule.finditer(shown):
                at = line + shown.count("\n", 0, found.start())
                yield f"{name}:{at}: “{' '.join(found[0].split())}”: write {better}"
    for line, lede in _ledes(path, text, kind):
        if (number := lede_words(lede)) > LEDE_WORDS:
            yield f"{name}:{line}: a lede of {number} words: write at most {LEDE_WORDS}"


def _ledes(path: Path, text: str, kind: str) -> Iterator[tuple[int, str]]:
    """What stands below a title, with its line: in templates, and the definitions of facets and terms."""
    if kind == "template":
        yield from ((text.count("\n", 0, found.start()) + 1, found[1]) for found in _LEDE.finditer(text))
    elif path.parent.name == "taxonomy":
        facet = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for one in (facet, *facet["terms"]):
            start = text.find(f"id: {one['id']}\n") if "id" in one else 0
            yield text.count("\n", 0, start) + 1, one["definition"]


def lede_words(text: str) -> int:
    """Words of a lede; what a template puts in counts as one, and what it may leave out does not count."""
    plain = _TAG.sub("", _BRANCHES.sub("", text))
    return len(re.sub(r"\{\{.*?\}\}", "x", plain, flags=re.DOTALL).split())


def _texts(text: str, kind: str) -> Iterator[tuple[int, str]]:
    """What readers meet of a file, with the line where it begins."""
    if kind == "python":
        yield from _python_texts(ast.parse(text))
    elif kind == "script":
        for found in _JS_TEXT.finditer(_without(r"^\s*(?://|\*|/\*).*$", text)):
            yield text.count("\n", 0, found.start()) + 1, found[1] or found[2]
    else:
        if kind == "template":
            text = _JINJA.sub(_said, _CODE.sub(_blank, _JINJA_COMMENT.sub(_blank, text)))
        yield 1, (_TAG if kind == "template" else _CODE).sub(_blank, text)


def _without(pattern: str, text: str) -> str:
    return re.sub(pattern, _blank, text, flags=re.MULTILINE)


def _said(found: re.Match[str]) -> str:
    """What a template says in quotes, over as many lines."""
    return " ".join(re.findall(r'"([^"]* [^"]*)"', found[0].replace("\n", " "))) + _blank(found)


def _blank(found: re.Match[str]) -> str:
    """Nothing, over as many lines."""
    return "\n" * found[0].count("\n") or " "


def _python_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Strings with a space in them, but for docstrings."""
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
        if is_text and " " in node.value.strip():
            yield node.lineno, node.value


if __name__ == "__main__":
    sys.exit(main())
