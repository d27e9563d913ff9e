"""Which questions can still matter: one is left out only when no answer to it could change an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.condition import (
    NOT_APPLICABLE,
    All,
    Comparison,
    Condition,
    Facts,
    Not,
    PhaseTest,
    Presence,
    Reference,
    Truth,
    still_open,
)
from scalecheck.figures import FORMULAS
from scalecheck.findings import lenient
from scalecheck.frozen import Frozen
from scalecheck.metrics import values_of
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import Questionnaire

__all__ = ["Relevance", "subjects"]


def subjects(condition: Condition) -> Iterator[str]:
    """The answers that a condition looks at, as keys of answers; one may come more than once."""
    for leaf in condition.leaves():
        yield from leaf.subjects()


class _Rule(Frozen):
    """What an outcome depends on: `conditions`, if `guard` does not rule it out. `number` marks those of metrics."""

    conditions: tuple[Condition, ...]
    guard: Condition | None = None
    number: bool = False

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (*self.conditions, self.guard) if self.guard else self.conditions

    def may_change(self, key: str, facts: Facts) -> bool:
        """Whether an answer could decide it, in any phase, and also where partial answers count as yes."""
        seen = [part for part in self.parts if key in subjects(part)]
        phased = any(isinstance(leaf, PhaseTest) for part in self.parts for leaf in part.leaves())
        views = [Facts(phase, facts.values) for phase in (PHASES if phased else (facts.phase,))]
        return any(
            not _rules_out(self.guard, view) and any(_is_open(part, key, view) for part in seen) for view in views
        )


class Relevance:
    """What the rules of a pack look at."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rules: dict[str, list[_Rule]] = {}
        for rule in _rules(pack):
            for key in {key for part in rule.parts for key in subjects(part)}:
                self._rules.setdefault(key, []).append(rule)
        inputs = (name for formula in FORMULAS.values() for name in (*formula.inputs, *formula.optional))
        self._inputs = {name.removesuffix(".sample") for name in inputs}

    def idle(self, questionnaire: Questionnaire, phase: Phase) -> frozenset[str]:
        """The keys of the open questions that can be left out when those of a phase are asked.

        These are facts when every rule that looks at them is decided without them, questions of practices and numbers
        when the practice or the number certainly does not apply. What is only shown, or goes into a figure, stays.
        """
        facts = Facts(phase, values_of(questionnaire.answers))
        idle = {key for key in self._pack.question if key not in facts.values and self._is_idle(key, facts)}
        practices = dict.fromkeys(idle & self._pack.practice_of.keys(), NOT_APPLICABLE)
        without = Facts(phase, {**facts.values, **practices})
        return frozenset(idle | {item.key for item in self._pack.metrics if _rules_out(item.applies_when, without)})

    def _is_idle(self, key: str, facts: Facts) -> bool:
        rules = self._rules.get(key, [])
        practice = self._pack.practice_of.get(key)
        if practice:
            # A number that only makes sense with this practice makes none without it.
            others = [rule for rule in rules if not rule.number]
            return _rules_out(practice.applies_when, facts) and not any(rule.may_change(key, facts) for rule in others)
        return bool(rules) and key not in self._inputs and not any(rule.may_change(key, facts) for rule in rules)


def _rules_out(guard: Condition | None, facts: Facts) -> bool:
    return guard is not None and not _may_turn_over(guard) and guard.truth(facts) in (Truth.FALSE, Truth.NOT_APPLICABLE)


def _is_open(condition: Condition, key: str, facts: Facts) -> bool:
    views = (facts, lenient(facts)) if "partial" in facts.values.values() else (facts,)
    return _may_turn_over(condition) or any(key in still_open(condition, view) for view in views)


def _may_turn_over(condition: Condition) -> bool:
    """Whether further answers can undo what is decided: that something is not answered, a reading, another rule."""
    return any(
        isinstance(leaf, Presence | Reference) or (isinstance(leaf, Comparison) and leaf.operator == "reads")
        for leaf in condition.leaves()
    )


def _rules(pack: Pack) -> Iterator[_Rule]:
    for practice in pack.practices:
        yield _Rule((practice.require,), practice.applies_when)
    for caution in pack.cautions:
        yield _Rule((All((caution.warn_when, Not(caution.unless))) if caution.unless else caution.warn_when,))
    for metric in pack.metrics:
        yield _Rule(tuple(variant.when for variant in metric.variants), metric.applies_when, number=True)
    for challenge in pack.challenges:
        yield _Rule(tuple(route.when for route in challenge.routes))
        yield _Rule(tuple(symptom.detected_when for symptom in challenge.symptoms if symptom.detected_when))
    yield from (_Rule((signal.when,)) for signal in pack.signals)
    yield from (_Rule((gate.when,)) for gate in pack.gates)
    yield from (_Rule((check.when,)) for check in pack.checks)
