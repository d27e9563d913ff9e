"""`scalecheck init` where nobody can be asked; tests/system holds a talk in a terminal."""

from __future__ import annotations

from pathlib import Path

from commandline import Result, Run
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.render.blank import blank
from scalecheck.words import load_words


def test_the_blank_is_printed(guide: Pack, run: Run) -> None:
    words = load_words()
    assert run("init", "--template") == Result(0, blank(guide, Phase.MVP, words), "")
    assert run("init", "--template", "--phase", "growth") == Result(0, blank(guide, Phase.GROWTH, words), "")
    assert run("init", "--template", "--full") == Result(0, blank(guide, Phase.MVP, words, everything=True), "")


def test_the_blank_goes_to_standard_output_only(tmp_path: Path, run: Run) -> None:
    result = run("init", "--template", "p.yaml")
    assert (result.code, result.stdout) == (2, "")
    assert "> FILE" in result.stderr
    assert not list(tmp_path.iterdir())


def test_without_a_terminal_it_refuses_and_names_the_blank(tmp_path: Path, run: Run) -> None:
    result = run("init")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == "init asks questions and needs a terminal; scalecheck init --template prints a blank\n"
    assert not list(tmp_path.iterdir())


def test_standard_input_is_no_file_to_fill_in(run: Run) -> None:
    assert run("init", "-").code == 2
