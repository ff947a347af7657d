"""Sources that have moved on are told from recorded answers of the servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from hfm_atlas._util.http import Fetcher
from hfm_atlas.monitoring.health import find_health
from hfm_atlas.monitoring.link_report import LinkReport, MovedSource, read_report
from hfm_atlas.monitoring.moved_check import Servers, find_moved
from hfm_atlas.project import Project
from hfm_atlas.reports.health import render_health
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.editing import edit
from tests.serving import Answer, patience, serve

CHAT = "entries/multimodal/hazelchat.yml"
ELM = "entries/bioinformatics/elmprot.yml"
NEW = "9a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
READ = "3d1f0c2"

Ask = Callable[[Mapping[str, Answer]], tuple[tuple[MovedSource, ...], tuple[str, ...]]]


def refs(commit: str) -> Answer:
    """As a server of git repositories answers before a fetch."""
    body = f"001e# service=git-upload-pack\n0000015a{commit} HEAD\0multi_ack symref=HEAD:refs/heads/main\n0000"
    return Answer(body.encode(), type="application/x-git-upload-pack-advertisement")


def details(*versions: str) -> Answer:
    listed = ", ".join(f'{{"version": "{version}"}}' for version in versions)
    return Answer(f'{{"collection": [{listed}]}}'.encode())


@pytest.fixture
def ask(own_project: Project) -> Ask:
    """Ask after sources of a copy: HazelChat's code was read at a commit, ElmProt's preprint as v2."""
    edit(own_project, CHAT, "code: https://example.org/hazelchat/code", "code: https://github.com/hazel/chat/tree/main")
    edit(own_project, ELM, "preprint: {date: 2026-11-20}", "preprint: {date: 2026-11-20, version: v2}")

    def find(answers: Mapping[str, Answer]) -> tuple[tuple[MovedSource, ...], tuple[str, ...]]:
        entries = check_project(own_project, TODAY).atlas.entries.values()
        with serve(answers) as address:
            servers = Servers(
                biorxiv=address,
                arxiv=f"{address}/arxiv",
                repository=lambda root: root.replace("https://github.com", address),
            )
            return find_moved(
                entries, Fetcher(timeout=patience(answers.values()), attempts=1, first_wait=0.01), servers
            )

    return find


REFS = "/hazel/chat/info/refs?service=git-upload-pack"
DETAILS = "/details/biorxiv/10.1101/2020.05.04.999904"


def test_what_has_moved_on_is_told_with_both_versions(ask: Ask) -> None:
    moved, unanswered = ask({REFS: refs(NEW), DETAILS: details("1", "3", "2")})
    assert unanswered == ()
    assert moved == (
        MovedSource("elmprot", "preprint", "v2", "v3", date(2026, 11, 20)),
        MovedSource("hazelchat", "code", READ, NEW, date(2026, 11, 20)),
    )


def test_a_short_commit_is_the_same_as_the_long_one(ask: Ask) -> None:
    moved, _ = ask({REFS: refs(READ + NEW[7:]), DETAILS: details("1", "2")})
    assert moved == ()


def test_servers_that_answer_badly_are_named_and_nothing_has_moved(ask: Ask) -> None:
    moved, unanswered = ask({REFS: Answer(b"<html>", type="text/html"), DETAILS: Answer(b"{")})
    assert moved == ()
    assert len(unanswered) == 2


def test_health_tells_it_until_the_entry_was_read_again(own_project: Project) -> None:
    moved = MovedSource("hazelchat", "code", READ, NEW, date(2026, 11, 20))
    report = read_report(LinkReport(TODAY, (), (moved,)).to_json())

    health = find_health(check_project(own_project, TODAY), report, TODAY)
    assert health.moved == (moved,)
    assert f"read at {READ} on 2026-11-20, now at {NEW}" in render_health(health, "text")

    edit(own_project, CHAT, READ, NEW)
    assert find_health(check_project(own_project, TODAY), report, TODAY).moved == ()
