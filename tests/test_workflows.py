"""The workflows: rights, pins, commands; and their steps run on recorded events without a network."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from hfm_atlas.cli import cli
from hfm_atlas.curation.diff import Changes, EntryChange, FieldChange
from hfm_atlas.project import Project
from hfm_atlas.reports.changes import render_changes
from tests.discovery.test_servers import answering
from tests.discovery.test_servers import recorded as recorded_answer
from tests.editing import commit_all, edit, git, read
from tests.filling import EVENTS, read_event
from tests.workflows import FOLDER, Runner, load

NAMES = sorted(file.stem for file in FOLDER.glob("*.yml"))
MAY_WRITE = {
    "discovery": {"issues"},
    "health": {"contents", "issues"},
    "issue": {"contents", "issues", "pull-requests"},
    "pages": {"pages", "id-token"},
    "pull-request-comment": {"pull-requests"},
}
ALDER = "entries/language/alderbert.yml"


def jobs(name: str) -> list[dict[str, Any]]:
    return list(load(name)["jobs"].values())


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in jobs(name):
        yield from job["steps"]


@pytest.mark.parametrize("name", NAMES)
def test_rights_are_given_to_jobs_and_only_where_they_are_needed(name: str) -> None:
    assert load(name)["permissions"] == {}
    for job in jobs(name):
        assert job["timeout-minutes"] <= 90
        granted = {right for right, level in job["permissions"].items() if level == "write"}
        assert granted <= MAY_WRITE.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned_to_one_commit_each(name: str) -> None:
    pins: dict[str, str] = {}
    for other in NAMES:
        for step in steps(other):
            if "uses" in step:
                action, _, commit = step["uses"].partition("@")
                assert re.fullmatch(r"[0-9a-f]{40}", commit), step["uses"]
                assert pins.setdefault(action, commit) == commit
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"], "only what the event itself stands for is checked out"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_an_event_is_put_into_a_command(name: str) -> None:
    for step in steps(name):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", NAMES)
def test_steps_are_commands_of_the_atlas_and_little_else(name: str) -> None:
    for step in steps(name):
        for line in step.get("run", "").splitlines():
            words = shlex.split(line)
            assert words[0] in {
                "hfm-atlas",
                "python",
                "make",
                "gh",
                "git",
                "echo",
                "if",
                "elif",
                "exit",
                "fi",
            } or line.startswith("number=$(gh "), line
            if words[0] == "hfm-atlas":
                command = cli.get_command(click.Context(cli), words[1])
                assert command is not None, line
                command.make_context(words[1], words[2:], resilient_parsing=False)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_installed_is_known_by_its_hash(name: str) -> None:
    for step in steps(name):
        for line in step.get("run", "").splitlines():
            if "pip install" in line:
                hashed = re.search(r"--require-hashes -r requirements(-discovery)?\.txt$", line)
                assert hashed or "--no-deps --no-build-isolation -e ." in line


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-discovery.txt"])
def test_the_hashes_are_of_the_versions_that_are_tested(file: str) -> None:
    constraints = dict(
        line.lower().replace("_", "-").split("==")
        for line in (FOLDER.parents[1] / "constraints.txt").read_text().splitlines()
        if "==" in line
    )
    text = (FOLDER.parents[1] / file).read_text()
    locked = re.findall(r"^([\w.-]+)==([^ ;]+)[^\n]*\\\n +--hash=sha256:", text, re.M)
    assert len(locked) > 40
    assert {name: version for name, version in locked if constraints.get(name.lower(), version) != version} == {}


def test_only_runs_without_a_fork_s_code_may_write() -> None:
    for name in NAMES:
        triggers = load(name)["on"]
        assert "pull_request_target" not in triggers
        if "pull_request" in triggers:
            assert not MAY_WRITE.get(name)


@pytest.mark.parametrize(
    "arguments",
    [
        ["zizmor", "--offline", "--no-progress", "--quiet", str(FOLDER.parent)],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, FOLDER.glob("*.yml"))],
        [
            "check-jsonschema",
            "--builtin-schema",
            "vendor.github-issue-forms",
            *map(str, FOLDER.parent.glob("ISSUE_TEMPLATE/*-*.yml")),
        ],
    ],
    ids=["zizmor", "workflows", "issue-forms"],
)
def test_checkers_find_nothing(arguments: list[str]) -> None:
    tool = Path(sys.executable).parent / arguments[0]
    done = subprocess.run([str(tool), *arguments[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def project(own_project: Project) -> Project:
    """The invented atlas with the forms, in git, with another repository to push to."""
    shutil.copytree(FOLDER.parent, own_project.root / ".github")
    commit_all(own_project)
    git(own_project, "clone", "--quiet", "--bare", ".", "../origin.git")
    git(own_project, "remote", "add", "origin", "../origin.git")
    git(own_project, "fetch", "--quiet", "origin")
    git(own_project, "branch", "--quiet", "--set-upstream-to", "origin/main")
    return own_project


def runner(project: Project, event: str, **more: Any) -> Runner:
    folder = project.root.parent / "runner"
    folder.mkdir()
    return Runner(project.root, folder, json.loads(event), **more)


def recorded(name: str) -> str:
    return (EVENTS / f"{name}.json").read_text("utf-8")


def test_an_issue_is_answered(project: Project) -> None:
    machine = runner(project, recorded("issues-opened"))
    assert set(machine.run("issue", "answer").values()) == {"success"}
    (comment,) = machine.asked_to("issue", "comment")
    assert comment["arguments"][2] == "12"
    assert "The draft of `PineNet` goes to `entries/vision/pinenet.yml`." in comment["body"]
    assert not (project.root / "entries/vision/pinenet.yml").exists()


def test_an_issue_that_cannot_become_an_entry_is_told_why(project: Project) -> None:
    machine = runner(project, read_event("issues-opened", body="### Kind\n\nmodel\n\n### Name\n\n$(touch x) @all\n"))
    assert machine.run("issue", "answer") == {"Read the issue": "failure", "Comment": "success"}
    (comment,) = machine.asked_to("issue", "comment")
    assert "- **Title of the work** has no heading any more" in comment["body"]
    assert not (project.root / "x").exists()


def test_a_reported_error_is_answered_with_its_place(project: Project) -> None:
    machine = runner(project, recorded("issues-opened-error"))
    machine.run("issue", "answer")
    (comment,) = machine.asked_to("issue", "comment")
    assert f"- **Place**: `{ALDER}:25`" in comment["body"]


def test_an_accepted_issue_becomes_a_pull_request(project: Project) -> None:
    machine = runner(project, recorded("issues-labeled"))
    outcomes = machine.run("issue", "draft")
    assert outcomes == {"Write the draft": "success", "write": "success", "Open the pull request": "success"}
    (made,) = machine.asked_to("pr", "create")
    assert "--head issue-12" in " ".join(made["arguments"])
    assert "What is left to do" in made["body"]
    pushed = git(project, "show", "--name-only", "--format=%an%n%B", "origin/issue-12")
    assert pushed.split() == [
        *["github-actions[bot]", "Draft", "of", "issue", "12", "Closes", "#12"],
        "entries/vision/pinenet.yml",
    ]
    assert git(project, "rev-parse", "issue-12^", "main").split()[0] == git(project, "rev-parse", "main").strip()


def _push_to_the_draft(project: Project, email: str) -> str:
    """A commit on top of the draft of issue 12; its id."""
    git(project, "switch", "--quiet", "--detach", "issue-12")
    edit(project, "entries/vision/pinenet.yml", 'name: "PineNet"', 'name: "PineNET"')
    git(project, "commit", "--quiet", "--all", "--author", f"x <{email}>", "--message", "fix")
    git(project, "push", "--quiet", "origin", "HEAD:issue-12")
    return git(project, "rev-parse", "HEAD").strip()


def _accept_again(project: Project, machine: Runner) -> str:
    """Set the label again on another machine; the head of the draft's branch afterwards."""
    git(project, "switch", "--quiet", "main")
    git(project, "branch", "--quiet", "-D", "issue-12")
    machine.run("issue", "draft")
    git(project, "fetch", "--quiet", "origin")
    return git(project, "rev-parse", "origin/issue-12").strip()


def test_a_draft_that_a_maintainer_fixed_is_not_overwritten(project: Project) -> None:
    machine = runner(project, recorded("issues-labeled"))
    machine.run("issue", "draft")
    fixed = _push_to_the_draft(project, "maintainer@example.org")
    assert _accept_again(project, machine) == fixed
    assert "holds commits of somebody else" in machine.asked_to("issue", "comment")[0]["body"]


def test_a_draft_that_nobody_touched_is_made_again(project: Project) -> None:
    machine = runner(project, recorded("issues-labeled"))
    machine.run("issue", "draft")
    stale = _push_to_the_draft(project, "41898282+github-actions[bot]@users.noreply.github.com")
    assert _accept_again(project, machine) != stale
    assert not machine.asked_to("issue", "comment")


def test_an_accepted_issue_that_cannot_become_an_entry(project: Project) -> None:
    machine = runner(project, read_event("issues-labeled", body="hello"))
    assert machine.run("issue", "draft")["Say why there is none"] == "success"
    assert not machine.asked_to("pr", "create")
    assert "is not one of the forms" in machine.asked_to("issue", "comment")[0]["body"]
    assert "issue-12" not in git(project, "branch", "--all")


def pull_request(project: Project) -> None:
    """What GitHub checks out for a pull request: the merge of its head into main."""
    git(project, "switch", "--quiet", "--create", "topic")
    edit(project, ALDER, "value: 61.5", "value: 65.1")
    commit_all(project, "a better number")
    git(project, "switch", "--quiet", "main")
    edit(project, "entries/vision/cedarnet.yml", "name: CedarNet", "name: CedarNET")
    commit_all(project, "meanwhile on main")
    git(project, "merge", "--quiet", "--no-ff", "--message", "merge", "topic")


def test_a_pull_request_leaves_what_it_changes(project: Project) -> None:
    pull_request(project)
    machine = runner(project, '{"repository": {"full_name": "hfm-atlas/hfm-atlas"}}')
    outcomes = machine.run("pull-request", "validate", last="Validate")
    assert (outcomes["Find out what changes"], outcomes["Validate"]) == ("success", "success")
    changes = json.loads((project.root / "changes.json").read_text())
    (entry,) = changes["entries_changed"]
    assert (entry["id"], entry["fields"][0]["new"]) == ("alderbert", "65.1")


WORKFLOW_RUN = {
    "repository": {"full_name": "hfm-atlas/hfm-atlas"},
    "workflow_run": {
        "id": 77,
        "event": "pull_request",
        "html_url": "https://github.com/hfm-atlas/hfm-atlas/actions/runs/77",
        "head_branch": "topic",
        "head_sha": "0123456789abcdef",
        "head_repository": {"full_name": "stranger/hfm-atlas", "owner": {"login": "stranger"}},
    },
}


def leave_changes(tmp_path: Path) -> Path:
    """What the run of a pull request left: one changed value."""
    field = FieldChange("results[lichen-qa].value", "61.5", "65.1")
    entry = EntryChange("alderbert", "AlderBERT", "alderbert", (field,), ())
    changes = Changes((), (), (entry,), (), (), (), (), (), (), (), (), ())
    artifacts = tmp_path / "artifacts"
    artifacts.mkdir()
    (artifacts / "changes.json").write_text(render_changes(changes, "json"))
    return artifacts


def test_the_comment_is_made_of_data_and_goes_to_the_run_s_own_pull_request(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    artifacts = leave_changes(tmp_path)
    machine = runner(project, json.dumps(WORKFLOW_RUN), answers={"api --method": "34"}, artifacts=artifacts)
    assert set(machine.run("pull-request-comment", "comment").values()) == {"success"}
    (download,) = machine.asked_to("run", "download")
    assert download["arguments"][2] == "77"
    (search,) = machine.asked_to("api")
    assert "head=stranger:topic" in search["arguments"]
    assert ".[] | select(.head.sha == env.SHA) | .number" in search["arguments"]
    (comment,) = machine.asked_to("pr", "comment")
    assert comment["arguments"][2] == "34"
    assert "- `results[lichen-qa].value`: `61.5` → `65.1`" in comment["body"]
    assert comment["body"].endswith(
        "[the run of the checks](https://github.com/hfm-atlas/hfm-atlas/actions/runs/77).\n"
    )


@pytest.mark.parametrize("left", ["# I am Markdown, @everyone", '{"entries_added": "<img>"}', ""])
def test_what_is_no_report_is_not_posted(project: Project, tmp_path: Path, left: str) -> None:
    artifacts = tmp_path / "artifacts"
    artifacts.mkdir()
    (artifacts / "changes.json").write_text(left)
    machine = runner(project, json.dumps(WORKFLOW_RUN), answers={"api --method": "34"}, artifacts=artifacts)
    assert machine.run("pull-request-comment", "comment")["Put it into words"] == "failure"
    assert not machine.asked_to("pr", "comment")


def test_without_a_pull_request_nothing_is_posted(project: Project, tmp_path: Path) -> None:
    artifacts = leave_changes(tmp_path)
    machine = runner(project, json.dumps(WORKFLOW_RUN), answers={"api --method": ""}, artifacts=artifacts)
    machine.run("pull-request-comment", "comment")
    assert not machine.asked_to("pr", "comment")


HEALTH = '{"repository": {"full_name": "hfm-atlas/hfm-atlas"}}'


def without_addresses(project: Project) -> None:
    """An atlas with one entry that waits, and no address that could be asked."""
    for file in project.entries.rglob("*.yml"):
        if file.stem != "oakbert":
            file.unlink()
    path = "entries/base/oakbert.yml"
    text = re.sub(r"(availability|evidence):\n(  .*\n)+|  doi: .*\n", "", read(project, path))
    text = text.replace("{status: checked, date: 2026-11-20}", "{status: drafted, date: 2020-01-01}")
    (project.root / path).write_text(text)


@pytest.mark.parametrize(("open_issue", "verb"), [("", "create"), ("56", "edit")])
def test_health_is_told_in_one_issue(project: Project, open_issue: str, verb: str) -> None:
    without_addresses(project)
    commit_all(project)
    machine = runner(project, HEALTH, answers={"issue list": open_issue})
    outcomes = machine.run("health", "health")
    assert outcomes["Look at everything"] == "failure"
    assert outcomes["Write the one issue"] == "success"
    written = [one for one in machine.asked if one["arguments"][0] == "issue" and "body" in one]
    assert [one["arguments"][1] for one in written] == [verb]
    assert "### Drafts that wait: 1" in written[0]["body"]
    assert "Links and works as they answered this week" in git(project, "log", "--format=%s", "-1", "origin/main")
    assert json.loads(git(project, "show", "origin/main:quality/links.json"))["results"] == []
    assert json.loads(git(project, "show", "origin/main:quality/works.json"))["asked"] == 0


_WITH_RECORDED_ANSWERS = """\
#!{python}
from dataclasses import replace
from hfm_atlas.discovery.servers.registry import SERVERS
for name, server in SERVERS.items():
    SERVERS[name] = replace(server, address="{address}/" + name, pause=0.0)
from hfm_atlas.cli import main
main()
"""


@pytest.mark.parametrize(("open_issue", "verb"), [("", "create"), ("57", "edit")])
def test_works_of_the_week_are_told_in_one_issue(project: Project, open_issue: str, verb: str) -> None:
    pytest.importorskip("ibis")
    pytest.importorskip("sklearn")
    shutil.copytree(FOLDER.parents[1] / "screening", project.root / "screening")
    project.decisions.unlink(missing_ok=True)
    machine = runner(project, HEALTH, answers={"issue list": open_issue})
    answers = {
        "/arxiv?": recorded_answer("arxiv.xml"),
        "esearch": recorded_answer("pubmed-ids.json"),
        "efetch": recorded_answer("pubmed.xml"),
        "cursorMark=%2A": recorded_answer("europe-pmc.json"),
        "cursorMark=AoJ": '{"resultList": {"result": []}}',
        "/biorxiv/biorxiv/": recorded_answer("biorxiv.json"),
        "/medrxiv/medrxiv/": '{"error": "of a server that is being rebuilt"}',
    }
    with answering(**answers) as (address, asked):
        program = machine.folder / "bin" / "hfm-atlas"
        program.parent.mkdir(exist_ok=True)
        program.write_text(_WITH_RECORDED_ANSWERS.format(python=sys.executable, address=address))
        program.chmod(0o755)
        outcomes = machine.run("discovery", "discovery")
    assert len(asked) >= 6
    assert outcomes == {"Find works": "failure", "Write the one issue": "success"}
    (written,) = [one for one in machine.asked if one["arguments"][0] == "issue" and "body" in one]
    assert written["arguments"][1] == verb
    assert "`ThornNet: a foundation model for thorn images`" in written["body"]
    assert "Found by `foundation model" in written["body"]
    assert "/issues/new?template=new-entry.yml&identifier=10.1000%2Fthorn.1+2610.00001" in written["body"]
    assert written["body"].count("A foundation model for thorn pathology") == 1
