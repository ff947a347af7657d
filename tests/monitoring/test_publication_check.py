"""What happened to works since is heard from servers on this machine, also from bad ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from hfm_atlas._util.http import Fetcher
from hfm_atlas.cli import run
from hfm_atlas.cli.commands.publications import run_publications
from hfm_atlas.monitoring.health import find_health
from hfm_atlas.monitoring.publication_check import (
    PublicationNews,
    PublicationReport,
    check_publications,
    load_publication_report,
)
from hfm_atlas.project import Project
from hfm_atlas.reports.health import render_health
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.editing import edit
from tests.serving import Answer, patience, serve

CEDAR = "/works/10.5555%2Fcedar.2022.7"
ELM = "/works/10.1101%2F2020.05.04.999904"


def crossref(**message: object) -> Answer:
    return Answer(json.dumps({"status": "ok", "message": message}).encode())


def atom(*entries: str) -> Answer:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{body}</feed>'
    return Answer(xml.encode(), type="application/atom+xml")


Ask = Callable[[Mapping[str, Answer]], PublicationReport]


@pytest.fixture
def ask(own_project: Project) -> Ask:
    """Ask after the works of the copy; `arxiv` in the answers stands for every question to arXiv."""

    def check(answers: Mapping[str, Answer]) -> PublicationReport:
        atlas = check_project(own_project, TODAY).atlas
        preprints = [
            entry.preprint.id
            for entry in atlas.entries.values()
            if entry.publication.type == "preprint" and entry.preprint and entry.preprint.server == "arxiv"
        ]
        path = f"/arxiv?id_list={','.join(preprints)}&max_results={len(preprints)}"
        known = {path if name == "arxiv" else name: answer for name, answer in answers.items()}
        with serve(known) as address:
            fetcher = Fetcher(timeout=patience(answers.values()), attempts=1, first_wait=0.01)
            return check_publications(atlas, TODAY, fetcher, crossref=address, arxiv=f"{address}/arxiv", pause=0)

    return check


def test_nothing_happened(ask: Ask) -> None:
    report = ask({CEDAR: crossref(DOI="10.5555/cedar.2022.7"), "arxiv": atom()})
    assert report.news == ()
    assert report.unanswered == ()
    assert report.asked > 5


@pytest.mark.parametrize(
    ("type_", "event"),
    [("retraction", "retracted"), ("withdrawal", "retracted"), ("expression_of_concern", "doubted")],
)
def test_a_notice(ask: Ask, type_: str, event: str) -> None:
    notice = {"DOI": "10.5555/notice.1", "type": type_, "source": "retraction-watch"}
    twice = {**notice, "source": "publisher"}
    correction = {"DOI": "10.5555/notice.2", "type": "correction"}
    report = ask({CEDAR: crossref(**{"updated-by": [notice, twice, correction]}), "arxiv": atom()})
    assert [(one.entry, one.event, one.doi) for one in report.news] == [("cedarnet", event, "10.5555/notice.1")]


def test_a_notice_that_the_entry_speaks_of_is_no_news(own_project: Project, ask: Ask) -> None:
    edit(
        own_project,
        "entries/vision/cedarnet.yml",
        "added:",
        "notes: [Retracted in 2026; see 10.5555/notice.1.]\nadded:",
    )
    notice = {"DOI": "10.5555/NOTICE.1", "type": "retraction"}
    assert ask({CEDAR: crossref(**{"updated-by": [notice]}), "arxiv": atom()}).news == ()


def test_a_preprint_was_published(ask: Ask) -> None:
    found = ask(
        {
            "arxiv": atom(
                "<id>http://arxiv.org/abs/2303.99903v2</id><arxiv:doi>10.5555/birch.2024.1</arxiv:doi>",
                "<id>http://arxiv.org/abs/2102.99992v1</id><arxiv:comment>Has been withdrawn</arxiv:comment>",
                "<id>http://arxiv.org/abs/2305.99923v1</id>",
                "<id>http://arxiv.org/abs/9999.99999v1</id><arxiv:doi>10.5555/other</arxiv:doi>",
            )
        }
    )
    assert [(one.entry, one.event, one.doi) for one in found.news] == [
        ("birchgpt", "published", "10.5555/birch.2024.1"),
        ("larchlm", "retracted", None),
    ]


def test_a_preprint_of_another_server_was_published(own_project: Project, ask: Ask) -> None:
    elm = "entries/bioinformatics/elmprot.yml"
    edit(own_project, elm, "  type: article\n", "  type: preprint\n")
    edit(own_project, elm, "  doi: 10.5555/elm.2021.3\n", "")
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/elm.2021.3", "asserted-by": "subject"}]}
    found = ask({ELM: crossref(relation=relation), "arxiv": atom()})
    assert [(one.entry, one.event, one.doi) for one in found.news] == [("elmprot", "published", "10.5555/elm.2021.3")]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"not JSON"),
        Answer(b"[]"),
        Answer(b'{"message": null}'),
        Answer(b"<html>", type="text/html"),
        Answer(b"{}", (500,)),
        Answer(b"{}", stall=1),
        Answer(endless=True),
    ],
)
def test_a_bad_answer_is_told_and_holds_up_no_other(ask: Ask, answer: Answer) -> None:
    found = ask({CEDAR: answer, "arxiv": atom("<id>http://arxiv.org/abs/2102.99992</id><arxiv:doi>10.5/x</arxiv:doi>")})
    assert len(found.unanswered) == 1
    assert "cedar.2022.7" in found.unanswered[0]


@pytest.mark.parametrize(
    "message",
    [
        {"updated-by": "retraction", "relation": [1]},
        {"updated-by": [1, {"type": "retraction", "DOI": 5}], "relation": {"is-preprint-of": [{"id": "no DOI"}, None]}},
    ],
)
def test_a_record_of_another_shape(ask: Ask, message: dict[str, object]) -> None:
    found = ask({CEDAR: crossref(**message), "arxiv": atom()})
    assert {one.doi for one in found.news} <= {None}
    assert found.unanswered == ()


def test_the_command_and_health(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    notice = {"DOI": "10.5555/notice.1", "type": "retraction"}
    with serve({CEDAR: crossref(**{"updated-by": [notice]})}) as address:
        fetcher = Fetcher(timeout=30, attempts=1, first_wait=0.01)
        arguments = {"fetcher": fetcher, "crossref": address, "arxiv": f"{address}/arxiv", "today": TODAY}
        assert run_publications(own_project, save=True, **arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == "retracted: cedarnet, https://doi.org/10.5555/notice.1\n"
    assert "1 with news, 1 requests unanswered" in shown.err
    report = load_publication_report(own_project)
    assert report is not None
    assert report.news == (PublicationNews("cedarnet", "retracted", "10.5555/notice.1"),)
    health = find_health(check_project(own_project, TODAY), None, TODAY, report)
    assert not health.is_well
    assert "### Retracted or doubted: 1\n\n- [ ] `cedarnet`: `https://doi.org/10.5555/notice.1`\n" in render_health(
        health, "markdown"
    )


def test_news_is_told_by_kind(own_project: Project) -> None:
    news = (PublicationNews("cedarnet", "doubted", "10.5555/a"), PublicationNews("birchgpt", "published", "10.5555/b"))
    report = PublicationReport(date(2026, 11, 20), 3, (*news, PublicationNews("gone", "retracted", None)), ())
    text = render_health(find_health(check_project(own_project, TODAY), None, TODAY, report), "text")
    assert "Retracted or doubted: 1\n  cedarnet: https://doi.org/10.5555/a (an expression of concern)\n" in text
    assert "Published since: 1\n  birchgpt: https://doi.org/10.5555/b\n" in text
    assert "gone" not in text


@pytest.mark.parametrize("content", ["", "[]", '{"on": "2026-11-20", "asked": 1, "news": [1], "unanswered": []}'])
def test_a_kept_report_that_is_none(own_project: Project, capsys: pytest.CaptureFixture[str], content: str) -> None:
    own_project.publication_report.parent.mkdir()
    own_project.publication_report.write_text(content)
    assert run(["--project", str(own_project.root), "health"]) == 2
    assert "quality/works.json is no report on works" in capsys.readouterr().err
