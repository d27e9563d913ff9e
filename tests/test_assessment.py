"""The engine on a small pack: outcomes, phases, score, and the properties that every pack can rely on."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import TODAY
from scalecheck.assessment import Assessment, assess, explain
from scalecheck.condition import Comparison, Condition, PhaseTest, Truth
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.findings import Outcome
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import Answer, Questionnaire, load_questionnaire
from scalecheck.verdict import Kind

Judge = Callable[..., Assessment]


@pytest.fixture
def judge(small: Pack) -> Judge:
    def run(text: str, phase: Phase | None = None) -> Assessment:
        head = "product: {phase: pmf, keeps_data: yes}\n" if "product:" not in text else ""
        return assess(load_questionnaire(parse((head + text).encode()), small, TODAY), small, as_of=TODAY, phase=phase)

    return run


@pytest.mark.parametrize(
    ("answers", "outcome", "missing"),
    [
        ("unit: yes, e2e: yes", Outcome.PASS, ()),
        ("unit: yes, e2e: partial", Outcome.PARTIAL, ()),
        ("unit: partial, e2e: no", Outcome.FAIL, ()),
        ("unit: planned, e2e: yes", Outcome.FAIL, ()),
        ("unit: no", Outcome.FAIL, ()),
        ("unit: yes", Outcome.UNKNOWN, ("practices.testing.e2e",)),
        ("unit: partial", Outcome.UNKNOWN, ("practices.testing.e2e",)),
        ("unit: yes, e2e: {answer: n/a, reason: no interface}", Outcome.PASS, ()),
        ("", Outcome.UNKNOWN, ("practices.testing.unit", "practices.testing.e2e")),
    ],
)
def test_the_outcome_of_a_practice(judge: Judge, answers: str, outcome: Outcome, missing: tuple[str, ...]) -> None:
    finding = judge(f"practices: {{testing: {{{answers}}}}}").finding("tests.layers")
    assert (finding.outcome, finding.missing) == (outcome, missing)


def test_applicability_is_asked_for_first(judge: Judge) -> None:
    unsure = judge("product: {phase: mvp}\npractices: {safety: {backups: no}}").finding("safety.backups")
    assert (unsure.outcome, unsure.missing) == (Outcome.UNKNOWN, ("product.keeps_data",))
    without = judge("product: {phase: mvp, keeps_data: no}").finding("safety.backups")
    assert without.outcome is Outcome.NOT_APPLICABLE


def test_a_caution_is_raised_unless_it_is_excused(judge: Judge) -> None:
    assert judge("team: {services: 4, size: 10}").finding("shape.many-services").outcome is Outcome.FAIL
    assert judge("team: {services: 4, size: 50}").finding("shape.many-services").outcome is Outcome.PASS
    open_ = judge("team: {services: 4}").finding("shape.many-services")
    assert (open_.outcome, open_.missing) == (Outcome.UNKNOWN, ("team.size",))


def test_a_caution_speaks_in_the_indicated_phase(judge: Judge) -> None:
    text = (
        "product: {phase: maturity, keeps_data: no}\nteam: {services: 4, size: 10}\nmetrics: {churn: 0.01, users: 5000}"
    )
    result = judge(text)
    assert result.indication.phase is Phase.GROWTH
    assert result.finding("shape.many-services").outcome is Outcome.FAIL
    silent = judge("product: {phase: maturity}\nteam: {services: 4, size: 10}")
    assert silent.finding("shape.many-services").outcome is Outcome.NOT_APPLICABLE


def test_the_ladder_leaves_out_what_the_phase_no_longer_asks_for(judge: Judge) -> None:
    everything = "practices: {safety: {backups: yes}, testing: {unit: yes, e2e: yes}, shape: {borders: no}}"
    mature = judge(f"product: {{phase: maturity, keeps_data: yes}}\n{everything}")
    assert mature.attained is Phase.MATURITY
    assert [rung.holds for rung in mature.rungs] == [True] * 4
    growing = judge(f"product: {{phase: growth, keeps_data: yes}}\n{everything}")
    assert [rung.holds for rung in growing.rungs] == [True, True, False, True]
    assert growing.attained is Phase.MATURITY
    assert growing.rungs[2].failing == ("shape.borders",)


def test_no_phase_is_attained_while_anything_required_is_missing_or_open(judge: Judge) -> None:
    assert judge("practices: {safety: {backups: no}, testing: {unit: yes, e2e: yes}}").attained is None
    assert judge("practices: {testing: {unit: yes, e2e: yes}}").attained is None


def test_the_score_is_weighted_and_shows_what_is_open(judge: Judge) -> None:
    # Required count three times, recommended once, times impact: backups 15, tests 12, borders 2.
    score = judge("practices: {safety: {backups: yes}, testing: {unit: partial}}").score
    assert score.value == pytest.approx(100 * 15 / 29)
    assert score.low == pytest.approx(100 * 15 / 29)
    assert score.high == pytest.approx(100 * (15 + 6 + 2) / 29)
    assert (score.known, score.total) == (1, 3)


def test_nothing_to_score_is_no_score(judge: Judge) -> None:
    score = judge("product: {phase: mvp, keeps_data: no}").score
    assert (score.value, score.total) == (0.0, 0)


def test_too_few_signals_leave_the_phase_open(judge: Judge) -> None:
    nothing = judge("").indication
    assert (nothing.phase, nothing.lowest, nothing.highest) == (None, Phase.MVP, Phase.GROWTH)
    leaving = judge("metrics: {churn: 0.5}").indication
    assert (leaving.phase, leaving.known, leaving.total) == (Phase.MVP, 3, 4)
    staying = judge("metrics: {churn: 0.05}").indication
    assert staying.phase is Phase.PMF


def test_a_small_sample_is_no_evidence(judge: Judge) -> None:
    assert judge("metrics: {churn: {value: 0.01, sample: 49}}").indication.phase is None
    assert judge("metrics: {churn: {value: 0.01, sample: 50}}").indication.phase is Phase.PMF


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("practices: {safety: {backups: yes}, testing: {unit: yes, e2e: yes}}", Kind.ON_TRACK),
        ("practices: {safety: {backups: yes}, testing: {unit: yes, e2e: partial}}", Kind.ON_TRACK),
        ("practices: {safety: {backups: yes}, testing: {unit: no, e2e: no}}", Kind.LAGGING),
        ("practices: {safety: {backups: partial}, testing: {unit: yes, e2e: partial}}", Kind.LAGGING),
        ("practices: {safety: {backups: no}, testing: {unit: yes, e2e: yes}}", Kind.LAGGING),
        ("team: {services: 9, size: 3}", Kind.PREMATURE),
        ("practices: {safety: {backups: no}}\nteam: {services: 9, size: 3}", Kind.LAGGING),
        ("metrics: {churn: 0.5}", Kind.PREMATURE),
        ("", Kind.OPEN),
    ],
)
def test_the_verdict(judge: Judge, text: str, kind: Kind) -> None:
    assert judge(text).verdict.kind is kind


def test_a_gap_needs_answers_to_be_serious(judge: Judge) -> None:
    """One failing practice among few answers is not yet a lagging product; a critical one is."""
    few = judge("product: {phase: growth, keeps_data: yes}\npractices: {shape: {borders: no}}")
    assert few.verdict.kind is Kind.OPEN
    assert few.verdict.gap.missing == 1.0
    assert not few.verdict.gap.serious(0.2)


def test_readings_follow_the_direction(judge: Judge) -> None:
    def states(text: str, phase: Phase = Phase.GROWTH) -> dict[str, str]:
        return {item.metric: item.state for item in judge(f"metrics: {{{text}}}", phase).readings}

    assert [states(f"churn: {value}")["churn"] for value in (0.03, 0.031, 0.06, 0.061)] == [
        "good",
        "watch",
        "watch",
        "bad",
    ]
    assert [states(f"load: {value}")["load"] for value in (0.05, 0.1, 0.3, 0.7, 0.85, 0.9)] == [
        "bad", "watch", "good", "good", "watch", "bad",
    ]  # fmt: skip
    assert states("users: 10") == {"churn": "unknown", "users": "not_judged", "cac": "unknown", "load": "unknown"}
    assert states("churn: 0.01", Phase.MATURITY)["churn"] == "not_judged"
    assert states("cac: 100")["cac"] == "not_judged"
    for value, state in ((120, "good"), (121, "watch"), (140, "watch"), (141, "bad")):
        assert states(f"cac: {{value: {value}, previous: [500, 100, 100, 100]}}")["cac"] == state


def test_doubts_move_a_reading(judge: Judge) -> None:
    def reading(text: str) -> tuple[str, tuple[str, ...]]:
        found = next(item for item in judge(f"metrics: {{churn: {{{text}}}}}").readings if item.metric == "churn")
        return found.state, found.doubts

    assert reading("value: 0.01, measured: 2026-10-09") == ("good", ())
    assert reading("value: 0.01, measured: 2026-10-07") == ("watch", ("stale",))
    assert reading("value: 0.01, sample: 49") == ("watch", ("small_sample",))
    assert reading("value: 0.08, previous: [0.05, 0.06, 0.07]") == ("bad", ("worsening",))
    assert reading("value: 0.2, previous: [0.5, 0.4, 0.3]") == ("watch", ("improving",))
    assert reading("value: 0.08, previous: [0.05, 0.06]") == ("watch", ())


def test_answers_that_cannot_both_be_true_are_an_error_with_a_place(judge: Judge) -> None:
    with pytest.raises(InputError, match=r"-:2:18: team.services: More services than users \(team.services 901, metr"):
        judge("team: {services: 901}\nmetrics: {users: 9}")


def test_symptoms_lead_to_remedies(judge: Judge) -> None:
    (diagnosis,) = judge("symptoms: [slow]\npractices: {testing: {unit: yes, e2e: yes}}").diagnoses
    assert (diagnosis.reported, diagnosis.in_place, diagnosis.open) == (
        ("slow",),
        ("tests.layers",),
        ("shape.borders",),
    )
    assert judge("").diagnoses == ()


def test_another_phase_can_be_judged(judge: Judge) -> None:
    result = judge("", Phase.GROWTH)
    assert (result.declared, result.phase) == (Phase.PMF, Phase.GROWTH)
    assert result.finding("shape.borders").level == "required"


@pytest.mark.parametrize(
    ("require", "applies", "phased"),
    [
        (Comparison("metrics.churn", "reads", "good"), None, True),
        (Comparison("metrics.churn", "at_most", 0.04), PhaseTest((Phase.PMF,)), True),
        (Comparison("metrics.load", "at_most", 0.5), None, True),
        (Comparison("metrics.churn", "at_most", 0.04), None, False),
    ],
    ids=["reads a metric", "asks for the phase", "looks at a metric that some phases do not have", "neither"],
)
def test_a_practice_comes_out_in_each_phase_as_if_that_were_judged(
    small: Pack, require: Condition, applies: Condition | None, phased: bool
) -> None:
    load = replace(small.metric["load"], applies_when=PhaseTest((Phase.GROWTH,)))
    practice = replace(small.practice["safety.backups"], require=require, applies_when=applies)
    pack = replace(small, practices=(practice,), metrics=(*small.metrics[:-1], load), challenges=())
    text = b"product: {phase: pmf}\nmetrics: {churn: 0.04, load: 0.2}"
    product = load_questionnaire(parse(text), pack, TODAY)
    together = assess(product, pack, as_of=TODAY).outcomes
    alone = {item: assess(product, pack, as_of=TODAY, phase=item).finding(practice.id).outcome for item in PHASES}
    assert {item: outcomes[practice.id] for item, outcomes in together.items()} == alone
    assert bool(pack.phased) == phased


def test_an_assessment_can_be_pickled(judge: Judge) -> None:
    result = judge("team: {size: 3}\nmetrics: {churn: 0.04}")
    assert pickle.loads(pickle.dumps(result)) == result


def test_every_finding_can_be_explained(judge: Judge, small: Pack) -> None:
    result = judge("practices: {testing: {unit: yes, e2e: no}}")
    for finding in (*result.findings, *result.cautions):
        assert explain(result, small, finding.rule)
    ((name, tree),) = explain(result, small, "tests.layers")
    assert (name, tree.truth, [child.actual for child in tree.children]) == ("require", Truth.FALSE, ["yes", "no"])


# Properties of DESIGN 4.8: a better answer never lowers the score or undoes a passing rung, and a further answer never turns a
# decided finding over.

PRACTICE = st.sampled_from(["no", "partial", "yes", None])
ANSWERS = st.fixed_dictionaries(
    {
        "product.keeps_data": st.sampled_from(["yes", "no", None]),
        "practices.safety.backups": PRACTICE,
        "practices.testing.unit": PRACTICE,
        "practices.testing.e2e": PRACTICE,
        "practices.shape.borders": PRACTICE,
    }
)
PRACTICES = (
    "practices.safety.backups",
    "practices.testing.unit",
    "practices.testing.e2e",
    "practices.shape.borders",
)
BETTER = {"no": "partial", "partial": "yes"}
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def product(answers: dict[str, str | None], phase: Phase) -> Questionnaire:
    given = {key: Answer(question=key, value=value) for key, value in answers.items() if value}
    return Questionnaire(path="p", phase=phase, name="", answers=given)


@relaxed
@given(answers=ANSWERS, phase=st.sampled_from(PHASES), key=st.sampled_from(PRACTICES))
def test_a_better_answer_never_makes_anything_worse(
    small: Pack, answers: dict[str, str | None], phase: Phase, key: str
) -> None:
    if answers[key] not in BETTER:
        return
    before = assess(product(answers, phase), small, as_of=TODAY)
    after = assess(product({**answers, key: BETTER[str(answers[key])]}, phase), small, as_of=TODAY)
    assert after.score.value >= before.score.value
    for old, new in zip(before.rungs, after.rungs, strict=True):
        assert new.holds or not old.holds


@relaxed
@given(answers=ANSWERS, phase=st.sampled_from(PHASES), data=st.data())
def test_a_further_answer_never_turns_a_decided_finding_over(
    small: Pack, answers: dict[str, str | None], phase: Phase, data: st.DataObject
) -> None:
    missing = [key for key, value in answers.items() if value is None]
    if not missing:
        return
    key = data.draw(st.sampled_from(missing))
    value = data.draw(st.sampled_from(["yes", "no"] if key == "product.keeps_data" else ["no", "partial", "yes"]))
    before = assess(product(answers, phase), small, as_of=TODAY)
    after = assess(product({**answers, key: value}, phase), small, as_of=TODAY)
    for old, new in zip(before.findings, after.findings, strict=True):
        assert old.outcome is Outcome.UNKNOWN or new.outcome is old.outcome
        assert (key in old.missing) or (new.outcome is old.outcome)
        assert old.worst <= new.worst
        assert new.best <= old.best or new.outcome is Outcome.NOT_APPLICABLE


@relaxed
@given(answers=ANSWERS, phase=st.sampled_from(PHASES), seed=st.randoms())
def test_the_order_of_answers_never_matters(
    small: Pack, answers: dict[str, str | None], phase: Phase, seed: object
) -> None:
    shuffled = list(answers.items())
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    first = assess(product(answers, phase), small, as_of=date(2026, 1, 1))
    second = assess(product(dict(shuffled), phase), small, as_of=date(2026, 1, 1))
    assert first == second
