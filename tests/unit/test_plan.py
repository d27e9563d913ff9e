"""The plan: what is on it, in which order, what it leads to, and in which iteration it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import TODAY
from each import each
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.iterations import Iteration, capacity_of, slice_plan
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.planning import Action, Piece, pieces_of, plan
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.report import make_report
from scalecheck.report.rows import ActionRow
from scalecheck.waiver import Waiver
from scalecheck.words import load_words

Fill = Callable[[str], Questionnaire]

NOTHING = """\
product: {phase: pmf, keeps_data: yes}
practices:
  safety:
    backups: {answer: no, owner: ann}
  testing: {unit: yes, e2e: no}
  shape: {borders: partial}
"""


@pytest.fixture
def judge(fill: Fill, small: Pack) -> Callable[..., Assessment]:
    """Assess the text of a questionnaire by the small pack."""
    return lambda text=NOTHING, **options: assess(fill(text), small, as_of=TODAY, **options)


Judge = Callable[..., Assessment]


def groups(actions: tuple[Action, ...]) -> list[tuple[str, str]]:
    return [(action.rule, action.group) for action in actions]


def test_blockers_come_first_then_what_is_recommended_then_the_next_phase(judge: Judge, small: Pack) -> None:
    assert groups(plan(judge(), small)) == [
        ("safety.backups", "blocker"),
        ("tests.layers", "blocker"),
        ("shape.borders", "recommended"),
    ]
    mvp = judge(NOTHING.replace("phase: pmf", "phase: mvp"))
    assert groups(plan(mvp, small)) == [("safety.backups", "blocker"), ("tests.layers", "next_phase")]


def test_a_target_says_how_far_the_plan_goes(judge: Judge, small: Pack) -> None:
    mvp = judge(NOTHING.replace("phase: pmf", "phase: mvp"))
    assert groups(plan(mvp, small, Phase.MVP)) == [("safety.backups", "blocker")]
    assert groups(plan(mvp, small, Phase.GROWTH)) == [
        ("safety.backups", "blocker"),
        ("tests.layers", "next_phase"),
        ("shape.borders", "next_phase"),
    ]
    assert [action.phase for action in plan(mvp, small, Phase.GROWTH)] == [Phase.MVP, Phase.PMF, Phase.GROWTH]


@pytest.mark.parametrize("backups", ["no", "partial", "unknown"])
def test_what_a_practice_builds_on_comes_before_it_however_it_came_out(backups: str, judge: Judge, small: Pack) -> None:
    actions = plan(judge(NOTHING.replace("{answer: no, owner: ann}", backups)), small)
    assert [action.rule for action in actions][:2] == ["safety.backups", "tests.layers"]
    assert actions[0].needed_by == ("tests.layers",)


def test_what_is_waived_is_not_planned_not_even_for_what_builds_on_it(judge: Judge, small: Pack) -> None:
    waiver = Waiver(
        rule="safety.backups", reason="the host does it", owner="ann", approved_by="bob", created=TODAY, expires=TODAY
    )
    assert [action.rule for action in plan(judge(waivers=[waiver]), small)] == ["tests.layers", "shape.borders"]


def test_effort_counts_as_days_by_half_where_part_is_there_and_questions_are_free(judge: Judge, small: Pack) -> None:
    assert {action.rule: action.days for action in plan(judge(), small)} == {
        "safety.backups": 2,
        "tests.layers": 20,
        "shape.borders": 4,
    }
    assert {type(action.days) for action in plan(judge(), small)} == {int}, "a result has 4, not 4.0"
    asked = plan(judge("product: {phase: pmf, keeps_data: yes}"), small)
    assert {(action.group, action.days) for action in asked} == {("find_out", 0)}


def test_each_action_tells_which_rungs_it_is_a_piece_of(judge: Judge, small: Pack) -> None:
    result = judge()
    order = [action.rule for action in plan(result, small)]
    pieces = pieces_of(order, result.rungs)
    assert pieces["safety.backups"] == (
        Piece(phase=Phase.MVP, left=0),
        Piece(phase=Phase.PMF, left=1),
        Piece(phase=Phase.GROWTH, left=2),
        Piece(phase=Phase.MATURITY, left=1),
    )
    assert pieces["shape.borders"] == (Piece(phase=Phase.GROWTH, left=0),)


def test_open_questions_outside_of_the_plan_are_still_pieces(judge: Judge, small: Pack) -> None:
    text = "product: {phase: mvp, keeps_data: yes}\npractices: {safety: {backups: no}}\n"
    result = judge(text)
    assert pieces_of(["safety.backups"], result.rungs)["safety.backups"][:2] == (
        Piece(phase=Phase.MVP, left=0),
        Piece(phase=Phase.PMF, left=1),
    )
    told = make_report(result, small, load_words()).plan
    assert told.open == ("tests.layers",)
    assert told.left_out == "One more practice that Fit requires is not answered yet, and is not in this plan."


def rows(judge: Judge, small: Pack, text: str = NOTHING) -> dict[str, ActionRow]:
    return {row.rule: row for row in make_report(judge(text), small, load_words()).actions}


def test_a_row_tells_the_answer_that_put_it_there_and_what_it_leads_to(judge: Judge, small: Pack) -> None:
    row = rows(judge, small)["safety.backups"]
    assert row.because == "practices.safety.backups: no"
    assert (row.where, row.owner, row.verify) == ("project.yaml:4", "ann", "Look at the newest one.")
    assert row.unlocks == (("tests.layers", "Tests come in layers"),)
    assert row.rungs == (
        "completes MVP",
        "then one piece left for Fit",
        "then 2 pieces left for Growth",
        "then one piece left for Maturity",
    )
    assert rows(judge, small)["tests.layers"].after == (("safety.backups", "Backups are kept apart"),)


def test_a_question_names_the_key_that_is_not_answered(judge: Judge, small: Pack) -> None:
    row = rows(judge, small, "product: {phase: pmf, keeps_data: yes}")["safety.backups"]
    assert (row.because, row.where, row.line) == (
        "practices.safety.backups: not answered", "practices.safety.backups", 0
    )  # fmt: skip
    assert row.step == "Are there backups?"


def test_a_caution_names_the_answers_that_raised_it(judge: Judge, small: Pack) -> None:
    row = rows(judge, small, "product: {phase: pmf}\nteam: {size: 3, services: 9}\n")["shape.many-services"]
    assert (row.group, row.where, row.because) == ("reconsider", "project.yaml:2", "team services: 9")
    assert row.check == "Revisit when there are more people"


def action(rule: str, days: int, *needed_by: str) -> Action:
    return Action(rule=rule, group="blocker", phase=Phase.GROWTH, days=days, needed_by=needed_by)


def told(iterations: tuple[Iteration, ...]) -> list[list[str]]:
    """Each iteration as its work: `a2` is two days of a, `b4/2` four days of its second part."""
    return [
        [f"{work.rule}{work.days}" + (f"/{work.part}" if work.parts > 1 else "") for work in iteration.work]
        for iteration in iterations
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], []),
        ([action("a", 2), action("b", 8)], [["a2", "b8"]]),
        ([action("a", 4), action("b", 8)], [["a4"], ["b8"]]),
        ([action("a", 4), action("b", 8), action("c", 2)], [["a4", "c2"], ["b8"]]),
        ([action("a", 4), action("b", 20)], [["a4", "b6/1"], ["b10/2"], ["b4/3"]]),
        ([action("a", 20), action("b", 8), action("c", 1)], [["a10/1"], ["a10/2"], ["b8", "c1"]]),
        ([action("a", 4), action("b", 8, "c"), action("c", 2)], [["a4"], ["b8", "c2"]]),
        ([action("a", 20, "b"), action("b", 0)], [["a10/1"], ["a10/2", "b0"]]),
        ([action("a", 8), action("b", 8), action("c", 2), action("d", 2)], [["a8", "c2"], ["b8", "d2"]]),
        ([action("a", 20, "c"), action("b", 9), action("c", 2)], [["a10/1"], ["a10/2"], ["b9"], ["c2"]]),
    ],
    ids=["empty", "fits", "next", "fills up", "runs over", "larger than two", "waits", "a question waits too", "fills up in turn", "waits past what is full"],
)  # fmt: skip
def test_an_iteration_takes_from_the_top_what_still_fits(actions: list[Action], expected: list[list[str]]) -> None:
    assert told(slice_plan(actions, 10)) == expected


def test_an_iteration_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person-day"):
        slice_plan([action("a", 1)], 0)


@each(
    ("answers", "days", "basis"),
    [
        ("team: {engineers: 9}", 18, "house"),
        ("team: {engineers: 9}\nmetrics: {debt_capacity_share: 0.12}", 10, "answered"),
        ("team: {engineers: 29}\nmetrics: {debt_capacity_share: 0.1}", 29, "answered"),
        ("team: {engineers: 1}\nmetrics: {debt_capacity_share: 0.01}", 1, "answered"),
        ("team: {engineers: 9}\nmetrics: {debt_capacity_share: 0}", 18, "house"),
    ],
)
def test_the_capacity_follows_from_the_engineers_and_their_share(
    answers: str, days: int, basis: str, guide: Pack
) -> None:
    product = load_questionnaire(parse(f"product: {{phase: growth}}\n{answers}".encode()), guide, TODAY)
    capacity = capacity_of(assess(product, guide, as_of=TODAY))
    assert capacity
    assert (capacity.days, capacity.basis) == (days, basis)


@pytest.mark.parametrize("answers", ["", "\nteam: {engineers: 0}", "\nteam: {engineers: unknown}"])
def test_without_engineers_nothing_is_sliced_and_the_plan_says_so(answers: str, guide: Pack) -> None:
    product = load_questionnaire(parse(f"product: {{phase: growth}}{answers}".encode()), guide, TODAY)
    result = assess(product, guide, as_of=TODAY)
    report = make_report(result, guide, load_words())
    assert capacity_of(result) is None
    assert report.plan.iterations == ()
    assert report.plan.basis.startswith("Not sliced into iterations")
    assert {row.iterations for row in report.actions} == {None}
    assert make_report(result, guide, load_words(), capacity=5).plan.basis.startswith("5 person-days")
