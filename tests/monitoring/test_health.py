"""What needs somebody is found and told; what does not, not."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from hfm_atlas.cli import run
from hfm_atlas.cli.commands.health import run_health
from hfm_atlas.monitoring.health import Health, find_health
from hfm_atlas.monitoring.link_report import LinkReport, LinkResult, load_report
from hfm_atlas.project import Project
from hfm_atlas.reports.health import render_health
from hfm_atlas.validation.runner import CheckResult, check_project
from tests.conftest import TODAY
from tests.editing import edit, read

LINKS = LinkReport(
    date(2026, 11, 20),
    (
        LinkResult("https://example.org/a", "alive", "HTTP 200", ("alderbert",)),
        LinkResult(
            "https://example.org/b", "dead", "HTTP 404", ("alderbert", "cedarnet"), "https://web.archive.org/web/b"
        ),
        LinkResult("https://example.org/c", "unreachable", "no answer", ("cedarnet",)),
        LinkResult("https://example.org/d", "dead", "HTTP 404", ("no-longer-there",)),
    ),
)


def keep(project: Project, report: LinkReport) -> None:
    project.link_report.parent.mkdir()
    project.link_report.write_text(report.to_json())


def test_a_well_atlas(mini_checked: CheckResult) -> None:
    health = find_health(mini_checked, None, TODAY)
    assert health.is_well
    assert render_health(health, "text") == (
        f"{TODAY}: {len(mini_checked.atlas.entries)} entries, links were never asked. Nothing needs anybody.\n"
    )


def test_links(mini_checked: CheckResult) -> None:
    health = find_health(mini_checked, LINKS, TODAY)
    assert not health.is_well
    assert [one.address for one in health.dead] == ["https://example.org/b"]
    report = render_health(health, "text")
    assert "3 links asked on 2026-11-20. This needs somebody." in report
    assert (
        "Dead links: 1\n  https://example.org/b (HTTP 404) in alderbert, cedarnet; perhaps at https://web.archive.org/web/b\n"
    ) in report
    assert "Links that did not answer: 1\n" in report


def test_a_link_that_did_not_answer_once_wakes_nobody(mini_checked: CheckResult) -> None:
    assert find_health(mini_checked, LinkReport(TODAY, LINKS.results[2:3]), TODAY).is_well


def test_drafts_wait_a_month(mini_checked: CheckResult) -> None:
    reviewed = date(2026, 11, 20)
    assert find_health(mini_checked, None, reviewed + timedelta(30)).waiting == ()
    waiting = find_health(mini_checked, None, reviewed + timedelta(31)).waiting
    assert "cedarseg" in [one.id for one in waiting]
    assert "alderbert" not in [one.id for one in waiting]


def test_reviews_become_stale(own_project: Project) -> None:
    edit(
        own_project,
        "entries/language/alderbert.yml",
        "{status: checked, date: 2026-11-20}",
        "{status: checked, date: 2024-11-20}",
    )
    (finding,) = find_health(check_project(own_project, TODAY), None, TODAY).stale
    assert finding.path == "entries/language/alderbert.yml"


def test_duplicates(own_project: Project) -> None:
    text = read(own_project, "entries/vision/cedarnet.yml")
    (own_project.entries / "vision" / "cedar-net.yml").write_text(text.replace("id: cedarnet", "id: cedar-net"))
    health = find_health(check_project(own_project, TODAY), None, TODAY)
    assert {one.rule for one in health.duplicates} >= {"duplicate-publication", "near-duplicate-name"}
    assert health.errors
    assert "errors: see `hfm-atlas validate`" in render_health(health, "text")


def test_markdown_shows_texts_as_code_and_is_cut(mini_checked: CheckResult) -> None:
    hostile = LinkResult("https://example.org/<b>", "dead", "@all ![x](y)", ("alderbert",))
    many = LinkReport(TODAY, tuple([hostile] * 150))
    report = render_health(find_health(mini_checked, many, TODAY), "markdown")
    assert "### Dead links: 150\n\n- [ ] `https://example.org/<b>` (`@all ![x](y)`) in `alderbert`\n" in report
    assert report.endswith("- and 50 more\n")


def test_the_command(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_health(own_project, "text", None, TODAY) == 0
    keep(own_project, LINKS)
    target = own_project.root / "health.md"
    assert run_health(own_project, "markdown", target, TODAY) == 1
    assert "### Dead links: 1" in target.read_text()
    capsys.readouterr()
    assert run(["--project", str(own_project.root), "health", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert set(report) == set(Health.__slots__)
    assert run(["--project", str(own_project.root), "health", "--format", "jsn"]) == 2
    assert "json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["", "[]", '{"on": "today", "results": []}', '{"on": "2026-11-20", "results": [1]}']
)
def test_a_kept_report_that_is_none(own_project: Project, capsys: pytest.CaptureFixture[str], content: str) -> None:
    own_project.link_report.parent.mkdir()
    own_project.link_report.write_text(content)
    assert run(["--project", str(own_project.root), "health"]) == 2
    assert "quality/links.json is no report on links" in capsys.readouterr().err


def test_a_kept_report_is_of_all_entries(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    keep(own_project, LINKS)
    assert load_report(own_project) == LINKS
    assert run(["--project", str(own_project.root), "links", "alderbert", "--save"]) == 2
    assert "leave out the ids" in capsys.readouterr().err
    assert load_report(own_project) == LINKS
