"""What changed between two results of a product, which way, and why. Pure: two results in, the changes out.

A finding is a rule applied to facts, and a result holds both. So a change can be traced: to the product when the facts
that the rule looks at are others, to the rules when their conditions are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from scalecheck.frozen import Frozen
from scalecheck.point import Apart, Point, apart, point_of
from scalecheck.result import ActionView, AssessmentView, FindingView, ReadingView, TreeView

__all__ = ["FORMAT", "Cause", "Change", "Changes", "Direction", "Kind", "RuleChange", "compare"]

FORMAT: Literal["scalecheck-changes/1"] = "scalecheck-changes/1"

Direction = Literal["better", "worse", "other"]
Cause = Literal["product", "rules", "phase", "day"]
Kind = Literal["practice", "caution", "metric", "answer", "step"]


class Change(Frozen, kw_only=True):
    """One thing that came out differently, by the id that it has in both results; a `step` is one of the plan.

    `before` and `after` are outcomes of practices and cautions, states of metrics, values of answers, or groups of the
    plan; None means that it was not there. `causes` are what it may come from, as far as the results tell: the answers
    that the rule looks at (`product`), the pack or the policy (`rules`), another judged phase, or that time went by.
    """

    id: str
    kind: Kind
    title: str
    before: Any
    after: Any
    direction: Direction
    causes: tuple[Cause, ...] = ("product",)


class RuleChange(Frozen, kw_only=True):
    """One rule or metric that the other pack or policy changed: it is `new` or `gone`, or has another level, target or
    condition. `before` and `after` are levels (None for not asked for) or targets, and None otherwise."""

    id: str
    title: str
    kind: Literal["practice", "caution", "metric"]
    what: Literal["new", "gone", "level", "target", "condition"]
    before: Any = None
    after: Any = None


class Changes(Frozen, kw_only=True):
    """What changed from one result to another, each list in the order of the newer result.

    `apart` says what the two were judged by differently. `rules` are empty while the pack and the policy are the same.
    Of the plan, `done` is what was on it and is in place or answered now, `added` what is on it only now, `dropped`
    what left it otherwise; all empty when one of the results has no plan, as a baseline.
    """

    format: Literal["scalecheck-changes/1"] = FORMAT
    before: Point
    after: Point
    apart: tuple[Apart, ...]
    practices: tuple[Change, ...]
    cautions: tuple[Change, ...]
    readings: tuple[Change, ...]
    answers: tuple[Change, ...]
    rules: tuple[RuleChange, ...]
    done: tuple[Change, ...]
    added: tuple[Change, ...]
    dropped: tuple[Change, ...]

    @property
    def moved(self) -> tuple[Change, ...]:
        """What came out differently: practices, cautions and readings."""
        return (*self.practices, *self.cautions, *self.readings)

    @property
    def worse(self) -> tuple[Change, ...]:
        """What got worse: practices, cautions and readings."""
        return tuple(item for item in self.moved if item.direction == "worse")

    @property
    def same_rules(self) -> bool:
        """Whether both were judged by the same pack and policy."""
        return not {"pack", "policy"} & {*self.apart}

    @property
    def nothing(self) -> bool:
        """Whether the product stands where it stood."""

        def head(point: Point) -> tuple[object, ...]:
            return point.verdict, point.declared, point.attained, point.indicated

        return head(self.before) == head(self.after) and not any((self.moved, self.answers, self.rules))


def compare(old: AssessmentView, new: AssessmentView) -> Changes:
    """The changes from `old` to `new`."""
    return _Comparison(old, new).changes()


_OUTCOME_RANK = {"fail": 0, "unknown": 0, "partial": 1, "pass": 2}
_STATE_RANK = {"bad": 0, "watch": 1, "good": 2}


def _direction(ranks: dict[str, int], before: str | None, after: str | None) -> Direction:
    """A step up or down; what has no rank (does not apply, was not measured) is neither."""
    if before not in ranks or after not in ranks or ranks[before] == ranks[after]:
        return "other"
    return "better" if ranks[after] > ranks[before] else "worse"


class _Comparison:
    def __init__(self, old: AssessmentView, new: AssessmentView) -> None:
        self._old, self._new = _Ground(old), _Ground(new)
        self._before, self._after = point_of(old), point_of(new)
        self._apart = apart(self._before, self._after)
        self._different: dict[frozenset[str], bool] = {}

    def changes(self) -> Changes:
        done, added, dropped = self._plan()
        return Changes(
            before=self._before,
            after=self._after,
            apart=self._apart,
            practices=tuple(self._practices()),
            cautions=tuple(self._cautions()),
            readings=tuple(self._readings()),
            answers=tuple(self._answers()),
            rules=tuple(self._rules()) if self._other_rules else (),
            done=done,
            added=added,
            dropped=dropped,
        )

    @property
    def _other_rules(self) -> bool:
        return bool({"pack", "policy"} & {*self._apart})

    def _differs(self, subjects: frozenset[str]) -> bool:
        """Whether the product says something else about any of these."""
        if subjects not in self._different:
            found = any(self._old.said(subject) != self._new.said(subject) for subject in subjects)
            self._different[subjects] = found
        return self._different[subjects]

    def _causes(self, facts: bool, rule: tuple[Any, Any], other_phase: bool) -> tuple[Cause, ...]:
        """What a change comes from: whether the rule looks at other facts now, and what it was in both results."""
        causes: list[Cause] = ["product"] if facts else []
        if not facts or rule[0] != rule[1]:
            causes += ["rules"] if self._other_rules else []
            causes += ["phase"] if other_phase else []
        return tuple(causes) or ("day",)

    def _finding(self, before: FindingView, after: FindingView, way: Direction) -> Change:
        looks = (*self._old.behind(before.rule), *self._new.behind(after.rule))
        rule = (self._old.conditions(before), self._new.conditions(after))
        phases = (self._old.phase_of(before), self._new.phase_of(after))
        return Change(
            id=after.rule,
            kind=after.kind,
            title=after.title,
            before=before.outcome,
            after=after.outcome,
            direction=way,
            causes=self._causes(any(self._differs(look.subjects) for look in looks), rule, phases[0] != phases[1]),
        )

    def _practices(self) -> Iterator[Change]:
        for item in self._new.findings.values():
            before = self._old.findings.get(item.rule)
            if item.kind == "practice" and item.level and before and before.outcome != item.outcome:
                yield self._finding(before, item, _direction(_OUTCOME_RANK, before.outcome, item.outcome))

    def _cautions(self) -> Iterator[Change]:
        """Cautions that are raised in one of the results only. One that fell silent because an answer is gone is
        neither better nor worse."""
        for item in self._new.findings.values():
            before = self._old.findings.get(item.rule)
            if item.kind != "caution" or not before or (before.outcome == "fail") == (item.outcome == "fail"):
                continue
            settled: Direction = "better" if item.outcome in ("pass", "not_applicable") else "other"
            yield self._finding(before, item, "worse" if item.outcome == "fail" else settled)

    def _readings(self) -> Iterator[Change]:
        for item in self._new.readings.values():
            before = self._old.readings.get(item.metric)
            if before and before.state != item.state and {before.state, item.state} & set(_STATE_RANK):
                rule = ((before.target, before.formula), (item.target, item.formula))
                yield Change(
                    id=item.metric,
                    kind="metric",
                    title=item.title,
                    before=before.state,
                    after=item.state,
                    direction=_direction(_STATE_RANK, before.state, item.state),
                    causes=self._causes(
                        self._differs(frozenset([f"metrics.{item.metric}"])), rule, "phase" in self._apart
                    ),
                )

    def _answers(self) -> Iterator[Change]:
        old, new = self._old.answers, self._new.answers
        for key in dict.fromkeys((*new, *old)):
            before, after = old.get(key), new.get(key)
            values = (before.value if before else None, after.value if after else None)
            if values[0] != values[1]:
                yield Change(id=key, kind="answer", title=key, before=values[0], after=values[1], direction="other")

    def _rules(self) -> Iterator[RuleChange]:
        """Levels and targets are those of the judged phase, so with another phase they say nothing about the rules."""
        same_phase = "phase" not in self._apart
        for rule in dict.fromkeys((*self._new.findings, *self._old.findings)):
            before, after = self._old.findings.get(rule), self._new.findings.get(rule)
            known = after or before
            assert known is not None
            if not (before and after):
                yield RuleChange(id=rule, title=known.title, kind=known.kind, what="new" if after else "gone")
            elif same_phase and before.level != after.level:
                yield RuleChange(
                    id=rule, title=known.title, kind=known.kind, what="level", before=before.level, after=after.level
                )
            elif before.because and after.because and _shapes(before) != _shapes(after):
                yield RuleChange(id=rule, title=known.title, kind=known.kind, what="condition")
        for metric in dict.fromkeys((*self._new.readings, *self._old.readings)):
            one, other = self._old.readings.get(metric), self._new.readings.get(metric)
            title = (other or one).title  # type: ignore[union-attr] # it is in one of the two
            if not (one and other):
                yield RuleChange(id=metric, title=title, kind="metric", what="new" if other else "gone")
            elif same_phase and one.target != other.target:
                yield RuleChange(
                    id=metric, title=title, kind="metric", what="target", before=one.target, after=other.target
                )

    def _plan(self) -> tuple[tuple[Change, ...], tuple[Change, ...], tuple[Change, ...]]:
        """What was done, what was added, what was dropped."""
        if not (self._old.plans and self._new.plans):
            return (), (), ()
        old = {item.rule: item for item in self._old.result.actions}
        new = {item.rule: item for item in self._new.result.actions}
        left = [(item, self._is_done(item)) for rule, item in old.items() if rule not in new]
        return (
            tuple(_step(item, None, "better") for item, done in left if done),
            tuple(_step(None, item, "other") for rule, item in new.items() if rule not in old),
            tuple(_step(item, None, "other") for item, done in left if not done),
        )

    def _is_done(self, action: ActionView) -> bool:
        """Whether what a step asked for is there: the practice, its answer, or the silence of the caution."""
        finding = self._new.findings.get(action.rule)
        if finding is None:
            return False
        if action.group == "find_out":
            return finding.outcome not in ("unknown", "not_applicable")
        return finding.outcome == "pass"


def _step(before: ActionView | None, after: ActionView | None, way: Direction) -> Change:
    known = before or after
    assert known is not None
    return Change(
        id=known.rule,
        kind="step",
        title=known.title,
        before=before.group if before else None,
        after=after.group if after else None,
        direction=way,
    )


class _Ground:
    """One result, and what its findings rest on."""

    def __init__(self, result: AssessmentView) -> None:
        self.result = result
        self.findings: Mapping[str, FindingView] = {item.rule: item for item in result.findings}
        self.readings: Mapping[str, ReadingView] = {item.metric: item for item in result.readings}
        self.answers = result.answers
        self._looks: dict[str, _Look] = {}

    @property
    def plans(self) -> bool:
        """Whether the result has a plan; a baseline has none, and neither the conditions."""
        return self.result.baseline is None

    def phase_of(self, finding: FindingView) -> str:
        """The phase in which a rule was judged."""
        phases = self.result.phases
        return (phases.indicated or phases.judged) if finding.kind == "caution" else phases.judged

    def said(self, subject: str) -> Any:
        """What the product says about the subject of a condition: an answer, or the numbers behind a metric."""
        answer = self.answers.get(subject)
        metric = self.readings.get(subject.removeprefix("metrics."))
        if subject.startswith("metrics.") and not answer and metric:
            return metric.inputs
        if answer is None:
            return None
        return answer.value, answer.sample, answer.measured, answer.previous

    def behind(self, rule: str) -> tuple[_Look, ...]:
        """What a rule looks at, by itself and through other practices."""
        own = self._look(rule)
        return own, *(self._look(name) for name in own.practices)

    def conditions(self, finding: FindingView) -> Any:
        """A rule without the facts: its conditions, and the targets of the metrics in them."""
        targets = {name: target for look in self.behind(finding.rule) for name, target in look.targets.items()}
        return _shapes(finding), targets

    def _look(self, rule: str) -> _Look:
        """Many rules may look through the same one, so it is looked at once."""
        if rule not in self._looks:
            leaves = list(_leaves(self.findings[rule]))
            subjects = {leaf.subject for leaf in leaves if leaf.kind in ("answer", "metric", "presence")}
            named = (leaf.subject.removeprefix("practice.") for leaf in leaves if leaf.kind == "practice")
            metrics = (subject.removeprefix("metrics.") for subject in subjects)
            self._looks[rule] = _Look(
                subjects=frozenset(subjects),
                practices=tuple(dict.fromkeys(name for name in named if name in self.findings)),
                targets={name: self.readings[name].target for name in metrics if name in self.readings},
            )
        return self._looks[rule]


class _Look(Frozen, kw_only=True):
    """What the conditions of a rule look at: answers and metrics, these with their targets, and practices."""

    subjects: frozenset[str]
    practices: tuple[str, ...]
    targets: Mapping[str, Any]


def _shapes(finding: FindingView) -> Any:
    return {name: _shape(tree) for name, tree in finding.because.items()}


def _shape(tree: TreeView) -> tuple[Any, ...]:
    """A condition without how it came out. What was read from JSON has lists where others have tuples."""
    expected = tuple(tree.expected) if isinstance(tree.expected, list) else tree.expected
    return tree.kind, tree.subject, tree.operator, expected, tuple(map(_shape, tree.children))


def _leaves(finding: FindingView) -> Iterator[TreeView]:
    trees = [*finding.because.values()]
    while trees:
        tree = trees.pop()
        trees += tree.children
        if not tree.children:
            yield tree
