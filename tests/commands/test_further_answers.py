"""Answers merged over a questionnaire by `--answers` and `--set`."""

from __future__ import annotations

import json
from pathlib import Path

from commandline import run


def test_the_commands_take_further_answers_and_tell_conflicts_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "ci.yaml").write_text("metrics: {wau: 9000}\n")
    given = (
        "--answers",
        tmp_path / "ci.yaml",
        "--set",
        "team.size=20",
        "--set",
        "team.size=15",
        "--as-of",
        "2026-11-22",
    )
    result = run("assess", "-q", "-v", "examples/growth.yaml", *given)
    assert (result.code, result.stdout.count("\n")) == (0, 1)
    assert result.stderr.splitlines() == [
        f"metrics.wau: 9000 ({tmp_path / 'ci.yaml'}:1) instead of 9400 (examples/growth.yaml:95)",
        "team.size: 15 (--set) instead of 14 (examples/growth.yaml:39)",
        "team.size: 15 (--set) instead of 20 (--set)",
    ]
    assert run("assess", "-q", "examples/growth.yaml", *given).stderr == ""


def test_a_gate_can_be_asked_what_if() -> None:
    day = ("--as-of", "2026-11-22")
    drill = "practices.reliability.restore_drill"
    assert drill not in run("gate", "-v", "examples/maturity.yaml", *day).stdout
    result = run("gate", "-v", "examples/maturity.yaml", *day, "--set", f"{drill}=no")
    assert result.code == 1
    assert f": {drill}: no (--set)\n" in result.stdout
    assert result.stderr.startswith(f"{drill}: no (--set) instead of yes (examples/maturity.yaml:")


def test_a_gate_names_the_file_of_an_answer_in_every_format(tmp_path: Path) -> None:
    further = tmp_path / "further.yaml"
    further.write_text("\n\npractices: {reliability: {restore_drill: no}}\n")
    given = ("examples/maturity.yaml", "--answers", further, "--as-of", "2026-11-22")
    for name in ("text", "json", "sarif", "junit", "github", "gitlab", "markdown"):
        told = run("gate", "-v", "-f", name, *given)
        assert told.code == 1
        assert "further.yaml" in told.stdout.replace("\\", ""), name
    (row,) = [
        row
        for row in json.loads(run("gate", "-f", "json", *given).stdout)["results"][0]["practices"]
        if row["rule"] == "reliability.restore-drill"
    ]
    assert (row["file"], row["line"]) == (further.as_posix(), 3)


def test_all_faults_of_a_gate_come_at_once() -> None:
    both = run("gate", "examples/maturity.yaml", "--set", "x=1", "--answers", "none.yaml")
    assert (both.code, both.stderr.splitlines()) == (
        2,
        ["--set: x: is not a key of a questionnaire", "none.yaml: no such file"],
    )
