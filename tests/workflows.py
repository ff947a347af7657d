"""Runs the steps of a workflow on a recorded event, without a network: `gh` only notes what it was asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.filling import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
_FAKE_GH = """\
#!{python}
import json, os, pathlib, shutil, sys
arguments = sys.argv[1:]
with open(os.environ["GH_LOG"], "a") as log:
    bodies = {{}}
    if "--body-file" in arguments:
        file = arguments[arguments.index("--body-file") + 1]
        bodies["body"] = pathlib.Path(file).read_text("utf-8")
    log.write(json.dumps({{"arguments": arguments, **bodies}}) + "\\n")
if arguments[:2] == ["run", "download"]:
    target = arguments[arguments.index("--dir") + 1]
    shutil.copytree(os.environ["ARTIFACTS"], target)
answers = json.loads(os.environ["GH_ANSWERS"])
answer = answers.get(" ".join(arguments[:2]))
if answer is None:
    sys.exit(1 if arguments[:2] == ["pr", "view"] else 0)
print(answer)
"""


def load(name: str) -> dict[str, Any]:
    """A workflow as data; YAML reads its `on` as true."""
    data = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


@dataclass
class Runner:
    """A machine on which the jobs of a workflow run: a project in git, a folder for files, what `gh` answers."""

    root: Path
    folder: Path
    event: dict[str, Any]
    answers: dict[str, str] = field(default_factory=dict)
    artifacts: Path = Path("/nonexistent")

    def run(self, workflow: str, job: str, last: str | None = None) -> dict[str, str]:
        """Run the job's commands but none that installs, up to the step `last`; the outcome of each by its name."""
        self._install_gh()
        outcomes: dict[str, str] = {}
        for step in load(workflow)["jobs"][job]["steps"]:
            if "run" not in step or step["name"] == "Install":
                continue
            if not self._is_wanted(step.get("if", ""), outcomes):
                continue
            failed = self._run_step(step, outcomes)
            outcome = "failure" if failed else "success"
            outcomes[step["name"]] = outcomes[step.get("id", "")] = outcome
            if (failed and not step.get("continue-on-error")) or step["name"] == last:
                break
        outcomes.pop("", None)
        return outcomes

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What `gh` was asked, in order."""
        log = self.folder / "gh.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def asked_to(self, *words: str) -> list[dict[str, Any]]:
        """What `gh` was asked with these first words."""
        return [one for one in self.asked if one["arguments"][: len(words)] == list(words)]

    def _run_step(self, step: dict[str, Any], outcomes: dict[str, str]) -> bool:
        file = self.folder / "event.json"
        file.write_text(json.dumps(self.event))
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GITHUB_EVENT_PATH": str(file),
            "RUNNER_TEMP": str(self.folder),
            "GH_LOG": str(self.folder / "gh.log"),
            "GH_ANSWERS": json.dumps(self.answers),
            "ARTIFACTS": str(self.artifacts),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{name: self._resolve(str(value), outcomes) for name, value in step.get("env", {}).items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        print(f"{step['name']}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.returncode != 0

    def _resolve(self, text: str, outcomes: dict[str, str]) -> str:
        """Text with its expressions replaced by what they stand for in the event."""
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: self._value(found.group(1), outcomes), text)

    def _value(self, expression: str, outcomes: dict[str, str]) -> str:
        if expression == "github.token":
            return "not-a-token"
        if found := re.fullmatch(r"steps\.(\w+)\.outcome", expression):
            return outcomes[found.group(1)]
        value: Any = {"github": {"event": self.event, "repository": self.event["repository"]["full_name"]}}
        for part in expression.split("."):
            value = value[part]
        return str(value)

    def _is_wanted(self, condition: str, outcomes: dict[str, str]) -> bool:
        if found := re.fullmatch(r"steps\.(\w+)\.outcome == '(\w+)'", condition):
            return outcomes.get(found.group(1)) == found.group(2)
        if found := re.fullmatch(r"hashFiles\('(.+)'\) != ''", condition):
            return any(self.root.glob(found.group(1)))
        assert not condition, f"a condition that the tests do not know: {condition}"
        return True

    def _install_gh(self) -> None:
        file = self.folder / "bin" / "gh"
        file.parent.mkdir(exist_ok=True)
        file.write_text(_FAKE_GH.format(python=sys.executable))
        file.chmod(0o755)
