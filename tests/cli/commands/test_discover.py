from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher
from hfm_atlas.cli import run
from hfm_atlas.cli.commands.add import accepted_work
from hfm_atlas.cli.commands.discover import Asked, Shown, run_discover
from hfm_atlas.cli.commands.screen import run_screen
from hfm_atlas.discovery.decisions import load_decisions
from hfm_atlas.discovery.finding import Engine
from hfm_atlas.discovery.searches import load_searches
from hfm_atlas.discovery.servers.registry import SERVERS
from hfm_atlas.project import Project
from tests.serving import Answer, serve

pytest.importorskip("ibis")
pytest.importorskip("sklearn")

pytestmark = pytest.mark.filterwarnings("default")

DAY = date(2026, 11, 24)
NEW = {
    "id": "2610.00001",
    "title": "ThornNet: a foundation model for <b>medical</b> images",
    "abstract": "We pre-train on images of patients.",
    "authors_parsed": [["Thorn", "Rosa", ""]],
    "versions": [{"created": "Thu, 1 Oct 2026 09:00:00 GMT"}],
}
CSV = """\
id,title,abstract
x:1,Walking robots on sandy ground and how they fall,Legs.
x:2,A clinical language model of thorns,Notes.
"""


@pytest.fixture
def project(mini_project: Project, tmp_path: Path) -> Project:
    shutil.copytree(mini_project.root, tmp_path / "atlas")
    shutil.copytree(Path(__file__).parents[3] / "screening", tmp_path / "atlas" / "screening")
    found = Project(tmp_path / "atlas")
    found.decisions.unlink(missing_ok=True)
    found.searches.unlink(missing_ok=True)
    return found


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    given = (tmp_path / "arxiv.json", tmp_path / "list.csv")
    given[0].write_text(json.dumps(NEW) + "\n")
    given[1].write_text(CSV)
    return given


def discover(project: Project, *files: Path, format_name: str = "text", save: bool = False) -> int:
    return run_discover(project, None, Asked(files), Engine(), Shown(format_name), save=save, today=DAY)


def test_new_works_are_listed_with_why(
    project: Project, files: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert discover(project, *files, save=True) == 0
    output = capsys.readouterr()
    assert "ThornNet: a foundation model for medical images" in output.out
    assert "https://arxiv.org/abs/2610.00001" in output.out
    assert "found by foundation model, pre train" in output.out
    assert "robots" not in output.out
    assert "3 records, 1 without a word of both lists" in output.err
    (search,) = load_searches(project)
    assert (search.records, search.not_blocked, search.candidates) == ({"files": 3}, 1, 2)


def test_the_issue_of_the_week_holds_no_markup_of_strangers(
    project: Project, files: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    files[0].write_text(json.dumps({**NEW, "title": "A foundation model for medical @everyone ![x](http://x)"}) + "\n")
    discover(project, *files, format_name="markdown")
    output = capsys.readouterr().out
    assert "- [ ] `A foundation model for medical @everyone ![x](http://x)`" in output
    assert "issues/new?template=new-entry.yml&identifier=2610.00001" in output


def test_what_was_decided_does_not_come_again(
    project: Project, files: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    discover(project, *files)
    keys = iter("zmlr")
    run_screen(project, None, None, "A. Editor", 1, key=lambda: next(keys), today=DAY)
    (decision,) = load_decisions(project).all
    assert (decision.reason, decision.by) == ("model", "A. Editor")
    assert (decision.subfield, decision.modality) == ("language", "radiology")
    capsys.readouterr()
    discover(project, *files)
    assert decision.title not in capsys.readouterr().out


def test_stopping_keeps_what_was_decided(project: Project, files: tuple[Path, ...]) -> None:
    discover(project, *files)
    keys = iter("hq")
    assert run_screen(project, None, None, "A. Editor", 9, key=lambda: next(keys), today=DAY) == 0
    assert [one.outcome for one in load_decisions(project).all] == ["out"]
    interrupted = iter("\x03")
    with pytest.raises(KeyboardInterrupt):
        run_screen(project, None, None, "A. Editor", 9, key=lambda: next(interrupted), today=DAY)
    assert len(load_decisions(project).all) == 1


def test_without_a_terminal_it_says_what_to_do(project: Project, files: tuple[Path, ...]) -> None:
    discover(project, *files)

    def no_terminal() -> str:
        raise OSError("No such device or address: '/dev/tty'")

    with pytest.raises(UsageError, match="no terminal to press a key at; in a script, take decisions from a list"):
        run_screen(project, None, None, "A. Editor", 9, key=no_terminal, today=DAY)
    assert not load_decisions(project).all


def test_decisions_come_from_a_list(project: Project, files: tuple[Path, ...], tmp_path: Path) -> None:
    discover(project, *files)
    listed = tmp_path / "decided.csv"
    listed.write_text(
        "work,reason,subfield,modality\narxiv:2610.00001,dataset,vision,pathology\nx:2,needs-full-text,,\n"
    )
    assert run_screen(project, None, listed, "A. Editor", 9, today=DAY) == 0
    assert {one.work: one.outcome for one in load_decisions(project).all} == {"arxiv:2610.00001": "in", "x:2": "open"}
    assert load_decisions(project).all[0].modality == "pathology"
    wanted, defaults = accepted_work(project, "arxiv:2610.00001")
    assert (wanted.arxiv, defaults.kind, defaults.subfield) == ("2610.00001", "dataset", "vision")
    with pytest.raises(UsageError, match="no work 'x:2' was decided in"):
        accepted_work(project, "x:2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("work,reason\nx:9,model\n", "decided.csv:2: 'x:9' is no candidate"),
        ("work,reason\nx:2,good\n", "decided.csv:2: 'good' is no reason; the reasons are model,"),
        ("work,reason,modality\nx:2,model,bones\n", "decided.csv:2: 'bones' is no modality of decisions"),
        ("x:2,model\n", "must name the columns"),
    ],
)
def test_a_wrong_list_changes_nothing(
    text: str, said: str, project: Project, files: tuple[Path, ...], tmp_path: Path
) -> None:
    discover(project, *files)
    listed = tmp_path / "decided.csv"
    listed.write_text(text)
    with pytest.raises(UsageError, match=said):
        run_screen(project, None, listed, "A. Editor", 9, today=DAY)
    assert not project.decisions.exists()


def test_a_server_that_fails_does_not_keep_the_rest_from_being_done(
    project: Project, files: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Asked(files, ("biorxiv",), date(2026, 10, 1), date(2026, 10, 31))
    fetcher = Fetcher(timeout=0.3, attempts=2, first_wait=0.01)
    path = "/biorxiv/2026-10-01/2026-10-31/0/json"
    recorded = (Path(__file__).parents[2] / "discovery" / "answers" / "biorxiv.json").read_bytes()
    answer = Answer(recorded, (429, 429, 200))
    with serve({path: answer}) as address:
        servers = {"biorxiv": replace(SERVERS["biorxiv"], address=address, pause=0.0)}
        code = run_discover(project, None, asked, Engine(), Shown(), fetcher=fetcher, servers=servers, today=DAY)
        output = capsys.readouterr()
        assert code == 1
        assert "429 Too Many Requests" in output.err
        assert "the next run goes on there" in output.err
        assert "ThornNet" in output.out
        code = run_discover(project, None, asked, Engine(), Shown(), fetcher=fetcher, servers=servers, today=DAY)
    assert code == 0
    assert "A single-cell foundation model of thorns" in capsys.readouterr().out


def test_without_works_it_says_what_to_do(project: Project) -> None:
    with pytest.raises(UsageError, match="holds no works: name files, or servers with --from"):
        discover(project)


def test_days_the_wrong_way_round_are_refused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["--project", str(project.root), "discover", "--since", "2026-10-02", "--until", "2026-10-01"])
    assert code == 2
    assert "--since 2026-10-02 is later than --until 2026-10-01" in capsys.readouterr().err


def test_the_command_line_waits_for_no_library_of_discovery() -> None:
    code = "import sys, hfm_atlas.cli; print({'ibis', 'sklearn', 'duckdb', 'pyspark'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
