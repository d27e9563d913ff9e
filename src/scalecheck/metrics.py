"""Numbers: what was answered, what follows from it, and how each value reads against the targets of a phase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from scalecheck.condition import NOT_APPLICABLE, Facts, Truth, Value
from scalecheck.figures import FORMULAS, Figure, compute
from scalecheck.frozen import Frozen
from scalecheck.pack import Basis, Metric, Pack, Variant
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire

__all__ = ["Reading", "State", "derive", "read_metrics", "small_samples", "values_of"]

State = Literal["good", "watch", "bad", "unknown", "not_judged", "not_applicable"]
Doubt = Literal["small_sample", "stale", "worsening", "improving"]

_PERIODS = 3


class Reading(Frozen, kw_only=True):
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


def values_of(questionnaire: Questionnaire) -> dict[str, Value]:
    """The answers as conditions see them: what is planned is not there yet."""
    return {key: "no" if answer.value == "planned" else answer.value for key, answer in questionnaire.answers.items()}


def derive(pack: Pack, values: Mapping[str, Value], answers: Mapping[str, Answer]) -> dict[str, Figure]:
    """Every figure of the pack that was not answered, computed from what was; figures may build on figures."""
    known = {
        key.removeprefix("metrics."): float(value) for key, value in values.items() if isinstance(value, int | float)
    }
    for key, answer in answers.items():
        if answer.sample is not None:
            known[f"{key.removeprefix('metrics.')}.sample"] = float(answer.sample)
    unanswered = (metric.id for metric in pack.metrics if metric.computed and metric.key not in values)
    return {ident: compute(ident, known) for ident in unanswered}


def small_samples(pack: Pack, questionnaire: Questionnaire) -> frozenset[str]:
    """The keys of metrics that were counted over too few cases to be evidence."""
    return frozenset(
        metric.key
        for metric in pack.metrics
        if metric.min_sample is not None
        and (answer := questionnaire.answers.get(metric.key)) is not None
        and answer.sample is not None
        and answer.sample < metric.min_sample
    )


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


def read_metrics(
    pack: Pack, questionnaire: Questionnaire, facts: Facts, figures: Mapping[str, Figure], as_of: date
) -> tuple[Reading, ...]:
    """A reading of every metric for `facts.phase`, in the order of the pack."""
    return tuple(_read(metric, questionnaire, facts, figures.get(metric.id), as_of) for metric in pack.metrics)


def _read(metric: Metric, questionnaire: Questionnaire, facts: Facts, figure: Figure | None, as_of: date) -> Reading:
    applies = metric.applies_when.truth(facts) if metric.applies_when else Truth.TRUE
    key = metric.key
    answer = questionnaire.answers.get(key)
    value = facts.values.get(key)
    number = float(value) if isinstance(value, int | float) else None
    variant = _variant(metric, facts)
    targets = (variant or metric).targets.get(facts.phase, ())
    state: State
    doubts: tuple[Doubt, ...] = ()
    if applies in (Truth.FALSE, Truth.NOT_APPLICABLE):
        state = "not_applicable"
    elif number is None:
        state = "unknown"
    else:
        state, doubts = _judge(metric, number, targets, answer, as_of)
    expected = (
        metric.expect is not None
        and facts.phase.rank >= metric.expect.rank
        and applies is Truth.TRUE
        and state == "unknown"
    )
    return Reading(
        metric=metric.id,
        state=state,
        value=number,
        target=targets,
        own_target=questionnaire.targets.get(metric.id),
        variant=variant.label if variant else "",
        basis=(variant and variant.basis) or metric.basis,
        doubts=doubts,
        measured=answer.measured if answer else None,
        figure=figure,
        expected=expected,
    )


def _variant(metric: Metric, facts: Facts) -> Variant | None:
    """The targets that replace the usual ones for this product in this phase."""
    if not metric.variants:
        return None
    fitting = (variant for variant in metric.variants if facts.phase in variant.targets)
    return next((variant for variant in fitting if variant.when.truth(facts) is Truth.TRUE), None)


def _judge(
    metric: Metric, value: float, targets: tuple[float, ...], answer: Answer | None, as_of: date
) -> tuple[State, tuple[Doubt, ...]]:
    previous = answer.previous if answer else ()
    if metric.direction == "trend":
        state = _trend(metric, value, previous)
    elif targets:
        state = _against(metric.direction, value, targets)
    else:
        return "not_judged", ()
    if state == "not_judged":
        return state, ()
    doubts: list[Doubt] = []
    moved = _moved(metric.direction, (*previous, value))
    if state == "watch" and moved == "worsening":
        state, doubts = "bad", [moved]
    elif state == "bad" and moved == "improving":
        state, doubts = "watch", [moved]
    if answer and metric.min_sample and answer.sample is not None and answer.sample < metric.min_sample:
        state, doubts = "watch", ["small_sample"]
    if answer and answer.measured and (as_of - answer.measured).days > metric.max_age_days:
        state, doubts = "watch", [*doubts, "stale"]
    return state, tuple(doubts)


def _against(direction: str, value: float, targets: tuple[float, ...]) -> State:
    if direction == "band":
        bad_low, good_low, good_high, bad_high = targets
        if good_low <= value <= good_high:
            return "good"
        return "watch" if bad_low <= value <= bad_high else "bad"
    good, bad = targets
    if direction == "up":
        return "good" if value >= good else "watch" if value >= bad else "bad"
    return "good" if value <= good else "watch" if value <= bad else "bad"


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
    steps = [after - before for before, after in zip(series[-_PERIODS - 1 :], series[-_PERIODS:], strict=False)]
    rising, falling = all(step > 0 for step in steps), all(step < 0 for step in steps)
    if not (rising or falling):
        return None
    return "improving" if rising == (direction == "up") else "worsening"


def for_phase(facts: Facts, phase: Phase, readings: tuple[Reading, ...]) -> Facts:
    """The same facts for a phase with its readings; a metric that does not apply to the product drops out of
    conditions."""
    states = {reading.metric: reading.state for reading in readings if reading.state in ("good", "watch", "bad")}
    idle = {f"metrics.{item.metric}": NOT_APPLICABLE for item in readings if _says_nothing(item, facts)}
    return Facts(phase, {**idle, **facts.values}, states, facts.results)


def _says_nothing(reading: Reading, facts: Facts) -> bool:
    """Whether no further answer can give a metric a value: it does not apply, or cannot be computed from what is
    known."""
    stuck = reading.figure is not None and reading.value is None and not missing_inputs(reading.metric, facts.values)
    return reading.state == "not_applicable" or stuck
