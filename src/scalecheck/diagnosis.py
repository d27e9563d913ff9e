"""From symptoms to remedies, from pairs of numbers to balances, from the size of a team to its band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from scalecheck.condition import TRUE, Facts, Truth
from scalecheck.frozen import Frozen
from scalecheck.pack import Balance, Band, Challenge, Pack, Side

__all__ = ["BalanceReading", "Diagnosis", "band_of", "diagnose", "weigh_balances"]


class Diagnosis(Frozen, kw_only=True):
    """A challenge whose symptoms were reported or detected from metrics.

    `in_place` and `open` are its remedies in the order to try them; `first` are those of them that the routes which
    hold put first. `routes` says of each route of the challenge whether it holds.
    """

    challenge: str
    reported: tuple[str, ...]
    detected: tuple[str, ...]
    in_place: tuple[str, ...]
    open: tuple[str, ...]
    first: tuple[str, ...]
    routes: tuple[Truth, ...]


class BalanceReading(Frozen, kw_only=True):
    """How both sides of a balance read (good, watch, bad or unknown) and to which side it leans."""

    balance: str
    sides: tuple[str, str]
    leaning: Literal["even", "first", "second", "both_low", "unknown"]


def diagnose(pack: Pack, facts: Facts, outcomes: Mapping[str, str]) -> tuple[Diagnosis, ...]:
    """The challenges that a product has, in the order of the pack."""
    reported = facts.values.get("symptoms", ())
    named = frozenset(reported if isinstance(reported, tuple) else ())
    found = (_diagnosis(challenge, facts, outcomes, named) for challenge in pack.challenges)
    return tuple(item for item in found if item)


def _diagnosis(
    challenge: Challenge, facts: Facts, outcomes: Mapping[str, str], named: frozenset[str]
) -> Diagnosis | None:
    reported = tuple([item.id for item in challenge.symptoms if item.id in named])
    detected = tuple(
        [
            item.id
            for item in challenge.symptoms
            if item.id not in named and item.detected_when and item.detected_when.truth(facts) is TRUE
        ]
    )
    if not (reported or detected):
        return None
    routes = tuple([route.when.truth(facts) for route in challenge.routes])
    fitting = {
        item for route, truth in zip(challenge.routes, routes, strict=True) for item in route.remedies if truth is TRUE
    }
    in_place: list[str] = []
    missing: list[str] = []
    first: list[str] = []
    for item in challenge.remedies:
        outcome = outcomes[item]
        if outcome == "pass":
            in_place.append(item)
        elif outcome != "not_applicable":
            missing.append(item)
            if item in fitting and outcome in ("fail", "partial"):
                first.append(item)
    return Diagnosis(
        challenge=challenge.id,
        reported=reported,
        detected=detected,
        in_place=tuple(in_place),
        open=tuple(missing),
        first=tuple(first),
        routes=routes,
    )


def weigh_balances(pack: Pack, states: Mapping[str, str]) -> tuple[BalanceReading, ...]:
    """The reading of every balance of the pack; `states` are those of the metrics that read good, watch or bad."""
    return tuple(_balance(balance, states) for balance in pack.balances)


def _balance(balance: Balance, states: Mapping[str, str]) -> BalanceReading:
    first, second = (_side(side, states) for side in balance.sides)
    leaning: Literal["even", "first", "second", "both_low", "unknown"]
    if "unknown" in (first, second):
        leaning = "unknown"
    elif first == "bad" and second == "bad":
        leaning = "both_low"
    elif second == "bad" or (first == "good" and second == "watch"):
        leaning = "first"
    elif first == "bad" or (second == "good" and first == "watch"):
        leaning = "second"
    else:
        leaning = "even"
    return BalanceReading(balance=balance.id, sides=(first, second), leaning=leaning)


def _side(side: Side, states: Mapping[str, str]) -> str:
    """The worst known reading of a side: a balance is about what gives way."""
    known = set(map(states.get, side.metrics))
    return next((state for state in ("bad", "watch", "good") if state in known), "unknown")


def band_of(pack: Pack, size: float | None) -> Band | None:
    """The band that a team of `size` people belongs to."""
    if size is None:
        return None
    return next((band for band in pack.bands if band.size[0] <= size and size <= (band.size[1] or size)), None)
