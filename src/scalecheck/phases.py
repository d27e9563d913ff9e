"""The three phases of a product: attained by its foundations, indicated by its signals, declared by its team."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scalecheck.condition import FALSE, TRUE, UNKNOWN, Facts, Test, Truth, still_open
from scalecheck.frozen import Frozen, replace
from scalecheck.pack import Gate, Pack, Practice, Signal, per_pack
from scalecheck.phase import PHASES, Phase

__all__ = ["Indication", "Rung", "SignalReading", "climb", "indicate", "judged_on"]

ENOUGH_EVIDENCE = 0.5
"""The share of signal weight that must be known before a signal that is missing counts as not shown."""


class Rung(Frozen, kw_only=True):
    """One phase on the ladder: how many practices gate it, and which of them do not hold (`open` ones are not
    answered). `waived` ones do not hold either, but do not keep the phase from being attained."""

    phase: Phase
    counted: int
    failing: tuple[str, ...]
    open: tuple[str, ...]
    waived: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.failing and not self.open


class SignalReading(Frozen, kw_only=True):
    """Whether a signal was seen; `missing` are the answers that would tell."""

    signal: str
    truth: Truth
    missing: tuple[str, ...] = ()


class Indication(Frozen, kw_only=True):
    """The phase that the signals point to. `phase` is None when they are too few; it then lies from `lowest` to
    `highest`.

    `known` and `total` are weights of the signals for phases up to the one after the judged phase: what belongs to
    later ones nobody is asked yet.
    """

    phase: Phase | None
    lowest: Phase
    highest: Phase
    known: int
    total: int
    signals: tuple[SignalReading, ...]


@per_pack
def judged_on(pack: Pack, rung: Phase, judged: Phase) -> tuple[Practice, ...]:
    """The practices that gate a rung of the ladder of a product in phase `judged`.

    An earlier rung leaves out what the judged phase no longer asks for: a growing product does not lack an MVP
    because it once shipped late.
    """
    practices = pack.required(rung)
    if rung.rank >= judged.rank:
        return practices
    return tuple(item for item in practices if item.levels.get(judged) in ("required", "recommended"))


def climb(
    pack: Pack, judged: Phase, outcomes: Mapping[Phase, Mapping[str, str]], waived: Collection[str] = ()
) -> tuple[Rung, ...]:
    """The four rungs, from outcomes by phase and practice; `waived` practices may lack."""
    return tuple([_rung(phase, _rules_of(pack, phase, judged), outcomes[phase], waived) for phase in PHASES])


@per_pack
def _rules_of(pack: Pack, rung: Phase, judged: Phase) -> tuple[str, ...]:
    return tuple([item.id for item in judged_on(pack, rung, judged)])


def _rung(phase: Phase, rules: tuple[str, ...], outcomes: Mapping[str, str], waived: Collection[str]) -> Rung:
    counted = len(rules)
    failing: list[str] = []
    unknown: list[str] = []
    excused: list[str] = []
    for rule in rules:
        outcome = outcomes[rule]
        if outcome == "pass":
            continue
        if outcome == "not_applicable":
            counted -= 1
        else:
            (excused if rule in waived else unknown if outcome == "unknown" else failing).append(rule)
    return Rung(phase=phase, counted=counted, failing=tuple(failing), open=tuple(unknown), waived=tuple(excused))


def _without(facts: Facts, doubtful: frozenset[str]) -> Facts:
    values = {key: value for key, value in facts.values.items() if key not in doubtful}
    readings = {name: state for name, state in facts.readings.items() if f"metrics.{name}" not in doubtful}
    return replace(facts, values=values, readings=readings)


_Sensor = tuple[Signal, Test, str, int, dict[Truth, SignalReading]]


@per_pack
def _sensors(pack: Pack, phase: Phase) -> list[_Sensor]:
    """Every signal with its test, its place in `Facts.results`, what it weighs for products in a phase, and its
    readings in which nothing is open: they say nothing else about a product, so each is made once."""
    near = phase.rank + 1
    return [
        (item, item.when.truth, f"signal.{item.id}", item.weight if item.phase.rank <= near else 0, {})
        for item in pack.signals
    ]


@per_pack
def _gates(pack: Pack) -> tuple[Gate, ...]:
    return tuple(sorted(pack.gates, key=lambda gate: gate.phase.rank))


def indicate(pack: Pack, facts: Facts, doubtful: frozenset[str]) -> Indication:
    """The phase that the signals of a product point to; metrics in `doubtful` (too small a sample) are no evidence."""
    evidence = _without(facts, doubtful) if doubtful else facts
    signals: list[SignalReading] = []
    results: dict[str, Truth | str] = {}
    known = total = 0
    for signal, test, place, weight, decided in _sensors(pack, facts.phase):
        results[place] = truth = test(evidence)
        total += weight
        if truth is UNKNOWN:
            missing = still_open(signal.when, evidence)
            signals.append(SignalReading(signal=signal.id, truth=truth, missing=missing))
            continue
        known += weight
        if truth not in decided:
            decided[truth] = SignalReading(signal=signal.id, truth=truth)
        signals.append(decided[truth])
    lowest = highest = PHASES[0]
    for gate in _gates(pack):
        truth = gate.when.truth(Facts(facts.phase, evidence.values, evidence.readings, results))
        results[f"gate.{gate.phase}"] = truth
        if truth is TRUE:
            lowest = gate.phase
        if truth is not FALSE:
            highest = gate.phase
    highest = max(lowest, highest, key=lambda phase: phase.rank)
    sure = lowest is highest or (total > 0 and known / total >= ENOUGH_EVIDENCE)
    return Indication(
        phase=lowest if sure and pack.gates else None,
        lowest=lowest,
        highest=highest,
        known=known,
        total=total,
        signals=tuple(signals),
    )
