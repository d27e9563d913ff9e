"""How one number reads: its own trend, its limits, whom it is for, and what conditions then see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import TODAY
from each import each
from scalecheck.condition import NOT_APPLICABLE, Comparison, Facts, Value
from scalecheck.metrics import Reading, derive, missing_inputs, values_of, view
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire


def seen(
    pack: Pack, *answers: Answer, targets: Mapping[str, float] | None = None, phase: Phase = Phase.GROWTH
) -> tuple[dict[str, Reading], Facts]:
    """The readings by metric, and what conditions see; by a pack that nothing was read by before."""
    given = {answer.question: answer for answer in answers}
    product = Questionnaire(path="p", phase=phase, name="", answers=given, targets=dict(targets or {}))
    readings, facts = view(replace(pack), product, *derive(pack, given), phase, TODAY)
    return {reading.metric: reading for reading in readings}, facts


def number(metric: str, value: Value, previous: tuple[float, ...] = (), sample: int | None = None) -> Answer:
    return Answer(question=f"metrics.{metric}", value=value, previous=previous, sample=sample)


def test_what_is_planned_is_not_there_yet() -> None:
    answers = {key: Answer(question=key, value=value) for key, value in (("a", "planned"), ("b", "partial"))}
    assert values_of(answers) == {"a": "no", "b": "partial"}


@each(
    ("previous", "value", "state", "doubts"),
    [
        ((0.9, 0.8, 0.7), 0.6, "bad", ("worsening",)),
        ((0.1, 0.9, 0.8, 0.7), 0.6, "bad", ("worsening",)),
        ((0.1, 0.2, 0.3), 0.4, "watch", ("improving",)),
        ((0.3, 0.4, 0.5), 0.6, "watch", ()),
        ((0.7, 0.6, 0.5), 0.4, "bad", ()),
        ((0.9, 0.8, 0.8), 0.6, "watch", ()),
        ((0.1, 0.2, 0.2), 0.4, "bad", ()),
        ((0.8, 0.7), 0.6, "watch", ()),
        ((), 0.6, "watch", ()),
    ],
)
def test_three_steps_in_a_row_move_a_reading(
    small: Pack, previous: tuple[float, ...], value: float, state: str, doubts: tuple[str, ...]
) -> None:
    """Of a number that should be 0.8 or more, and is bad below 0.5."""
    staying = replace(small.metric["churn"], direction="up", targets={Phase.GROWTH: (0.8, 0.5)})
    reading = seen(replace(small, metrics=(staying,)), number("churn", value, previous))[0]["churn"]
    assert (reading.state, reading.doubts) == (state, doubts)


def test_the_steps_of_a_number_that_should_lie_between_two_say_nothing(small: Pack) -> None:
    reading = seen(small, number("load", 0.8, (0.5, 0.6, 0.7)))[0]["load"]
    assert (reading.state, reading.doubts) == ("watch", ())


def test_a_rise_up_to_a_limit_still_stands_on_its_better_side(small: Pack) -> None:
    """Here by a half and by all of what it was before; what was nothing before cannot be compared."""
    metric = replace(small.metric["cac"], trend={"watch": 0.5, "bad": 1.0})
    pack = replace(small, metrics=(metric,))
    states = [seen(pack, number("cac", value, (1.0,)))[0]["cac"].state for value in (1.5, 1.6, 2.0, 2.1)]
    assert states == ["good", "watch", "watch", "bad"]
    assert seen(pack, number("cac", 5.0, (0.0,)))[0]["cac"].state == "not_judged"


def test_a_sample_of_just_the_least_size_is_enough(small: Pack) -> None:
    samples = (49, 50, None)
    readings = [seen(small, number("churn", 0.01, sample=sample))[0]["churn"] for sample in samples]
    assert [(item.state, item.doubts) for item in readings] == [
        ("watch", ("small_sample",)),
        ("good", ()),
        ("good", ()),
    ]


@pytest.mark.parametrize(
    ("keeps_data", "state", "expected"),
    [("yes", "unknown", True), ("no", "not_applicable", False), (NOT_APPLICABLE, "not_applicable", False)],
)
def test_a_number_is_expected_only_of_products_that_it_is_for(
    small: Pack, keeps_data: str, state: str, expected: bool
) -> None:
    churn = replace(small.metric["churn"], applies_when=Comparison("product.keeps_data", "is", "yes"))
    pack = replace(small, metrics=(churn,))
    readings, facts = seen(pack, Answer(question="product.keeps_data", value=keeps_data))
    assert (readings["churn"].state, readings["churn"].expected) == (state, expected)
    assert facts.values.get("metrics.churn") == (NOT_APPLICABLE if state == "not_applicable" else None)
    unasked = seen(pack)[0]["churn"]
    assert (unasked.state, unasked.expected) == ("unknown", False), "nobody knows yet whether it is for this product"


def test_a_number_that_no_phase_expects_yet_is_not_missed(small: Pack) -> None:
    assert [seen(small, phase=phase)[0]["churn"].expected for phase in (Phase.MVP, Phase.PMF, Phase.GROWTH)] == [
        False,
        True,
        True,
    ]
    assert not seen(small)[0]["load"].expected


def test_what_is_known_of_a_number_for_which_there_is_no_judgement_is_kept(small: Pack) -> None:
    readings, facts = seen(small, number("users", 10), targets={"users": 20.0})
    assert (readings["users"].state, readings["users"].value, readings["users"].own_target) == (
        "not_judged",
        10.0,
        20.0,
    )
    assert facts.readings == {}


def test_a_reading_tells_the_day_of_its_number_and_doubts_it_when_it_is_older_than_it_may_be(small: Pack) -> None:
    oldest = TODAY - timedelta(days=small.metric["churn"].max_age_days)
    for measured, state, doubts in ((oldest, "good", ()), (oldest - timedelta(days=1), "watch", ("stale",))):
        reading = seen(small, number("churn", 0.01)._replace(measured=measured))[0]["churn"]
        assert (reading.measured, reading.state, reading.doubts) == (measured, state, doubts)


def test_a_figure_stands_beside_its_number_unless_the_number_is_answered(small: Pack) -> None:
    ltv = replace(small.metric["users"], id="ltv", computed=True)
    pack = replace(small, metrics=(*small.metrics, ltv))
    answers = [number("arpa_monthly", 10), number("gross_margin", 0.8), number("logo_churn_monthly", 0.02)]
    figure = seen(pack, *answers)[0]["ltv"].figure
    assert figure is not None
    assert figure.value == pytest.approx(10 * 0.8 / 0.02)
    assert seen(pack, *answers, number("ltv", 300))[0]["ltv"].figure is None


def test_the_answers_that_a_figure_needs_are_looked_for_through_other_figures() -> None:
    assert missing_inputs("ltv", {}) == ("metrics.arpa_monthly", "metrics.gross_margin", "metrics.logo_churn_monthly")
    assert missing_inputs("ltv_cac", {"metrics.ltv": 300}) == ("metrics.cac",)
    assert "metrics.ltv" not in missing_inputs("ltv_cac", {})
    assert set(missing_inputs("ltv", {})) < set(missing_inputs("ltv_cac", {}))
