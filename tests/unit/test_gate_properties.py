"""Properties of the gate on the built-in pack, over products that hypothesis makes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import TODAY
from made_up import some_of
from scalecheck.assessment import Assessment, assess
from scalecheck.gate import GateResult, judge
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.policy import Policy
from scalecheck.questionnaire import Answer, Questionnaire
from scalecheck.report import make_report
from scalecheck.result import AssessmentView
from scalecheck.view import view_of
from scalecheck.waiver import Waiver
from scalecheck.words import load_words

GUIDE = load_pack()
PRACTICES = {key: item for key, item in GUIDE.question.items() if item.kind == "practice"}
TRAITS = [key for key, item in GUIDE.question.items() if item.kind == "yes_no"]
BETTER = {"no": "partial", "planned": "partial", "partial": "yes"}
some = settings(suppress_health_check=[HealthCheck.too_slow])

Answers = dict[str, str]
ANSWERS: st.SearchStrategy[Answers] = some_of(
    dict.fromkeys(PRACTICES, ("yes", "yes", "yes", "partial", "planned", "no")),
    always=dict.fromkeys(TRAITS, ("yes", "no")),
)
PHASE = st.sampled_from(PHASES)
RULES = st.sets(st.sampled_from(sorted(GUIDE.practice)))
POLICIES = st.builds(
    Policy,
    fail_on=st.sampled_from(["required", "recommended"]),
    partial=st.sampled_from(["fail", "warn"]),
    unknown=st.sampled_from(["fail", "warn"]),
)


def product(answers: Answers, phase: Phase, waivers: tuple[Waiver, ...] = ()) -> Assessment:
    given = {key: Answer(question=key, value=value) for key, value in answers.items()}
    questionnaire = Questionnaire(path="p", phase=phase, name="", answers=given)
    return assess(questionnaire, GUIDE, as_of=TODAY, waivers=waivers)


def result(assessment: Assessment) -> AssessmentView:
    return view_of(make_report(assessment, GUIDE, load_words()))


def waivers(rules: set[str]) -> tuple[Waiver, ...]:
    one = Waiver(
        rule="",
        reason="because it is so",
        owner="ann",
        approved_by="bob",
        created=TODAY,
        expires=TODAY + timedelta(days=90),
    )
    return tuple(replace(one, rule=rule) for rule in sorted(rules))


def rules(judged: GateResult) -> set[str]:
    return {finding.rule for finding in judged.blocking}


def rank(phase: Phase | None) -> int:
    return phase.rank if phase else -1


@some
@given(answers=ANSWERS, phase=PHASE, policy=POLICIES, waived=RULES, earlier=ANSWERS, data=st.data())
def test_a_better_answer_never_turns_a_passing_gate_red(
    answers: Answers, phase: Phase, policy: Policy, waived: set[str], earlier: Answers, data: st.DataObject
) -> None:
    improvable = sorted(key for key, value in answers.items() if key in PRACTICES and value in BETTER)
    if not improvable:
        return
    key = data.draw(st.sampled_from(improvable))
    baseline, accepted = result(product(earlier, phase)), waivers(waived)
    before = judge(product(answers, phase), policy, accepted, baseline)
    after = judge(product({**answers, key: BETTER[answers[key]]}, phase), policy, accepted, baseline)
    assert rules(after) <= rules(before)
    assert after.passed or not before.passed
    assert rank(after.attained) >= rank(before.attained)


@some
@given(answers=ANSWERS, phase=PHASE, policy=POLICIES, waived=RULES)
def test_a_waiver_never_makes_anything_worse(answers: Answers, phase: Phase, policy: Policy, waived: set[str]) -> None:
    assessment, accepted = product(answers, phase), waivers(waived)
    before, after = judge(assessment, policy), judge(assessment, policy, accepted)
    assert rules(after) == rules(before) - waived
    assert rank(after.attained) >= rank(before.attained)
    assert {item.finding for item in after.rulings} == {item.finding for item in before.rulings}
    excused = product(answers, phase, accepted)
    assert excused.attained == after.attained, "the report and the gate agree"
    assert excused.verdict == assessment.verdict, "the verdict is about the product"


@some
@given(answers=ANSWERS, earlier=ANSWERS, phase=PHASE, then=PHASE, policy=POLICIES)
def test_a_baseline_never_blocks_more_than_none_and_never_excuses_what_was_in_place(
    answers: Answers, earlier: Answers, phase: Phase, then: Phase, policy: Policy
) -> None:
    baseline = result(product(earlier, then))
    assessment = product(answers, phase)
    before, after = judge(assessment, policy), judge(assessment, policy, (), baseline)
    assert rules(after) <= rules(before)
    held = {item.rule for item in baseline.findings if item.outcome in ("pass", "unknown", "not_applicable")}
    assert rules(before) & held == rules(after) & held
    no = {item.rule for item in baseline.findings if item.outcome == "fail"}
    assert {item.rule for item in before.blocking if item.outcome != "partial"} - no <= rules(after)


@some
@given(answers=ANSWERS, phase=PHASE, policy=POLICIES)
def test_a_softer_policy_never_blocks_more(answers: Answers, phase: Phase, policy: Policy) -> None:
    assessment = product(answers, phase)
    assert rules(judge(assessment, policy)) <= rules(judge(assessment, replace(policy, partial="fail", unknown="fail")))
    assert rules(judge(assessment)) <= rules(judge(assessment, Policy(fail_on="recommended")))


@some
@given(answers=ANSWERS, phase=PHASE)
def test_a_baseline_of_today_leaves_only_what_nobody_answered(answers: Answers, phase: Phase) -> None:
    assessment = product(answers, phase)
    left = judge(assessment, baseline=result(assessment)).blocking
    assert all(finding.outcome == "unknown" for finding in left)
