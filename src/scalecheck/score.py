"""Scores: for trends, never for a gate. Always with the band that open answers leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scalecheck.findings import Finding, Outcome
from scalecheck.pack import Level, Pack, per_pack
from scalecheck.phase import Phase

__all__ = ["LEVEL_WEIGHT", "AreaScore", "Score", "score_all"]

LEVEL_WEIGHT: Mapping[Level | None, int] = {"required": 3, "recommended": 1}


class Score(NamedTuple):
    """A share of 100 of the practices that the phase asks for.

    `value` counts open answers as nothing, `low` and `high` are what it can still become. `known` of `total`
    practices are decided. With nothing to score, `total` is 0.
    """

    value: float
    low: float
    high: float
    known: int
    total: int


class AreaScore(NamedTuple):
    """The score of one area."""

    area: str
    score: Score


def score_all(pack: Pack, phase: Phase, findings: Mapping[str, Finding]) -> tuple[Score, tuple[AreaScore, ...]]:
    """The score over all practices that the phase asks for, and that of every area in which it asks for something, in
    the order of the pack.

    A practice counts by its level (required 3, recommended 1) times its impact; pass 1, partial one half. What does not
    apply or is waived is left out.
    """
    areas = []
    weights = values = lows = highs = 0.0
    knowns = totals = 0
    for area, shares in _shares(pack, phase).items():
        weight = value = low = high = 0.0
        known = total = 0
        for rule, share in shares:
            finding = findings[rule]
            outcome = finding.outcome
            if outcome is _NOT_APPLICABLE or finding.waived:
                continue
            worst = share * finding.worst
            total += 1
            weight += share
            low += worst
            high += share * finding.best
            if outcome is not _UNKNOWN:
                known += 1
                value += worst
        if total:
            areas.append(AreaScore(area, _score(weight, value, low, high, known, total)))
            weights, values, lows, highs = weights + weight, values + value, lows + low, highs + high
            knowns, totals = knowns + known, totals + total
    return _score(weights, values, lows, highs, knowns, totals), tuple(areas)


# Looking up a member of an enumeration takes as long as a comparison.
_UNKNOWN, _NOT_APPLICABLE = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


@per_pack
def _shares(pack: Pack, phase: Phase) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """What each practice counts for, by area."""
    shares: dict[str, list[tuple[str, float]]] = {area: [] for area in pack.areas}
    for practice in pack.practices:
        level = practice.levels.get(phase)
        if level in LEVEL_WEIGHT:
            shares.setdefault(practice.area, []).append((practice.id, float(LEVEL_WEIGHT[level] * practice.impact)))
    return {area: tuple(found) for area, found in shares.items()}


def _score(weight: float, value: float, low: float, high: float, known: int, total: int) -> Score:
    if not weight:
        return Score(0.0, 0.0, 0.0, 0, 0)
    return Score(100 * value / weight, 100 * low / weight, 100 * high / weight, known, total)
