"""How ready a product is for a phase: what of that which the phase requires is there."""

from __future__ import annotations

from collections.abc import Mapping

from scalecheck.assessment import Assessment
from scalecheck.findings import Outcome
from scalecheck.frozen import Frozen
from scalecheck.phase import Phase
from scalecheck.score import Score
from scalecheck.verdict import Kind

__all__ = ["STANDINGS", "Readiness", "readiness"]

STANDINGS = ("pass", "partial", "fail", "unknown", "waived", "not_applicable")
"""How a required practice can stand: its outcome, or `waived` where a waiver accepts what it lacks."""


class Readiness(Frozen, kw_only=True):
    """One phase: the verdict and the score of a product that is judged for it, the practices that it requires by how
    they stand (each of `STANDINGS` is there), and the cautions that are raised."""

    phase: Phase
    verdict: Kind
    score: Score
    practices: Mapping[str, tuple[str, ...]]
    cautions: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Everything that the phase requires of this product."""
        return tuple(rule for standing in STANDINGS[:-1] for rule in self.practices[standing])

    @property
    def blocking(self) -> tuple[str, ...]:
        """What is known not to be in place."""
        return (*self.practices["fail"], *self.practices["partial"])


def readiness(assessment: Assessment) -> Readiness:
    """How ready a product is for the phase that it was judged for."""
    practices: dict[str, list[str]] = {standing: [] for standing in STANDINGS}
    for finding in assessment.findings:
        if finding.level == "required":
            practices["waived" if finding.waived else finding.outcome.value].append(finding.rule)
    return Readiness(
        phase=assessment.phase,
        verdict=assessment.verdict.kind,
        score=assessment.score,
        practices={standing: tuple(rules) for standing, rules in practices.items()},
        cautions=tuple(item.rule for item in assessment.cautions if item.outcome is Outcome.FAIL),
    )
