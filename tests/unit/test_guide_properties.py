"""Properties of the engine on the built-in pack, over products that hypothesis makes up."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import TODAY
from made_up import some_of
from scalecheck.assessment import Assessment, assess, explain
from scalecheck.condition import Truth
from scalecheck.findings import Outcome
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.planning import plan
from scalecheck.questionnaire import Answer, Questionnaire

GUIDE = load_pack()
FACTS = {key: item for key, item in GUIDE.question.items() if item.kind in ("yes_no", "choice", "whole", "number")}
PRACTICES = {key: item for key, item in GUIDE.question.items() if item.kind == "practice"}
BETTER = {"no": "partial", "partial": "yes"}
some = settings(suppress_health_check=[HealthCheck.too_slow])


def facts() -> st.SearchStrategy[dict[str, object]]:
    values: dict[str, Sequence[object]] = {}
    for key, question in FACTS.items():
        if question.kind == "yes_no":
            values[key] = ("yes", "no")
        elif question.choices:
            values[key] = tuple(question.choices)
        else:
            low, high = question.bounds or (0, 1)
            values[key] = range(int(low), int(min(high, low + 120)) + 1)
    return some_of({key: value for key, value in values.items() if key != "product.phase"})


ANSWERS = some_of(dict.fromkeys(PRACTICES, ("yes", "partial", "planned", "no")))


def judge(answers: dict[str, object], phase: Phase) -> Assessment:
    # More engineers than people contradict each other, which is refused: leave the engineers out.
    given = {key: Answer(question=key, value=value) for key, value in answers.items() if key != "team.engineers"}  # type: ignore[arg-type]
    return assess(Questionnaire(path="p", phase=phase, name="", answers=given), GUIDE, as_of=TODAY)


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), data=st.data())
def test_a_better_answer_never_lowers_the_score_or_undoes_a_rung(
    facts: dict[str, object], answers: dict[str, object], phase: Phase, data: st.DataObject
) -> None:
    improvable = sorted(key for key, value in answers.items() if value in BETTER)
    if not improvable:
        return
    key = data.draw(st.sampled_from(improvable))
    before = judge({**facts, **answers}, phase)
    after = judge({**facts, **answers, key: BETTER[str(answers[key])]}, phase)
    assert after.score.value >= before.score.value
    assert all(new.holds or not old.holds for old, new in zip(before.rungs, after.rungs, strict=True))


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES))
def test_whatever_is_unknown_says_what_to_ask_and_everything_is_explained(
    facts: dict[str, object], answers: dict[str, object], phase: Phase
) -> None:
    result = judge({**facts, **answers}, phase)
    for finding in (*result.findings, *result.cautions):
        assert bool(finding.missing) == (finding.outcome is Outcome.UNKNOWN), finding
        assert not set(finding.missing) & set(result.questionnaire.answers)
        trees = dict(explain(result, GUIDE, finding.rule))
        if finding.kind == "caution" and finding.outcome is Outcome.FAIL:
            assert trees["warn_when"].truth is Truth.TRUE
        if finding.kind == "practice" and finding.outcome is Outcome.PASS:
            assert trees["require"].truth is Truth.TRUE


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), data=st.data())
def test_a_further_answer_to_a_practice_never_turns_a_decided_practice_over(
    facts: dict[str, object], answers: dict[str, object], phase: Phase, data: st.DataObject
) -> None:
    missing = sorted(set(PRACTICES) - set(answers))
    if not missing:
        return
    key = data.draw(st.sampled_from(missing))
    before = judge({**facts, **answers}, phase)
    after = judge({**facts, **answers, key: data.draw(st.sampled_from(["yes", "partial", "no"]))}, phase)
    for old, new in zip(before.findings, after.findings, strict=True):
        assert old.outcome is Outcome.UNKNOWN or new.outcome is old.outcome
        assert key in old.missing or new.outcome is old.outcome
    assert before.score.low <= after.score.low + 1e-9
    assert after.score.high <= before.score.high + 1e-9


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES))
def test_the_plan_says_of_every_practice_what_the_gate_would_say(
    facts: dict[str, object], answers: dict[str, object], phase: Phase
) -> None:
    result = judge({**facts, **answers}, phase)
    steps = plan(result, GUIDE)
    places = {action.rule: number for number, action in enumerate(steps)}
    for action in steps:
        if action.group in ("blocker", "find_out"):
            finding = result.finding(action.rule)
            assert finding.level == "required"
            assert (finding.outcome is Outcome.UNKNOWN) == (action.group == "find_out")
        assert all(places[action.rule] < places[later] for later in action.needed_by)
        assert action.group != "prerequisite" or action.needed_by
