"""Properties of the plan on the built-in pack, over products that hypothesis makes up."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scalecheck.findings import Outcome
from scalecheck.iterations import slice_plan
from scalecheck.phase import PHASES, Phase
from scalecheck.planning import Action, pieces_of, plan
from unit.test_guide_properties import ANSWERS, GUIDE, facts, judge, some

TARGETS = st.none() | st.sampled_from(PHASES)
CAPACITIES = st.integers(1, 60)
Answers = dict[str, object]


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), target=TARGETS)
def test_nothing_is_asked_for_before_what_it_needs(
    facts: Answers, answers: Answers, phase: Phase, target: Phase | None
) -> None:
    result = judge({**facts, **answers}, phase)
    actions = plan(result, GUIDE, target)
    places = {action.rule: number for number, action in enumerate(actions)}
    needed_by = {action.rule: set(action.needed_by) for action in actions}
    assert len(places) == len(actions)
    for action in actions:
        practice = GUIDE.practice.get(action.rule)
        for name in practice.after if practice else ():
            if name in places:
                assert places[name] < places[action.rule]
                assert action.rule in needed_by[name]
            else:
                assert result.finding(name).outcome is not Outcome.FAIL


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), target=TARGETS, data=st.data())
def test_a_practice_that_is_put_in_place_leaves_the_plan_and_adds_no_blocker(
    facts: Answers, answers: Answers, phase: Phase, target: Phase | None, data: st.DataObject
) -> None:
    before = plan(judge({**facts, **answers}, phase), GUIDE, target)
    doable = sorted(action.rule for action in before if action.rule in GUIDE.practice)
    if not doable:
        return
    rule = data.draw(st.sampled_from(doable))
    result = judge({**facts, **answers, **_done(rule)}, phase)
    after = plan(result, GUIDE, target)
    if result.finding(rule).outcome is Outcome.PASS:
        assert rule not in {action.rule for action in after}
    assert _blockers(after) <= _blockers(before) - ({rule} if result.finding(rule).outcome is Outcome.PASS else set())


def _done(rule: str) -> Answers:
    return dict.fromkeys(GUIDE.practice[rule].asks, "yes")


def _blockers(actions: tuple[Action, ...]) -> set[str]:
    return {action.rule for action in actions if action.group in ("blocker", "find_out")}


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), random=st.randoms(use_true_random=True))
def test_the_order_of_the_answers_does_not_matter(
    facts: Answers, answers: Answers, phase: Phase, random: Random
) -> None:
    given = {**facts, **answers}
    shuffled = {key: given[key] for key in random.sample(list(given), len(given))}
    assert plan(judge(given, phase), GUIDE) == plan(judge(shuffled, phase), GUIDE)


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), capacity=CAPACITIES)
def test_slicing_loses_and_doubles_nothing_and_keeps_to_the_capacity(
    facts: Answers, answers: Answers, phase: Phase, capacity: int
) -> None:
    actions = plan(judge({**facts, **answers}, phase), GUIDE)
    iterations = slice_plan(actions, capacity)
    spent: Counter[str] = Counter({action.rule: 0 for action in actions})
    for iteration in iterations:
        assert iteration.days <= capacity
        assert len({work.rule for work in iteration.work}) == len(iteration.work)
        for work in iteration.work:
            spent[work.rule] += work.days
    assert spent == Counter({action.rule: action.days for action in actions})
    assert [iteration.number for iteration in iterations] == list(range(1, len(iterations) + 1))
    for action in actions:
        parts = [work for iteration in iterations for work in iteration.work if work.rule == action.rule]
        assert [work.part for work in parts] == list(range(1, len(parts) + 1))
        assert {work.parts for work in parts} == {len(parts)}
        assert action.days > capacity or len(parts) == 1


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES), capacity=CAPACITIES)
def test_nothing_is_begun_in_an_earlier_iteration_than_what_it_needs_is_done(
    facts: Answers, answers: Answers, phase: Phase, capacity: int
) -> None:
    actions = plan(judge({**facts, **answers}, phase), GUIDE)
    numbers: dict[str, list[int]] = {}
    order: dict[tuple[int, str], int] = {}
    for iteration in slice_plan(actions, capacity):
        for place, work in enumerate(iteration.work):
            numbers.setdefault(work.rule, []).append(iteration.number)
            order[iteration.number, work.rule] = place
    for action in actions:
        for later in action.needed_by:
            done, begun = numbers[action.rule][-1], numbers[later][0]
            assert done <= begun
            assert done < begun or order[done, action.rule] < order[begun, later]


@some
@given(facts=facts(), answers=ANSWERS, phase=st.sampled_from(PHASES))
def test_a_rung_is_complete_exactly_when_all_its_pieces_are(facts: Answers, answers: Answers, phase: Phase) -> None:
    result = judge({**facts, **answers}, phase)
    pieces = pieces_of([action.rule for action in plan(result, GUIDE)], result.rungs)
    for rung in result.rungs:
        left = [piece.left for found in pieces.values() for piece in found if piece.phase is rung.phase]
        missing = {*rung.failing, *rung.open}
        assert left == list(range(len(missing) - 1, len(missing) - 1 - len(left), -1))
        assert (0 in left) == (bool(missing) and missing <= pieces.keys())


def test_a_plan_that_is_followed_to_its_end_attains_its_target() -> None:
    every = [question.id for practice in GUIDE.practices for question in practice.questions]
    answers: Answers = {"product.traits.holds_user_data": "yes", **dict.fromkeys(every, "no")}
    for _ in GUIDE.practices:
        result = judge(answers, Phase.MVP)
        first = next((action.rule for action in plan(result, GUIDE) if action.rule in GUIDE.practice), None)
        if first is None:
            break
        answers |= _done(first)
    assert not [rung.failing for rung in result.rungs if rung.phase in (Phase.MVP, Phase.PMF) and rung.failing]
