"""The order of a plan, on practices made for it: groups, worth, prerequisites, cautions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conftest import TODAY
from scalecheck.assessment import assess
from scalecheck.condition import AnyOf, Comparison
from scalecheck.pack import Pack, Practice
from scalecheck.phase import Phase
from scalecheck.planning import Action, plan
from scalecheck.questionnaire import Answer, Questionnaire
from scalecheck.waiver import Waiver

Make = Callable[..., Practice]
REQUIRED, RECOMMENDED = {Phase.PMF: "required"}, {Phase.PMF: "recommended"}


@pytest.fixture
def practice(small: Pack) -> Make:
    """A practice that is answered by its own id."""

    def make(ident: str, levels: dict[Phase, str] = REQUIRED, **fields: Any) -> Practice:
        plain = {"impact": 3, "effort": "M", "require": Comparison(ident, "is", "yes"), "questions": (), "after": ()}
        return replace(small.practice["shape.borders"], id=ident, levels=levels, **{**plain, **fields})

    return make


def planned(
    pack: Pack, practices: Iterable[Practice], answers: dict[str, Any], phase: Phase = Phase.PMF, waived: str = ""
) -> tuple[Action, ...]:
    pack = replace(pack, practices=tuple(practices), challenges=())
    given = {key: Answer(question=key, value=value) for key, value in answers.items()}
    day = timedelta(days=1)
    waiver = Waiver(rule=waived, reason="", owner="", approved_by="", created=TODAY - day, expires=TODAY + day)
    product = Questionnaire(path="p", phase=phase, name="", answers=given)
    return plan(assess(product, pack, as_of=TODAY, waivers=[waiver]), pack)


def order(actions: tuple[Action, ...]) -> list[str]:
    return [action.rule for action in actions]


def test_it_goes_from_what_blocks_to_what_the_next_phase_requires(small: Pack, practice: Make) -> None:
    later = {Phase.GROWTH: "required"}
    rules = [
        practice("next", later),
        practice("next-open", later),
        practice("later", {Phase.MATURITY: "required"}),
        practice("good-half", RECOMMENDED),
        practice("good-open", RECOMMENDED),
        practice("optional", {Phase.PMF: "optional"}),
        practice("open"),
        practice("held"),
        practice("missing"),
    ]
    answers = {"next": "no", "later": "no", "good-half": "partial", "optional": "no", "held": "yes", "missing": "no"}
    assert planned(small, rules, answers) == (
        Action(rule="missing", group="blocker", phase=Phase.PMF, days=8),
        Action(rule="open", group="find_out", phase=Phase.PMF),
        Action(rule="good-half", group="recommended", phase=Phase.PMF, days=4),
        Action(rule="next", group="next_phase", phase=Phase.GROWTH, days=8),
    )


def test_the_last_phase_has_no_next(small: Pack, practice: Make) -> None:
    rules = [practice("now", {Phase.MATURITY: "required"}), practice("then", {Phase.MVP: "required"})]
    assert order(planned(small, rules, {"now": "no", "then": "no"}, Phase.MATURITY)) == ["now"]


def test_inside_a_group_the_critical_comes_first_then_what_brings_most_for_its_effort(
    small: Pack, practice: Make
) -> None:
    rules = [
        practice("b-even", impact=2, effort="S"),
        practice("a-even", impact=2, effort="S"),
        practice("half-there", impact=5, effort="S"),
        practice("large", impact=5, effort="L"),
        practice("medium", impact=4, effort="M"),
        practice("small", impact=5, effort="S"),
        practice("critical", impact=1, effort="L", critical=True),
    ]
    answers = {**dict.fromkeys((rule.id for rule in rules), "no"), "half-there": "partial"}
    expected = ["critical", "small", "medium", "large", "half-there", "a-even", "b-even"]
    assert order(planned(small, rules, answers)) == expected


def test_what_is_worth_the_same_for_its_effort_goes_by_its_id(small: Pack, practice: Make) -> None:
    """A medium effort counts 1.25 times a small one, a large one 1.6 times."""
    rules = [
        *(practice(name, impact=4, effort="S") for name in ("c-small", "a-small")),
        practice("b-medium", impact=5, effort="M"),
        *(practice(name, impact=5, effort="S") for name in ("c-half", "a-half")),
        practice("b-large", impact=4, effort="L"),
    ]
    answers = {rule.id: "partial" if rule.id.endswith("half") else "no" for rule in rules}
    expected = ["a-small", "b-medium", "c-small", "a-half", "b-large", "c-half"]
    assert order(planned(small, rules, answers)) == expected


def test_an_open_question_counts_in_full_even_where_half_is_certain(small: Pack, practice: Make) -> None:
    either = AnyOf((Comparison("x", "is", "yes"), Comparison("y", "is", "yes")))
    rules = [practice("plain", impact=4, effort="S"), practice("either", impact=5, effort="S", require=either)]
    assert order(planned(small, rules, {"x": "partial"})) == ["either", "plain"]


def test_what_is_waived_is_not_planned(small: Pack, practice: Make) -> None:
    rules = [practice("a"), practice("b")]
    assert order(planned(small, rules, {"a": "no", "b": "no"}, waived="a")) == ["b"]


def test_a_missing_prerequisite_is_brought_along_for_the_phase_of_what_needs_it(small: Pack, practice: Make) -> None:
    rules = [
        practice("roof", after=("wall",)),
        practice("wall", {}, after=("base",)),
        practice("base", {}),
        practice("view", {Phase.GROWTH: "required"}, after=("window",)),
        practice("window", {}),
    ]
    assert planned(small, rules, dict.fromkeys(("roof", "wall", "base", "view", "window"), "no")) == (
        Action(rule="base", group="prerequisite", phase=Phase.PMF, needed_by=("wall",), days=8),
        Action(rule="wall", group="prerequisite", phase=Phase.PMF, needed_by=("roof",), days=8),
        Action(rule="roof", group="blocker", phase=Phase.PMF, days=8),
        Action(rule="window", group="prerequisite", phase=Phase.GROWTH, needed_by=("view",), days=8),
        Action(rule="view", group="next_phase", phase=Phase.GROWTH, days=8),
    )


@pytest.mark.parametrize("answer", ["yes", "partial", None])
def test_a_prerequisite_that_is_there_in_part_or_not_answered_holds_nothing_up(
    small: Pack, practice: Make, answer: str | None
) -> None:
    rules = [practice("roof", after=("wall",)), practice("wall", {})]
    answers = {"roof": "no", **({"wall": answer} if answer else {})}
    assert order(planned(small, rules, answers)) == ["roof"]


def test_a_prerequisite_that_is_asked_for_itself_keeps_its_reason_and_names_all_that_need_it(
    small: Pack, practice: Make
) -> None:
    rules = [
        practice("a-roof", after=("wall",)),
        practice("b-roof", after=("wall",)),
        practice("other", RECOMMENDED, impact=5),
        practice("wall", RECOMMENDED),
    ]
    assert planned(small, rules, dict.fromkeys(("a-roof", "b-roof", "other", "wall"), "no")) == (
        Action(rule="wall", group="recommended", phase=Phase.PMF, needed_by=("a-roof", "b-roof"), days=8),
        Action(rule="a-roof", group="blocker", phase=Phase.PMF, days=8),
        Action(rule="b-roof", group="blocker", phase=Phase.PMF, days=8),
        Action(rule="other", group="recommended", phase=Phase.PMF, days=8),
    )


def test_a_chain_of_prerequisites_may_be_as_long_as_a_pack(small: Pack, practice: Make) -> None:
    names = [f"p{number:04}" for number in range(3_000)]
    rules = [practice(name, {}, after=names[at + 1 : at + 2]) for at, name in enumerate(names)]
    rules[0] = practice(names[0], after=names[1:2])
    assert order(planned(small, rules, dict.fromkeys(names, "no"))) == names[::-1]


@pytest.mark.parametrize("critical", [False, True])
def test_cautions_come_first_by_severity_but_only_where_scaling_is_premature(
    small: Pack, practice: Make, critical: bool
) -> None:
    caution = small.caution["shape.many-services"]
    severities = {"a": "info", "c": "warn", "b": "warn", "d": "high"}
    pack = replace(small, cautions=tuple(replace(caution, id=key, severity=severities[key]) for key in severities))
    answers = {"team.services": 9, "team.size": 3, "backup": "no"}
    actions = planned(pack, [practice("backup", critical=critical)], answers)
    backup = Action(rule="backup", group="blocker", phase=Phase.PMF, days=8)
    raised = tuple(Action(rule=rule, group="reconsider", phase=Phase.PMF) for rule in "dbca")
    assert actions == ((backup,) if critical else (*raised, backup))
