"""Every kind of bad input, laid into the invented atlas, gets exactly the findings that its first comment lists.

A file under tests/invalid starts with `# path` (where in the atlas it goes), then one line a finding:
`# [other file:]line:column+length severity rule: message | hint`. The files named ok-… have none.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest

from hfm_atlas.diagnostics import MAX_FINDINGS, Diagnostic
from hfm_atlas.loading.loader import LoadCache
from hfm_atlas.loading.readings import Readings
from hfm_atlas.project import Project
from hfm_atlas.reports import REPORTS, render_report
from hfm_atlas.reports.text import summarise
from hfm_atlas.validation.registry import RULES
from hfm_atlas.validation.runner import CheckResult, check_project
from hfm_atlas.yamlio.parser import MAX_BYTES
from tests.conftest import TODAY

_CASES = sorted((Path(__file__).parents[1] / "invalid").iterdir())
_PLACE = "entries/language/willow.yml"


def _expected(case: Path) -> tuple[str, list[str]]:
    """Where the case goes, and the findings that it lists."""
    lines = case.read_text("utf-8").split("\n")
    comments = [line.removeprefix("# ") for line in takewhile(lambda line: line.startswith("# "), lines)]
    return comments[0], comments[1:]


def _shown(diagnostic: Diagnostic, path: str) -> str:
    where = diagnostic.position
    place = "" if diagnostic.path == path else f"{diagnostic.path}:"
    hint = f" | {diagnostic.hint}" if diagnostic.hint else ""
    return (
        f"{place}{where.line}:{where.column}+{where.length} "
        f"{diagnostic.severity} {diagnostic.rule}: {diagnostic.message}{hint}"
    )


def _check_with(project: Project, path: str, content: bytes) -> CheckResult:
    file = project.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    # What the cases share is read once; that findings do not depend on it is tested with the readings.
    readings = Readings(Path(tempfile.gettempdir(), "readings"))
    return check_project(project, TODAY, load_cache=LoadCache(readings))


def _rules(result: CheckResult) -> list[tuple[str, str, int, int]]:
    return [(one.rule, one.path, one.position.line, one.position.column) for one in result.diagnostics]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.stem)
def test_case_has_exactly_its_findings(case: Path, own_project: Project) -> None:
    path, findings = _expected(case)

    result = _check_with(own_project, path, case.read_bytes())

    assert [_shown(one, path) for one in result.diagnostics] == findings
    assert bool(findings) is not case.stem.startswith("ok-")
    assert all(RULES[one.rule].is_fixable for one in result.diagnostics if one.is_fixable)
    for name in REPORTS:
        assert render_report(result, name)


@pytest.mark.parametrize(
    ("content", "rule", "line", "column"),
    [
        (b"", "empty-file", 1, 1),
        (b" \n\n", "empty-file", 1, 1),
        (b"\xef\xbb\xbf", "empty-file", 1, 1),
        (b"kind: model\nname: Wil\x00low\n", "nul-byte", 2, 10),
        ("kind: model\nname: Wïllow\n".encode("latin-1"), "invalid-utf-8", 2, 8),
        ("kind: model\nname: Wïl\n".encode("utf-16"), "nul-byte", 1, 4),
        (b"kind: model\nname: Wil\x1b[31mlow\n", "control-character", 2, 10),
        (b"kind: model\nname: Wil\xc2\x85low\n", "control-character", 2, 10),
        (b"kind: model\r\nname: Wil\x7flow\r\n", "control-character", 2, 10),
        (b"kind: model\n#" + b"x" * MAX_BYTES, "file-too-large", 1, 1),
    ],
)
def test_bytes_that_are_no_text(own_project: Project, content: bytes, rule: str, line: int, column: int) -> None:
    assert _rules(_check_with(own_project, _PLACE, content)) == [(rule, _PLACE, line, column)]


def test_a_byte_order_mark_is_no_problem(own_project: Project) -> None:
    original = (own_project.root / "entries/base/firvit.yml").read_bytes()

    assert _rules(_check_with(own_project, "entries/base/firvit.yml", b"\xef\xbb\xbf" + original)) == []


def test_line_ends_of_windows_are_no_problem(own_project: Project) -> None:
    original = (own_project.root / "entries/base/firvit.yml").read_bytes()
    wrong = original.replace(b"review: {status: drafted", b"review: {status: draftet").replace(b"\n", b"\r\n")

    result = _check_with(own_project, "entries/base/firvit.yml", wrong)

    assert [(rule, column) for rule, _, _, column in _rules(result)] == [("unknown-value", 18)]
    assert not any("\r" in line for line in result.lines["entries/base/firvit.yml"])


def test_fifty_megabytes_are_refused_unread(own_project: Project) -> None:
    file = own_project.root / _PLACE
    with file.open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)
    started = time.perf_counter()

    result = check_project(own_project, TODAY)

    assert _rules(result) == [("file-too-large", _PLACE, 1, 1)]
    assert time.perf_counter() - started < 5


def _link_to_file(file: Path, outside: Path) -> None:
    file.symlink_to(outside / "secret.yml")


def _link_to_folder(file: Path, outside: Path) -> None:
    file.symlink_to(outside, target_is_directory=True)


def _dangling_link(file: Path, outside: Path) -> None:
    file.symlink_to(outside / "nothing.yml")


@pytest.mark.parametrize("make", [_link_to_file, _link_to_folder, _dangling_link])
def test_a_symbolic_link_is_never_followed(
    own_project: Project, tmp_path: Path, make: Callable[[Path, Path], None]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yml").write_text("secret: 1\n", "utf-8")
    make(own_project.root / _PLACE, outside)

    result = check_project(own_project, TODAY)

    assert _rules(result) == [("symlink", _PLACE, 1, 1)]
    assert "secret" not in render_report(result, "text").replace("secret.yml", "")


def test_what_is_no_plain_file_is_not_opened(own_project: Project) -> None:
    os.mkfifo(own_project.root / _PLACE)

    assert _rules(check_project(own_project, TODAY)) == [("unreadable-file", _PLACE, 1, 1)]


def test_a_folder_that_cannot_be_read_is_a_finding(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if Path(folder).name == "vision":
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)

    found = check_project(own_project, TODAY).diagnostics
    assert ("entries/vision", "unreadable-file", "this folder cannot be read") in [
        (one.path, one.rule, one.message) for one in found
    ]


@pytest.mark.parametrize("name", ["willow.yml.txt", "willow.TXT", "willow.json"])
def test_a_file_that_nothing_reads_is_not_passed_over(own_project: Project, name: str) -> None:
    (own_project.entries / "language" / name).write_text("not: [yaml", "utf-8")

    (finding,) = check_project(own_project, TODAY).diagnostics
    assert (finding.path, finding.rule) == (f"entries/language/{name}", "file-ending")
    assert finding.hint == "rename it to willow.yml, or move it out of entries/"


_FACETS = sorted(file.name for file in (Path(__file__).parents[1] / "atlas" / "taxonomy").iterdir())


@pytest.mark.parametrize("facet", _FACETS)
def test_a_missing_facet_is_one_finding(own_project: Project, facet: str) -> None:
    (own_project.taxonomy / facet).unlink()

    assert _rules(check_project(own_project, TODAY)) == [("missing-facet", f"taxonomy/{facet}", 1, 1)]


@pytest.mark.parametrize("facet", _FACETS)
def test_a_facet_that_is_no_yaml_is_one_finding(own_project: Project, facet: str) -> None:
    result = _check_with(own_project, f"taxonomy/{facet}", b"facet: tasks\nterms: [\n")

    assert [rule for rule, *_ in _rules(result)] == ["yaml-syntax"]


@pytest.mark.parametrize("facet", _FACETS)
def test_a_mistake_in_a_facet_is_one_finding(own_project: Project, facet: str) -> None:
    text = (own_project.taxonomy / facet).read_text("utf-8").replace("definition:", "meaning:", 1)

    result = _check_with(own_project, f"taxonomy/{facet}", text.encode())

    assert [rule for rule, *_ in _rules(result)] == ["missing-field", "unknown-field"]


def test_a_reference_to_a_broken_entry_is_not_dangling(own_project: Project) -> None:
    result = _check_with(own_project, "entries/base/oakbert.yml", b"kind: [\n")

    assert [rule for rule, *_ in _rules(result)] == ["yaml-syntax"]
    assert "alderbert" in result.atlas.entries


def test_one_bad_entry_hides_nothing_of_the_others(own_project: Project) -> None:
    broken = (own_project.root / _CASES[0]).read_bytes()
    _check_with(own_project, _PLACE, broken)
    (own_project.entries / "vision" / "empty.yml").write_bytes(b"")

    cycle = next(case for case in _CASES if case.stem == "lineage-cycle")
    result = _check_with(own_project, _expected(cycle)[0], cycle.read_bytes())

    assert {"empty-file", "lineage-cycle"} < {rule for rule, *_ in _rules(result)}


@pytest.mark.parametrize(
    "content",
    [
        "[" * 500_000,
        "- " * 500_000,
        "{" * 500_000,
        "? " * 300_000,
        "a: " * 300_000,
        "&a " * 300_000,
        "!!x " * 250_000,
        "'" * 900_001,
        '"\\u0000' * 100_000,
        "a: |\n" + " x\n" * 300_000,
        "key: " + "x " * 450_000,
        "".join(f"k{number}: 1\n" for number in range(60_000)),
        "notes: [" + "a, " * 300_000 + "]",
        "# comment\n" * 90_000 + "a: 1",
        "--- a\n" * 150_000,
        "%TAG ! tag:x\n" * 70_000,
    ],
    ids=lambda content: re.sub(r"\W+", "_", content[:12]),
)
def test_no_megabyte_hangs_the_gate(own_project: Project, content: str) -> None:
    started = time.perf_counter()

    result = _check_with(own_project, _PLACE, content[:MAX_BYTES].encode())

    assert result.diagnostics
    assert time.perf_counter() - started < 20


def test_a_list_without_end_is_one_finding(own_project: Project) -> None:
    content = b"kind: model\ntasks: [" + b"a, " * 100_000 + b"]\n"

    assert _rules(_check_with(own_project, _PLACE, content)) == [("too-many-values", _PLACE, 2, 30000)]


def test_findings_of_a_file_are_told_to_a_hundred_and_then_counted(own_project: Project) -> None:
    content = (own_project.root / "entries/base/firvit.yml").read_bytes() + b"".join(
        b"key-%d: 1\n" % number for number in range(5_000)
    )

    result = _check_with(own_project, "entries/base/firvit.yml", content)

    *shown, last = result.diagnostics
    assert len(shown) == MAX_FINDINGS
    assert {one.rule for one in shown} == {"unknown-field"}
    assert (last.rule, last.hidden) == ("too-many-findings", 5_000 - MAX_FINDINGS)
    assert summarise(result).endswith("5000 errors, 0 warnings")


def test_a_long_value_is_not_repeated_whole(own_project: Project) -> None:
    content = (own_project.root / "entries/base/firvit.yml").read_text("utf-8") + f"release: {'x' * 200_000}\n"

    result = _check_with(own_project, "entries/base/firvit.yml", content.encode())

    assert result.diagnostics
    assert len(render_report(result, "text")) < 3_000


def test_every_rule_has_a_case() -> None:
    """Rules about bytes and the file system have theirs in this module, since such a file carries no comment.

    Those of files under `screening/` are in `tests/discovery/test_checking.py`.
    """
    shown = {
        finding.group(1)
        for case in _CASES
        for line in _expected(case)[1]
        if (finding := re.match(r"\S+ \w+ ([\w-]+):", line))
    }
    in_code = {
        "empty-file",
        "nul-byte",
        "invalid-utf-8",
        "file-too-large",
        "symlink",
        "unreadable-file",
        "file-ending",
        "missing-facet",
        "too-many-values",
        "too-many-findings",
        "wrong-decision",
    }

    assert shown | in_code == set(RULES)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("lineage-cycle", ["base/oakbert:builds_on", "multimodal/hazelclip:builds_on"]),
        ("upstream-newer", ["language/birchgpt:publication"]),
        (
            "licence-conflict",
            ["multimodal/hazelchat:availability", "language/birchgpt:availability", "base/larchlm:availability"],
        ),
    ],
)
def test_a_finding_about_several_entries_names_the_other_places(
    own_project: Project, name: str, places: list[str]
) -> None:
    (case,) = [one for one in _CASES if one.stem == name]
    result = _check_with(own_project, _expected(case)[0], case.read_bytes())
    (finding,) = [one for one in result.diagnostics if one.rule == name]

    found = []
    for one in finding.related:
        lines = (own_project.root / one.path).read_text("utf-8").split("\n")[: one.position.line]
        field = next(line.split(":")[0] for line in reversed(lines) if line[:1].isalpha())
        found.append(f"{one.path.removeprefix('entries/').removesuffix('.yml')}:{field}")
    assert found == places
