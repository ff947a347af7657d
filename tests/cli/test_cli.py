from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest

from hfm_atlas import cli
from hfm_atlas.cli.commands import validate
from hfm_atlas.cli.group import FORMER_NAMES, KINDS
from hfm_atlas.model.entries import Kind
from hfm_atlas.project import Project
from tests.editing import edit

_COMMANDS = sorted(cli.cli.commands)


def _run(project: Project, *arguments: str) -> int:
    return cli.run(["--project", str(project.root), *arguments])


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([name, "--help"]) == 0

    out = capsys.readouterr().out
    assert "Example" in out
    assert f"  hfm-atlas {name}" in out
    short = cli.cli.commands[name].get_short_help_str(60)
    assert short.endswith(".")
    assert not short.endswith("...")
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option) and parameter.name not in ("format_name", "help"):
            assert parameter.help, parameter.name


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0

    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in _COMMANDS)
    assert "Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug of hfm-atlas." in out


@pytest.mark.parametrize(("former", "name"), sorted(FORMER_NAMES.items()))
def test_a_former_name_of_a_command_still_works(former: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([former, "--help"]) == 0
    assert f"hfm-atlas {name}" in capsys.readouterr().out


def test_the_kinds_are_those_of_the_schema() -> None:
    assert get_args(Kind) == KINDS


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("hfm-atlas, version ")


def test_exit_codes_of_findings(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(own_project, "validate") == 0
    (own_project.entries / "vision" / "empty.yml").write_bytes(b"")
    assert _run(own_project, "validate") == 1
    assert "(empty-file)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validat"], "there is no command 'validat': did you mean 'validate'?"),
        (["xyz"], "there is no command 'xyz': see hfm-atlas --help"),
        (["validate", "--format", "txt"], "'txt' is not possible: did you mean 'text'?"),
        (["validate", "--format", "qqq"], "use text or json or github or sarif"),
        (["validate", "--strickt"], "--strict"),
        (["validate", "nowhere.yml"], "nowhere.yml: no such file or folder"),
        (["explain", "unknown-trem"], "did you mean 'unknown-term'?"),
        (["new", "modell", "x"], "'modell' is not possible: did you mean 'model'?"),
        (["new", "model"], "Missing argument 'ID'"),
        (["stats", "--survey", "he"], "there is no survey 'he'"),
        (["export", "bibtx"], "did you mean 'bibtex'?"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(
    own_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert _run(own_project, *arguments) == 2

    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


def test_outside_an_atlas_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--project", str(tmp_path), "validate"]) == 2
    assert "a folder with entries/ and taxonomy/ is needed" in capsys.readouterr().err


def test_the_atlas_is_found_upwards(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own_project.entries / "language")

    assert cli.run(["validate"]) == 0


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_of_ours_exits_with_3(
    own_project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(validate, "run_validate", fail)

    assert cli.run([*(["--debug"] if debug else []), "--project", str(own_project.root), "validate"]) == 3

    printed = capsys.readouterr()
    assert "error: ZeroDivisionError at test_cli.py:" in printed.err
    assert "This is a bug of hfm-atlas, not of your files." in printed.err
    assert ("Traceback" in printed.err) is debug


def test_an_interruption_is_no_bug(
    own_project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(validate, "run_validate", interrupt)

    assert _run(own_project, "validate") == 130
    assert capsys.readouterr().err.strip() == "interrupted"


def _process(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "hfm_atlas", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_piped_output_has_no_colours_and_no_progress(own_project: Project) -> None:
    (own_project.entries / "vision" / "empty.yml").write_bytes(b"")

    with _process("--project", str(own_project.root), "validate") as process:
        out, err = process.communicate()

    assert process.returncode == 1
    assert err == ""
    assert "\x1b" not in out


def test_a_closed_pipe_is_no_bug() -> None:
    with _process("explain") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_no_bug() -> None:
    command = [sys.executable, "-m", "hfm_atlas", "explain"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")

    assert done.returncode == 2
    assert done.stderr == "error: nothing more can be written: No space left on device\n"


@pytest.mark.parametrize("command", [["explain"], ["query"], ["validate"]])
def test_a_closed_output_is_no_bug(own_project: Project, command: list[str]) -> None:
    code = "import os, sys; os.close(1); sys.stdout = None; from hfm_atlas.cli import main; main()"
    arguments = [sys.executable, "-c", code, "--project", str(own_project.root), *command]

    done = subprocess.run(arguments, capture_output=True, encoding="utf-8")

    assert done.returncode == 2
    assert done.stderr == "error: nothing more can be written: Bad file descriptor\n"


def test_what_the_locale_cannot_write_is_written_to_a_pipe_as_utf_8(own_project: Project) -> None:
    edit(own_project, "entries/vision/cedarnet.yml", "name: CedarNet", "name: CédarNet Ω")
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"} | bare
    command = [sys.executable, "-c", "from hfm_atlas.cli import main; main()", "--project", str(own_project.root)]

    done = subprocess.run([*command, "query", "--format", "csv"], capture_output=True, env=environment)

    assert done.returncode == 0
    assert "CédarNet Ω" in done.stdout.decode("utf-8")


def test_a_folder_without_rights_is_no_bug(
    own_project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", "entries/vision")

    monkeypatch.setattr(validate, "run_validate", refuse)
    monkeypatch.setattr(cli, "drop_output", lambda: None)

    assert _run(own_project, "validate") == 2
    assert capsys.readouterr().err == "error: entries/vision: Permission denied\n"


def test_being_ended_is_an_interruption(own_project: Project) -> None:
    code = """
import os, signal, hfm_atlas.cli.commands.validate as validate
from hfm_atlas.cli import main
validate.run_validate = lambda *_, **__: os.kill(os.getpid(), signal.SIGTERM)
main()
"""
    command = [sys.executable, "-c", code, "--project", str(own_project.root), "validate"]

    done = subprocess.run(command, capture_output=True, encoding="utf-8")

    assert (done.returncode, done.stderr.strip()) == (130, "interrupted")


def test_help_does_not_wait_for_the_site_generator() -> None:
    code = "import sys; from hfm_atlas import cli; cli.run(['--help']); sys.exit('mkdocs' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_what_is_not_given_is_asked_on_a_terminal(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["Willow", "vision", "A title", "Ash, Alba", "", "2401.12345", "2024"])
    asked = []

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", prompt)

    assert _run(own_project, "new", "model", "willow") == 0

    text = (own_project.entries / "vision" / "willow.yml").read_text("utf-8")
    assert len(asked) == 7
    assert 'title: "A title"' in text
    assert 'id: "2401.12345"' in text
