"""What to do next, in an order in which it can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.pack import Pack, Practice
from scalecheck.phase import Phase
from scalecheck.verdict import Kind

__all__ = ["Action", "Group", "plan"]

Group = Literal["reconsider", "blocker", "find_out", "recommended", "next_phase", "prerequisite"]

_COST = {"S": 1.0, "M": 1.25, "L": 1.6}
"""One step of effort costs about one step of impact: what protects more comes before what is merely quick (house)."""


class Action(Frozen, kw_only=True):
    """One step of a plan: a practice to put in place, a question to answer, or a caution to act on.

    The group tells why it is on the list: a `prerequisite` is asked for by no phase yet, only by the later actions that
    build on it, `needed_by`. `phase` is the phase that asks for it, or for what builds on it.
    """

    rule: str
    group: Group
    phase: Phase
    needed_by: tuple[str, ...] = ()


def plan(assessment: Assessment, pack: Pack) -> tuple[Action, ...]:
    """Every action, in order; nothing that is waived.

    First the severe cautions when scaling is premature, then the blockers of the judged phase (known gaps before open
    questions), then what it recommends, then what the next phase requires. Inside a group what is critical comes
    first, then the higher impact of what is missing (half of it for partial) for its effort, then the id. A practice
    comes after those that it builds on where these are not in place at all, whatever their own group.
    """
    findings = {finding.rule: finding for finding in assessment.findings}
    queue = [*_cautions(assessment, pack), *_practices(assessment, pack, findings)]
    own = {action.rule: action for action in reversed(queue)}
    placed: dict[str, Action] = {}
    for action in queue:
        _place(action, pack, findings, own, placed)
    return tuple(placed.values())


def _cautions(assessment: Assessment, pack: Pack) -> Iterator[Action]:
    if assessment.verdict.kind is not Kind.PREMATURE:
        return
    raised = [pack.caution[rule] for rule in assessment.verdict.premature]
    weights = {"high": 0, "warn": 1, "info": 2}
    for caution in sorted(raised, key=lambda item: (weights[item.severity], item.id)):
        yield Action(rule=caution.id, group="reconsider", phase=assessment.phase)


def _practices(assessment: Assessment, pack: Pack, findings: dict[str, Finding]) -> Iterator[Action]:
    phase, after = assessment.phase, assessment.phase.next
    wanted = (practice for practice in pack.practices if not findings[practice.id].waived)
    ordered = sorted(wanted, key=lambda practice: _worth(practice, findings[practice.id]))
    gaps = [practice for practice in ordered if findings[practice.id].outcome in (Outcome.FAIL, Outcome.PARTIAL)]
    for practice in gaps:
        if findings[practice.id].level == "required":
            yield Action(rule=practice.id, group="blocker", phase=phase)
    for practice in ordered:
        if findings[practice.id].level == "required" and findings[practice.id].outcome is Outcome.UNKNOWN:
            yield Action(rule=practice.id, group="find_out", phase=phase)
    for practice in gaps:
        if findings[practice.id].level == "recommended":
            yield Action(rule=practice.id, group="recommended", phase=phase)
    for practice in gaps:
        if after and practice.levels.get(after) == "required":
            yield Action(rule=practice.id, group="next_phase", phase=after)


def _worth(practice: Practice, finding: Finding) -> tuple[bool, float, str]:
    missing = 1 - (finding.worst if finding.outcome is Outcome.PARTIAL else 0)
    return not practice.critical, -practice.impact * missing / _COST[practice.effort], practice.id


def _place(
    action: Action, pack: Pack, findings: dict[str, Finding], own: dict[str, Action], placed: dict[str, Action]
) -> None:
    """Put an action in its place, after the missing prerequisites that it brings along."""
    if action.rule in placed:
        return
    practice = pack.practice.get(action.rule)
    for name in sorted(practice.after if practice else ()):
        if findings[name].outcome is Outcome.FAIL:
            alone = Action(rule=name, group="prerequisite", phase=action.phase)
            _place(own.get(name, alone), pack, findings, own, placed)
            before = placed[name]
            placed[name] = Action(
                rule=name, group=before.group, phase=before.phase, needed_by=(*before.needed_by, action.rule)
            )
    placed[action.rule] = action
