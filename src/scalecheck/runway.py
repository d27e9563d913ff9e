"""When a growing load reaches its limit, and whether what lifts the limit can still be ready by then.

The months come from the figures (`figures`); here they become days of the calendar. What is marked "house" is our own
judgment.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.condition import Value
from scalecheck.figures import LONGEST_RUNWAY, LONGEST_STORAGE_RUNWAY, OUTGROWN, SAFE_CONNECTIONS, SAFE_LIMIT
from scalecheck.frozen import Frozen
from scalecheck.metrics import Reading

__all__ = ["DAYS_PER_MONTH", "HORIZON", "RESOURCES", "Resource", "Runway", "Standing", "runways"]

HORIZON = 12
"""Months for which the course of a load is shown."""

DAYS_PER_MONTH = 365.25 / 12

DAYS_OF_WORK, WEEKS_OF_WORK, QUARTERS_OF_WORK = 0.25, 1.0, 6.0
"""Months until more capacity is ready, where the team does not say: a bigger machine or disk takes days, a pooler
weeks, sharding quarters (house)."""

SOON = 2
"""A fix should be begun while there is still room for this many times its lead time (house)."""

HIGHEST = 10.0
"""Times its limit, above which the course of a load is not followed."""

Standing = Literal["full", "late", "soon", "in_time", "endless", "unknown"]
"""Whether the limit is reached already, what lifts it would come too late, should begin now or can wait; whether no end
is in sight; or whether the months are not known."""


class Resource(Frozen, kw_only=True):
    """What can run full. `figure` is the metric that tells the months until it does, `load` and `growth` what it
    follows from; all names are ids of metrics.

    `limit` and `lead` are the metrics of the limit and of the lead time, empty where a team is not asked for one; the
    `usual` ones, a share and months, stand in for an answer. A steady growth adds the same amount each month, any other
    one the same share.
    """

    figure: str
    load: str
    growth: str
    limit: str = ""
    usual_limit: float | None = None
    lead: str = ""
    usual_lead: float
    steady: bool = False
    longest: float = LONGEST_RUNWAY


RESOURCES = (
    Resource(
        figure="capacity_runway_months",
        load="peak_utilization",
        growth="growth_monthly",
        limit="safe_limit",
        usual_limit=SAFE_LIMIT,
        lead="remedy_lead_time_months",
        usual_lead=DAYS_OF_WORK,
    ),
    Resource(
        figure="connections_runway_months",
        load="db_connection_utilization",
        growth="growth_monthly",
        usual_limit=SAFE_CONNECTIONS,
        usual_lead=WEEKS_OF_WORK,
    ),
    Resource(
        figure="linear_runway_months",
        load="storage_used_gb",
        growth="storage_growth_gb_monthly",
        limit="storage_limit_gb",
        usual_lead=DAYS_OF_WORK,
        steady=True,
        longest=LONGEST_STORAGE_RUNWAY,
    ),
    Resource(
        figure="write_runway_months",
        load="write_utilization_of_largest",
        growth="growth_monthly",
        usual_limit=OUTGROWN,
        usual_lead=QUARTERS_OF_WORK,
    ),
)


class Runway(Frozen, kw_only=True):
    """The runway of one resource. Months are counted from `counted_from`: the day on which the load was measured
    (`measured`) or else the day of the assessment.

    `full_on` is the day on which the limit is reached, None when that is not known or no end is in sight, and
    `start_by` the last day on which to begin what lifts it. `lead_stated` and `limit_stated` are true for what the team
    said. `course` is the load from the day of the assessment on, month by month, as a share of the limit.
    """

    resource: Resource
    reading: Reading
    load: float | None
    growth: float | None
    limit: float | None
    limit_stated: bool
    lead: float
    lead_stated: bool
    counted_from: date
    measured: bool
    full_on: date | None
    start_by: date | None
    standing: Standing
    course: tuple[float, ...]


def runways(assessment: Assessment) -> Iterator[Runway]:
    """The runway of every resource whose load, or runway, is known or expected, in the order of `RESOURCES`."""
    readings = {reading.metric: reading for reading in assessment.readings}
    values = assessment.facts.values
    for resource in RESOURCES:
        if not readings.keys() >= {resource.figure, resource.load, resource.growth}:
            continue  # another pack may measure only some of it
        reading = readings[resource.figure]
        if reading.state == "not_applicable":
            continue
        if reading.value is not None or reading.expected or _number(values, resource.load) is not None:
            yield _runway(resource, readings, values, assessment.as_of)


def _runway(resource: Resource, readings: Mapping[str, Reading], values: Mapping[str, Value], as_of: date) -> Runway:
    reading = readings[resource.figure]
    load, growth = _number(values, resource.load), _number(values, resource.growth)
    stated_limit, stated_lead = _number(values, resource.limit), _number(values, resource.lead)
    limit = resource.usual_limit if stated_limit is None else stated_limit
    lead = resource.usual_lead if stated_lead is None else stated_lead
    # Months that the team states count from when it did so, computed ones from when the load was measured.
    source = readings.get(resource.load) if reading.figure else reading
    measured = source.measured if source else None
    start = measured or as_of
    full_on = start_by = None
    if reading.value is not None and reading.value < resource.longest:
        full_on = _later(start, reading.value)
    if full_on:
        start_by = _later(full_on, -lead)
    course: Iterator[float] = iter(())
    if reading.figure and reading.value is not None and load is not None and growth is not None and limit:
        course = _course(resource, load / limit, growth / limit if resource.steady else growth, (as_of - start).days)
    return Runway(
        resource=resource,
        reading=reading,
        load=load,
        growth=growth,
        limit=limit,
        limit_stated=stated_limit is not None,
        lead=lead,
        lead_stated=stated_lead is not None,
        counted_from=start,
        measured=measured is not None,
        full_on=full_on,
        start_by=start_by,
        standing=_standing(reading.value, full_on, lead, as_of),
        course=tuple(course),
    )


def _number(values: Mapping[str, Value], metric: str) -> float | None:
    value = values.get(f"metrics.{metric}")
    return float(value) if isinstance(value, int | float) else None


def _later(day: date, months: float) -> date | None:
    """The day so many months later, in doubt the earlier one; None beyond the end of the calendar."""
    try:
        return day + timedelta(days=math.floor(months * DAYS_PER_MONTH))
    except OverflowError:
        return None


def _standing(months: float | None, full_on: date | None, lead: float, as_of: date) -> Standing:
    if months is None:
        return "unknown"
    if full_on is None:
        return "endless"
    if full_on <= as_of:
        return "full"
    left = (full_on - as_of).days / DAYS_PER_MONTH
    return "late" if left < lead else "soon" if left < SOON * lead else "in_time"


def _course(resource: Resource, share: float, growth: float, age: int) -> Iterator[float]:
    """The share of the limit that is in use, for each month from today on; the load was measured `age` days ago."""
    for month in range(HORIZON + 1):
        passed = month + age / DAYS_PER_MONTH
        try:
            load = share + growth * passed if resource.steady else share * math.pow(1 + growth, passed)
        except (OverflowError, ValueError):
            load = HIGHEST if growth > 0 else 0.0
        yield round(min(max(load, 0.0), HIGHEST), 4)
