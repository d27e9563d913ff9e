"""The shipped examples: each shows another verdict, and the recommendations depend on the answers."""

from __future__ import annotations

import os
from datetime import date

import pytest
from rich.cells import cell_len

from conftest import ROOT, TODAY
from each import each
from example_reports import assessment_of, report_on
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.planning import plan
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.line import one_line
from scalecheck.render.screen import Screen
from scalecheck.render.terminal import terminal
from scalecheck.report import make_report
from scalecheck.words import load_words

DAY = date(2026, 11, 23)
"""The day of the snapshots."""
VERDICTS = {
    "mvp": ("on_track", Phase.MVP),
    "pmf": ("premature_scaling", Phase.MVP),
    "growth": ("lagging_foundations", Phase.GROWTH),
    "maturity": ("on_track", Phase.MATURITY),
    "gaps": ("not_enough_answers", None),
}


@each("name", VERDICTS)
def test_each_example_shows_its_verdict(name: str) -> None:
    result = assessment_of(name)
    assert (str(result.verdict.kind), result.indication.phase) == VERDICTS[name]


@each("name", ["mvp", "pmf", "growth", "maturity"])
def test_a_complete_example_answers_everything_that_its_phase_asks(name: str) -> None:
    result = assessment_of(name)
    assert not [item.rule for item in result.findings if item.level in ("required", "recommended") and item.missing]


@each(("name", "width"), [(name, width) for name in VERDICTS for width in (80, 100, 160)])
def test_the_terminal_report_keeps_its_width_and_matches_the_snapshot(name: str, width: int) -> None:
    text = terminal(report_on(name, DAY), Screen(width=width))
    assert max(map(len, text.splitlines())) <= width
    snapshot = ROOT / "tests" / "snapshots" / f"{name}-{width}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x" * 1_500, "שופליין " * 100, "名前" * 300, "a" + "\u0301" * 500])
@pytest.mark.parametrize("width", [80, 100, 160])
def test_long_and_right_to_left_names_keep_the_width(name: str, width: int, guide: Pack) -> None:
    product = load_questionnaire(parse(f"product: {{name: '{name}', phase: growth}}".encode()), guide, TODAY)
    text = terminal(make_report(assess(product, guide, as_of=TODAY), guide, load_words()), Screen(width=width))
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert name[:20] in text


def test_verbose_shows_everything_and_quiet_one_line() -> None:
    report = report_on("growth", DAY)
    verbose = terminal(report, Screen(verbose=True))
    for source in report.sources:
        assert source.title.split()[0] in verbose
    assert "--verbose shows all" not in verbose
    assert one_line(report).count("\n") == 1


def test_without_answers_nothing_is_recommended_but_to_find_out(guide: Pack) -> None:
    """Every recommendation depends on some answer."""
    for phase in PHASES:
        product = load_questionnaire(parse(f"product: {{phase: {phase}}}".encode()), guide, TODAY)
        result = assess(product, guide, as_of=TODAY)
        assert {action.group for action in plan(result, guide)} == {"find_out"}
        assert str(result.verdict.kind) == "not_enough_answers"


@each("name", VERDICTS)
def test_a_plan_brings_what_is_missing_before_what_needs_it(name: str, guide: Pack) -> None:
    result = assessment_of(name)
    order = [action.rule for action in plan(result, guide)]
    assert len(order) == len(set(order))
    outcomes = {finding.rule: str(finding.outcome) for finding in result.findings}
    for rule in order:
        practice = guide.practice.get(rule)
        for before in practice.after if practice else ():
            if outcomes[before] == "fail" and outcomes[rule] != "unknown":
                assert order.index(before) < order.index(rule), rule
