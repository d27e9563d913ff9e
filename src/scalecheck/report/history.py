"""How products went over time, in words and as places on a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from scalecheck.history import History, Moment, Trend
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.point import Point
from scalecheck.report.changes import told_apart
from scalecheck.report.rows import HistoryReport, TrendChart, TrendRow, TrendTable
from scalecheck.score import Score
from scalecheck.telling import Names
from scalecheck.words import Words

__all__ = ["make_history"]

_ROLES: dict[str, Callable[[Point], str | None]] = {
    "declared": lambda point: point.declared,
    "attained": lambda point: point.attained,
    "indicated": lambda point: point.indicated,
}


def make_history(history: History, pack: Pack, words: Words) -> HistoryReport:
    """A history as it is told. Phases are called as the pack calls them."""
    naming = Names(pack, words)
    return HistoryReport(words=words, history=history, trends=tuple(_table(naming, trend) for trend in history.trends))


def _table(naming: Names, trend: Trend) -> TrendTable:
    words, days = naming.words, [moment.point.as_of for moment in trend.moments]
    rows: list[TrendRow] = []
    before: Moment | None = None
    for moment in trend.moments:
        rows.append(_row(naming, moment, before))
        before = moment
    return TrendTable(
        product=trend.product,
        span=words("history.span", count=len(days), first=days[0], last=days[-1]),
        rows=tuple(rows),
        chart=_chart(trend.moments),
        ladder=(*(naming.phase_title(phase) for phase in reversed(PHASES)), words("history.none")),
    )


def _row(naming: Names, moment: Moment, before: Moment | None) -> TrendRow:
    words, point, score = naming.words, moment.point, moment.point.score
    low, high = round(score.low), round(score.high)
    standing = _standing(naming, point)
    return TrendRow(
        as_of=point.as_of,
        source=moment.source,
        score=Score(score.value, score.low, score.high, score.known, score.total),
        value=f"{score.value:.0f}" if score.known else "?",
        band=words("target.band", low=low, high=high) if low != high else "",
        known=words("score.of", known=score.known, total=score.total),
        blocking=str(len(point.blocking)),
        unanswered=str(len(point.unanswered)),
        standing=standing,
        turned=before is None or standing != _standing(naming, before.point),
        apart=tuple(told_apart(naming, before.point, point, moment.apart)) if before else (),
    )


def _standing(naming: Names, point: Point) -> tuple[tuple[str, str], ...]:
    words = naming.words
    missing = {"attained": words("history.none"), "indicated": words("history.undecided")}
    found = {role: phase_of(point) for role, phase_of in _ROLES.items()}
    return (
        *((role, naming.phase_title(Phase(phase)) if phase else missing[role]) for role, phase in found.items()),
        ("verdict", words(f"verdict.{point.verdict}")),
    )


def _chart(moments: Sequence[Moment]) -> TrendChart:
    points = [moment.point for moment in moments]
    places = _places([date.fromisoformat(point.as_of) for point in points])
    return TrendChart(
        scores=tuple(
            (place, point.score.low / 100, point.score.value / 100, point.score.high / 100)
            for place, point in zip(places, points, strict=True)
        ),
        phases=tuple(
            (role, tuple((place, _height(role, phase_of(point))) for place, point in zip(places, points, strict=True)))
            for role, phase_of in _ROLES.items()
        ),
        breaks=tuple(place for place, moment in zip(places, moments, strict=True) if moment.apart),
    )


def _places(days: Sequence[date]) -> list[float]:
    """Where each day stands between the first and the last one; evenly when all are the same day."""
    length = (days[-1] - days[0]).days
    if length:
        return [round((day - days[0]).days / length, 4) for day in days]
    return [round((index + 1) / (len(days) + 1), 4) for index in range(len(days))]


def _height(role: str, phase: str | None) -> float | None:
    """The step of a phase on the ladder; no attained phase is a step, an indicated one that is not decided is none."""
    if phase:
        return (Phase(phase).rank + 1) / len(PHASES)
    return 0.0 if role == "attained" else None
