"""One pack on top of another: what it adds, overrides and leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from hashlib import sha256
from itertools import chain
from typing import Any

from scalecheck.condition import Condition
from scalecheck.document import Hints
from scalecheck.errors import Faults, InputError
from scalecheck.figures import places_of
from scalecheck.frozen import replace
from scalecheck.pack import Metric, Omission, Override, Pack, Practice, Question, Sections, Side
from scalecheck.packfile import PackSource
from scalecheck.phase import PHASES

__all__ = ["extend"]

SHORTEST_REASON = 10

_ADDED = tuple(item.name for item in fields(Sections))
_CHANGEABLE = ("practices", "metrics", "questions", "cautions", "signals", "checks", "challenges", "balances", "bands")
_CHANGES = tuple(item.name for item in fields(Override) if item.name not in ("id", "reason"))


def extend(base: Pack, source: PackSource) -> PackSource:
    """The pack of `source` on top of `base`, with the places of what is new or changed; the rest was checked before.

    Raises `InputError` with every fault: ids that are not there or already taken, missing reasons, changes that do not
    fit, and what is left out although something else needs it.
    """
    merging = _Merging(base, source)
    merged = merging.merged()
    if merging.faults:
        raise InputError(merging.faults)
    return merged


class _Merging:
    def __init__(self, base: Pack, source: PackSource) -> None:
        self.faults = Faults(source.path)
        self._nearest = Hints()
        self._base = base
        self._path = source.path
        self._own = source.pack
        self._places = dict(source.places)
        self._sections: dict[str, dict[str, Any]] = {
            name: {item.id: item for item in getattr(base, name)} for name in _CHANGEABLE
        }
        self._practice_of = base.practice_of
        self._practice_questions = {item.id: item for practice in base.practices for item in practice.questions}
        self._asked = {question.id for question in self._own.questions}.union(self._own.practice_of)
        self._overridden = {override.id for override in self._own.overrides}

    def merged(self) -> PackSource:
        self._check_ids()
        for override in self._own.overrides:
            self._change(override)
        self._ask_as_changed()
        gone = [self._leave_out(omission) for omission in self._own.disabled]
        sections: dict[str, Any] = {
            name: (*self._sections.get(name, {}).values(), *getattr(self._own, name))
            if name in _CHANGEABLE
            else (*getattr(self._base, name), *getattr(self._own, name))
            for name in _ADDED
        }
        pack = replace(
            self._own,
            phases={**self._base.phases, **self._own.phases},
            areas={**self._base.areas, **self._own.areas},
            digest=sha256(f"{self._base.digest}\n{self._own.digest}\n".encode()).hexdigest(),
            bases=(*self._base.bases, self._base.pin),
            **sections,
        )
        removed = {key for keys in gone for key in keys}
        asking, sides = _asking(pack) if removed else {}, _sides(pack)
        for omission, keys in zip(self._own.disabled, gone, strict=True):
            instead = ", or make it optional with overrides:" if omission.id in self._base.practice else ""
            for name in sorted(_dependents(asking, sides, keys)):
                message = f"{omission.id} is needed by {name}; leave that out too{instead}"
                self._fault("disabled", omission.id, "id", message)
        return PackSource(self._path, _without(pack, removed), self._places)

    def _fault(self, section: str, ident: str, key: str, message: str) -> None:
        self.faults.append(self._places[f"{section} {ident}"].fault(key, message))

    def _check_ids(self) -> None:
        """What the pack adds must not be there already."""
        for name in _ADDED:
            taken = {getattr(item, "id", "") for item in getattr(self._base, name)}
            own = {item.id for item in getattr(self._own, name) if hasattr(item, "id")}
            if name == "questions":
                own, taken = self._asked, set(self._base.question) - self._freed()
            if name not in ("overrides", "disabled"):
                for ident in sorted(own & taken):
                    where = f"already in {self._base.name_and_version}; change it under overrides:"
                    self._fault(name, ident, "id", f"{ident} is {where}")

    def _freed(self) -> set[str]:
        """Questions that the pack may ask anew, because it leaves out what asked them before."""
        names = [omission.id for omission in self._own.disabled]
        practices = [self._base.practice[name] for name in names if name in self._base.practice]
        return {*names, *(key for practice in practices for key in practice.asks)}

    def _reason(self, section: str, entry: Override | Omission) -> None:
        if len(entry.reason.strip()) < SHORTEST_REASON:
            self._fault(section, entry.id, "reason", f"must say why in at least {SHORTEST_REASON} characters")

    def _home(self, section: str, ident: str) -> str:
        """The section of the base in which an entry stands; empty, with a fault, when there is none."""
        for name, entries in self._sections.items():
            if ident in entries:
                return name
        hint = self._nearest(ident, chain(*self._sections.values(), self._practice_of))
        self._fault(section, ident, "id", f"{ident} is not in {self._base.name_and_version}{hint}")
        return ""

    def _change(self, override: Override) -> None:
        self._reason("overrides", override)
        practice = self._practice_of.get(override.id)
        home = "questions" if practice else self._home("overrides", override.id)
        if not home:
            return
        self._places[f"{home} {override.id}"] = self._places[f"overrides {override.id}"]
        entries = self._practice_questions if practice else self._sections[home]
        entries[override.id] = self._changed(entries[override.id], override)

    def _ask_as_changed(self) -> None:
        """Put the questions that were changed where their practices ask them."""
        practices = self._sections["practices"]
        for name in {self._practice_of[key].id for key in self._overridden & self._practice_of.keys()}:
            asked = tuple(self._practice_questions[item.id] for item in practices[name].questions)
            practices[name] = replace(practices[name], questions=asked)

    def _changed(self, entry: Any, override: Override) -> Any:
        changes = {name: value for name in _CHANGES if (value := getattr(override, name)) is not None}
        kind = type(entry).__name__.lower()
        unfit = [name for name in changes if not hasattr(entry, name)]
        for name in unfit:
            self._fault("overrides", override.id, name, f"is nothing that a {kind} has")
        if not changes:
            self._fault("overrides", override.id, "id", "changes nothing; say what, such as levels: or why:")
        if unfit:
            return entry
        if isinstance(entry, Practice) and "levels" in changes:
            levels = {**entry.levels, **changes["levels"]}
            changes["levels"] = {phase: levels[phase] for phase in PHASES if levels.get(phase, "none") != "none"}
        if isinstance(entry, Metric) and "targets" in changes:
            own = changes["targets"]
            special = [
                replace(item, targets={phase: target for phase, target in item.targets.items() if phase not in own})
                for item in entry.variants
            ]
            changes["variants"] = tuple(item for item in special if item.targets)
            changes["targets"] = {**entry.targets, **own}
            changes.setdefault("basis", "house")
        return replace(entry, **changes)

    def _leave_out(self, omission: Omission) -> set[str]:
        """Take an entry out; the keys under which conditions and lists know it and its questions."""
        self._reason("disabled", omission)
        home = self._home("disabled", omission.id)
        if not home:
            return set()
        if omission.id in self._overridden:
            self._fault("overrides", omission.id, "id", f"{omission.id} is left out under disabled:")
        entry = self._sections[home].pop(omission.id)
        self._places.pop(f"{home} {omission.id}", None)
        match entry:
            case Practice():
                return {f"practice.{entry.id}"} | (set(entry.asks) - self._asked)
            case Metric():
                return {entry.key}
            case Question():
                return {entry.id} - self._asked
        return {f"{home.removesuffix('s')}.{omission.id}"}


def _conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Every condition of a pack with what it belongs to."""
    tables: Mapping[str, Iterable[Any]] = {
        "practice": pack.practices,
        "caution": pack.cautions,
        "metric": pack.metrics,
        "signal": pack.signals,
        "gate": pack.gates,
        "check": pack.checks,
        "challenge": [part for item in pack.challenges for part in (*item.symptoms, *item.routes)],
        "variant": [variant for metric in pack.metrics for variant in metric.variants],
    }
    for kind, items in tables.items():
        for item in items:
            name = next(getattr(item, key) for key in ("id", "phase", "label", "title") if hasattr(item, key))
            for field in ("applies_when", "require", "warn_when", "unless", "when", "detected_when"):
                condition = getattr(item, field, None)
                if condition is not None:
                    yield f"{kind} {name}", condition


def _asking(pack: Pack) -> Mapping[str, set[str]]:
    """What asks about each answer, number and rule: in a condition, or as a figure that is computed from it."""
    found: dict[str, set[str]] = {}
    for name, condition in _conditions(pack):
        for leaf in condition.leaves():
            for key in (*leaf.subjects(), getattr(leaf, "subject", "")):
                found.setdefault(key, set()).add(name)
    for metric in pack.metrics:
        for key in places_of(metric.id) if metric.computed else ():
            found.setdefault(key, set()).add(f"metric {metric.id}")
    return found


_Sides = dict[str, list[tuple[str, set[str]]]]
"""Balances with the numbers of a side, by the first of these numbers."""


def _sides(pack: Pack) -> _Sides:
    found: _Sides = {}
    for balance in pack.balances:
        for side in balance.sides:
            numbers = [f"metrics.{name}" for name in side.metrics]
            if numbers:
                found.setdefault(numbers[0], []).append((f"balance {balance.id}", set(numbers)))
    return found


def _dependents(asking: Mapping[str, set[str]], sides: _Sides, keys: set[str]) -> set[str]:
    """What asks about one of the keys, and balances that would lose all numbers of a side."""
    found = {name for key in keys for name in asking.get(key, ())}
    return found.union(name for key in keys for name, numbers in sides.get(key, ()) if numbers <= keys)


def _without(pack: Pack, keys: set[str]) -> Pack:
    """The pack with everything taken out of its lists that is no longer there."""
    if not keys:
        return pack

    def kept(names: tuple[str, ...], prefix: str = "practice.") -> tuple[str, ...]:
        return tuple(name for name in names if f"{prefix}{name}" not in keys)

    def side(item: Side) -> Side:
        return replace(item, metrics=kept(item.metrics, "metrics."), practices=kept(item.practices))

    return replace(
        pack,
        practices=tuple(replace(item, after=kept(item.after)) for item in pack.practices),
        cautions=tuple(replace(item, see=kept(item.see)) for item in pack.cautions),
        challenges=tuple(
            replace(
                item,
                remedies=kept(item.remedies),
                routes=tuple(replace(route, remedies=kept(route.remedies)) for route in item.routes),
            )
            for item in pack.challenges
        ),
        bands=tuple(replace(item, practices=kept(item.practices)) for item in pack.bands),
        balances=tuple(replace(item, sides=(side(item.sides[0]), side(item.sides[1]))) for item in pack.balances),
        checks=tuple(replace(item, about=kept(item.about, "")) for item in pack.checks),
    )
