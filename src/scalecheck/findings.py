"""What comes out of one rule on one product: of a practice, of a caution."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Literal

from scalecheck.condition import FALSE, IDLE, TRUE, UNKNOWN, Condition, Facts, still_open
from scalecheck.figures import FORMULAS
from scalecheck.frozen import Frozen, replace
from scalecheck.metrics import missing_inputs
from scalecheck.pack import Caution, Level, Pack, Practice, per_pack
from scalecheck.phase import Phase

__all__ = [
    "Finding",
    "Outcome",
    "lenient",
    "weigh_caution",
    "weigh_cautions",
    "weigh_practice",
    "weigh_practices",
]


class Outcome(str, Enum):
    """What came out of one rule. A caution that is raised fails, one that is silent passes."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    # Those of `Enum` are written in Python, and every rule has an outcome.
    __hash__ = str.__hash__
    __str__ = str.__str__


# Looking up a member of an enumeration takes as long as a comparison.
_PASS, _PARTIAL, _FAIL, _UNKNOWN, _NOT_APPLICABLE = Outcome


class Finding(Frozen, kw_only=True):
    """A rule's outcome on one product.

    `level` is the level in the judged phase, None for cautions and for practices that the phase does not ask for.
    `missing` lists exactly the answers that could still change the outcome. `worst` and `best` are the credits (0 to
    1) that those answers leave open; they are equal when the outcome is decided. `waived` is true when it lacks
    something that a waiver accepts.
    """

    rule: str
    outcome: Outcome
    kind: Literal["practice", "caution"] = "practice"
    level: Level | None = None
    missing: tuple[str, ...] = ()
    worst: float = 0.0
    best: float = 0.0
    waived: bool = False

    @property
    def lacks(self) -> bool:
        """Whether the practice is not there, there in part, or not answered."""
        return self.outcome in (_FAIL, _PARTIAL, _UNKNOWN)


_CREDIT = {_PASS: 1.0, _PARTIAL: 0.5, _FAIL: 0.0, _NOT_APPLICABLE: 0.0}


def lenient(facts: Facts) -> Facts:
    """The same facts with every partial answer counted as yes."""
    partial = [key for key, value in facts.values.items() if value == "partial"]
    return replace(facts, values={**facts.values, **dict.fromkeys(partial, "yes")})


class _Findings(dict[Outcome, Finding]):
    """What can come out of one rule. A finding in which nothing is open says nothing else about a product, so each is
    made once, when it first comes out."""

    def __init__(self, rule: str, kind: Literal["practice", "caution"], level: Level | None) -> None:
        self._said = rule, kind, level

    def __missing__(self, outcome: Outcome) -> Finding:
        rule, kind, level = self._said
        credit = _CREDIT[outcome] if kind == "practice" else 0.0
        found = Finding(rule=rule, outcome=outcome, kind=kind, level=level, worst=credit, best=credit)
        self[outcome] = found
        return found

    def unknown(self, missing: tuple[str, ...], worst: float = 0.0, best: float = 0.0) -> Finding:
        """A finding that further answers decide."""
        rule, kind, level = self._said
        return Finding(rule=rule, outcome=_UNKNOWN, kind=kind, level=level, missing=missing, worst=worst, best=best)


def weigh_practice(practice: Practice, facts: Facts, generous: Facts, level: Level | None) -> Finding:
    """The finding of a practice; `generous` are the lenient facts.

    Partial means: not met, but met if the partial answers counted as yes. While that itself is open the outcome is
    unknown, so that a further answer never turns a decided finding over.
    """
    return _weigh_practice(practice, facts, generous, _Findings(practice.id, "practice", level))


def weigh_practices(pack: Pack, phase: Phase, facts: Facts, only: Collection[str] | None = None) -> dict[str, Finding]:
    """The findings of all practices, or `only` of some, with the levels that they have in a phase."""
    generous, found = lenient(facts), _findings(pack, phase)
    practices = pack.practices if only is None else [pack.practice[rule] for rule in only]
    return {item.id: _weigh_practice(item, facts, generous, found[item.id]) for item in practices}


@per_pack
def _findings(pack: Pack, phase: Phase) -> Mapping[str, _Findings]:
    return {item.id: _Findings(item.id, "practice", item.levels.get(phase)) for item in pack.practices}


def _weigh_practice(practice: Practice, facts: Facts, generous: Facts, found: _Findings) -> Finding:
    guard, require = practice.applies_when, practice.require
    applies = guard.truth(facts) if guard else TRUE
    if guard and applies is UNKNOWN:
        return found.unknown(_missing((guard, facts)), 0.0, 1.0)
    met = require.truth(facts)
    if applies is not TRUE or met is IDLE:
        return found[_NOT_APPLICABLE]
    if met is TRUE:
        return found[_PASS]
    nearly = require.truth(generous)
    if met is UNKNOWN:
        missing = _missing((require, facts), (require, generous))
        return found.unknown(missing, 0.5 if nearly is TRUE else 0.0, 1.0)
    if nearly is UNKNOWN:
        return found.unknown(_missing((require, generous)), 0.0, 0.5)
    return found[_PARTIAL if nearly is TRUE else _FAIL]


def weigh_caution(caution: Caution, facts: Facts) -> Finding:
    """The finding of a caution: raised (fail) when `warn_when` holds and `unless` does not."""
    return _weigh_caution(caution, facts, _Findings(caution.id, "caution", None))


def weigh_cautions(pack: Pack, facts: Facts) -> tuple[Finding, ...]:
    """The findings of all cautions, in the order of the pack."""
    return tuple([_weigh_caution(item, facts, found) for item, found in _caution_findings(pack)])


@per_pack
def _caution_findings(pack: Pack) -> tuple[tuple[Caution, _Findings], ...]:
    return tuple([(item, _Findings(item.id, "caution", None)) for item in pack.cautions])


def _weigh_caution(caution: Caution, facts: Facts, found: _Findings) -> Finding:
    if facts.phase not in caution.phases:
        return found[_NOT_APPLICABLE]
    warn_when, unless = caution.warn_when, caution.unless
    warns = warn_when.truth(facts)
    if warns is IDLE:
        return found[_NOT_APPLICABLE]
    if warns is FALSE:
        return found[_PASS]
    excused = unless.truth(facts) if unless else FALSE
    if excused is TRUE:
        return found[_PASS]
    if warns is TRUE and excused is not UNKNOWN:
        return found[_FAIL]
    return found.unknown(_missing((warn_when, facts), (unless, facts)) if unless else _missing((warn_when, facts)))


def _missing(*open: tuple[Condition, Facts]) -> tuple[str, ...]:
    """The answers that could still change a condition, with each figure replaced by the answers that it is computed
    from."""
    keys: list[str] = []
    for condition, facts in open:
        for key in still_open(condition, facts):
            name = key.removeprefix("metrics.")
            if key != name and name in FORMULAS:
                keys += missing_inputs(name, facts.values)
            else:
                keys.append(key)
    return tuple(dict.fromkeys(keys))
