"""The talk of `scalecheck init`, held in a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import TODAY
from scalecheck.document import parse
from scalecheck.interview import key_of, parts
from scalecheck.pack import Metric, Pack, Question
from scalecheck.phase import Phase
from scalecheck.questionnaire import load_questionnaire
from scalecheck.sheet import Given, read_sheet, with_answers
from system.terminal import CTRL_C, CTRL_D, ENTER, READY, Terminal


def test_a_talk_from_the_first_question_to_a_file_and_back_to_it(tmp_path: Path) -> None:
    person = Terminal(tmp_path)
    person.sees("Answers go into project.yaml", "What is the product called?", READY)
    person.types("Shelf line" + ENTER)
    person.sees("> Shelf line", "Which phase is the product in today", "1  MVP", "4  Maturity", READY)
    person.types("?")
    person.sees("Growth (up to", "Demand rises", READY)
    person.types("1")
    person.sees("> MVP", "to go", "What does the product do", READY)
    person.types("b" + ENTER)
    person.sees("> back", "Which phase", "Answered so far: First version", READY)
    person.types("3")
    person.sees("> Growth", "What does the product do", READY)
    person.types(ENTER + "s" + ENTER)
    person.sees("> skip", "Where can people find the product?", READY)
    person.types(">" + ENTER)
    person.sees("> next part", "Traits of the product", "keep data that its users would miss", "[y] yes", READY)
    person.types("y")
    person.sees("> yes", "use a database", READY)
    person.types("u")
    person.sees("> do not know", "Can strangers reach", READY)
    person.types(">")
    person.sees("How many people work on the product?", "A whole number from 1 to 100,000.", READY)
    person.types("ten" + ENTER)
    person.sees("Not kept: it must be a whole number, not 'ten'.", READY)
    person.types("12" + ENTER)
    person.sees("> 12", "How many of them write or run the software?", READY)
    person.types(CTRL_C)
    person.sees("5 answers were added to project.yaml.", "questions of Growth are open.")
    person.sees("Next: scalecheck assess project.yaml", "Go on: scalecheck init project.yaml")
    assert person.leaves() == 130

    written = tmp_path / "project.yaml"
    assert (
        written.read_text()
        == """\
# Answers about one product for scalecheck. Edit them here, or go on with scalecheck init.

scalecheck: 1

product:
  name: Shelf line
  phase: growth
  traits:
    holds_user_data: yes
    own_database: unknown

team:
  size: 12
"""
    )
    written.write_text(written.read_text().replace("  size: 12", "  size: 12   # with Ann\n  teams: 2"))
    again = Terminal(tmp_path)
    again.sees("project.yaml holds 6 answers.", "What does the product do", READY)
    again.types("q" + ENTER)
    again.sees("Nothing was added to project.yaml.")
    assert again.leaves() == 0
    assert "  size: 12   # with Ann\n  teams: 2\n" in written.read_text()


def all_but(folder: Path, guide: Pack, *open_: str) -> Path:
    """A questionnaire of a growing product in which it is said of everything but a few questions that nobody knows."""
    keys = [key_of(item) for part in parts(guide, Phase.GROWTH) for item in part.questions]
    answers = {key: Given("unknown") for key in keys if key not in open_} | {"product.phase": Given("growth")}
    file = folder / "project.yaml"
    file.write_text(with_answers(read_sheet(b"", "project.yaml", guide, TODAY), answers, guide, TODAY).text)
    return file


def test_practices_are_answered_with_one_key_and_explained_with_another(tmp_path: Path, guide: Pack) -> None:
    keys = (
        "practices.testing.unit",
        "practices.testing.integration",
        "practices.testing.e2e",
        "practices.reliability.backups",
    )
    file = all_but(tmp_path, guide, *keys)
    person = Terminal(tmp_path)
    person.sees("Practices: Code quality · required in Growth · ", "[p] partly", READY)
    person.types("?")
    person.sees("Why: ", "Partly: ", "Evidence, for example: ", "More: scalecheck explain quality.", READY)
    person.types("k")
    person.types("p")
    person.sees("> partly", "Practices: ", READY)
    person.types("L")
    person.sees("> planned", "Practices: ", READY)
    person.types("b")
    person.sees("> back", "Answered so far: planned", READY)
    person.types("n")
    person.sees("> no", "Practices: ", READY)
    person.types(">")
    person.sees("> next part", "Practices: Reliability", READY)
    person.types(CTRL_D)
    person.sees("2 answers were added", "Go on: ")
    assert person.leaves() == 0
    found = load_questionnaire(parse(file.read_bytes()), guide, TODAY).answers
    assert [found[key].value for key in keys if key in found] == ["partial", "no"]


@pytest.mark.parametrize(("term", "enter"), [("xterm", ""), ("dumb", "\n")])
def test_what_does_not_apply_needs_a_reason(tmp_path: Path, term: str, enter: str, guide: Pack) -> None:
    file = all_but(tmp_path, guide, "infrastructure.caching")
    person = Terminal(tmp_path, term=term)
    person.sees("Does a cache serve", "[x] does not apply", READY)
    person.types("x" + enter)
    person.sees("Why does it not apply?")
    person.types("\n" if enter else ENTER)
    person.sees("[x] does not apply", READY)
    person.types("x" + enter)
    person.sees("Why does it not apply?")
    person.types('one page: no "servers"' + (enter or ENTER))
    person.sees("Nobody knew this when it was asked before.", READY)
    person.types("q" + (enter or ENTER))
    person.sees("One answer was added")
    assert person.leaves() == 0
    answer = load_questionnaire(parse(file.read_bytes()), guide, TODAY).answers["infrastructure.caching"]
    assert (answer.value, answer.reason) == ("n/a", 'one page: no "servers"')


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path) -> None:
    person = Terminal(tmp_path, "--phase", "pmf", term="dumb")
    person.sees("What is the product called?", "[s] skip", READY)
    person.types("Shop\n")
    person.sees("What does the product do", READY)
    person.types(">\n")
    person.sees("Traits of the product", "[y] yes", READY)
    person.types("k\n")
    person.sees("That is not one of the keys.", READY)
    person.types("yes\n")
    person.sees("use a database", READY)
    person.types(CTRL_D)
    person.sees("3 answers were added")
    assert person.leaves() == 0
    assert "\x1b" not in person.shown
    assert "name: Shop" in (tmp_path / "project.yaml").read_text()


def test_a_file_with_faults_is_reported_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    file.write_text("product: {phase: growht}\nteam: {sise: 3}\n")
    person = Terminal(tmp_path)
    person.sees("project.yaml:1:18: product.phase: must be one of", "project.yaml:2:8: team.sise")
    assert person.leaves() == 2
    assert file.read_text() == "product: {phase: growht}\nteam: {sise: 3}\n"


def test_when_nothing_is_open_it_asks_nothing_and_says_what_to_do_next(tmp_path: Path, guide: Pack) -> None:
    file = all_but(tmp_path, guide)
    file.write_text(re.sub(r"(?m)^.*unknown\n", "", file.read_text()))
    known = {
        key_of(item): Given(known_answer(item))
        for part in parts(guide, Phase.GROWTH)
        for item in part.questions
        if key_of(item) != "product.phase"
    }
    file.write_text(with_answers(read_sheet(file.read_bytes(), "p.yaml", guide, TODAY), known, guide, TODAY).text)
    before = file.read_bytes()
    person = Terminal(tmp_path)
    person.sees("Everything that Growth asks is answered.", "Next: scalecheck assess project.yaml")
    assert (person.leaves(), file.read_bytes()) == (0, before)


def known_answer(asked: Question | Metric) -> str:
    if isinstance(asked, Metric):
        return str(asked.bounds[1])
    if asked.choices:
        return next(iter(asked.choices))
    return str(asked.bounds[1]) if asked.bounds else {"practice": "yes", "yes_no": "yes"}.get(asked.kind, "text")
