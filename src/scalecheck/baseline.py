"""A baseline: the result of an earlier run, whose gaps the gate accepts until they are closed.

Any result of `assess` will do. What `create` makes of one also says which gaps were accepted and why, and how the list
has changed since: it grows only by `update`, with a reason. All of this is pure: results in, a result out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from scalecheck.frozen import Frozen, replace
from scalecheck.policy import FailOn
from scalecheck.result import AssessmentView, BaselineStepView, BaselineView, FindingView

__all__ = ["Decision", "accepted", "create", "prune", "update"]


class Decision(Frozen, kw_only=True):
    """Why a baseline was changed, and by whom."""

    reason: str = ""
    by: str = ""


def accepted(result: AssessmentView) -> Mapping[str, FindingView]:
    """The practices that may go on lacking, each with the finding that was accepted.

    These are known gaps at a level that a gate may ask for. Not among them are questions that nobody answered (behind
    them may be no gap, or a grave one) and gaps that were waived (a waiver ends by itself, a baseline does not).
    """
    named = {*result.baseline.accepted} if result.baseline else None
    return {
        item.rule: item
        for item in result.findings
        if item.kind == "practice"
        and item.outcome in ("fail", "partial")
        and item.level in ("required", "recommended")
        and not item.waived
        and (named is None or item.rule in named)
    }


def create(result: AssessmentView, why: Decision = Decision(), *, fail_on: FailOn = "required") -> AssessmentView:
    """A baseline that accepts every known gap of a result at a level that blocks."""
    bare = _bare(result)
    return _after(bare, "create", bare.as_of, (), _gaps(bare, fail_on), why)


def update(
    old: AssessmentView, result: AssessmentView, why: Decision, *, fail_on: FailOn = "required"
) -> AssessmentView:
    """A baseline that accepts every known gap of a newer result, with the history of the old one."""
    bare = _bare(result)
    told = replace(bare, baseline=old.baseline)
    return _after(told, "update", bare.as_of, accepted(old), _gaps(bare, fail_on), why)


def prune(old: AssessmentView, result: AssessmentView, why: Decision = Decision()) -> AssessmentView:
    """The old baseline without the gaps that are closed, or whose rule is gone, in a newer result."""
    lacking = {item.rule for item in result.findings if item.outcome not in ("pass", "not_applicable")}
    before = accepted(old)
    kept = [rule for rule in before if rule in lacking]
    return _after(old, "prune", result.as_of, before, kept, why) if len(kept) < len(before) else old


def _gaps(result: AssessmentView, fail_on: FailOn) -> list[str]:
    return [rule for rule, item in accepted(result).items() if item.level == "required" or fail_on == "recommended"]


def _bare(result: AssessmentView) -> AssessmentView:
    """Without the evaluated conditions and the plan: no comparison looks at them, and they are half of the file."""
    findings = tuple(replace(item, because={}) for item in result.findings)
    return replace(result, findings=findings, actions=(), baseline=None)


def _after(
    result: AssessmentView,
    action: Literal["create", "update", "prune"],
    on: str,
    before: Iterable[str],
    after: Iterable[str],
    why: Decision,
) -> AssessmentView:
    """The result as a baseline that accepts `after`, with one more step in its history."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    step = BaselineStepView(
        action=action,
        on=on,
        by=why.by,
        reason=why.reason,
        added=tuple(rule for rule in new if rule not in old),
        removed=tuple(rule for rule in old if rule not in new),
    )
    history = result.baseline.history if result.baseline else ()
    return replace(result, baseline=BaselineView(accepted=tuple(new), history=(*history, step)))
