"""The formats of the gate, read by the tools of those who defined them. These come from npm, so `.ci/run` fetches them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import NODE
from scalecheck.gatereport import GateRun
from scalecheck.pack import Pack
from scalecheck.render import GATE_RENDERERS
from unit.test_gate_formats import ATTACKS, BAD, EXCUSE, GOOD, badge, commands, hostile, run_of


@pytest.fixture(scope="module")
def node() -> Path:
    """The folder in which the npm packages are installed."""
    if not NODE.joinpath("node_modules").exists():
        pytest.skip("the npm packages of tests/node are not installed here (see CONTRIBUTING.md)")
    return NODE


def script(node: Path, code: str, data: object) -> Any:
    """What a script prints as JSON; it finds `data` as `input`."""
    command = [
        "node",
        "--input-type=module",
        "-e",
        f"const input = JSON.parse(process.argv[1]);\n{code}",
        json.dumps(data),
    ]
    return subprocess.run(command, cwd=node, capture_output=True, check=True, encoding="utf-8").stdout


def verdicts(node: Path, path: Path) -> list[tuple[str, str, str]]:
    """The rule, level and message of everything that sarif-multitool has to say about a log."""
    out = path.with_suffix(".verdict")
    # Its own command hands everything to a shell, its path too; the program that this starts is asked for here.
    ask = ["node", "-p", "require('@microsoft/sarif-multitool')"]
    tool = subprocess.run(ask, cwd=node, capture_output=True, check=True, encoding="utf-8").stdout.strip()
    wanted = ["--level", "Error;Warning;Note", "--rule-kind", "Sarif;Ghas"]
    command = [tool, "validate", path.name, "--output", out.name, "--log", "ForceOverwrite", *wanted]
    subprocess.run(command, cwd=path.parent, capture_output=True, check=True)
    (run,) = json.loads(out.read_text(encoding="utf-8-sig"))["runs"]
    return [(item["ruleId"], item.get("level", "warning"), json.dumps(item["message"])) for item in run["results"]]


RUNS = {
    "passed": lambda pack: run_of(pack, GOOD),
    "failed": lambda pack: run_of(pack, BAD, GOOD, "product: {phase: Groth}\n", waivers=(EXCUSE,)),
    "hostile": lambda pack: hostile(pack, " ".join(ATTACKS)[:1_900]),
}


@pytest.mark.parametrize("name", RUNS)
def test_sarif_multitool_accepts_the_log(node: Path, small: Pack, tmp_path: Path, name: str) -> None:
    run: GateRun = RUNS[name](small)
    log = tmp_path / "gate.sarif"
    log.write_text(GATE_RENDERERS["sarif"](run), encoding="utf-8")
    found = verdicts(node, log)
    assert not [item for item in found if item[1] == "error"]
    # It gives up on some logs without a word; a remark on each result shows that it has read them all.
    assert sum(rule == "SARIF2010" for rule, *_ in found) == len(list(run.lacking()))


def test_sarif_multitool_would_have_said_something(node: Path, small: Pack, tmp_path: Path) -> None:
    log = tmp_path / "gate.sarif"
    log.write_text(GATE_RENDERERS["sarif"](run_of(small, BAD)).replace('"startLine": 3', '"startLine": 0'))
    assert "error" in [level for _, level, _ in verdicts(node, log)]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_toolkit_of_github_writes_the_same_commands(node: Path, small: Pack, attack: str) -> None:
    run = hostile(small, attack)
    marks = [
        [kind, message, {"title": where["title"], "file": where["file"], "startLine": where["line"], "startColumn": where["col"]}]
        for kind, where, message in commands(run)[0]
    ]  # fmt: skip
    code = "import * as core from '@actions/core'; for (const [kind, text, where] of input) core[kind](text, where);"
    ours = [line for line in GATE_RENDERERS["github"](run).splitlines() if line.startswith("::")]
    assert script(node, code, marks).splitlines() == ours


@pytest.mark.parametrize("name", RUNS)
def test_shields_takes_our_badge_and_draws_one_of_about_the_same_size(node: Path, small: Pack, name: str) -> None:
    run: GateRun = RUNS[name](small)
    shields = json.loads(GATE_RENDERERS["shields"](run))
    assert shields.pop("schemaVersion") == 1
    drawn = script(node, "import {makeBadge} from 'badge-maker'; console.log(makeBadge(input));", shields)
    assert f'aria-label="scalecheck: {badge(run)[0]}"' in drawn
    ours, theirs = (
        float(text.partition('width="')[2].partition('"')[0]) for text in (GATE_RENDERERS["badge"](run), drawn)
    )
    assert ours == pytest.approx(theirs, rel=0.1)
