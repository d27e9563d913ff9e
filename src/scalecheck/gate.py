"""The gate: does the judged phase have every practice that it requires? Named practices decide, never a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.errors import Fault, InputError
from scalecheck.findings import Finding, Outcome
from scalecheck.phase import Phase
from scalecheck.waiver import EXPIRING_DAYS, Waiver

__all__ = ["FailOn", "GateResult", "judge"]

FailOn = Literal["required", "recommended"]

_LACKING = (Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What the gate says about one product.

    `before` are the findings that fail, are partial or unknown; `blocking` are those of them that no waiver excuses.
    `waived` pairs each excused finding with its waiver. `expired`, `pending`, `unused` and `expiring` are waivers to
    look at: over, not begun, for a practice that no phase lacks, or ending soon. `counted` practices were judged;
    `attained` is the highest phase with the waivers.
    """

    assessment: Assessment
    fail_on: FailOn
    counted: int
    before: tuple[Finding, ...]
    blocking: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]
    expired: tuple[Waiver, ...]
    pending: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]
    expiring: tuple[Waiver, ...]
    attained: Phase | None

    @property
    def passed(self) -> bool:
        return not self.blocking

    @property
    def unanswered(self) -> int:
        """How many of the blocking findings only lack answers."""
        return sum(finding.outcome is Outcome.UNKNOWN for finding in self.blocking)


def judge(assessment: Assessment, waivers: Iterable[Waiver] = (), *, fail_on: FailOn = "required") -> GateResult:
    """The gate's result on an assessment, as of its day.

    A practice blocks when it fails, is partial or is not answered, and no waiver holds for it. Raises `InputError`
    when the phase asks nothing of this product: an empty gate must not pass.
    """
    levels = ("required",) if fail_on == "required" else ("required", "recommended")
    asked = [
        item for item in assessment.findings if item.level in levels and item.outcome is not Outcome.NOT_APPLICABLE
    ]
    if not asked:
        message = f"the phase {assessment.phase} asks nothing of this product, so there is nothing to judge"
        raise InputError([Fault(assessment.questionnaire.path, 0, 0, "", message)])
    day = assessment.as_of
    everything = tuple(waivers)
    holding = {waiver.rule: waiver for waiver in everything if waiver.holds(day)}
    before = tuple(item for item in asked if item.outcome is not Outcome.PASS)
    waived = tuple((item, holding[item.rule]) for item in before if item.rule in holding)
    # One waiver file may serve runs for several phases: what any of them lacks is not needless.
    lacking = {item.rule for item in assessment.findings if item.outcome in _LACKING}
    lacking.update(rule for rung in assessment.rungs for rule in (*rung.failing, *rung.open))
    return GateResult(
        assessment=assessment,
        fail_on=fail_on,
        counted=len(asked),
        before=before,
        blocking=tuple(item for item in before if item.rule not in holding),
        waived=waived,
        expired=tuple(waiver for waiver in everything if waiver.expires < day and waiver.rule not in holding),
        pending=tuple(waiver for waiver in everything if waiver.created > day and waiver.rule not in holding),
        unused=tuple(waiver for rule, waiver in holding.items() if rule not in lacking),
        expiring=tuple(waiver for _, waiver in waived if waiver.days_left(day) <= EXPIRING_DAYS),
        attained=_attained(assessment, set(holding)),
    )


def _attained(assessment: Assessment, excused: set[str]) -> Phase | None:
    rungs = (rung for rung in reversed(assessment.rungs) if rung.counted)
    return next((rung.phase for rung in rungs if {*rung.failing, *rung.open} <= excused), None)
