"""What comes out of one rule on one product: of a practice, of a caution."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from scalecheck.condition import Condition, Facts, Truth, still_open
from scalecheck.figures import FORMULAS
from scalecheck.frozen import Frozen, replace
from scalecheck.metrics import missing_inputs
from scalecheck.pack import Caution, Level, Practice

__all__ = ["Finding", "Outcome", "lenient", "weigh_caution", "weigh_practice"]


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
        return self.outcome in (Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN)


_CREDIT = {Outcome.PASS: 1.0, Outcome.PARTIAL: 0.5, Outcome.FAIL: 0.0, Outcome.NOT_APPLICABLE: 0.0}


def lenient(facts: Facts) -> Facts:
    """The same facts with every partial answer counted as yes."""
    return replace(facts, values={key: "yes" if value == "partial" else value for key, value in facts.values.items()})


def weigh_practice(practice: Practice, facts: Facts, generous: Facts, level: Level | None) -> Finding:
    """The finding of a practice; `generous` are the lenient facts.

    Partial means: not met, but met if the partial answers counted as yes. While that itself is open the outcome is
    unknown, so that a further answer never turns a decided finding over.
    """
    applies = practice.applies_when.truth(facts) if practice.applies_when else Truth.TRUE
    if practice.applies_when and applies is Truth.UNKNOWN:
        return _unknown(practice, level, practice.applies_when, (facts,), 0.0, 1.0)
    met = practice.require.truth(facts)
    if applies is not Truth.TRUE or met is Truth.NOT_APPLICABLE:
        return _decided(practice, level, Outcome.NOT_APPLICABLE)
    if met is Truth.TRUE:
        return _decided(practice, level, Outcome.PASS)
    nearly = practice.require.truth(generous)
    if met is Truth.UNKNOWN:
        return _unknown(practice, level, practice.require, (facts, generous), 0.5 if nearly is Truth.TRUE else 0.0, 1.0)
    if nearly is Truth.UNKNOWN:
        return _unknown(practice, level, practice.require, (generous,), 0.0, 0.5)
    return _decided(practice, level, Outcome.PARTIAL if nearly is Truth.TRUE else Outcome.FAIL)


def _decided(practice: Practice, level: Level | None, outcome: Outcome) -> Finding:
    credit = _CREDIT[outcome]
    return Finding(rule=practice.id, outcome=outcome, level=level, worst=credit, best=credit)


def _unknown(
    practice: Practice, level: Level | None, condition: Condition, views: tuple[Facts, ...], worst: float, best: float
) -> Finding:
    missing = tuple(dict.fromkeys(key for facts in views for key in _answers(condition, facts)))
    return Finding(rule=practice.id, outcome=Outcome.UNKNOWN, level=level, missing=missing, worst=worst, best=best)


def weigh_caution(caution: Caution, facts: Facts) -> Finding:
    """The finding of a caution: raised (fail) when `warn_when` holds and `unless` does not."""
    if facts.phase not in caution.phases:
        return Finding(rule=caution.id, kind="caution", outcome=Outcome.NOT_APPLICABLE)
    warns = caution.warn_when.truth(facts)
    excused = caution.unless.truth(facts) if caution.unless else Truth.FALSE
    if warns is Truth.NOT_APPLICABLE:
        return Finding(rule=caution.id, kind="caution", outcome=Outcome.NOT_APPLICABLE)
    if warns is Truth.FALSE or excused is Truth.TRUE:
        return Finding(rule=caution.id, kind="caution", outcome=Outcome.PASS)
    if warns is Truth.TRUE and excused is not Truth.UNKNOWN:
        return Finding(rule=caution.id, kind="caution", outcome=Outcome.FAIL)
    missing = _answers(caution.warn_when, facts)
    if caution.unless:
        missing = tuple(dict.fromkeys((*missing, *_answers(caution.unless, facts))))
    return Finding(rule=caution.id, kind="caution", outcome=Outcome.UNKNOWN, missing=missing)


def _answers(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The missing answers, with each figure replaced by the answers that it is computed from."""
    keys: list[str] = []
    for key in still_open(condition, facts):
        name = key.removeprefix("metrics.")
        keys.extend(missing_inputs(name, facts.values) if key != name and name in FORMULAS else [key])
    return tuple(dict.fromkeys(keys))
