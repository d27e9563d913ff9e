"""How products went over time: their results in the order of days. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Literal

from scalecheck.frozen import Frozen
from scalecheck.point import Apart, Point, apart, point_of
from scalecheck.result import AssessmentView

__all__ = ["FORMAT", "History", "Moment", "Trend", "history_of"]

FORMAT: Literal["scalecheck-history/1"] = "scalecheck-history/1"


class Moment(Frozen, kw_only=True):
    """A point of a trend: the file that the result was read from, and what it was judged by differently than the one
    before it."""

    source: str
    point: Point
    apart: tuple[Apart, ...]


class Trend(Frozen, kw_only=True):
    """One product over time, the oldest result first. A product without a name is called by its questionnaire."""

    product: str
    moments: tuple[Moment, ...]


class History(Frozen, kw_only=True):
    """The trends of all products, by name."""

    format: Literal["scalecheck-history/1"] = FORMAT
    trends: tuple[Trend, ...]


def history_of(results: Iterable[tuple[str, AssessmentView]]) -> History:
    """The history that results make, each with the file that it was read from; those of one day in the order in which
    they come."""

    def product(entry: tuple[str, Point]) -> str:
        return entry[1].product or entry[1].file

    points = sorted(((source, point_of(result)) for source, result in results), key=lambda entry: entry[1].as_of)
    grouped = groupby(sorted(points, key=product), key=product)
    return History(trends=tuple(Trend(product=name, moments=_moments(list(entries))) for name, entries in grouped))


def _moments(entries: list[tuple[str, Point]]) -> tuple[Moment, ...]:
    differences = [(), *(apart(before, after) for (_, before), (_, after) in pairwise(entries))]
    return tuple(
        Moment(source=source, point=point, apart=others)
        for (source, point), others in zip(entries, differences, strict=True)
    )
