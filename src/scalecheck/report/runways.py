"""Runways: when a load reaches its limit, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scalecheck.pack import Metric
from scalecheck.reasons import reason_text
from scalecheck.report.rows import RunwayRow
from scalecheck.runway import DAYS_PER_MONTH, Runway, runways
from scalecheck.telling import Context

__all__ = ["runway_rows"]

_STATES = {"full": "bad", "late": "bad", "soon": "watch", "in_time": "good", "endless": "good", "unknown": "unknown"}
_NAMED = (3, 6, 12)
"""The months of a course that are told in words."""


def runway_rows(context: Context) -> Iterator[RunwayRow]:
    """Every runway of which something is known or should be."""
    return (_row(context, item) for item in runways(context.assessment))


def _row(context: Context, item: Runway) -> RunwayRow:
    load, growth = (context.pack.metric[name] for name in (item.resource.load, item.resource.growth))

    def amount(value: float | None, metric: Metric) -> str:
        return context.amount(value, metric.unit) if value is not None else ""

    limit = amount(item.limit, load)
    return RunwayRow(
        metric=item.resource.figure,
        title=load.title,
        load=amount(item.load, load),
        growth=amount(item.growth, growth),
        limit=limit,
        full_on=item.full_on.isoformat() if item.full_on else "",
        start_by=item.start_by.isoformat() if item.start_by else "",
        brief=_brief(context, item, (amount(item.load, load), amount(item.growth, growth), limit)),
        told=tuple(_told(context, item, limit)),
        state=_STATES[item.standing],
        mark=context.words(f"runway.{item.standing}"),
        course=item.course,
        ahead=tuple(_ahead(context, item, load)),
    )


def _ahead(context: Context, item: Runway, load: Metric) -> Iterator[str]:
    if item.course and item.limit is not None:
        yield context.words("runway.month_now", load=context.amount(item.course[0] * item.limit, load.unit))
        for month in _NAMED:
            value = context.amount(item.course[month] * item.limit, load.unit)
            yield context.words("runway.month", count=month, load=value)


def _brief(context: Context, item: Runway, amounts: tuple[str, str, str]) -> str:
    words, figure = context.words, item.reading.figure
    if figure and figure.reason:
        return reason_text(words, figure, map(context.title, figure.missing))
    load, growth, limit = amounts
    now = words("runway.now", load=load, limit=limit, growth=growth) if item.course else ""
    key = "runway.days_over" if item.standing == "full" else "runway.days"
    days = words(key, full=item.full_on, start=item.start_by) if item.full_on else ""
    return "; ".join(filter(None, (now, days)))


def _told(context: Context, item: Runway, limit: str) -> Iterator[str]:
    words, months = context.words, item.reading.value
    if months is None:
        return
    since = words("runway.from_measured" if item.measured else "runway.from_report", day=item.counted_from)
    if item.full_on is None:
        yield words("runway.told_endless", since=since)
        return
    if months:
        yield words("runway.told_full", day=item.full_on, months=context.amount(months, "months"), since=since)
    else:
        yield words("runway.told_reached", since=since)
    if item.course and not item.limit_stated:
        yield words("runway.told_usual_limit", limit=limit)
    yield words(
        "runway.told_lead" if item.lead_stated else "runway.told_usual_lead",
        fix=words(f"runway.fix.{item.resource.figure}"),
        lead=context.amount(item.lead, "months") if item.lead >= 1 else context.amount(_days(item.lead), "days"),
    )


def _days(months: float) -> int:
    return math.ceil(months * DAYS_PER_MONTH)
