"""What others drop into their CI: the scripts of the action and of the GitLab job, run as their servers run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest
import yaml

from commandline import Run
from conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["scalecheck"]
INSTALL, GATE = ACTION["runs"]["steps"]
FAILS, PASSES = (ROOT / "examples" / name for name in ("gaps.yaml", "mvp.yaml"))


@dataclass(frozen=True)
class Job:
    """What a script left behind: its exit code, its log, and the files that the server reads."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass(frozen=True)
class Runner:
    """A machine of a CI server, with a checkout in which `project.yaml` lacks a lot."""

    folder: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "a checkout"

    @property
    def command(self) -> Path:
        return self.folder / "scalecheck" / "bin" / "scalecheck"

    def bash(self, script: str, environment: dict[str, str]) -> Job:
        told = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in told.values():
            path.write_bytes(b"")
        search = f"{self.command.parent}{os.pathsep}{os.environ['PATH']}"
        variables = {
            "PATH": search,
            "RUNNER_TEMP": str(self.folder),
            **{name: str(path) for name, path in told.items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.checkout,
            env=variables | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        outputs, summary = (path.read_text(encoding="utf-8") for path in told.values())
        lines = dict(line.split("=", 1) for line in outputs.splitlines())
        return Job(done.returncode, done.stdout + done.stderr, lines, summary)

    def action(self, **inputs: str) -> Job:
        """The action's gate with these inputs."""
        given = {name: told["default"] for name, told in ACTION["inputs"].items()} | inputs
        return self.bash(GATE["run"], {variable: given[name_of(value)] for variable, value in GATE["env"].items()})

    def gitlab(self, **variables: str) -> Job:
        """The script of the GitLab job with these variables."""
        return self.bash("\n".join(GITLAB["script"]), GITLAB["variables"] | variables)


def name_of(expression: str) -> str:
    """The input that an expression hands on, and nothing but hands on."""
    match = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) }}", expression)
    assert match, expression
    return match[1]


def machine(folder: Path) -> Runner:
    """A runner on which scalecheck is this one."""
    made = Runner(folder)
    made.checkout.mkdir()
    made.command.parent.mkdir(parents=True)
    made.command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scalecheck "$@"\n', encoding="utf-8")
    made.command.chmod(0o755)
    shutil.copy(FAILS, made.checkout / "project.yaml")
    shutil.copy(PASSES, made.checkout / "fine.yaml")
    return made


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return machine(tmp_path)


def test_the_action_fails_with_marks_a_summary_and_sarif(runner: Runner) -> None:
    job = runner.action()
    assert job.code == 1
    assert "::error title=" in job.log
    assert "| Blocks |" in job.summary
    sarif = Path(job.outputs.pop("sarif"))
    assert json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert job.outputs == {"passed": "false", "exit-code": "1"}


def test_the_action_passes(runner: Runner) -> None:
    job = runner.action(files="fine.yaml")
    assert (job.code, job.outputs["passed"], job.outputs["exit-code"]) == (0, "true", "0")


def test_the_action_tells_what_it_could_not_judge_from_what_failed(runner: Runner) -> None:
    job = runner.action(files="project.yaml\nmissing.yaml")
    assert (job.code, job.outputs["passed"], job.outputs["exit-code"]) == (2, "false", "2")
    assert "missing.yaml: no such file" in job.log


def test_the_action_judges_and_writes_what_stands_on_lines_of_their_own(runner: Runner) -> None:
    job = runner.action(files="\n  fine.yaml\n\n  project.yaml\n", output="one.xml\ngitlab:two files.json\n")
    assert job.code == 1
    assert (runner.checkout / "one.xml").read_text(encoding="utf-8").count("<testsuite ") == 2
    assert json.loads((runner.checkout / "two files.json").read_text(encoding="utf-8"))


def test_the_action_without_a_file_judges_nothing(runner: Runner) -> None:
    assert runner.action(files="").code == 2


def test_inputs_of_the_action_reach_the_gate_as_they_are(runner: Runner, run: Run) -> None:
    runner.command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    attacks = cycle(("$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "* ?", "--exit-zero"))
    given = dict(zip(ACTION["inputs"], attacks, strict=False))
    told = runner.action(**given).log.splitlines()
    expected = [f"--{name}={given[name]}" for name in given if name not in ("files", "python")]
    assert [line for line in told if not line.startswith("--output=sarif:")] == [
        "gate",
        "--format=github",
        "--step-summary",
        *expected,
        "--",
        given["files"],
    ]
    assert not list(runner.folder.rglob("pwned"))
    options = run("gate", "--help").stdout
    assert not [option for option in expected if f"{option.partition('=')[0]} " not in options]


def test_no_script_holds_an_expression() -> None:
    """What GitHub puts into a script before it runs could be anything."""
    for path in (ROOT / "action.yml", *(ROOT / ".github" / "workflows").iterdir()):
        assert [script for script in scripts_of(path) if "${{" in script] == [], path


def scripts_of(path: Path) -> list[str]:
    """Every `run` in an action or a workflow."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    jobs = told["jobs"].values() if "jobs" in told else [told["runs"]]
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def test_every_input_of_the_action_is_used() -> None:
    used = [name_of(value) for step in (INSTALL, GATE) for value in step["env"].values()]
    assert sorted(used) == sorted(ACTION["inputs"])


def test_the_gitlab_job_fails_and_writes_the_reports_that_it_names(runner: Runner) -> None:
    assert runner.gitlab().code == 1
    reports = GITLAB["artifacts"]["reports"]
    assert json.loads((runner.checkout / reports["codequality"]).read_text(encoding="utf-8"))
    assert (runner.checkout / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")


def test_the_gitlab_job_takes_files_and_options(runner: Runner) -> None:
    assert runner.gitlab(SCALECHECK_FILES="fine.yaml").code == 0
    job = runner.gitlab(SCALECHECK_FILES="fine.yaml project.yaml", SCALECHECK_OPTIONS="--phase=mvp --exit-zero")
    assert (job.code, "exit-zero turns" in job.log) == (0, True)


def test_the_gitlab_job_reads_waivers_from_the_branch_that_a_change_goes_to(runner: Runner) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *identity, *arguments], cwd=runner.checkout, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "base")
    git("remote", "add", "origin", str(runner.checkout))
    waivers = runner.checkout / "scalecheck-waivers.yaml"
    waivers.write_text("not a waiver: file\n", encoding="utf-8")
    assert runner.gitlab(SCALECHECK_FILES="fine.yaml").code == 2
    assert runner.gitlab(SCALECHECK_FILES="fine.yaml", SCALECHECK_WAIVERS_BRANCH="main").code == 0


def test_the_gitlab_job_says_what_it_needs(runner: Runner) -> None:
    job = runner.bash("\n".join(GITLAB["before_script"]), GITLAB["variables"])
    assert job.code
    assert "say what pip shall install" in job.log


def test_the_image_gets_what_it_is_built_from_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in recipe.splitlines() if re.match(r"COPY (?!--from)", line)]
    assert {name for names in copied for name in names} == allowed
    assert all((ROOT / name).exists() for name in allowed)


def test_the_hook_runs_when_a_file_changes_that_may_change_the_verdict() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["args"] == ["project.yaml"]
    runs = {name: bool(re.search(hook["files"], name)) for name in ("scalecheck-waivers.yaml", "scalecheck-b.json")}
    assert runs == {"scalecheck-waivers.yaml": True, "scalecheck-b.json": True}
    assert not [
        name for name in ("src/project.yaml", "project.yaml.orig", "README.md") if re.search(hook["files"], name)
    ]
