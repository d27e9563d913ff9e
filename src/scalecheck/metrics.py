"""Numbers: what was answered, what follows from it, and how each value reads against the targets of a phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import gt, lt
from typing import Literal, NamedTuple

from scalecheck.condition import FALSE, IDLE, NOT_APPLICABLE, TRUE, Facts, Test, Value
from scalecheck.figures import FORMULAS, Figure, compute_all, inputs, samples
from scalecheck.pack import Basis, Metric, Pack, per_pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire

__all__ = ["Reading", "State", "derive", "small_samples", "values_of", "view"]

State = Literal["good", "watch", "bad", "unknown", "not_judged", "not_applicable"]
Doubt = Literal["small_sample", "stale", "worsening", "improving"]

NUMBERS = int, float
"""The types of an answer that is a number."""

_PERIODS = 3


class Reading(NamedTuple):
    """How one metric stands.

    `target` is what the phase asks for (see `Metric`), `own_target` the team's own, `variant` the label of the
    targets that were used when they are not the usual ones. `doubts` say why a reading was moved to or from watch.
    `figure` is set when the value was computed from others, or could not be. `expected` is true when the phase
    expects the number to be known.
    """

    metric: str
    state: State
    value: float | None = None
    target: tuple[float, ...] = ()
    own_target: float | None = None
    variant: str = ""
    basis: Basis = "house"
    doubts: tuple[Doubt, ...] = ()
    measured: date | None = None
    figure: Figure | None = None
    expected: bool = False


_new = tuple.__new__


def values_of(answers: Mapping[str, Answer]) -> dict[str, Value]:
    """The answers as conditions see them: what is planned is not there yet."""
    return {key: "no" if (value := answer.value) == "planned" else value for key, answer in answers.items()}


def derive(pack: Pack, answers: Mapping[str, Answer]) -> tuple[dict[str, Value], dict[str, Figure]]:
    """The answers as conditions see them, with every figure of the pack that was not answered but can be computed; and
    these figures by the id of the metric, together with those that cannot."""
    values = values_of(answers)
    known = {name: float(given) for name, place in inputs().items() if isinstance(given := values.get(place), NUMBERS)}
    for name, place in samples().items():
        answer = answers.get(place)
        if answer and answer.sample is not None:
            known[name] = float(answer.sample)
    places = _computed(pack)
    figures = compute_all([ident for ident, place in places.items() if place not in values], known)
    for ident, figure in figures.items():
        if figure.value is not None:
            values[places[ident]] = figure.value
    return values, figures


@per_pack
def _computed(pack: Pack) -> Mapping[str, str]:
    """Where the metrics that are figures would stand if they were answered."""
    return {metric.id: metric.key for metric in pack.metrics if metric.computed}


def small_samples(pack: Pack, questionnaire: Questionnaire) -> frozenset[str]:
    """The keys of metrics that were counted over too few cases to be evidence."""
    return frozenset(
        [
            key
            for key, least in _least_samples(pack).items()
            if (answer := questionnaire.answers.get(key)) and answer.sample is not None and answer.sample < least
        ]
    )


@per_pack
def _least_samples(pack: Pack) -> Mapping[str, int]:
    return {key: metric.min_sample for key, metric in pack.metric_at.items() if metric.min_sample is not None}


def missing_inputs(figure: str, known: Mapping[str, Value]) -> tuple[str, ...]:
    """The answers that a figure that could not be computed still needs, as keys of answers."""
    formula = FORMULAS[figure]
    keys = [key for name in formula.inputs for key in _missing(name, known)]
    keys = keys or [key for name in formula.optional for key in _missing(name, known)]
    return tuple(dict.fromkeys(keys))


def _missing(name: str, known: Mapping[str, Value]) -> tuple[str, ...]:
    metric = name.removesuffix(".sample")
    key = metric if "." in metric else f"metrics.{metric}"
    if key in known:
        return ()
    return missing_inputs(name, known) if name in FORMULAS else (key,)


def view(
    pack: Pack,
    questionnaire: Questionnaire,
    values: Mapping[str, Value],
    figures: Mapping[str, Figure],
    phase: Phase,
    as_of: date,
) -> tuple[tuple[Reading, ...], Facts]:
    """How a product looks in a phase: a reading of every metric, in the order of the pack, and what conditions see.

    A metric drops out of conditions when no further answer can give it a value: it does not apply to the product, or
    cannot be computed from what is known.
    """
    facts = Facts(phase, values)
    answers, own_targets = questionnaire.answers, questionnaire.targets
    readings: list[Reading] = []
    states: dict[str, str] = {}
    idle: dict[str, Value] = {}
    for metric, ident, key, applies_to, expects, usual, special in _gauges(pack, phase):
        answer, figure = answers.get(key), None
        if answer:
            given, measured, sample, previous = answer.value, answer.measured, answer.sample, answer.previous
            value = float(given) if isinstance(given, NUMBERS) else None
        else:
            figure = figures.get(ident)
            value, measured, sample, previous = figure.value if figure else None, None, None, ()
        yardstick = usual
        for fits, other in special:
            if fits(facts) is TRUE:
                yardstick = other
                break
        target, label, basis, stands = yardstick
        applies = applies_to(facts) if applies_to else TRUE
        state: State = "not_judged"
        doubts: tuple[Doubt, ...] = ()
        expected = False
        if applies is FALSE or applies is IDLE:
            state = "not_applicable"
            idle[key] = NOT_APPLICABLE
        elif value is None:
            state = "unknown"
            expected = expects and applies is TRUE
            if figure and not missing_inputs(ident, values):
                idle[key] = NOT_APPLICABLE
        else:
            if stands:
                state = stands(value)
            elif metric.direction == "trend":
                state = _trend(metric, value, previous)
            if state != "not_judged":
                if measured or previous or sample is not None:
                    state, doubts = _doubted(metric, state, value, measured, sample, previous, as_of)
                states[ident] = state
        own_target = own_targets.get(ident) if own_targets else None
        # Hundreds are made at once, and this way takes half as long.
        readings.append(
            _new(Reading, (ident, state, value, target, own_target, label, basis, doubts, measured, figure, expected))
        )
    return tuple(readings), Facts(phase, {**idle, **values}, states)


_Yardstick = tuple[tuple[float, ...], str, Basis, "Callable[[float], State] | None"]
"""A target, the label of the variant that it is of, its basis, and how a value stands against it."""

_Gauge = tuple[Metric, str, str, "Test | None", bool, _Yardstick, list[tuple[Test, _Yardstick]]]


@per_pack
def _gauges(pack: Pack, phase: Phase) -> list[_Gauge]:
    """What a phase makes of every metric: where its answer stands, whether it applies and is expected, its usual
    yardstick, and those that replace it for some products."""
    return [_gauge(metric, phase) for metric in pack.metrics]


def _gauge(metric: Metric, phase: Phase) -> _Gauge:
    def yardstick(target: tuple[float, ...], label: str, basis: Basis) -> _Yardstick:
        return target, label, basis, _against(metric.direction, target)

    applies_to = metric.applies_when.truth if metric.applies_when else None
    expects = metric.expect is not None and phase.rank >= metric.expect.rank
    usual = yardstick(metric.targets.get(phase, ()), "", metric.basis)
    special: list[tuple[Test, _Yardstick]] = []
    for item in metric.variants:
        if phase in item.targets:
            special.append((item.when.truth, yardstick(item.targets[phase], item.label, item.basis or metric.basis)))
    return metric, metric.id, metric.key, applies_to, expects, usual, special


def _against(direction: str, target: tuple[float, ...]) -> Callable[[float], State] | None:
    """How a value stands against a target; None when there is nothing to compare it with."""
    if not target or direction == "trend":
        return None
    if direction == "band":
        bad_low, good_low, good_high, bad_high = target

        def within(value: float) -> State:
            if good_low <= value <= good_high:
                return "good"
            return "watch" if bad_low <= value <= bad_high else "bad"

        return within
    good, bad = target

    def above(value: float) -> State:
        return "good" if value >= good else "watch" if value >= bad else "bad"

    def below(value: float) -> State:
        return "good" if value <= good else "watch" if value <= bad else "bad"

    return above if direction == "up" else below


def _doubted(
    metric: Metric,
    state: State,
    value: float,
    measured: date | None,
    sample: int | None,
    previous: tuple[float, ...],
    as_of: date,
) -> tuple[State, tuple[Doubt, ...]]:
    """The state, and what moves it to watch or from there."""
    doubts: tuple[Doubt, ...] = ()
    moved = _moved(metric.direction, (*previous, value)) if previous else None
    if state == "watch" and moved == "worsening":
        state, doubts = "bad", (moved,)
    elif state == "bad" and moved == "improving":
        state, doubts = "watch", (moved,)
    if metric.min_sample and sample is not None and sample < metric.min_sample:
        state, doubts = "watch", ("small_sample",)
    if measured and (as_of - measured).days > metric.max_age_days:
        state, doubts = "watch", (*doubts, "stale")
    return state, doubts


def _trend(metric: Metric, value: float, previous: tuple[float, ...]) -> State:
    recent = previous[-_PERIODS:]
    total = 0.0
    for period in recent:  # not `sum`, which rounds otherwise from Python 3.12 on
        total += period
    mean = total / len(recent) if recent else 0.0
    if mean <= 0:
        return "not_judged"
    rise = value / mean - 1
    return "bad" if rise > metric.trend["bad"] else "watch" if rise > metric.trend["watch"] else "good"


def _moved(direction: str, series: tuple[float, ...]) -> Doubt | None:
    """Three steps in a row the same way: a product's own trend says more than a benchmark."""
    if direction not in ("up", "down") or len(series) <= _PERIODS:
        return None
    recent = series[-_PERIODS - 1 :]
    rising, falling = all(map(lt, recent, recent[1:])), all(map(gt, recent, recent[1:]))
    if not (rising or falling):
        return None
    return "improving" if rising == (direction == "up") else "worsening"
