"""Hostile texts in what the command line complains about: every message is nothing but text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT
from hostile import HALVES, LONGEST
from sound import bytes_of
from unit.test_hostile import UNSEEN, terminal

ATTACKS = [
    "\x1b[31m\x1b]0;title\x07\x9b31m\u202e\u2066\u200b\ufeffx",
    "::error file=a::x\n::add-mask::x\r##[error]x ##vso[task.complete]x",
    "a\nother.yaml:1:1: product: is fine",
    "[red]x[/red] {0} %s {x!r} `x` <b>",
    " ".join(HALVES),
    LONGEST[:100_000],
]
MESSAGES = {
    "an answer": ("assess {}", {"product": {"phase": "mvp", "name": "x", "type": "ATTACK"}, "team": {"size": "ATTACK", "services": ["ATTACK"]}}),
    "a key": ("assess {}", {"product": {"phase": "mvp", "ATTACK": 1}, "ATTACK": {"ATTACK": 2}, "team": {"size": {"ATTACK": 3}}}),
    "details": ("assess {}", {"product": {"phase": {"value": "ATTACK", "reviewed": "ATTACK"}}, "metrics": {"nps": {"value": "ATTACK%", "previous": ["ATTACK"]}}, "targets": {"ATTACK": "ATTACK"}}),
    "waivers": ("gate {growth} --waivers {}", {"waivers": [{"rule": "ATTACK", "created": "ATTACK", "ATTACK": "ATTACK"}], "ATTACK": 1}),
    "a policy": ("gate {growth} --policy {}", {"pack": {"name": "ATTACK"}, "gate": {"fail_on": "ATTACK"}, "practices": [{"rule": "ATTACK"}], "metrics": [{"metric": "ATTACK"}]}),
    "a pack": ("rules check {}", {"pack": {"name": "ATTACK", "ATTACK": 1}, "practices": [{"id": "ATTACK", "effort": "ATTACK", "require": {"ATTACK": "ATTACK"}}], "cautions": [{"warn_when": {"answer": "ATTACK", "above": "ATTACK"}}]}),
    "a base of a pack": ("rules check {}", {"pack": {"name": "x", "version": "1", "title": "x", "extends": "ATTACK"}}),
    "a result": ("gate {growth} --baseline {}", {"format": "ATTACK"}),
    "a result of another product": ("gate {growth} --baseline {}", {"ATTACK": "ATTACK", "format": "scalecheck-assessment/1"}),
}  # fmt: skip
ARGUMENTS = [
    "assess ATTACK", "ATTACK", "assess --ATTACK", "assess {growth} --as-of ATTACK", "assess {growth} --phase ATTACK", "assess {growth} -f ATTACK",
    "assess {growth} -o ATTACK", "assess {growth} --set ATTACK", "assess {growth} --set ATTACK=ATTACK", "assess {growth} --set team.size=ATTACK",
    "gate {growth} --rules ATTACK", "baseline create {growth} --baseline {growth} --reason ATTACK", "plan {growth} --ATTACK", "compare ATTACK ATTACK",
]  # fmt: skip


def screen(text: str) -> None:
    """Nothing happens on a terminal or in the log of a CI but that lines of a readable length are drawn."""
    calls, _ = terminal(text)
    assert calls <= {"draw", "carriage_return", "linefeed"}
    assert not re.search(r"^\s*::|##\w*\[", text, re.MULTILINE)
    assert not UNSEEN.search(text.replace("\n", " "))


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("name", MESSAGES)
def test_what_is_wrong_with_a_file_is_told_without_harm(name: str, attack: str, run: Run, tmp_path: Path) -> None:
    command, tree = MESSAGES[name]
    text = json.dumps(tree).replace("ATTACK", json.dumps(attack)[1:-1])
    data = text.encode() if name.startswith("a result") else bytes_of(json.loads(text))
    (path := tmp_path / "wrong.yaml").write_bytes(data)
    result = run(*(part.format(path, growth=ROOT / "examples" / "growth.yaml") for part in command.split()))
    assert (result.code, result.stdout if "rules" in command else "") == (2, "")
    screen(result.stderr)
    assert all(line.startswith((str(path), "stdin", "and ")) for line in result.stderr.splitlines())
    assert max(map(len, result.stderr.splitlines())) < 1_500


@pytest.mark.parametrize("attack", ATTACKS[:-1], ids=range(len(ATTACKS) - 1))
@pytest.mark.parametrize("command", ARGUMENTS)
def test_what_is_wrong_with_an_argument_is_told_without_harm(command: str, attack: str, run: Run) -> None:
    arguments = [
        part.replace("ATTACK", attack).replace("{growth}", str(ROOT / "examples" / "growth.yaml"))
        for part in command.split()
    ]
    result = run(*arguments)
    assert result.code == 2
    screen(result.stderr)
