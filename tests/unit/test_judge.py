"""What the gate decides: named practices block, waivers excuse for a time, and an empty gate is no pass."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import ROOT
from each import each
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.errors import Fault, InputError
from scalecheck.gate import Standing, judge
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.policy import Policy
from scalecheck.questionnaire import load_questionnaire
from scalecheck.waiver import Waiver

TODAY = date(2026, 11, 23)
GOOD = "product: {phase: pmf, keeps_data: yes}\npractices: {safety: {backups: yes}, testing: {unit: yes, e2e: yes}}\n"


def product(text: str, pack: Pack, phase: Phase | None = None) -> Assessment:
    return assess(load_questionnaire(parse(text.encode(), "p.yaml"), pack, TODAY), pack, as_of=TODAY, phase=phase)


def waiver(rule: str = "tests.layers", created: date = date(2026, 11, 1), expires: date = date(2026, 12, 31)) -> Waiver:
    return Waiver(
        rule=rule, reason="moving to the new suite", owner="ann", approved_by="bob", created=created, expires=expires
    )


def test_it_passes_when_every_required_practice_holds(small: Pack) -> None:
    result = judge(product(GOOD, small))
    assert (result.passed, len(result.rulings), result.before, result.attained) == (True, 2, (), Phase.MATURITY)


@each("answer", ["e2e: no", "e2e: partial", "e2e: planned", "e2e: unknown"])
def test_a_practice_that_fails_is_partial_or_open_blocks(small: Pack, answer: str) -> None:
    result = judge(product(GOOD.replace("e2e: yes", answer), small))
    assert [finding.rule for finding in result.blocking] == ["tests.layers"]
    assert result.unanswered == (answer == "e2e: unknown")


def test_recommended_practices_block_only_when_asked(small: Pack) -> None:
    text = GOOD + "symptoms: [slow]\n"
    assert judge(product(text, small)).passed
    result = judge(product(text, small), Policy(fail_on="recommended"))
    assert [finding.rule for finding in result.blocking] == ["shape.borders"]


def test_a_phase_that_asks_nothing_is_not_a_pass(small: Pack) -> None:
    with pytest.raises(InputError) as caught:
        judge(product("product: {phase: mvp, keeps_data: no}", small))
    (fault,) = caught.value.faults
    assert fault == Fault(
        "p.yaml", 0, 0, "", "the phase mvp asks nothing of this product, so there is nothing to judge"
    )


def test_without_a_baseline_nothing_is_compared(small: Pack) -> None:
    result = judge(product(GOOD, small))
    assert (result.since, result.alike, result.worse, result.fixed, result.gone) == ("", True, (), (), ())


def test_a_waiver_excuses_and_is_shown_with_the_result_before_it(small: Pack) -> None:
    result = judge(product(GOOD.replace("e2e: yes", "e2e: no"), small), waivers=[waiver()])
    assert result.passed
    assert [finding.rule for finding in result.before] == ["tests.layers"]
    assert [ruling.waiver for ruling in result.those(Standing.WAIVED)] == [waiver()]
    assert result.attained is Phase.MATURITY


@pytest.mark.parametrize(
    ("created", "expires", "passed"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 1), date(2026, 11, 22), False),
        (date(2026, 11, 24), date(2026, 12, 1), False),
    ],
)
def test_both_ends_of_a_waiver_count(small: Pack, created: date, expires: date, passed: bool) -> None:
    result = judge(
        product(GOOD.replace("e2e: yes", "e2e: no"), small), waivers=[waiver(created=created, expires=expires)]
    )
    assert result.passed == passed
    assert bool(result.expired) == (expires < TODAY)
    assert bool(result.pending) == (created > TODAY)


def test_unused_and_expiring_waivers_are_named(small: Pack) -> None:
    assert judge(product(GOOD, small), waivers=[waiver()]).unused == (waiver(),)
    failing = product(GOOD.replace("e2e: yes", "e2e: no"), small)
    assert judge(failing, waivers=[waiver(expires=date(2026, 12, 7))]).expiring
    assert not judge(failing, waivers=[waiver(expires=date(2026, 12, 8))]).expiring


def test_a_waiver_that_has_not_begun_is_named_and_excuses_nothing(small: Pack) -> None:
    later = waiver(created=date(2026, 12, 1))
    result = judge(product(GOOD.replace("e2e: yes", "e2e: no"), small), waivers=[later])
    assert (result.passed, result.pending, result.unused) == (False, (later,), ())


def test_a_waiver_for_an_earlier_rung_is_not_needless_and_counts_for_what_is_attained(guide: Pack) -> None:
    text = (ROOT / "examples" / "mvp.yaml").read_text().replace("proven_stack: yes", "proven_stack: no")
    excuse = waiver("technology.proven-stack")
    assessment = product(text, guide, Phase.GROWTH)
    assert assessment.finding(excuse.rule).level != "required"
    result = judge(assessment, waivers=[excuse])
    assert result.unused == ()
    assert (judge(assessment).attained, result.attained) == (None, Phase.MVP)
