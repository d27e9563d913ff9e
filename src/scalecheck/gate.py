"""The gate: does the judged phase have every practice that it requires? Named practices decide, never a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from scalecheck.assessment import Assessment
from scalecheck.errors import Fault, InputError
from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen, replace
from scalecheck.pack import LEVELS, LevelChange
from scalecheck.phase import Phase
from scalecheck.policy import Policy
from scalecheck.waiver import EXPIRING_DAYS, Waiver

if TYPE_CHECKING:
    from scalecheck.compare import Change, Changes
    from scalecheck.result import AssessmentView, FindingView

__all__ = ["GateResult", "Ruling", "Standing", "judge"]


class Standing(str, Enum):
    """How a practice stands with the gate. All but the first lack something; only `blocks` fails the gate."""

    HOLDS = "holds"
    BLOCKS = "blocks"
    WAIVED = "waived"
    BASELINED = "baselined"
    TOLERATED = "tolerated"

    def __str__(self) -> str:
        return self.value


class Ruling(Frozen, kw_only=True):
    """What the gate says about one practice, and the waiver that excuses it, if one does."""

    finding: Finding
    standing: Standing
    waiver: Waiver | None = None


class GateResult(Frozen, kw_only=True):
    """What the gate says about one product.

    `rulings` has one entry for every practice that the phase asks of this product, in the order of the pack. The gate
    fails when one of them blocks, or when something is among `worse`: what got worse since the baseline, if that was
    asked for. `alike` is false when that comparison is of two packs, policies or phases. `since` is the day (ISO) of
    the baseline, empty without one; `attained` is the highest phase with the waivers.

    The rest is to be looked at. `expired`, `pending`, `unused` and `expiring` are waivers: over, not begun, for a
    practice that no phase lacks, or ending soon. `lowered` are levels that the policy lowered from where they would
    gate. `fixed` and `gone` are practices that the baseline still accepts though they hold, or are no rule any more.
    """

    assessment: Assessment
    policy: Policy
    rulings: tuple[Ruling, ...]
    worse: tuple[Change, ...]
    alike: bool
    since: str
    attained: Phase | None
    expired: tuple[Waiver, ...]
    pending: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]
    expiring: tuple[Waiver, ...]
    lowered: tuple[LevelChange, ...]
    fixed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.blocking and not self.worse

    def those(self, *standings: Standing) -> tuple[Ruling, ...]:
        """The rulings with one of these standings."""
        return tuple(ruling for ruling in self.rulings if ruling.standing in standings)

    @property
    def before(self) -> tuple[Finding, ...]:
        """What does not hold, before anything excuses it."""
        return tuple(ruling.finding for ruling in self.rulings if ruling.standing is not Standing.HOLDS)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What does not hold and nothing excuses."""
        return tuple(ruling.finding for ruling in self.those(Standing.BLOCKS))

    @property
    def unanswered(self) -> int:
        """How many of the blocking findings only lack answers."""
        return sum(finding.outcome is Outcome.UNKNOWN for finding in self.blocking)


def judge(
    assessment: Assessment,
    policy: Policy = Policy(),
    waivers: Iterable[Waiver] = (),
    baseline: AssessmentView | None = None,
    *,
    changes: Changes | None = None,
) -> GateResult:
    """The gate's result on an assessment, as of its day.

    A practice blocks when it fails, is partial or is not answered, unless a waiver holds for it, the baseline accepts
    no less (an unanswered one only where a plain no was), or the policy lets its outcome only warn. Where the policy
    says so, one whose answer is due for a review counts as not answered. With the `changes` since the baseline, what
    got worse fails the gate too, except where a waiver accepts it.

    Raises `InputError` when the phase asks nothing of this product: an empty gate must not pass. Raises `ValueError`
    when the assessment was not made on the pack that the policy governs.
    """
    _check_governed(assessment, policy)
    levels = LEVELS[: LEVELS.index(policy.fail_on) + 1]
    asked = [
        _aged(item, assessment, policy)
        for item in assessment.findings
        if item.level in levels and item.outcome is not Outcome.NOT_APPLICABLE
    ]
    if not asked:
        message = f"the phase {assessment.phase} asks nothing of this product, so there is nothing to judge"
        raise InputError([Fault(assessment.questionnaire.path, 0, 0, "", message)])
    day = assessment.as_of
    everything = tuple(waivers)
    holding = {waiver.rule: waiver for waiver in everything if waiver.holds(day)}
    known = _accepted(baseline) if baseline else {}
    rulings = tuple(_ruling(item, policy, holding.get(item.rule), known.get(item.rule)) for item in asked)
    outcomes = {item.rule: item.outcome for item in assessment.findings}
    watched = [rule for rule, item in known.items() if item.level in levels]
    lacking = {*_lacking(assessment), *(item.rule for item in asked if item.lacks)}
    amended = assessment.amendments.levels if assessment.amendments else ()
    return GateResult(
        assessment=assessment,
        policy=policy,
        rulings=rulings,
        worse=tuple(item for item in (changes.worse if changes else ()) if item.id not in holding),
        alike=changes is None or not changes.apart,
        since=baseline.as_of if baseline else "",
        attained=_attained(assessment, set(holding)),
        expired=tuple(waiver for waiver in everything if waiver.expires < day and waiver.rule not in holding),
        pending=tuple(waiver for waiver in everything if waiver.created > day and waiver.rule not in holding),
        unused=tuple(waiver for rule, waiver in holding.items() if rule not in lacking),
        expiring=tuple(
            ruling.waiver for ruling in rulings if ruling.waiver and ruling.waiver.days_left(day) <= EXPIRING_DAYS
        ),
        lowered=tuple(
            item for item in amended if item.phase is assessment.phase and item.before in levels and item.lowers
        ),
        fixed=tuple(rule for rule in watched if outcomes.get(rule) in (Outcome.PASS, Outcome.NOT_APPLICABLE)),
        gone=tuple(rule for rule in watched if rule not in outcomes),
    )


def _check_governed(assessment: Assessment, policy: Policy) -> None:
    levels = {item.rule: item.level for item in assessment.findings}
    for change in policy.levels:
        if change.phase is assessment.phase and levels[change.rule] != change.level:
            raise ValueError("assess on the pack that the policy governs: `govern(pack, policy)`")


def _aged(finding: Finding, assessment: Assessment, policy: Policy) -> Finding:
    """The finding as the policy sees it: what rests on answers that are due for a review is not known any more."""
    overdue = tuple(item.question for item in assessment.stale if item.rule == finding.rule)
    if policy.stale == "holds" or not overdue or finding.outcome not in (Outcome.PASS, Outcome.PARTIAL):
        return finding
    return replace(finding, outcome=Outcome.UNKNOWN, missing=overdue)


def _accepted(baseline: AssessmentView) -> Mapping[str, FindingView]:
    # What a result is made of takes a while to import, and most runs have no baseline.
    from scalecheck.baseline import accepted

    return accepted(baseline)


def _ruling(finding: Finding, policy: Policy, waiver: Waiver | None, known: FindingView | None) -> Ruling:
    """`known` is what the baseline accepts."""
    soft = {Outcome.PARTIAL: policy.partial, Outcome.UNKNOWN: policy.unknown}
    if not finding.lacks:
        return Ruling(finding=finding, standing=Standing.HOLDS)
    if waiver:
        return Ruling(finding=finding, standing=Standing.WAIVED, waiver=waiver)
    if known and _covers(known, finding):
        return Ruling(finding=finding, standing=Standing.BASELINED)
    if soft.get(finding.outcome) == "warn":
        return Ruling(finding=finding, standing=Standing.TOLERATED)
    return Ruling(finding=finding, standing=Standing.BLOCKS)


def _covers(known: FindingView, finding: Finding) -> bool:
    """Whether what lacks now is no more than what was accepted. What is asked for more strictly is new; and only where
    a plain no was accepted can nothing worse be behind a no, or behind a missing answer."""
    if known.level not in LEVELS[: LEVELS.index(finding.level) + 1]:
        return False
    return known.outcome == "fail" or finding.outcome is Outcome.PARTIAL


def _lacking(assessment: Assessment) -> Iterator[str]:
    """What any phase lacks: one file of waivers may serve runs for several phases."""
    yield from (item.rule for item in assessment.findings if item.lacks)
    for rung in assessment.rungs:
        yield from (*rung.failing, *rung.open, *rung.waived)


def _attained(assessment: Assessment, excused: set[str]) -> Phase | None:
    rungs = (rung for rung in reversed(assessment.rungs) if rung.counted)
    return next((rung.phase for rung in rungs if {*rung.failing, *rung.open} <= excused), None)
