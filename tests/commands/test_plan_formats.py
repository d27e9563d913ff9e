"""`scalecheck plan`: its options, its files and what it refuses."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT
from scalecheck.cli.plan import PlanFormat
from scalecheck.render import PLAN_RENDERERS

SAMPLE = ROOT / "examples" / "growth.yaml"


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text), strict=True))


def test_every_format_can_be_asked_for(run: Run) -> None:
    assert [item.value for item in PlanFormat] == list(PLAN_RENDERERS)
    assert "table|markdown|json|csv|github|jira|linear" in run("plan", "--help", COLUMNS="80").stdout.replace("\n", "")


def test_the_command_prints_a_table_and_writes_files(run: Run, tmp_path: Path) -> None:
    outputs = ["-o", "plan.md", "-o", "plan.csv", "-o", "{name}.sh", "-o", "jira:jira.csv", "-o", "plan.json"]
    result = run("plan", SAMPLE, "--as-of", "2026-11-22", *outputs)
    assert result.code == 0
    assert "36 actions up to Maturity" in result.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"plan.md", "plan.csv", "growth.sh", "jira.csv", "plan.json"}
    assert rows_of((tmp_path / "plan.csv").read_text(encoding="utf-8"))[0][0] == "number"
    assert (tmp_path / "growth.sh").read_text(encoding="utf-8").startswith("#!/bin/sh\n")


def test_the_options_of_assess_change_the_plan(run: Run) -> None:
    day = ("--as-of", "2026-11-22", "-f", "json")
    first = json.loads(run("plan", SAMPLE, *day).stdout)["actions"][0]["rule"]
    done = run("plan", SAMPLE, *day, "--set", "practices.reliability.restore_drill=yes")
    assert first == "reliability.restore-drill"
    assert first not in [item["rule"] for item in json.loads(done.stdout)["actions"]]
    found = json.loads(run("plan", SAMPLE, *day, "--phase", "pmf", "--target", "growth", "--capacity", "7").stdout)
    assert (found["judged"], found["target"], found["capacity"]["days"]) == ("pmf", "growth", 7)


def test_an_earlier_target_than_the_declared_phase_is_judged_for_itself(run: Run) -> None:
    found = json.loads(run("plan", SAMPLE, "--as-of", "2026-11-22", "-f", "json", "--target", "mvp").stdout)
    assert (found["declared"], found["judged"], found["target"]) == ("growth", "mvp", "mvp")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--capacity", "0"], "--capacity: must be at least one person-day"),
        (["--capacity", "nan"], "'nan' is not a valid int"),
        (["--target", "late"], "'late' is not one of"),
        (["--phase", "growth", "--target", "mvp"], "comes before the phase that is judged"),
        (["-f", "html"], "'html' is not one of"),
        (["-o", "plan.html"], "no format ends in .html"),
        (["-o", "a.csv", "-o", "jira:a.csv"], "a.csv would be written more than once"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: list[str], message: str, run: Run) -> None:
    result = run("plan", SAMPLE, *arguments)
    assert result.code == 2
    assert message in " ".join(result.stderr.split())


def test_a_plan_never_takes_the_place_of_what_it_was_made_from(run: Run, tmp_path: Path) -> None:
    (tmp_path / "project.md").write_bytes(SAMPLE.read_bytes())
    result = run("plan", "project.md", "-o", "project.md")
    assert result.code == 2
    assert "is read in this run" in result.stderr


def test_the_example_of_the_help_fits_into_80_columns(run: Run) -> None:
    assert max(map(len, run("plan", "--help", COLUMNS="80").stdout.splitlines())) <= 80
