from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import hfm_atlas
from hfm_atlas._util.errors import UsageError
from hfm_atlas.diagnostics import Severity
from hfm_atlas.loading.loader import LoadCache
from hfm_atlas.project import Project
from hfm_atlas.validation.registry import RULES, Finding, Rule, entry_rule, find_rule, register, rule
from hfm_atlas.validation.rules.licences import find_licence_conflicts
from hfm_atlas.validation.rules.sources import _host
from hfm_atlas.validation.runner import CheckResult, check_project
from tests.conftest import TODAY

_PACKAGE = Path(hfm_atlas.__file__).parent
# Calls whose first text that looks like a rule's name is one.
_RAISING = {"Diagnostic", "PydanticCustomError", "_error", "_malformed", "_report"}


def _raised_rules() -> set[str]:
    """Names of rules in the package's source, wherever a finding or a pydantic error is made."""
    found: set[str] = set()
    for file in sorted(_PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in _RAISING:
                found |= {text for text in map(_text, node.args) if text}
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
                found |= {text for text in [_text(node.value.elts[0])] if text}
    return found


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _text(node: ast.expr) -> str | None:
    """A constant that is a rule's name or looks like one: lower case with a hyphen."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    return node.value if node.value in RULES or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", node.value) else None


def test_every_rule_that_is_raised_is_registered() -> None:
    raised = _raised_rules()

    assert raised <= set(RULES)
    assert {one.name for one in RULES.values() if one.stage in ("reading", "schema")} <= raised


def test_every_rule_explains_itself() -> None:
    for one in RULES.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.name)
        for text in (one.help, one.reason, one.how_to_fix):
            assert text, one.name
            assert text[0].isupper() or text[0] in "`'", one.name
            assert text.endswith("."), one.name
        assert (one.stage == "atlas") is (one.check is not None)
        assert (one.stage == "entry") is ((one.check_entry or one.check_document) is not None)


def test_a_name_is_taken_once() -> None:
    existing = RULES["unknown-term"]
    with pytest.raises(ValueError, match="two rules are called unknown-term"):
        register([existing])


def test_a_generator_becomes_a_rule_by_its_name_and_docstring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hfm_atlas.validation.registry.RULES", {})

    @rule(severity=Severity.WARNING, how_to_fix="Do it.")
    def some_check(context):  # type: ignore[no-untyped-def]
        """What it asks for.

        Why it asks,
        over two lines.
        """
        yield Finding(context.documents[0], (), "message")

    @entry_rule(severity=Severity.ERROR, how_to_fix="Do that.")
    def some_entry_check(loaded):  # type: ignore[no-untyped-def]
        """Another."""
        yield Finding(loaded.document, (), "message")

    from hfm_atlas.validation.registry import RULES as registered

    help_, reason = "What it asks for.", "Why it asks, over two lines."
    made = Rule("some-check", Severity.WARNING, "atlas", help_, reason, "Do it.", check=some_check)
    alone = Rule("some-entry-check", Severity.ERROR, "entry", "Another.", "", "Do that.", check_entry=some_entry_check)
    assert registered == {"some-check": made, "some-entry-check": alone}


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    assert find_rule("unknown-term").name == "unknown-term"
    with pytest.raises(UsageError, match="there is no rule 'unknown-trem': did you mean 'unknown-term'"):
        find_rule("unknown-trem")
    with pytest.raises(UsageError, match="lists them all"):
        find_rule("xyz")


def test_findings_are_sorted_and_the_same_each_time(own_project: Project) -> None:
    for name in ("alderbert", "birchgpt"):
        file = own_project.entries / "language" / f"{name}.yml"
        file.write_text(file.read_text("utf-8").replace("tasks: [", "tasks: [folding, "), "utf-8")
    (own_project.taxonomy / "fusion.yml").write_text("", "utf-8")

    first = check_project(own_project, TODAY).diagnostics

    assert first == check_project(own_project, TODAY).diagnostics
    assert list(first) == sorted(first, key=lambda one: one.sort_key)
    assert [one.path.rpartition("/")[2] for one in first] == ["alderbert.yml", "birchgpt.yml", "fusion.yml"]


def test_findings_are_the_same_on_all_cores(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = own_project.entries / "language" / "alder-bert.yml"
    text = (own_project.entries / "language" / "alderbert.yml").read_text("utf-8")
    copied.write_text(text.replace("id: alderbert", "id: alder-bert"), "utf-8")
    alone = check_project(own_project, TODAY).diagnostics
    monkeypatch.setattr("hfm_atlas.validation.registry._MANY", 0)

    together = check_project(own_project, TODAY).diagnostics

    assert {one.rule for one in alone} >= {"duplicate-publication", "near-duplicate-name"}
    assert together == alone


@pytest.mark.parametrize(
    ("modalities", "nothing_to_join"),
    [
        ("[protein-sequence]", True),
        ("[clinical-notes, biomedical-literature]", True),  # both are text
        ("[imaging]", False),  # may be of several kinds
        ("[chest-x-ray, histopathology]", False),
        ("[chest-x-ray, clinical-notes]", False),
    ],
)
def test_data_of_one_kind_leave_nothing_to_fuse(own_project: Project, modalities: str, nothing_to_join: bool) -> None:
    file = own_project.entries / "language" / "birchgpt.yml"
    text = file.read_text("utf-8").replace("fusion: not applicable\n", "")
    file.write_text(text.replace("[clinical-notes, biomedical-literature]", modalities), "utf-8")

    found = check_project(own_project, TODAY).diagnostics

    about = [one.message for one in found if one.rule == "derived-cell" and "fusion" in one.message]
    assert about == ["`fusion` is not applicable, since its data are of one kind"] * nothing_to_join


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://papers.example.org/a/b", "papers.example.org"),
        ("HTTP://Papers.Example.ORG", "papers.example.org"),
        ("https://reader@example.org:8080/a?b=@c#d:e", "example.org"),
        ("example.org", ""),
    ],
)
def test_the_host_of_an_address_is_as_a_parser_reads_it(address: str, host: str) -> None:
    assert _host(address) == host == (urlsplit(address).hostname or "")


def test_findings_of_an_entry_follow_it_through_a_memory(own_project: Project) -> None:
    file, load_cache = own_project.entries / "language" / "alderbert.yml", LoadCache()
    sound = file.read_text("utf-8")
    odd = sound.replace("pages: 1234-1240", "pages: 1234--1240")
    for text in (sound, odd, sound):
        file.write_text(text, "utf-8")
        found = check_project(own_project, TODAY, load_cache=load_cache).diagnostics
        assert found == check_project(own_project, TODAY).diagnostics
        assert [one.rule for one in found] == (["page-form"] if text == odd else [])


def test_today_is_injected(mini_project: Project) -> None:
    assert {one.rule for one in check_project(mini_project, date(2026, 11, 19)).diagnostics} == {"future-date"}
    assert {one.rule for one in check_project(mini_project, date(2028, 6, 1)).diagnostics} == {"stale-review"}
    assert "future-date" not in {one.rule for one in check_project(mini_project).diagnostics}


def test_progress_counts_every_file(mini_project: Project) -> None:
    seen: list[tuple[int, int]] = []

    check_project(mini_project, TODAY, lambda done, total: seen.append((done, total)))

    assert seen == [(number, 33) for number in range(1, 34)]


def test_the_gate_hands_on_everything_valid(mini_checked: CheckResult) -> None:
    assert len(mini_checked.atlas.entries) == 17
    assert len(mini_checked.lines) == 33
    assert mini_checked.graph.number_of_nodes() > 17


def test_the_one_that_came_later_gets_the_finding(own_project: Project) -> None:
    """By date of addition, whatever the order of the files."""
    early = (own_project.entries / "language" / "alderbert.yml").read_text("utf-8")
    (own_project.entries / "base" / "aaa.yml").write_text(
        "kind: base\nid: aaa\nname: AAA\nsummary: Came later.\n"
        "publication: {type: article, title: T, authors: [A], year: 2020, doi: 10.5555/alder.2020.36}\n"
        "read: {paper: {date: 2026-11-22}}\nevidence: {publication: {source: paper, locator: Title page}}\n"
        "added: 2026-11-22\nreview: {status: drafted, date: 2026-11-22}\n",
        "utf-8",
    )

    found = check_project(own_project, TODAY).diagnostics

    assert "added: 2026-11-02" in early
    assert [(one.path, one.rule) for one in found] == [("entries/base/aaa.yml", "duplicate-publication")]


def test_licence_conflicts_go_along_lineage_that_keeps_weights(own_project: Project) -> None:
    file = own_project.entries / "language" / "birchgpt.yml"
    text = file.read_text("utf-8").replace("weights_licence: LicenseRef-Grove", "weights_licence: Apache-2.0")
    file.write_text(text, "utf-8")

    (conflict,) = find_licence_conflicts(check_project(own_project, TODAY).atlas)
    assert (conflict.entry, conflict.upstream, conflict.upstream_allows) == ("birchgpt", "larchlm", "non-commercial")

    file.write_text(text.replace("relation: fine-tunes", "relation: distils"), "utf-8")
    assert find_licence_conflicts(check_project(own_project, TODAY).atlas) == []
