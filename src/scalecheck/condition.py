"""The rule language: a small closed grammar of conditions, and what they mean when answers are missing.

Evaluation follows Kleene's strong three-valued logic (S. C. Kleene, Introduction to Metamathematics, 1952, section
64): a comparison on a missing answer is unknown, and unknown spreads only as far as the missing answer could still
decide. An answer "not applicable" drops out of the list that it stands in.

A condition is read once and evaluated for thousands of products. So every node makes one plain function of itself and
its children, when it is first asked, and that function is its meaning; walking the tree is for those who ask why.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import pairwise, product
from math import prod
from typing import Any, ClassVar

from scalecheck.frozen import Frozen, field
from scalecheck.phase import PHASES, Phase

__all__ = [
    "CHOOSING",
    "FALSE",
    "IDLE",
    "MOST_LOOKS",
    "NOT_APPLICABLE",
    "NUMERIC",
    "TRUE",
    "UNKNOWN",
    "All",
    "AnyOf",
    "Comparison",
    "Condition",
    "Count",
    "Explanation",
    "Facts",
    "Not",
    "PhaseTest",
    "Presence",
    "Reference",
    "Test",
    "Truth",
    "Value",
    "by_subject",
    "depends_on_phase",
    "looks",
    "possible",
    "representatives",
    "smallest_change",
    "still_open",
]

Value = str | float | int | tuple[str, ...]
NOT_APPLICABLE = "n/a"


class Truth(Enum):
    """The truth value of a condition on one product."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"

    # That of `Enum` is written in Python, and truths are looked up thousands of times a run.
    __hash__ = object.__hash__

    @staticmethod
    def of(value: bool) -> Truth:
        return Truth.TRUE if value else Truth.FALSE


TRUE, FALSE, UNKNOWN, IDLE = Truth
"""The same by names that are looked up at once; looking up a member of an enumeration takes as long as a comparison."""


class Facts(Frozen):
    """What is known about one product when conditions are evaluated for one phase.

    `values` holds answers by question id and metrics as `metrics.<id>`; a key that is not there is missing.
    `readings` holds good, watch or bad by metric id. `results` holds what was found out on the way, as `signal.<id>`,
    `gate.<phase>` and `practice.<id>`; a practice's is its outcome.
    """

    phase: Phase
    values: Mapping[str, Value] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, Truth | str] = field(default_factory=dict)


class Explanation(Frozen):
    """Why a condition came out as it did.

    `subject`, `operator`, `expected` and `actual` are set on leaves; a count has the operator `at_least` and expects a
    number of its children.
    """

    truth: Truth
    kind: str
    subject: str = ""
    operator: str = ""
    expected: Any = None
    actual: Any = None
    children: tuple[Explanation, ...] = ()


Test = Callable[[Facts], Truth]
"""What a condition means: from what is known about a product to a truth value."""


class _Meaning:
    """Stands in a node until its function is first asked for, and is then replaced by it. Like `cached_property`, but
    without a lock, as whoever makes the function a second time makes the same."""

    def __get__(self, node: Condition | None, owner: type[Condition]) -> Test:
        if node is None:
            raise AttributeError
        made = vars(node)["truth"] = node.test()
        return made


class Condition:
    """One node of a condition. Nodes are immutable and compare by content."""

    __slots__ = ()

    truth: ClassVar[_Meaning] = _Meaning()
    """The truth value of this node on a product: `condition.truth(facts)`."""

    def test(self) -> Test:
        """The function that this node means; those of its children are part of it."""
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        # The function cannot be pickled; it is made anew.
        return {name: value for name, value in vars(self).items() if name != "truth"}

    def explain(self, facts: Facts) -> Explanation:
        """The evaluated tree below this node."""
        raise NotImplementedError

    @property
    def children(self) -> tuple[Condition, ...]:
        return ()

    def leaves(self) -> Iterator[Condition]:
        """All nodes without children, in reading order; one that is used twice comes twice."""
        children = self.children
        if not children:
            yield self
        for child in children:
            yield from child.leaves()

    def subjects(self) -> tuple[str, ...]:
        """The answers that decide a leaf, as keys of `Facts.values`."""
        return ()


def _explain_group(node: Condition, kind: str, facts: Facts, at_least: int | None = None) -> Explanation:
    children = tuple(child.explain(facts) for child in node.children)
    operator = "at_least" if at_least else ""
    return Explanation(node.truth(facts), kind, operator=operator, expected=at_least, children=children)


class All(Condition, Frozen):
    """True when every child is; false as soon as one is false."""

    of: tuple[Condition, ...]

    def test(self) -> Test:
        return _list(self.of, FALSE, TRUE)

    def explain(self, facts: Facts) -> Explanation:
        return _explain_group(self, "all", facts)

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


def _list(of: tuple[Condition, ...], decides: Truth, otherwise: Truth) -> Test:
    """One child that `decides` is enough; else an unknown one leaves the list open, and those that apply make the rest
    `otherwise`."""
    tests = [child.test() for child in of]
    if len(tests) == 1:
        return tests[0]

    def test(facts: Facts) -> Truth:
        found = IDLE
        for child in tests:
            truth = child(facts)
            if truth is decides:
                return decides
            if truth is UNKNOWN or (truth is otherwise and found is IDLE):
                found = truth
        return found

    return test


class AnyOf(Condition, Frozen):
    """True as soon as one child is; false when all are."""

    of: tuple[Condition, ...]

    def test(self) -> Test:
        return _list(self.of, TRUE, FALSE)

    def explain(self, facts: Facts) -> Explanation:
        return _explain_group(self, "any", facts)

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


_NEGATED = {TRUE: FALSE, FALSE: TRUE}


class Not(Condition, Frozen):
    """True when its child is false."""

    of: Condition

    def test(self) -> Test:
        child = self.of.test()

        def test(facts: Facts) -> Truth:
            truth = child(facts)
            return _NEGATED.get(truth, truth)

        return test

    def explain(self, facts: Facts) -> Explanation:
        return _explain_group(self, "not", facts)

    @property
    def children(self) -> tuple[Condition, ...]:
        return (self.of,)


class Count(Condition, Frozen):
    """True when at least `at_least` children are."""

    at_least: int
    of: tuple[Condition, ...]

    def test(self) -> Test:
        tests, at_least = [child.test() for child in self.of], self.at_least

        def test(facts: Facts) -> Truth:
            truths = [child(facts) for child in tests]
            true, unknown = truths.count(TRUE), truths.count(UNKNOWN)
            if true >= at_least:
                return TRUE
            return UNKNOWN if true + unknown >= at_least else FALSE

        return test

    def explain(self, facts: Facts) -> Explanation:
        return _explain_group(self, "count", facts, self.at_least)

    @property
    def children(self) -> tuple[Condition, ...]:
        return self.of


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
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
NUMERIC = ("at_least", "at_most", "above", "below", "between")
CHOOSING = ("is", "is_not", "in", "not_in")


def _looked_up(subject: str, truths: Mapping[Value | None, Truth], others: Truth) -> Test:
    """An answer has one of few truths, or that of all others."""
    truth = truths.get
    return lambda facts: truth(facts.values.get(subject), others)


@cache
def _truths(named: tuple[Value, ...], those: Truth) -> Mapping[Value | None, Truth]:
    """The truths of some answers, and of those that decide nothing; the same for all conditions that name them."""
    return {**dict.fromkeys(named, those), None: UNKNOWN, NOT_APPLICABLE: IDLE}


class Comparison(Condition, Frozen):
    """An answer or a metric against a constant, or against another metric (`operand` is then its key in `against`)."""

    subject: str
    operator: str
    operand: Any = None
    against: str = ""

    def _actual(self, facts: Facts) -> Value | None:
        if self.operator != "reads":
            return facts.values.get(self.subject)
        unjudged = NOT_APPLICABLE if self.subject in facts.values else None
        return facts.readings.get(self.subject.removeprefix("metrics."), unjudged)

    def _expected(self, facts: Facts) -> Any:
        return facts.values.get(self.against) if self.against else self.operand

    def test(self) -> Test:
        subject, expected = self.subject, self.operand
        if self.against or expected is None or expected == NOT_APPLICABLE:
            return self._test_of_two()
        if self.operator in CHOOSING:
            # It is known which answers make it true or false.
            named = expected if self.operator in ("in", "not_in") else (expected,)
            those, others = (TRUE, FALSE) if self.operator in ("is", "in") else (FALSE, TRUE)
            return _looked_up(subject, _truths(named, those), others)
        if self.operator == "reads":
            return self._test_of_reading()
        compare = _TESTS[self.operator]

        def test(facts: Facts) -> Truth:
            actual = facts.values.get(subject)
            if actual is None:
                return UNKNOWN
            if type(actual) is str and actual == NOT_APPLICABLE:
                return IDLE
            return TRUE if compare(actual, expected) else FALSE

        return test

    def _test_of_reading(self) -> Test:
        subject, expected = self.subject, self.operand
        name = subject.removeprefix("metrics.")

        def test(facts: Facts) -> Truth:
            state = facts.readings.get(name)
            if state is None:
                # A number that is known but never judged in this phase has no reading, and no answer gives it one.
                return IDLE if subject in facts.values else UNKNOWN
            return TRUE if state == expected else FALSE

        return test

    def _test_of_two(self) -> Test:
        """Where both sides have to be looked up."""
        compare = _TESTS[self.operator]

        def test(facts: Facts) -> Truth:
            actual, expected = self._actual(facts), self._expected(facts)
            if actual is None or expected is None:
                return UNKNOWN
            if actual == NOT_APPLICABLE or expected == NOT_APPLICABLE:
                return IDLE
            return TRUE if compare(actual, expected) else FALSE

        return test

    def explain(self, facts: Facts) -> Explanation:
        kind = "metric" if self.subject.startswith("metrics.") else "answer"
        expected, actual = self._expected(facts), self._actual(facts)
        return Explanation(self.truth(facts), kind, self.subject, self.operator, expected, actual)

    def subjects(self) -> tuple[str, ...]:
        return (self.subject, self.against) if self.against else (self.subject,)


class Presence(Condition, Frozen):
    """Whether a question was answered at all; the only condition that a missing answer decides."""

    subject: str
    answered: bool

    def test(self) -> Test:
        there, missing = Truth.of(self.answered), Truth.of(not self.answered)
        return _looked_up(self.subject, {None: missing, NOT_APPLICABLE: IDLE}, there)

    def explain(self, facts: Facts) -> Explanation:
        operator = "answered" if self.answered else "unanswered"
        return Explanation(self.truth(facts), "presence", self.subject, operator, None, facts.values.get(self.subject))

    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)


class PhaseTest(Condition, Frozen):
    """The phase that is being judged, by the order of phases."""

    phases: tuple[Phase, ...]

    def test(self) -> Test:
        phases = self.phases
        return lambda facts: TRUE if facts.phase in phases else FALSE

    def explain(self, facts: Facts) -> Explanation:
        names = tuple(str(phase) for phase in self.phases)
        return Explanation(self.truth(facts), "phase", "phase", "in", names, str(facts.phase))


class Reference(Condition, Frozen):
    """What another rule found: `signal.<id>`, `gate.<phase>`, or `practice.<id>` with an outcome."""

    subject: str
    outcome: str = ""

    def test(self) -> Test:
        subject = self.subject
        truths: dict[Truth | str, Truth] = {item: item for item in Truth}
        truths |= {self.outcome: TRUE, "unknown": UNKNOWN, "not_applicable": IDLE}
        truth = truths.get
        return lambda facts: truth(facts.results.get(subject, UNKNOWN), FALSE)

    def explain(self, facts: Facts) -> Explanation:
        result = facts.results.get(self.subject, UNKNOWN)
        actual = result.value if isinstance(result, Truth) else result
        kind = self.subject.partition(".")[0]
        return Explanation(self.truth(facts), kind, self.subject, "is", self.outcome or None, actual)


def depends_on_phase(condition: Condition) -> bool:
    """Whether it may come out differently for another phase: it asks for the phase, or how a metric reads in it."""
    return any(
        isinstance(leaf, PhaseTest) or (isinstance(leaf, Comparison) and leaf.operator == "reads")
        for leaf in condition.leaves()
    )


def still_open(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The missing answers that could still change the truth value, in reading order.

    An answer is listed if and only if some filling-in of the missing answers exists in which changing this one alone
    changes the result. Where there are too many fillings to try, or no finite list of values, it is listed to be on the
    safe side. References to other rules are listed under their own key.
    """
    found: list[str] = []
    _look_for_open(condition, facts, found)
    if len(found) < 2:
        return tuple(found)
    unique = tuple(dict.fromkeys(found))
    if len(unique) == len(found):
        return unique
    looking = by_subject(condition)
    choices = {name: representatives(looking.get(name, ())) for name in unique}
    fillings = prod(map(len, choices.values())) * len(unique)
    if not fillings or fillings * sum(1 for _ in condition.leaves()) > MOST_LOOKS:
        return unique
    seen = Facts(facts.phase, _only(looking, facts.values), facts.readings, facts.results)
    return tuple(key for key in unique if _matters(condition, seen, key, choices))


def by_subject(condition: Condition) -> Mapping[str, list[Condition]]:
    """The leaves that look at each answer or metric."""
    looking: dict[str, list[Condition]] = {}
    for leaf in condition.leaves():
        for key in leaf.subjects():
            looking.setdefault(key, []).append(leaf)
    return looking


def _only(keys: Iterable[str], values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: values[key] for key in keys if key in values}


def _look_for_open(condition: Condition, facts: Facts, found: list[str]) -> None:
    if condition.truth(facts) is not UNKNOWN:
        return
    children = condition.children
    for child in children:
        _look_for_open(child, facts, found)
    if isinstance(condition, Reference):
        found.append(condition.subject)
    elif not children:
        found += [key for key in condition.subjects() if key not in facts.values]


def smallest_change(condition: Condition, facts: Facts, wanted: bool) -> tuple[Condition, ...]:
    """The fewest leaves that would have to come out otherwise for the condition to be true, or false, as wanted.

    Exact as long as no answer stands twice in the condition.
    """
    if condition.truth(facts) is Truth.of(wanted):
        return ()
    if isinstance(condition, Not):
        return smallest_change(condition.of, facts, not wanted)
    if not condition.children:
        return (condition,)
    parts = sorted((smallest_change(child, facts, wanted) for child in condition.children), key=len)
    if isinstance(condition, Count):
        needed = condition.at_least if wanted else len(parts) - condition.at_least + 1
    else:
        needed = len(parts) if isinstance(condition, All) == wanted else 1
    return tuple(leaf for part in parts[:needed] for leaf in part)


def _matters(condition: Condition, facts: Facts, key: str, choices: Mapping[str, tuple[Value, ...]]) -> bool:
    others = tuple(other for other in choices if other != key)
    for fixed in _fillings(choices, others):
        truths = {condition.truth(_filled(facts, {**fixed, key: value})) for value in choices[key]}
        if len(truths) > 1:
            return True
    return False


MOST_LOOKS = 100_000
"""How often leaves may be looked at to find out about one condition: in as many fillings, one after the other."""


def _fillings(choices: Mapping[str, tuple[Value, ...]], names: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    for combination in product(*(choices[name] for name in names)):
        yield dict(zip(names, combination, strict=True))


def _filled(facts: Facts, values: Mapping[str, Value]) -> Facts:
    return Facts(facts.phase, {**facts.values, **values}, facts.readings, facts.results)


def representatives(leaves: Iterable[Condition]) -> tuple[Value, ...]:
    """Values of one answer, one from each stretch between which the leaves that look at it cannot tell a difference.

    Empty when one compares it with another answer or looks at a metric's reading: there is then no finite list.
    """
    numbers: set[float] = set()
    words: set[str] = set()
    for leaf in leaves:
        if isinstance(leaf, Comparison):
            if leaf.against or leaf.operator == "reads":
                return ()
            operand = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
            if leaf.operator == "includes":
                return ()
            numbers.update(item for item in operand if not isinstance(item, str))
            words.update(item for item in operand if isinstance(item, str))
    if numbers:
        ordered = sorted(numbers)
        middles = [(low + high) / 2 for low, high in pairwise(ordered)]
        return tuple(sorted([ordered[0] - 1, *ordered, *middles, ordered[-1] + 1]))
    return (*sorted(words), "\0something else") if words else ()


def looks(condition: Condition, domains: Mapping[str, tuple[Value, ...]]) -> int:
    """How often leaves are looked at to try every filling of a condition; never when one of its domains is empty."""
    looking = by_subject(condition)
    return prod(len(domains.get(name, ())) for name in looking) * sum(1 for _ in condition.leaves())


def possible(
    condition: Condition, domains: Mapping[str, tuple[Value, ...]], phases: tuple[Phase, ...] = PHASES
) -> set[Truth]:
    """The truth values that a condition can take when every answer is given from its domain; stops at true and false.

    All three of true, false and unknown when a domain is empty or there are too many combinations to try.
    """
    opaque = any(isinstance(leaf, Reference) for leaf in condition.leaves())
    if opaque or not 0 < looks(condition, domains) <= MOST_LOOKS:
        return {TRUE, FALSE, UNKNOWN}
    if not depends_on_phase(condition):
        phases = phases[:1]
    found: set[Truth] = set()
    for filling in _fillings(domains, tuple(by_subject(condition))):
        found.update(condition.truth(Facts(phase, filling)) for phase in phases)
        if TRUE in found and FALSE in found:
            break
    return found
