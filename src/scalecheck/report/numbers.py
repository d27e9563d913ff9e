"""Numbers: metrics against the targets of the phase, and figures that follow from others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scalecheck.amounts import target_text
from scalecheck.metrics import Reading
from scalecheck.pack import Metric
from scalecheck.reasons import reason_text
from scalecheck.report.rows import FigureRow, MetricRow, Scale
from scalecheck.telling import SAMPLE, Context

__all__ = ["figure_rows", "metric_rows", "unmeasured"]


def metric_rows(context: Context) -> Iterator[MetricRow]:
    """Every metric that was answered or computed and that the phase judges, in the order of the pack."""
    own = context.assessment.questionnaire.targets
    for reading in context.assessment.readings:
        if reading.value is None or reading.state == "not_applicable":
            continue
        if reading.state != "not_judged" or reading.metric in own:
            yield _metric(context, context.pack.metric[reading.metric], reading, reading.value)


def _metric(context: Context, metric: Metric, reading: Reading, value: float) -> MetricRow:
    words, own = context.words, reading.own_target
    notes = [
        *(words(f"doubt.{doubt}") for doubt in reading.doubts),
        *([words("metric.own", target=context.amount(own, metric.unit))] if own is not None else []),
        *([reading.variant] if reading.variant else []),
        *([words("metric.computed")] if reading.figure else []),
    ]
    return MetricRow(
        metric=metric.id,
        title=metric.title,
        definition=metric.definition,
        area=context.pack.areas[metric.area],
        value=context.amount(value, metric.unit),
        target=_target(context, metric, reading),
        own=context.amount(own, metric.unit) if own is not None else "",
        state=reading.state,
        mark=words(f"state.{reading.state}"),
        basis=words(f"basis.{reading.basis}"),
        house=reading.basis == "house",
        direction=words(f"direction.{metric.direction}"),
        measured=reading.measured.isoformat() if reading.measured else "",
        notes=tuple(notes),
        scale=_scale(metric, reading, value),
        caveats=metric.caveats,
        basis_note=metric.note,
        sources=context.sources(metric.sources),
    )


def _target(context: Context, metric: Metric, reading: Reading) -> str:
    if reading.target:
        return target_text(context.words, reading.target, metric.direction, metric.unit)
    if metric.direction == "trend":
        return context.words("metric.trend", share=context.amount(metric.trend["watch"], "ratio"))
    return ""


_MARGIN = 0.75
"""How far the line of a scale goes beyond its outer bounds, as a share of the distance between them."""


def _scale(metric: Metric, reading: Reading, value: float) -> Scale | None:
    """The line runs from somewhat below the lowest bound to somewhat above the highest, or to the end of what the
    number can be; a value beyond it stands at its end."""
    if metric.direction not in ("up", "down", "band"):
        return None
    bounds = sorted(reading.target)
    if not bounds or bounds[0] == bounds[-1]:
        return None
    margin = (bounds[-1] - bounds[0]) * _MARGIN
    low, high = max(metric.bounds[0], bounds[0] - margin), min(metric.bounds[1], bounds[-1] + margin)
    own = reading.own_target
    if own is not None:
        low, high = min(low, own), max(high, own)

    def place(number: float) -> float:
        return round(min(max((number - low) / (high - low), 0.0), 1.0), 4)

    states = {"up": ("bad", "watch", "good"), "down": ("good", "watch", "bad")}
    named = states.get(metric.direction, ("bad", "watch", "good", "watch", "bad"))
    edges = [0.0, *map(place, bounds), 1.0]
    return Scale(
        zones=tuple(
            (state, start, round(end - start, 4)) for state, start, end in zip(named, edges, edges[1:], strict=False)
        ),
        value=place(value),
        own=place(own) if own is not None else None,
        off="low" if value < low else "high" if value > high else "",
    )


def unmeasured(context: Context) -> Iterator[str]:
    """Titles of the metrics that the phase expects to be known and that are not."""
    for reading in context.assessment.readings:
        if reading.expected:
            yield context.pack.metric[reading.metric].title


def figure_rows(context: Context) -> Iterator[FigureRow]:
    """Every figure that was computed or could not be, as far as something for it was given, by area."""
    order = {area: place for place, area in enumerate(context.pack.areas)}
    areas = {metric.id: order[metric.area] for metric in context.pack.metrics}
    for reading in sorted(context.assessment.readings, key=lambda item: areas[item.metric]):
        figure, metric = reading.figure, context.pack.metric[reading.metric]
        if figure is None or reading.state == "not_applicable" or not (figure.inputs or reading.expected):
            continue
        yield FigureRow(
            metric=metric.id,
            title=metric.title,
            area=context.pack.areas[metric.area],
            value=context.amount(figure.value, metric.unit) if figure.value is not None else "",
            reason=reason_text(context.words, figure, map(context.title, figure.missing)),
            formula=_formula(context, metric.formula),
            inputs=tuple(_input(context, name, number) for name, number in figure.inputs),
            basis=context.words(f"basis.{metric.basis}"),
            house=metric.basis == "house",
            sources=context.sources(metric.sources),
        )


_NAME = re.compile(r"[a-z][a-z0-9_.]*[a-z0-9]")


def _formula(context: Context, text: str) -> str:
    """A formula with numbers called by their titles."""

    def called(match: re.Match[str]) -> str:
        name = match.group()
        known = name in context.pack.metric or name in context.pack.question
        return context.title(name) if known else name

    return _NAME.sub(called, text).replace(" * ", " × ")


def _input(context: Context, name: str, number: float) -> tuple[str, str]:
    value = f"{number:g}" if name.endswith(SAMPLE) else context.value(context.asked(name), number)
    return context.title(name), value
