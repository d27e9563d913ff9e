"""What changed between two results of a product, and which way. Pure: two results in, the changes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from scalecheck.result import AssessmentView

__all__ = ["Change", "Changes", "Direction", "compare"]

Direction = Literal["better", "worse", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that came out differently, by the id that it has in both results.

    `before` and `after` are outcomes of practices, states of metrics, or values of answers; None means that it was not
    there.
    """

    id: str
    title: str
    before: Any
    after: Any
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since an earlier result.

    `since` is the day of the earlier result. With `same_pack` false (another pack, or another policy), some of the
    changes may come from other rules and not from the product; with `same_phase` false, another phase was judged.
    `verdict`, `attained`, `indicated` and `score` are pairs of before and after.
    """

    since: str
    same_pack: bool
    same_phase: bool
    verdict: tuple[str, str]
    declared: tuple[str, str]
    attained: tuple[str | None, str | None]
    indicated: tuple[str | None, str | None]
    score: tuple[float, float]
    practices: tuple[Change, ...]
    cautions: tuple[Change, ...]
    readings: tuple[Change, ...]
    answers: tuple[Change, ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """What got worse: practices, cautions and readings."""
        return tuple(item for item in (*self.practices, *self.cautions, *self.readings) if item.direction == "worse")

    @property
    def nothing(self) -> bool:
        """Whether the product stands where it stood."""
        pairs = (self.verdict, self.declared, self.attained, self.indicated)
        lists = (self.practices, self.cautions, self.readings, self.answers)
        return all(before == after for before, after in pairs) and not any(lists)


def compare(old: AssessmentView, new: AssessmentView) -> Changes:
    """The changes from `old` to `new`, each list in the order of the newer result."""
    return Changes(
        since=old.as_of,
        same_pack=old.pack == new.pack and old.policy == new.policy,
        same_phase=old.phases.judged == new.phases.judged,
        verdict=(old.verdict.kind, new.verdict.kind),
        declared=(old.phases.declared, new.phases.declared),
        attained=(old.phases.attained, new.phases.attained),
        indicated=(old.phases.indicated, new.phases.indicated),
        score=(old.score.value, new.score.value),
        practices=tuple(_practices(old, new)),
        cautions=tuple(_cautions(old, new)),
        readings=tuple(_readings(old, new)),
        answers=tuple(_answers(old, new)),
    )


_OUTCOME_RANK = {"fail": 0, "unknown": 0, "partial": 1, "pass": 2}
_STATE_RANK = {"bad": 0, "watch": 1, "good": 2}


def _direction(ranks: dict[str, int], before: str | None, after: str | None) -> Direction:
    """A step up or down; what has no rank (does not apply, was not measured) is neither."""
    if before not in ranks or after not in ranks or ranks[before] == ranks[after]:
        return "other"
    return "better" if ranks[after] > ranks[before] else "worse"


def _practices(old: AssessmentView, new: AssessmentView) -> Iterator[Change]:
    earlier = {item.rule: item.outcome for item in old.findings if item.kind == "practice"}
    for item in new.findings:
        before = earlier.get(item.rule)
        if item.kind == "practice" and item.level and before is not None and before != item.outcome:
            way = _direction(_OUTCOME_RANK, before, item.outcome)
            yield Change(id=item.rule, title=item.title, before=before, after=item.outcome, direction=way)


def _cautions(old: AssessmentView, new: AssessmentView) -> Iterator[Change]:
    """Cautions that are raised in one of the results only. One that fell silent because an answer is gone is neither
    better nor worse."""
    raised = {item.rule: item.outcome for item in old.findings if item.kind == "caution"}
    for item in new.findings:
        before = raised.get(item.rule)
        if item.kind != "caution" or before is None or (before == "fail") == (item.outcome == "fail"):
            continue
        settled: Direction = "better" if item.outcome in ("pass", "not_applicable") else "other"
        way: Direction = "worse" if item.outcome == "fail" else settled
        yield Change(id=item.rule, title=item.title, before=before, after=item.outcome, direction=way)


def _readings(old: AssessmentView, new: AssessmentView) -> Iterator[Change]:
    earlier = {item.metric: item for item in old.readings}
    for item in new.readings:
        before = earlier.get(item.metric)
        if before and before.state != item.state and {before.state, item.state} & set(_STATE_RANK):
            way = _direction(_STATE_RANK, before.state, item.state)
            yield Change(id=item.metric, title=item.title, before=before.state, after=item.state, direction=way)


def _answers(old: AssessmentView, new: AssessmentView) -> Iterator[Change]:
    for key in dict.fromkeys((*new.answers, *old.answers)):
        before, after = old.answers.get(key), new.answers.get(key)
        values = (before.value if before else None, after.value if after else None)
        if values[0] != values[1]:
            yield Change(id=key, title=key, before=values[0], after=values[1], direction="other")
