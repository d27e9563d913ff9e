"""The rule language: three-valued truth, and exactly which missing answers could still change it."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from each import each
from scalecheck.condition import (
    NOT_APPLICABLE,
    All,
    AnyOf,
    Comparison,
    Condition,
    Count,
    Explanation,
    Facts,
    Not,
    PhaseTest,
    Presence,
    Reference,
    Truth,
    Value,
    by_subject,
    possible,
    representatives,
    smallest_change,
    still_open,
)
from scalecheck.phase import PHASES, Phase

T, F, U, N = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN, Truth.NOT_APPLICABLE


def facts(**values: Value) -> Facts:
    return Facts(Phase.PMF, values)


def yes(name: str) -> Comparison:
    return Comparison(name, "is", "yes")


VALUES: dict[Truth, dict[str, Value]] = {T: {"x": "yes"}, F: {"x": "no"}, U: {}, N: {"x": NOT_APPLICABLE}}
# Kleene's strong tables, with "not applicable" dropping out.
ALL = {(T, T): T, (T, F): F, (T, U): U, (T, N): T, (F, F): F, (F, U): F, (F, N): F, (U, U): U, (U, N): U, (N, N): N}
ANY = {(T, T): T, (T, F): T, (T, U): T, (T, N): T, (F, F): F, (F, U): U, (F, N): F, (U, U): U, (U, N): U, (N, N): N}


@each(("first", "second"), list(product(Truth, repeat=2)))
def test_all_and_any_follow_the_tables(first: Truth, second: Truth) -> None:
    known: dict[str, Value] = {}
    for name, truth in (("a", first), ("b", second)):
        known.update(dict.fromkeys([name] if VALUES[truth] else [], VALUES[truth].get("x", "")))
    pair = (first, second) if (first, second) in ALL else (second, first)
    both = (yes("a"), yes("b"))
    assert All(both).truth(facts(**known)) is ALL[pair]
    assert AnyOf(both).truth(facts(**known)) is ANY[pair]


@each(("truth", "negated"), [(T, F), (F, T), (U, U), (N, N)])
def test_not(truth: Truth, negated: Truth) -> None:
    assert Not(yes("x")).truth(facts(**VALUES[truth])) is negated


@each(
    ("operator", "operand", "true", "false"),
    [
        ("is", "yes", "yes", "no"),
        ("is_not", "yes", "no", "yes"),
        ("in", ("a", "b"), "b", "c"),
        ("not_in", ("a", "b"), "c", "a"),
        ("includes", "a", ("a", "b"), ("b",)),
        ("at_least", 5, 5, 4.9),
        ("at_most", 5, 5, 5.1),
        ("above", 5, 5.1, 5),
        ("below", 5, 4.9, 5),
        ("between", (1, 2), 1, 0.9),
        ("between", (1, 2), 2, 2.1),
    ],
)
def test_every_operator_and_its_edge(operator: str, operand: Value, true: Value, false: Value) -> None:
    condition = Comparison("x", operator, operand)
    assert condition.truth(facts(x=true)) is T
    assert condition.truth(facts(x=false)) is F
    assert condition.truth(facts()) is U
    assert condition.truth(facts(x=NOT_APPLICABLE)) is N


def test_a_comparison_with_nothing_is_unknown_and_one_with_what_is_not_applicable_drops_out() -> None:
    assert Comparison("x", "is", None).truth(facts(x="yes")) is U
    assert Comparison("x", "is", NOT_APPLICABLE).truth(facts(x="yes")) is N
    assert Comparison("x", "is", NOT_APPLICABLE).truth(facts()) is U


def test_a_metric_can_be_held_against_another() -> None:
    condition = Comparison("metrics.dau", "above", against="metrics.mau")
    assert condition.truth(facts(**{"metrics.dau": 2, "metrics.mau": 1})) is T
    assert condition.truth(facts(**{"metrics.dau": 1, "metrics.mau": 1})) is F
    assert condition.truth(facts(**{"metrics.dau": 1})) is U
    assert still_open(condition, facts(**{"metrics.dau": 1})) == ("metrics.mau",)
    assert condition.truth(facts(**{"metrics.dau": NOT_APPLICABLE, "metrics.mau": 1})) is N
    assert condition.truth(facts(**{"metrics.dau": 1, "metrics.mau": NOT_APPLICABLE})) is N


def test_readings_phases_presence_and_references() -> None:
    seen = Facts(
        Phase.PMF,
        {"a": 1},
        {"m": "good"},
        {"signal.s": T, "practice.p": "fail", "practice.q": "unknown", "practice.r": "not_applicable"},
    )
    assert Comparison("metrics.m", "reads", "good").truth(seen) is T
    assert Comparison("metrics.none", "reads", "good").truth(seen) is U
    never_judged = Facts(Phase.PMF, {"metrics.m": 1})
    assert Comparison("metrics.m", "reads", "good").truth(never_judged) is N
    assert PhaseTest((Phase.PMF, Phase.GROWTH)).truth(seen) is T
    assert PhaseTest((Phase.MVP,)).truth(seen) is F
    assert Presence("a", True).truth(seen) is T
    assert Presence("b", True).truth(seen) is F
    assert Presence("b", False).truth(seen) is T
    assert Presence("b", False).truth(facts(b=NOT_APPLICABLE)) is N
    assert Reference("signal.s").truth(seen) is T
    assert Reference("signal.none").truth(seen) is U
    assert Reference("practice.p", "fail").truth(seen) is T
    assert Reference("practice.p", "pass").truth(seen) is F
    assert Reference("practice.q", "fail").truth(seen) is U
    assert Reference("practice.r", "fail").truth(seen) is N


def test_a_count_is_decided_as_soon_as_it_can_be() -> None:
    two_of_three = Count(2, (yes("a"), yes("b"), yes("c")))
    assert two_of_three.truth(facts(a="yes", b="yes")) is T
    assert two_of_three.truth(facts(a="yes", b="no")) is U
    assert two_of_three.truth(facts(a="no", b="no")) is F
    assert two_of_three.truth(facts(a="yes", b=NOT_APPLICABLE, c="yes")) is T


def test_only_answers_that_can_still_change_the_result_are_listed() -> None:
    condition = AnyOf((yes("a"), All((yes("b"), yes("c")))))
    assert still_open(condition, facts()) == ("a", "b", "c")
    assert still_open(condition, facts(a="yes")) == ()
    assert still_open(condition, facts(b="no")) == ("a",)
    assert still_open(condition, facts(a="no", b="yes")) == ("c",)
    assert still_open(Reference("signal.s"), facts()) == ("signal.s",)


def test_an_answer_that_stands_twice_is_listed_only_if_it_matters() -> None:
    always = AnyOf((yes("a"), Not(yes("a")), yes("b")))
    assert always.truth(facts()) is U
    assert still_open(always, facts()) == ()
    either = AnyOf((All((yes("a"), yes("b"))), All((Not(yes("a")), yes("b")))))
    assert still_open(either, facts()) == ("b",)


def test_an_explanation_mirrors_the_condition() -> None:
    tree = All((yes("a"), Not(Comparison("size", "above", 10)))).explain(facts(a="no", size=4))
    assert (tree.kind, tree.truth) == ("all", F)
    assert [(child.kind, child.truth) for child in tree.children] == [("answer", F), ("not", T)]
    leaf = tree.children[1].children[0]
    assert (leaf.subject, leaf.operator, leaf.expected, leaf.actual) == ("size", "above", 10, 4)


SEEN = Facts(
    Phase.PMF,
    {"a": "yes", "metrics.m": 2, "metrics.n": 3},
    {"m": "good"},
    {"signal.s": T, "practice.area.p": "fail"},
)
LEAF = Explanation(T, "answer", "a", "is", "yes", "yes")


@each(
    ("condition", "explanation"),
    [
        (yes("a"), LEAF),
        (Comparison("metrics.m", "above", 1), Explanation(T, "metric", "metrics.m", "above", 1, 2)),
        (Comparison("metrics.m", "reads", "good"), Explanation(T, "metric", "metrics.m", "reads", "good", "good")),
        (Comparison("metrics.n", "reads", "good"), Explanation(N, "metric", "metrics.n", "reads", "good", "n/a")),
        (Comparison("metrics.o", "reads", "good"), Explanation(U, "metric", "metrics.o", "reads", "good", None)),
        (Comparison("size", "below", against="metrics.m"), Explanation(U, "answer", "size", "below", 2, None)),
        (Presence("a", True), Explanation(T, "presence", "a", "answered", None, "yes")),
        (Presence("b", False), Explanation(T, "presence", "b", "unanswered", None, None)),
        (PhaseTest((Phase.MVP, Phase.PMF)), Explanation(T, "phase", "phase", "in", ("mvp", "pmf"), "pmf")),
        (Reference("signal.s"), Explanation(T, "signal", "signal.s", "is", None, "true")),
        (Reference("gate.growth"), Explanation(U, "gate", "gate.growth", "is", None, "unknown")),
        (Reference("practice.area.p", "fail"), Explanation(T, "practice", "practice.area.p", "is", "fail", "fail")),
        (All((yes("a"),)), Explanation(T, "all", children=(LEAF,))),
        (AnyOf((yes("a"),)), Explanation(T, "any", children=(LEAF,))),
        (Not(yes("a")), Explanation(F, "not", children=(LEAF,))),
        (Count(1, (yes("a"),)), Explanation(T, "count", operator="at_least", expected=1, children=(LEAF,))),
    ],
)
def test_what_an_explanation_tells_of_each_kind(condition: Condition, explanation: Explanation) -> None:
    assert condition.explain(SEEN) == explanation


def test_the_smallest_change_looks_into_negations_and_counts() -> None:
    known = facts(a="no", b="no", c="no")
    assert smallest_change(Not(AnyOf((yes("a"), yes("b")))), known, False) == (yes("a"),)
    assert smallest_change(Not(yes("a")), known, True) == ()
    met = facts(a="yes", b="yes", c="no")
    two = Count(2, (yes("a"), yes("b"), yes("c")))
    assert smallest_change(two, met, False) == (yes("a"),)
    assert smallest_change(two, facts(a="yes", b="yes", c="yes"), False) == (yes("a"), yes("b"))
    three = Count(3, two.of)
    assert smallest_change(three, known, True) == two.of
    assert smallest_change(three, facts(a="yes", b="yes", c="yes"), False) == (yes("a"),)


def test_what_cannot_be_tried_out_counts_as_able_to_change_the_result() -> None:
    always = (yes("a"), Not(yes("a")))
    assert still_open(AnyOf((*always, yes("b"))), facts()) == ()
    many = tuple(yes(f"b{index}") for index in range(15))
    assert still_open(AnyOf((*always, *many)), facts()) == ("a", *(f"b{index}" for index in range(15)))
    against = (Comparison("x", "above", against="y"), Not(Comparison("x", "above", against="y")))
    assert still_open(AnyOf(against), facts()) == ("x", "y")


def test_missing_answers_are_tried_out_up_to_a_limit() -> None:
    """An answer that is compared with words has one value for each and one for all others. For each of two answers 125
    times 100 fillings are tried, in each of which four leaves are looked at."""

    def one_of(name: str, words: int) -> Comparison:
        return Comparison(name, "in", tuple(map(str, range(words))))

    def decided_by(b: Condition) -> tuple[str, ...]:
        a = one_of("a", 124)
        return still_open(AnyOf((All((a, b)), All((Not(a), b)))), facts())

    assert decided_by(one_of("b", 99)) == ("b",)
    assert decided_by(one_of("b", 100)) == ("a", "b")


def test_what_another_rule_will_find_cannot_be_tried_out() -> None:
    rule = Reference("signal.s")
    condition = AnyOf((All((rule, yes("a"))), All((Not(rule), yes("a")))))
    assert still_open(condition, facts()) == ("signal.s", "a")


@pytest.mark.parametrize(
    "known",
    [PhaseTest((Phase.PMF,)), Comparison("metrics.m", "reads", "good"), Reference("signal.s"), yes("c")],
    ids=["the phase", "a reading", "what another rule found", "an answer"],
)
def test_what_is_known_is_kept_while_missing_answers_are_tried_out(known: Condition) -> None:
    seen = Facts(Phase.PMF, {"c": "yes"}, {"m": "good"}, {"signal.s": T})
    decided_by_a = All((AnyOf((yes("a"), yes("b"))), AnyOf((yes("a"), Not(yes("b"))))))
    assert still_open(All((known, decided_by_a)), seen) == ("a",)
    alike = AnyOf((All((known, decided_by_a)), All((Not(known), Not(decided_by_a)))))
    assert still_open(alike, seen) == ("a",)


def test_one_value_stands_for_each_stretch_that_conditions_tell_apart() -> None:
    size = (Comparison("size", "at_least", 10), Comparison("size", "below", 20))
    assert representatives(size) == (9, 10, 15, 20, 21)
    assert representatives((Comparison("size", "between", (1, 2)),)) == (0, 1, 1.5, 2, 3)
    assert representatives((Comparison("a", "in", ("y", "x")),)) == ("x", "y", "\0something else")


def test_every_leaf_is_found_by_what_it_looks_at() -> None:
    size, more = Comparison("size", "at_least", 10), Comparison("size", "above", against="limit")
    assert by_subject(All((size, Not(more), yes("a"), PhaseTest((Phase.MVP,))))) == {
        "size": [size, more],
        "limit": [more],
        "a": [yes("a")],
    }


@each(
    "condition",
    [
        Presence("a", True),
        Comparison("a", "includes", "x"),
        Comparison("a", "reads", "good"),
        Comparison("a", "above", against="b"),
    ],
)
def test_some_conditions_give_no_finite_list_of_values(condition: Condition) -> None:
    assert representatives((condition, Presence("a", False))) == ()


def test_the_smallest_change_that_turns_a_condition_over() -> None:
    condition = All((yes("a"), AnyOf((yes("b"), All((yes("c"), yes("d")))))))
    known = facts(a="no", b="no", c="no", d="no")
    assert set(smallest_change(condition, known, True)) == {yes("a"), yes("b")}
    assert smallest_change(condition, known, False) == ()
    assert len(smallest_change(condition, facts(a="yes", b="yes", c="yes", d="yes"), False)) == 1
    two = Count(2, (yes("a"), yes("b"), Not(yes("c"))))
    assert smallest_change(two, known, True) == (yes("a"),)


def test_what_a_condition_can_come_to() -> None:
    domains: dict[str, tuple[Value, ...]] = {"a": ("yes", "no"), "size": (0, 5, 10)}
    assert possible(yes("a"), domains) == {T, F}
    assert possible(Comparison("size", "at_least", 0), domains) == {T}
    assert possible(All((yes("a"), Not(yes("a")))), domains) == {F}
    assert possible(yes("nobody knows"), domains) == {T, F, U}
    assert possible(yes("a"), {"a": ("no", "yes")}) == {T, F}, "whichever comes first"
    assert possible(PhaseTest((Phase.MVP,)), {}) == {T, F}
    assert possible(PhaseTest((Phase.MVP,)), {}, (Phase.MVP,)) == {T}
    assert possible(All((yes("a"), Reference("signal.s"))), domains) == {T, F, U}


def test_what_a_condition_can_come_to_is_tried_out_up_to_a_limit() -> None:
    condition = Comparison("size", "at_least", 0)
    assert possible(condition, {"size": tuple(range(100_000))}, (Phase.MVP,)) == {T}
    assert possible(condition, {"size": tuple(range(100_001))}, (Phase.MVP,)) == {T, F, U}
    twice = All((condition, condition))
    assert possible(twice, {"size": tuple(range(50_000))}, (Phase.MVP,)) == {T}
    assert possible(twice, {"size": tuple(range(50_001))}, (Phase.MVP,)) == {T, F, U}


NAMES = ("a", "b", "c")


def plain_leaf() -> st.SearchStrategy[Condition]:
    names, operators, words = st.sampled_from(NAMES), st.sampled_from(["is", "is_not"]), st.sampled_from(["yes", "no"])
    return st.builds(Comparison, names, operators, words)


def conditions(leaves: st.SearchStrategy[Condition] | None = None) -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        count = several.flatmap(lambda items: st.builds(Count, st.integers(1, len(items)), st.just(items)))
        return st.one_of(st.builds(All, several), st.builds(AnyOf, several), st.builds(Not, inner), count)

    return st.recursive(plain_leaf() if leaves is None else leaves, grow, max_leaves=6)


ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["yes", "partial", "no"]))


@given(conditions(), ANSWERS)
def test_a_decided_truth_holds_however_the_rest_is_answered(condition: Condition, known: dict[str, Value]) -> None:
    truth = condition.truth(facts(**known))
    missing = [name for name in NAMES if name not in known]
    outcomes = {
        condition.truth(facts(**known, **dict(zip(missing, rest, strict=True))))
        for rest in product(("yes", "partial", "no"), repeat=len(missing))
    }
    if truth is not U:
        assert outcomes == {truth}
    assert U not in outcomes


@given(conditions(), ANSWERS)
def test_the_open_answers_are_exactly_those_that_matter(condition: Condition, known: dict[str, Value]) -> None:
    missing = [name for name in NAMES if name not in known]

    def matters(name: str) -> bool:
        others = [other for other in missing if other != name]
        for rest in product(("yes", "partial", "no"), repeat=len(others)):
            fixed = {**known, **dict(zip(others, rest, strict=True))}
            if len({condition.truth(facts(**fixed, **{name: value})) for value in ("yes", "partial", "no")}) > 1:
                return True
        return False

    expected = {name for name in missing if matters(name)}
    assert set(still_open(condition, facts(**known))) == expected


@given(conditions(), ANSWERS)
def test_explaining_agrees_with_evaluating(condition: Condition, known: dict[str, Value]) -> None:
    assert condition.explain(facts(**known)).truth is condition.truth(facts(**known))


def any_leaf() -> st.SearchStrategy[Condition]:
    """Leaves of every kind, about two numbers, an answer that is a word, one that is several, and other rules."""
    number = st.sampled_from(("x", "metrics.m"))
    bounds = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: tuple(sorted(pair)))
    return st.one_of(
        st.builds(Comparison, number, st.sampled_from(("at_least", "at_most", "above", "below")), st.integers(0, 3)),
        st.builds(Comparison, number, st.just("between"), bounds),
        st.builds(Comparison, number, st.sampled_from(("above", "at_most", "is")), st.none(), number),
        st.builds(Comparison, st.just("metrics.m"), st.just("reads"), st.sampled_from(("good", "bad"))),
        st.builds(Comparison, st.just("a"), st.sampled_from(("is", "is_not")), st.sampled_from(("yes", "n/a", None))),
        st.builds(Comparison, st.just("a"), st.sampled_from(("in", "not_in")), st.just(("yes", "partial"))),
        st.builds(Comparison, st.just("several"), st.just("includes"), st.sampled_from(("slow", "down"))),
        st.builds(Presence, st.sampled_from(("a", "x")), st.booleans()),
        st.builds(PhaseTest, st.lists(st.sampled_from(PHASES), min_size=1, max_size=3).map(tuple)),
        st.builds(Reference, st.sampled_from(("signal.s", "gate.pmf"))),
        st.builds(Reference, st.just("practice.p"), st.sampled_from(("pass", "fail"))),
    )


NUMBER = st.one_of(st.integers(0, 3), st.just(NOT_APPLICABLE))
OUTCOME = st.sampled_from(("pass", "fail", "partial", "unknown", "not_applicable"))
ANY_FACTS = st.builds(
    Facts,
    st.sampled_from(PHASES),
    st.fixed_dictionaries(
        {},
        optional={
            "x": NUMBER,
            "metrics.m": NUMBER,
            "a": st.sampled_from(("yes", "partial", "no", NOT_APPLICABLE)),
            "several": st.sampled_from(((), ("slow",), ("slow", "down"), NOT_APPLICABLE)),
        },
    ),
    st.fixed_dictionaries({}, optional={"m": st.sampled_from(("good", "watch", "bad"))}),
    st.fixed_dictionaries(
        {}, optional={"signal.s": st.sampled_from(Truth), "gate.pmf": st.sampled_from(Truth), "practice.p": OUTCOME}
    ),
)

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "in": lambda actual, expected: actual in expected,
    "not_in": lambda actual, expected: actual not in expected,
    "includes": operator.contains,
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "between": lambda actual, expected: expected[0] <= actual <= expected[1],
    "reads": operator.eq,
}


def walked(condition: Condition, seen: Facts) -> Truth:
    """What a condition means, read off its tree and the tables above."""
    if isinstance(condition, All | AnyOf):
        table, found = ALL if isinstance(condition, All) else ANY, N
        for child in condition.of:
            pair = (found, walked(child, seen))
            found = table[pair] if pair in table else table[pair[::-1]]
        return found
    if isinstance(condition, Not):
        return {T: F, F: T, U: U, N: N}[walked(condition.of, seen)]
    if isinstance(condition, Count):
        truths = [walked(child, seen) for child in condition.of]
        lowest, highest = truths.count(T), truths.count(T) + truths.count(U)
        return T if lowest >= condition.at_least else F if highest < condition.at_least else U
    if isinstance(condition, Comparison):
        actual: Any = seen.values.get(condition.subject)
        if condition.operator == "reads":
            idle = NOT_APPLICABLE if condition.subject in seen.values else None
            actual = seen.readings.get(condition.subject.removeprefix("metrics."), idle)
        expected = seen.values.get(condition.against) if condition.against else condition.operand
        if actual is None or expected is None:
            return U
        if NOT_APPLICABLE in (actual, expected):
            return N
        return Truth.of(OPERATORS[condition.operator](actual, expected))
    if isinstance(condition, Presence):
        if seen.values.get(condition.subject) == NOT_APPLICABLE:
            return N
        return Truth.of((condition.subject in seen.values) is condition.answered)
    if isinstance(condition, PhaseTest):
        return Truth.of(seen.phase in condition.phases)
    assert isinstance(condition, Reference)
    result = seen.results.get(condition.subject, U)
    if isinstance(result, Truth):
        return result
    return {"unknown": U, "not_applicable": N}.get(result, Truth.of(result == condition.outcome))


@given(conditions(any_leaf()), ANY_FACTS)
def test_the_function_that_a_condition_makes_of_itself_says_what_its_tree_says(
    condition: Condition, seen: Facts
) -> None:
    assert condition.truth(seen) is walked(condition, seen)
    assert condition.explain(seen).truth is walked(condition, seen)


@given(conditions(any_leaf()), ANY_FACTS)
def test_a_condition_that_was_used_is_the_same_as_one_that_was_not(condition: Condition, seen: Facts) -> None:
    new = deepcopy(condition)
    before = pickle.dumps(new)
    new.truth(seen)
    assert pickle.dumps(new) == before
    assert new == condition == pickle.loads(before)
    assert hash(new) == hash(condition)
    assert deepcopy(new).truth(seen) is new.truth(seen)
