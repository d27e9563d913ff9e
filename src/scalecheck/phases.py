"""The three phases of a product: attained by its foundations, indicated by its signals, declared by its team."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scalecheck.condition import Facts, Truth, still_open
from scalecheck.frozen import Frozen, replace
from scalecheck.pack import Pack, Practice
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
    rungs = []
    for phase in PHASES:
        counted = [(item.id, outcomes[phase][item.id]) for item in judged_on(pack, phase, judged)]
        lacking = [(ident, outcome) for ident, outcome in counted if outcome in ("fail", "partial", "unknown")]
        missing = [(ident, outcome) for ident, outcome in lacking if ident not in waived]
        rungs.append(
            Rung(
                phase=phase,
                counted=sum(outcome != "not_applicable" for _, outcome in counted),
                failing=tuple(ident for ident, outcome in missing if outcome != "unknown"),
                open=tuple(ident for ident, outcome in missing if outcome == "unknown"),
                waived=tuple(ident for ident, _ in lacking if ident in waived),
            )
        )
    return tuple(rungs)


def indicate(pack: Pack, facts: Facts, doubtful: frozenset[str]) -> Indication:
    """The phase that the signals of a product point to; metrics in `doubtful` (too small a sample) are no evidence."""
    values = {key: value for key, value in facts.values.items() if key not in doubtful}
    readings = {name: state for name, state in facts.readings.items() if f"metrics.{name}" not in doubtful}
    evidence = replace(facts, values=values, readings=readings)
    signals = tuple(
        SignalReading(signal=item.id, truth=item.when.truth(evidence), missing=still_open(item.when, evidence))
        for item in pack.signals
    )
    near = facts.phase.rank + 1
    weights = {item.id: item.weight if item.phase.rank <= near else 0 for item in pack.signals}
    known = sum(weights[item.signal] for item in signals if item.truth is not Truth.UNKNOWN)
    results: dict[str, Truth | str] = {f"signal.{item.signal}": item.truth for item in signals}
    lowest = highest = PHASES[0]
    for gate in sorted(pack.gates, key=lambda item: item.phase.rank):
        truth = gate.when.truth(replace(evidence, results=results))
        results[f"gate.{gate.phase}"] = truth
        if truth is Truth.TRUE:
            lowest = gate.phase
        if truth is not Truth.FALSE:
            highest = gate.phase
    highest = max(lowest, highest, key=lambda phase: phase.rank)
    total = sum(weights.values())
    decided = lowest is highest or (total > 0 and known / total >= ENOUGH_EVIDENCE)
    return Indication(
        phase=lowest if decided and pack.gates else None,
        lowest=lowest,
        highest=highest,
        known=known,
        total=total,
        signals=signals,
    )
