"""The plan as a script, run by a shell with programs that stand in for the GitHub CLI and for waiting."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from example_reports import EXAMPLES, report_on
from gfm import Page
from scalecheck.render import PLAN_RENDERERS
from scalecheck.render.escape import for_shell, for_terminal
from unit.test_plan_formats import HOSTILE, hostile

GH = """#!/bin/sh
for word in "$@"; do printf '%s\\037' "$word" >>"$HERE/calls"; done
printf '\\036' >>"$HERE/calls"
case "$1 $2" in
  'issue list') [ ! -f "$HERE/bodies" ] || cat "$HERE/bodies" ;;
  'issue create') shift 9; printf '%s\\n' "$1" >>"$HERE/bodies" ;;
  'api --paginate') [ ! -f "$HERE/milestones" ] || cat "$HERE/milestones" ;;
  'api --silent') printf '%s\\n' "${7#title=}" >>"$HERE/milestones" ;;
esac
"""


def shell(*command: str) -> None:
    *words, script = command
    done = subprocess.run(words, input=script, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def tracker(tmp_path: Path) -> Callable[[str], list[list[str]]]:
    """Run a script; what it called `gh` with. Issues and milestones stay for the next run."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in {"gh": GH, "sleep": "#!/bin/sh\n"}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "HERE": str(tmp_path)}

    def run(script: str) -> list[list[str]]:
        calls = tmp_path / "calls"
        calls.unlink(missing_ok=True)
        path = tmp_path / "plan.sh"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run(
            ["sh", path], capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return [call.split("\x1f")[:-1] for call in calls.read_text(encoding="utf-8").split("\x1e")[:-1]]

    return run


Tracker = Callable[[str], list[list[str]]]


def created(calls: list[list[str]]) -> list[dict[str, str]]:
    """The issues that were opened, by option."""
    return [dict(zip(call[2::2], call[3::2], strict=True)) for call in calls if call[:2] == ["issue", "create"]]


def test_the_script_opens_an_issue_for_every_action(tracker: Tracker) -> None:
    report = report_on("growth")
    calls = tracker(PLAN_RENDERERS["github"](report))
    issues = created(calls)
    assert [issue["--title"] for issue in issues] == [row.title for row in report.actions]
    assert {issue["--milestone"] for issue in issues} == {"Foundations of Growth"}
    assert issues[0]["--label"] == "scalecheck,scalecheck: blocks the phase"
    assert [call[2] for call in calls if call[:2] == ["label", "create"]] == [
        "scalecheck", "scalecheck: blocks the phase", "scalecheck: recommended"
    ]  # fmt: skip
    for issue, row in zip(issues, report.actions, strict=True):
        page = Page(issue["--body"])
        assert page.tags.count("input") == len(dict.fromkeys((row.step, *row.how)))
        assert for_terminal(row.why) in page.text


def test_the_script_can_be_run_again(tracker: Tracker) -> None:
    script = PLAN_RENDERERS["github"](report_on("growth"))
    assert len(created(tracker(script))) == 36
    again = tracker(script)
    assert created(again) == []
    assert not [call for call in again if call[:2] == ["api", "--silent"]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_shells_and_shellcheck_find_nothing_wrong(name: str) -> None:
    script = PLAN_RENDERERS["github"](report_on(name))
    for words in (["sh", "-n"], ["bash", "-n"], ["shellcheck", "-"]):
        if shutil.which(words[0]):
            shell(*words, script)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_no_text_is_run_by_the_shell_or_changes_an_issue(text: str, tracker: Tracker, tmp_path: Path) -> None:
    report = report_on("mvp")
    plain, issues = (created(tracker(PLAN_RENDERERS["github"](hostile(report, said)))) for said in ("plain", text))
    assert len(issues) == len(plain) == len(report.actions)
    assert not list(tmp_path.rglob("pwned"))
    for issue, harmless in zip(issues, plain, strict=True):
        assert Page(issue["--body"]).layout == Page(harmless["--body"]).layout


@pytest.mark.parametrize("text", ["", "a b", "it's", "$HOME `id` $(id)", "a\nb", "-n", "*", "~"])
def test_a_shell_reads_back_what_was_written(text: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"printf %s {for_shell(text)}"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == text
