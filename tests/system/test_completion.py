"""What a shell is offered while somebody types a command."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from scalecheck.pack import Pack
from scalecheck.render import GATE_RENDERERS

SCALECHECK = Path(sys.executable).with_name("scalecheck")


def offered(typed: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """What the completion of a shell asks for when the cursor stands behind `typed`."""
    words = shlex.split(f"{typed}|"[:-1])
    count = len(words) if typed.endswith(" ") else len(words) - 1
    asked = {
        "COMP_WORDS": typed,
        "COMP_CWORD": str(count),
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    environment = {**os.environ, **asked, "_SCALECHECK_COMPLETE": f"complete_{shell}"}
    return subprocess.run([SCALECHECK], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("scalecheck exp", ["explain"]),
        ("scalecheck explain reliability.rest", ["reliability.restore-drill"]),
        ("scalecheck explain team.siz", ["team.size"]),
        ("scalecheck gate --format g", ["github", "gitlab"]),
        ("scalecheck rules list --area cos", ["cost"]),
        ("scalecheck rules list --guide growth.cost.", ["growth.cost.1", "growth.cost.2", "growth.cost.3", "growth.cost.4", "growth.cost.5"]),
        ("scalecheck rules list --level req", ["required"]),
        ("scalecheck assess project.yaml --set metrics.logo_churn", ["metrics.logo_churn_monthly="]),
        ("scalecheck schema w", ["waivers"]),
        ("scalecheck assess --no", []),
        ("scalecheck explain --rules tests/packs/small.yaml shape.b", ["shape.borders"]),
        ("scalecheck explain --rules nowhere.yaml shape.b", []),
    ],
)  # fmt: skip
def test_a_shell_is_offered_words(typed: str, words: list[str]) -> None:
    result = offered(typed)
    assert (result.stdout.split(), result.stderr) == (words, "")


def test_every_format_is_offered() -> None:
    assert set(offered("scalecheck gate -f ").stdout.split()) == set(GATE_RENDERERS)


def test_shells_that_can_show_it_get_the_meaning(guide: Pack) -> None:
    told = offered("scalecheck explain reliability.restore", "fish").stdout
    assert told.split("\t") == ["reliability.restore-drill", f"{guide.practice['reliability.restore-drill'].title}\n"]
