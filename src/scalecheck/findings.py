"""What comes out of one rule on one product: of a practice, of a caution."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Literal

from scalecheck.condition import FALSE, IDLE, TRUE, UNKNOWN, Facts, Test, still_open
from scalecheck.figures import FORMULAS
from scalecheck.frozen import Frozen
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


class Finding(Frozen):
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
    values = {**facts.values, **dict.fromkeys(partial, "yes")}
    return Facts(facts.phase, values, facts.readings, facts.results)


class _Findings(dict[Outcome, Finding]):
    """What can come out of one rule. A finding in which nothing is open says nothing else about a product, so each is
    made once, when it first comes out."""

    def __init__(self, rule: str, kind: Literal["practice", "caution"], level: Level | None) -> None:
        self._said = rule, kind, level

    def __missing__(self, outcome: Outcome) -> Finding:
        rule, kind, level = self._said
        credit = _CREDIT[outcome] if kind == "practice" else 0.0
        found = Finding(rule, outcome, kind, level, (), credit, credit)
        self[outcome] = found
        return found

    def unknown(self, missing: tuple[str, ...], worst: float = 0.0, best: float = 0.0) -> Finding:
        """A finding that further answers decide."""
        rule, kind, level = self._said
        return Finding(rule, _UNKNOWN, kind, level, missing, worst, best)


def weigh_practice(practice: Practice, facts: Facts, generous: Facts, level: Level | None) -> Finding:
    """The finding of a practice; `generous` are the lenient facts.

    Partial means: not met, but met if the partial answers counted as yes. While that itself is open the outcome is
    unknown, so that a further answer never turns a decided finding over.
    """
    return _weigh_practice(_scales(practice, level), facts, generous)


def weigh_practices(pack: Pack, phase: Phase, facts: Facts, only: Collection[str] | None = None) -> dict[str, Finding]:
    """The findings of all practices, or `only` of some, with the levels that they have in a phase."""
    generous, scales = lenient(facts), _all_scales(pack, phase)
    return {rule: _weigh_practice(scales[rule], facts, generous) for rule in (scales if only is None else only)}


_Scales = tuple[Practice, Test, _Findings]
"""What a practice is weighed with: what it requires, and what can come out."""


def _scales(practice: Practice, level: Level | None) -> _Scales:
    return practice, practice.require.truth, _Findings(practice.id, "practice", level)


@per_pack
def _all_scales(pack: Pack, phase: Phase) -> Mapping[str, _Scales]:
    return {item.id: _scales(item, item.levels.get(phase)) for item in pack.practices}


def _weigh_practice(scales: _Scales, facts: Facts, generous: Facts) -> Finding:
    practice, requires, found = scales
    guard, require = practice.applies_when, practice.require
    if guard is not None:
        applies = guard.truth(facts)
        if applies is UNKNOWN:
            return found.unknown(_answers(still_open(guard, facts), facts), 0.0, 1.0)
        if applies is not TRUE:
            return found[_NOT_APPLICABLE]
    met = requires(facts)
    if met is TRUE:
        return found[_PASS]
    if met is IDLE:
        return found[_NOT_APPLICABLE]
    nearly = requires(generous)
    if met is UNKNOWN:
        missing = still_open(require, facts)
        if require.children:
            missing += still_open(require, generous)
        return found.unknown(_answers(missing, facts), 0.5 if nearly is TRUE else 0.0, 1.0)
    if nearly is UNKNOWN:
        return found.unknown(_answers(still_open(require, generous), facts), 0.0, 0.5)
    return found[_PARTIAL if nearly is TRUE else _FAIL]


def weigh_caution(caution: Caution, facts: Facts) -> Finding:
    """The finding of a caution: raised (fail) when `warn_when` holds and `unless` does not."""
    return _weigh_caution(_caution_scales(caution), facts)


def weigh_cautions(pack: Pack, facts: Facts) -> tuple[Finding, ...]:
    """The findings of all cautions, in the order of the pack."""
    return tuple([_weigh_caution(scales, facts) for scales in _all_caution_scales(pack)])


_CautionScales = tuple[Caution, Test, _Findings]


def _caution_scales(caution: Caution) -> _CautionScales:
    return caution, caution.warn_when.truth, _Findings(caution.id, "caution", None)


@per_pack
def _all_caution_scales(pack: Pack) -> tuple[_CautionScales, ...]:
    return tuple(map(_caution_scales, pack.cautions))


def _weigh_caution(scales: _CautionScales, facts: Facts) -> Finding:
    caution, warns_of, found = scales
    unless = caution.unless
    if facts.phase not in caution.phases:
        return found[_NOT_APPLICABLE]
    warns = warns_of(facts)
    if warns is IDLE:
        return found[_NOT_APPLICABLE]
    if warns is FALSE:
        return found[_PASS]
    excused = unless.truth(facts) if unless else FALSE
    if excused is TRUE:
        return found[_PASS]
    if warns is TRUE and excused is not UNKNOWN:
        return found[_FAIL]
    missing = still_open(caution.warn_when, facts)
    if unless:
        missing += still_open(unless, facts)
    return found.unknown(_answers(missing, facts))


def _answers(missing: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """The missing answers, each once, with a figure replaced by those that it is computed from."""
    if len(missing) == 1 and missing[0] not in _FIGURES:
        return missing
    found: dict[str, None] = {}
    for key in missing:
        figure = _FIGURES.get(key)
        found.update(dict.fromkeys(missing_inputs(figure, facts.values) if figure else (key,)))
    return tuple(found)


_FIGURES = {f"metrics.{name}": name for name in FORMULAS}
