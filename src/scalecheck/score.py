"""Scores: for trends, never for a gate. Always with the band that open answers leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.pack import Pack, Practice

__all__ = ["LEVEL_WEIGHT", "AreaScore", "Score", "score_areas", "score_practices"]

LEVEL_WEIGHT = {"required": 3, "recommended": 1}


class Score(Frozen):
    """A share of 100 of the practices that the phase asks for.

    `value` counts open answers as nothing, `low` and `high` are what it can still become. `known` of `total`
    practices are decided. With nothing to score, `total` is 0.
    """

    value: float
    low: float
    high: float
    known: int
    total: int


class AreaScore(Frozen):
    """The score of one area."""

    area: str
    score: Score


def score_practices(practices: Iterable[Practice], findings: Mapping[str, Finding]) -> Score:
    """The score over `practices`: level weight (required 3, recommended 1) times impact; pass 1, partial one half. What
    does not apply or is waived is left out."""
    weight = value = low = high = 0.0
    known = total = 0
    for practice in practices:
        finding = findings[practice.id]
        if finding.outcome is Outcome.NOT_APPLICABLE or finding.waived or finding.level not in LEVEL_WEIGHT:
            continue
        share = LEVEL_WEIGHT[finding.level] * practice.impact
        total += 1
        weight += share
        low += share * finding.worst
        high += share * finding.best
        if finding.outcome is not Outcome.UNKNOWN:
            known += 1
            value += share * finding.worst
    if not weight:
        return Score(0.0, 0.0, 0.0, 0, 0)
    return Score(100 * value / weight, 100 * low / weight, 100 * high / weight, known, total)


def score_areas(pack: Pack, findings: Mapping[str, Finding]) -> tuple[AreaScore, ...]:
    """The score of every area that the phase asks something in, in the order of the pack."""
    scores = (
        AreaScore(area, score_practices((item for item in pack.practices if item.area == area), findings))
        for area in pack.areas
    )
    return tuple(item for item in scores if item.score.total)
