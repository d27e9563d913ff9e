"""Scores: for trends, never for a gate. Always with the band that open answers leave."""

from __future__ import annotations

from collections.abc import Mapping

from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.pack import Level, Pack, per_pack
from scalecheck.phase import Phase

__all__ = ["LEVEL_WEIGHT", "AreaScore", "Score", "score_all"]

LEVEL_WEIGHT: Mapping[Level | None, int] = {"required": 3, "recommended": 1}


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


def score_all(pack: Pack, phase: Phase, findings: Mapping[str, Finding]) -> tuple[Score, tuple[AreaScore, ...]]:
    """The score over all practices that the phase asks for, and that of every area in which it asks for something, in
    the order of the pack.

    A practice counts by its level (required 3, recommended 1) times its impact; pass 1, partial one half. What does not
    apply or is waived is left out.
    """
    sums = {area: _sum(shares, findings) for area, shares in _shares(pack, phase).items()}
    areas = tuple([AreaScore(area, _score(*sums[area])) for area in pack.areas if sums[area][-1]])
    return _score(*map(sum, zip(_NOTHING, *sums.values(), strict=True))), areas


@per_pack
def _shares(pack: Pack, phase: Phase) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """What each practice counts for, by area."""
    shares: dict[str, list[tuple[str, int]]] = {area: [] for area in pack.areas}
    for practice in pack.practices:
        level = practice.levels.get(phase)
        if level in LEVEL_WEIGHT:
            shares.setdefault(practice.area, []).append((practice.id, LEVEL_WEIGHT[level] * practice.impact))
    return {area: tuple(found) for area, found in shares.items()}


_Sum = tuple[float, float, float, float, int, int]
_NOTHING: _Sum = (0.0, 0.0, 0.0, 0.0, 0, 0)


def _sum(shares: tuple[tuple[str, int], ...], findings: Mapping[str, Finding]) -> _Sum:
    weight, value, low, high, known, total = _NOTHING
    unknown, not_applicable = Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
    for rule, share in shares:
        finding = findings[rule]
        outcome, worst = finding.outcome, finding.worst
        if finding.waived or outcome is not_applicable:
            continue
        total += 1
        weight += share
        low += share * worst
        high += share * finding.best
        if outcome is not unknown:
            known += 1
            value += share * worst
    return weight, value, low, high, known, total


def _score(weight: float, value: float, low: float, high: float, known: int, total: int) -> Score:
    if not weight:
        return Score(0.0, 0.0, 0.0, 0, 0)
    return Score(100 * value / weight, 100 * low / weight, 100 * high / weight, known, total)
