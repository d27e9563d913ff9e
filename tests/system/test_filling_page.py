"""docs/filling-in.md cannot lie: its talk is held in a terminal, its commands run, its excerpt is looked up."""

from __future__ import annotations

import re
from pathlib import Path

from commandline import Run
from conftest import ROOT
from scalecheck.menu import EXPLAIN, MOVES, PRACTICE
from system.docpages import compare, follow
from system.terminal import READY, Terminal

PAGE = (ROOT / "docs" / "filling-in.md").read_text(encoding="utf-8")


def test_the_talk_can_be_held(tmp_path: Path) -> None:
    (talk,) = re.findall(r"```text\n\$ scalecheck init\n(.*?)```", PAGE, re.DOTALL)
    person = Terminal(tmp_path, term="dumb")
    for typed in re.findall(r"^> (.*)$", talk, re.MULTILINE):
        person.sees(READY, "\n> ")
        person.types(f"{typed}\n")
    assert person.leaves() == 0
    compare(person.shown, talk)


def test_the_page_can_be_followed_from_the_top(run: Run, tmp_path: Path) -> None:
    follow(PAGE, run, tmp_path)
    (excerpt,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert excerpt in (tmp_path / "project.yaml").read_text(encoding="utf-8")


def test_every_key_and_option_of_the_page_exists(run: Run) -> None:
    table = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    keys = {key for cell in table for key in re.findall(r"`(.)`", cell)}
    assert keys == {*PRACTICE, *MOVES, EXPLAIN, "x", "u", "1", "9"}
    options = run("init", "--help").stdout
    assert all(option in options for option in re.findall(r"`(--[a-z]+)", PAGE))
