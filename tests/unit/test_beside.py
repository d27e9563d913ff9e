"""`assess --phase`, also called `--what-if`: readiness for another phase, side by side with the declared one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import ROOT, TODAY
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.readiness import STANDINGS, readiness
from scalecheck.report import Report, make_report
from scalecheck.report.beside import with_declared
from scalecheck.waiver import Waiver
from scalecheck.words import load_words

SHOP = "product: {name: Shop, phase: mvp, keeps_data: yes}\n"
GROWTH = ROOT / "examples" / "growth.yaml"
Told = Callable[..., Report]


@pytest.fixture
def told(fill: Callable[[str], Questionnaire], small: Pack) -> Told:
    """A report on a shop that says it is an MVP, judged for a phase."""

    def report(text: str, phase: Phase, waivers: tuple[Waiver, ...] = ()) -> Report:
        assessment = assess(fill(SHOP + text), small, as_of=TODAY, phase=phase, waivers=waivers)
        return with_declared(make_report(assessment, small, load_words()))

    return report


def lists(report: Report) -> dict[str, list[str]]:
    assert report.beside is not None
    return {one.title: [rule for rule, _ in one.rules] for one in report.beside.lists}


def test_the_declared_phase_has_nothing_beside_it(told: Told) -> None:
    assert told("", Phase.MVP).beside is None


def test_every_required_practice_stands_in_one_list_by_how_it_came_out(told: Told) -> None:
    answers = "practices: {safety: {backups: partial}, testing: {unit: yes, e2e: yes}}"
    beside = told(answers, Phase.GROWTH).beside
    assert beside is not None
    declared, judged = beside.readiness
    assert {name: rules for name, rules in declared.practices.items() if rules} == {"partial": ("safety.backups",)}
    assert {name: rules for name, rules in judged.practices.items() if rules} == {
        "pass": ("tests.layers",),
        "partial": ("safety.backups",),
        "unknown": ("shape.borders",),
    }
    assert tuple(judged.practices) == STANDINGS


def test_what_blocks_on_top_what_is_open_on_top_and_what_blocks_no_more(told: Told) -> None:
    answers = "practices: {safety: {backups: no}, testing: {unit: no, e2e: yes}}"
    assert lists(told(answers, Phase.GROWTH)) == {
        "Blocks Growth, but not MVP": ["tests.layers"],
        "Not answered, and required in Growth but not in MVP": ["shape.borders"],
    }
    assert lists(told(answers, Phase.PMF)) == {"Blocks Fit, but not MVP": ["tests.layers"]}


def test_an_earlier_phase_says_what_it_no_longer_asks_for(small: Pack) -> None:
    text = "product: {name: Shop, phase: growth, keeps_data: yes}\npractices: {shape: {borders: no}}"
    product = load_questionnaire(parse(text.encode()), small, TODAY)
    report = with_declared(make_report(assess(product, small, as_of=TODAY, phase=Phase.PMF), small, load_words()))
    assert lists(report) == {"Blocks Growth, but not Fit": ["shape.borders"]}


def test_cautions_that_speak_in_one_phase_only_are_told(told: Told) -> None:
    """The caution speaks up to growth. Nothing is known of the users, so it speaks in the judged phase."""
    many = "team: {services: 5, size: 9}"
    assert lists(told(many, Phase.MATURITY))["Raised in MVP, but not in Maturity"] == ["shape.many-services"]
    beside = told(many, Phase.GROWTH).beside
    assert beside is not None
    assert beside.note == ""
    assert [item.cautions for item in beside.readiness] == [("shape.many-services",)] * 2


def test_the_signals_decide_where_cautions_speak_and_the_report_says_so(told: Told) -> None:
    beside = told("metrics: {churn: 0.2, users: 5}\nteam: {services: 5, size: 9}", Phase.MATURITY).beside
    assert beside is not None
    assert beside.note == "Cautions speak for the phase that the signals point to, MVP, whichever phase is judged."
    assert beside.readiness[0].cautions == beside.readiness[1].cautions == ("shape.many-services",)


def test_a_waiver_holds_in_both_phases(told: Told) -> None:
    waiver = Waiver(
        rule="tests.layers",
        reason="moving to the new suite",
        owner="ann",
        approved_by="bob",
        created=TODAY,
        expires=TODAY,
        path="w.yaml",
        line=1,
    )
    beside = told("practices: {testing: {unit: no, e2e: no}}", Phase.GROWTH, (waiver,)).beside
    assert beside is not None
    assert beside.readiness[1].practices["waived"] == ("tests.layers",)


@pytest.mark.parametrize("phase", PHASES)
def test_each_side_is_what_judging_for_that_phase_alone_gives(phase: Phase, guide: Pack) -> None:
    product = load_questionnaire(parse(GROWTH.read_bytes(), "growth.yaml"), guide, TODAY)
    judged = assess(product, guide, as_of=TODAY, phase=phase)
    beside = with_declared(make_report(judged, guide, load_words())).beside
    alone = readiness(judged)
    if beside:
        assert beside.readiness == (readiness(assess(product, guide, as_of=TODAY)), alone)
    assert alone.score == judged.score
    rung = next(rung for rung in judged.rungs if rung.phase is phase)
    assert set(alone.blocking) == set(rung.failing)
    assert set(alone.practices["unknown"]) == set(rung.open)
