"""The gate: does the judged phase have every practice that it requires? Named practices decide, never a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.errors import Fault, InputError
from scalecheck.findings import Finding, Outcome
from scalecheck.phase import Phase
from scalecheck.waiver import EXPIRING_DAYS, Waiver

__all__ = ["FailOn", "GateResult", "Ruling", "Standing", "judge"]

FailOn = Literal["required", "recommended"]

_LACKING = (Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN)


class Standing(str, Enum):
    """How a practice stands with the gate. All but the first lack something; only `blocks` fails the gate."""

    HOLDS = "holds"
    BLOCKS = "blocks"
    WAIVED = "waived"
    BASELINED = "baselined"
    TOLERATED = "tolerated"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the gate says about one practice, and the waiver that excuses it, if one does."""

    finding: Finding
    standing: Standing
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What the gate says about one product.

    `rulings` has one entry for every practice that the phase asks of this product, in the order of the pack.
    `expired`, `pending`, `unused` and `expiring` are waivers to look at: over, not begun, for a practice that no phase
    lacks, or ending soon. `attained` is the highest phase with the waivers.
    """

    assessment: Assessment
    fail_on: FailOn
    rulings: tuple[Ruling, ...]
    expired: tuple[Waiver, ...]
    pending: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]
    expiring: tuple[Waiver, ...]
    attained: Phase | None

    @property
    def passed(self) -> bool:
        return not self.blocking

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
    rulings = tuple(_rule(item, holding.get(item.rule)) for item in asked)
    # One waiver file may serve runs for several phases: what any of them lacks is not needless.
    lacking = {item.rule for item in assessment.findings if item.outcome in _LACKING}
    lacking.update(rule for rung in assessment.rungs for rule in (*rung.failing, *rung.open))
    return GateResult(
        assessment=assessment,
        fail_on=fail_on,
        rulings=rulings,
        expired=tuple(waiver for waiver in everything if waiver.expires < day and waiver.rule not in holding),
        pending=tuple(waiver for waiver in everything if waiver.created > day and waiver.rule not in holding),
        unused=tuple(waiver for rule, waiver in holding.items() if rule not in lacking),
        expiring=tuple(
            ruling.waiver for ruling in rulings if ruling.waiver and ruling.waiver.days_left(day) <= EXPIRING_DAYS
        ),
        attained=_attained(assessment, set(holding)),
    )


def _rule(finding: Finding, waiver: Waiver | None) -> Ruling:
    if finding.outcome is Outcome.PASS:
        return Ruling(finding=finding, standing=Standing.HOLDS)
    if waiver:
        return Ruling(finding=finding, standing=Standing.WAIVED, waiver=waiver)
    return Ruling(finding=finding, standing=Standing.BLOCKS)


def _attained(assessment: Assessment, excused: set[str]) -> Phase | None:
    rungs = (rung for rung in reversed(assessment.rungs) if rung.counted)
    return next((rung.phase for rung in rungs if {*rung.failing, *rung.open} <= excused), None)
