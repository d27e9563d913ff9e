"""What to do next, in an order in which it can be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen, replace
from scalecheck.pack import SEVERITIES, Pack, Practice
from scalecheck.phase import Phase
from scalecheck.phases import Rung
from scalecheck.verdict import Kind

__all__ = ["DAYS", "Action", "Group", "Piece", "pieces_of", "plan"]

Group = Literal["reconsider", "blocker", "find_out", "recommended", "next_phase", "prerequisite"]

_COST = {"S": 1.0, "M": 1.25, "L": 1.6}
"""One step of effort costs about one step of impact: what protects more comes before what is merely quick (house)."""


DAYS = {"S": 2, "M": 8, "L": 20}
"""Person-days that an effort is counted as where a plan is sliced (house): S is up to 3, M up to 15, L more."""


class Piece(Frozen, kw_only=True):
    """A rung of the ladder that an action is a missing piece of, and how many pieces are left once it is done, with all
    that comes before it; 0 means that the rung then holds."""

    phase: Phase
    left: int


class Action(Frozen, kw_only=True):
    """One step of a plan: a practice to put in place, a question to answer, or a caution to act on.

    The group tells why it is on the list: a `prerequisite` is asked for by no phase yet, only by the later actions that
    build on it. `phase` is the phase that asks for it, or for what builds on it. `needed_by` are the later actions that
    it is a prerequisite of, `days` the person-days that it counts as: half of them where part is there, none for
    questions and cautions.
    """

    rule: str
    group: Group
    phase: Phase
    needed_by: tuple[str, ...] = ()
    days: int = 0


def plan(assessment: Assessment, pack: Pack, target: Phase | None = None) -> tuple[Action, ...]:
    """Every action up to the phase `target`, by default the one after the judged phase, in order; nothing that is
    waived.

    First the severe cautions when scaling is premature, then the blockers of the judged phase (known gaps before open
    questions), then what it recommends, then what each later phase requires. Inside a group what is critical comes
    first, then the higher impact of what is missing (half of it for partial) for its effort, then the id. A practice
    comes after those that it builds on, whatever their own group, and brings along those that are not there at all.
    """
    findings = {finding.rule: finding for finding in assessment.findings}
    last = target or assessment.phase.next or assessment.phase
    queue = [*_cautions(assessment, pack), *_practices(assessment, pack, findings, last)]
    placed, needed_by = _placed(queue, pack, findings)
    return tuple(
        replace(action, needed_by=tuple(needed_by[action.rule]), days=_days(action, pack, findings))
        for action in placed
    )


def pieces_of(order: Iterable[str], rungs: Iterable[Rung]) -> Mapping[str, tuple[Piece, ...]]:
    """For each rule, in the order in which they are done, the rungs that it is a missing piece of."""
    lacking = {rung.phase: {*rung.failing, *rung.open} for rung in rungs}
    found: dict[str, tuple[Piece, ...]] = {}
    for rule in order:
        within = [(phase, lacks) for phase, lacks in lacking.items() if rule in lacks]
        found[rule] = tuple(Piece(phase=phase, left=len(lacks) - 1) for phase, lacks in within)
        for _, lacks in within:
            lacks.remove(rule)
    return found


def _cautions(assessment: Assessment, pack: Pack) -> Iterator[Action]:
    if assessment.verdict.kind is not Kind.PREMATURE:
        return
    raised = [pack.caution[rule] for rule in assessment.verdict.premature]
    for caution in sorted(raised, key=lambda item: (SEVERITIES.index(item.severity), item.id)):
        yield Action(rule=caution.id, group="reconsider", phase=assessment.phase)


def _practices(assessment: Assessment, pack: Pack, findings: dict[str, Finding], last: Phase) -> Iterator[Action]:
    phase = assessment.phase
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
    for rung in assessment.rungs:
        if phase.rank < rung.phase.rank <= last.rank:
            failing = set(rung.failing)
            for practice in ordered:
                if practice.id in failing:
                    yield Action(rule=practice.id, group="next_phase", phase=rung.phase)


def _worth(practice: Practice, finding: Finding) -> tuple[bool, float, str]:
    missing = 1 - (finding.worst if finding.outcome is Outcome.PARTIAL else 0)
    return not practice.critical, -practice.impact * missing / _COST[practice.effort], practice.id


def _placed(
    queue: list[Action], pack: Pack, findings: dict[str, Finding]
) -> tuple[Iterable[Action], Mapping[str, list[str]]]:
    """Every action in its place, after its prerequisites: those of the queue, and those that it brings along; and which
    actions each is a prerequisite of."""
    own = {action.rule: action for action in reversed(queue)}
    placed: dict[str, Action] = {}
    needed_by: dict[str, list[str]] = defaultdict(list)

    def prerequisites(action: Action) -> Iterator[Action]:
        practice = pack.practice.get(action.rule)
        for name in sorted(practice.after if practice else ()):
            brought = findings[name].outcome is Outcome.FAIL and not findings[name].waived
            if name in own or brought:
                yield own.get(name, Action(rule=name, group="prerequisite", phase=action.phase))

    for wanted in queue:
        # Those that wait for their prerequisites; a pack may have chains longer than Python can recurse.
        waiting = [(wanted, prerequisites(wanted))] if wanted.rule not in placed else []
        while waiting:
            action, rest = waiting[-1]
            earlier = next(rest, None)
            if earlier is None:
                placed[action.rule] = action
                waiting.pop()
                continue
            needed_by[earlier.rule].append(action.rule)
            if earlier.rule not in placed:
                waiting.append((earlier, prerequisites(earlier)))
    return placed.values(), needed_by


def _days(action: Action, pack: Pack, findings: dict[str, Finding]) -> int:
    if action.group in ("reconsider", "find_out"):
        return 0
    whole = DAYS[pack.practice[action.rule].effort]
    return whole // 2 if findings[action.rule].outcome is Outcome.PARTIAL else whole
