"""Whether a pack makes sense: what is defined is used rightly, and every rule can pass and can fail.

Published rule sets drift without such checks: rules that can never win, and answers that improve while the result
gets worse.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TypeVar

from scalecheck.condition import (
    CHOOSING,
    MOST_LOOKS,
    NUMERIC,
    Comparison,
    Condition,
    Not,
    Presence,
    Reference,
    Truth,
    Value,
    by_subject,
    looks,
    possible,
    representatives,
)
from scalecheck.document import Hints, listed
from scalecheck.errors import Fault
from scalecheck.figures import FORMULAS
from scalecheck.pack import Balance, Band, Caution, Challenge, Check, Metric, Practice, Question, Signal, Source
from scalecheck.packfile import PackSource
from scalecheck.phase import PHASES

__all__ = ["lint"]

Entry = TypeVar("Entry", Question, Metric, Practice, Caution, Signal, Check, Challenge, Balance, Band, Source)

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_LONGEST_VALID = 3_650
_UNITS = (
    "ratio", "times", "ms", "s", "minutes", "hours", "days", "weeks", "months", "count", "count/week", "count/month",
    "people", "users", "money", "money/month", "money/year", "points", "score", "kB", "GB",
)  # fmt: skip


def lint(source: PackSource) -> Iterator[Fault]:
    """Everything that is wrong with a pack that could be read: with those of its entries that have a place.

    The others come from a pack that was checked before.
    """
    return _Linter(source).faults()


class _Linter:
    def __init__(self, source: PackSource) -> None:
        self._pack = source.pack
        self._places = source.places
        self._nearest = Hints()
        self._looks = 100 * MOST_LOOKS
        """How often leaves may still be looked at; the guide needs half a percent."""
        self._answerable = {**source.pack.question, **source.pack.metric_at}
        self._rules: Mapping[str, Collection[str]] = {
            "signal": {signal.id for signal in source.pack.signals},
            "gate": {str(gate.phase) for gate in source.pack.gates},
            "practice": source.pack.practice,
        }

    def faults(self) -> Iterator[Fault]:
        pack = self._pack
        yield from self._head()
        for question in self._new("questions", pack.question.values()):
            yield from self._question(question)
        yield from self._nested_questions()
        for metric in self._new("metrics", pack.metrics):
            yield from self._metric(metric)
        for practice in self._new("practices", pack.practices):
            yield from self._practice(practice)
        yield from self._order()
        for caution in self._new("cautions", pack.cautions):
            yield from self._caution(caution)
        for signal in self._new("signals", pack.signals):
            yield from self._signal(signal)
        for gate in pack.gates:
            if f"gates {gate.phase}" in self._places:
                yield from self._condition(f"gates {gate.phase}", "when", gate.when, ("signal", "gate"))
        for check in self._new("checks", pack.checks):
            yield from self._check(check)
        yield from self._challenges()
        yield from self._balances_and_bands()
        for item in self._new("sources", pack.sources):
            if item.url and not item.url.startswith(("https://", "http://")):
                yield self._fault(f"sources {item.id}", "url", "must start with https:// or http://")

    def _new(self, section: str, items: Iterable[Entry]) -> Iterator[Entry]:
        """Those of a section that have a place."""
        return (item for item in items if f"{section} {item.id}" in self._places)

    def _placed(self, *entries: str) -> str:
        """The first of these entries that has a place: the one that may have broken what was right before."""
        return next(entry for entry in entries if entry in self._places)

    def _head(self) -> Iterator[Fault]:
        pack, head = self._pack, self._places["pack"]
        missing = [str(phase) for phase in PHASES if phase not in pack.phases]
        if missing:
            message = f"must name all phases, unless the pack extends another one; {', '.join(missing)} are missing"
            yield head.fault("phases", message)
        phase = pack.question.get("product.phase")
        if phase is None or phase.kind != "choice" or not {str(item) for item in PHASES} <= set(phase.choices):
            choices = ", ".join(map(str, PHASES))
            yield head.fault("", f"needs a question product.phase, a choice of {choices}")

    def _fault(self, entry: str, key: str, message: str) -> Fault:
        kind, _, ident = entry.partition(" ")
        return self._places[entry].fault(key, f"{message} [{kind.removesuffix('s')} {ident}]")

    def _unknown(
        self, entry: str, key: str, names: Iterable[str], known: Collection[str], what: str
    ) -> Iterator[Fault]:
        for name in names:
            if name not in known:
                yield self._fault(entry, key, f"{name} is not a known {what}{self._nearest(name, known)}")

    def _texts(self, entry: str, texts: Mapping[str, str | tuple[str, ...]]) -> Iterator[Fault]:
        for key, text in texts.items():
            lines = (text,) if isinstance(text, str) else text
            if not lines or any(not line.strip() for line in lines):
                yield self._fault(entry, key, f"{key} must not be empty")

    def _question(self, question: Question) -> Iterator[Fault]:
        entry = f"questions {question.id}"
        if not _KEY.fullmatch(question.id):
            yield self._fault(entry, "id", "must be a dotted path of lower-case words such as team.size")
        yield from self._texts(entry, {"prompt": question.prompt})
        if question.kind in ("choice", "choices") and len(question.choices) < 2:
            yield self._fault(entry, "choices", "must offer at least two choices")
        if question.kind not in ("choice", "choices") and question.choices:
            yield self._fault(entry, "choices", f"are only for choice questions; this one is {question.kind}")
        if question.bounds and question.kind not in ("whole", "number"):
            yield self._fault(entry, "bounds", f"are only for numbers; this question is {question.kind}")
        if question.bounds and not _in_order(question.bounds):
            yield self._fault(entry, "bounds", "must be two numbers, the lower one first")
        if question.kind in ("whole", "number") and not question.bounds:
            yield self._fault(entry, "bounds", "a number needs bounds")
        yield from self._lasting(entry, question.valid_for)
        if question.kind == "practice" and not question.partial:
            yield self._fault(entry, "partial", "must say when the honest answer is partial")

    def _lasting(self, entry: str, days: int | None) -> Iterator[Fault]:
        if days is not None and not 1 <= days <= _LONGEST_VALID:
            yield self._fault(entry, "valid_for", f"must be from 1 to {_LONGEST_VALID:,} days")

    def _nested_questions(self) -> Iterator[Fault]:
        ids = sorted([*self._pack.question, *(metric.key for metric in self._pack.metrics)])
        for shorter, longer in pairwise(ids):
            entries = (self._entry(longer), self._entry(shorter))
            if longer.startswith(f"{shorter}.") and not self._places.keys().isdisjoint(entries):
                message = f"{longer} stands below {shorter}, which is itself a question"
                yield self._fault(self._placed(*entries), "id", message)

    def _entry(self, key: str) -> str:
        """Where the question or metric at a path of the questionnaire is defined."""
        metric = key.removeprefix("metrics.")
        return f"metrics {metric}" if metric in self._pack.metric and metric != key else f"questions {key}"

    def _metric(self, metric: Metric) -> Iterator[Fault]:
        entry = f"metrics {metric.id}"
        yield from self._texts(entry, {"title": metric.title, "prompt": metric.prompt, "definition": metric.definition})
        yield from self._unknown(entry, "area", [metric.area], self._pack.areas, "area")
        yield from self._unknown(entry, "sources", metric.sources, self._pack.source, "source")
        if metric.unit not in _UNITS:
            yield self._fault(entry, "unit", f"must be one of {', '.join(_UNITS)}")
        if not _in_order(metric.bounds):
            yield self._fault(entry, "bounds", "must be two numbers, the lower one first")
        for targets in (metric.targets, *(variant.targets for variant in metric.variants)):
            for phase, target in targets.items():
                for wrong in metric.wrong_with(target):
                    yield self._fault(entry, f"targets.{phase}", f"target of {phase} {wrong}")
        if metric.direction in ("up", "down", "band") and not metric.targets:
            yield self._fault(entry, "targets", f"are missing: a metric with direction {metric.direction} is judged")
        if metric.direction in ("trend", "info") and metric.targets:
            yield self._fault(entry, "targets", f"do not go with direction {metric.direction}")
        if (metric.direction == "trend") != (set(metric.trend) == {"watch", "bad"}):
            yield self._fault(entry, "trend", "must give watch and bad, for direction trend only")
        if metric.basis != "house" and not metric.sources and metric.judged:
            yield self._fault(entry, "sources", f"are missing: the basis is {metric.basis}")
        if metric.computed and metric.id not in FORMULAS:
            yield self._fault(entry, "computed", f"no formula is known for it{self._nearest(metric.id, FORMULAS)}")
        if metric.computed:
            yield from self._texts(entry, {"formula": metric.formula})
        if metric.applies_when:
            yield from self._condition(entry, "applies_when", metric.applies_when)
        for index, variant in enumerate(metric.variants):
            yield from self._condition(entry, f"variants[{index}].when", variant.when)

    def _practice(self, practice: Practice) -> Iterator[Fault]:
        entry = f"practices {practice.id}"
        area, dot, slug = practice.id.partition(".")
        if not dot or not _SLUG.fullmatch(slug) or area != practice.area:
            yield self._fault(entry, "id", "must be area.kebab-slug with the area of the practice")
        yield from self._unknown(entry, "area", [practice.area], self._pack.areas, "area")
        yield from self._texts(
            entry,
            {"title": practice.title, "why": practice.why, "how": practice.how, "verify": practice.verify},
        )
        if not practice.levels:
            yield self._fault(entry, "levels", "must name at least one phase")
        if not practice.references and not practice.guide:
            yield self._fault(entry, "references", "are missing: name a source or a point of the guide")
        yield from self._unknown(entry, "references", practice.references, self._pack.source, "source")
        yield from self._unknown(entry, "after", practice.after, self._pack.practice, "practice")
        yield from self._lasting(entry, practice.valid_for)
        if not practice.about:
            yield self._fault(entry, "require", "must look at an answer, or nobody can tell what to do")
        yield from self._condition(entry, "require", practice.require)
        yield from self._both_ways(entry, "require", practice.require)
        yield from self._worsening(entry, practice.require, upright=True)
        if practice.applies_when:
            yield from self._condition(entry, "applies_when", practice.applies_when)
            yield from self._both_ways(entry, "applies_when", practice.applies_when)
            yield from self._leaning_on_practices(entry, practice.applies_when)
        yield from self._cases(entry, practice.tests, ("pass", "fail"))

    def _leaning_on_practices(self, entry: str, condition: Condition) -> Iterator[Fault]:
        """If a practice applied because of another one, putting that one in place could lower the score."""
        for key in dict.fromkeys(subject for leaf in condition.leaves() for subject in leaf.subjects()):
            question = self._pack.question.get(key)
            if question and question.kind == "practice":
                yield self._fault(entry, "applies_when", f"{key} is a practice; let a fact decide what applies")

    def _order(self) -> Iterator[Fault]:
        pack = self._pack
        graph = {practice.id: [name for name in practice.after if name in pack.practice] for practice in pack.practices}
        for practice in pack.practices:
            for name in graph[practice.id]:
                if practice.levels and pack.practice[name].first_phase.rank > practice.first_phase.rank:
                    later = pack.practice[name].first_phase
                    message = f"{name} is first asked for in {later}, later than this practice ({practice.first_phase})"
                    entry = self._placed(f"practices {practice.id}", f"practices {name}")
                    yield self._fault(entry, "after", message)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            cycle = list(reversed(error.args[1]))
            entry = self._placed(*(f"practices {name}" for name in cycle))
            yield self._fault(entry, "after", f"goes in a circle: {' > '.join(cycle)}")

    def _caution(self, caution: Caution) -> Iterator[Fault]:
        entry = f"cautions {caution.id}"
        texts = {name: getattr(caution, name) for name in ("title", "harm", "instead", "revisit")}
        yield from self._texts(entry, {**texts, "phases": tuple(str(phase) for phase in caution.phases)})
        yield from self._unknown(entry, "area", [caution.area], self._pack.areas, "area")
        yield from self._unknown(entry, "references", caution.references, self._pack.source, "source")
        yield from self._unknown(entry, "see", caution.see, self._pack.practice, "practice")
        yield from self._condition(entry, "warn_when", caution.warn_when, ("practice",))
        yield from self._both_ways(entry, "warn_when", caution.warn_when)
        if caution.unless:
            yield from self._condition(entry, "unless", caution.unless, ("practice",))
            yield from self._both_ways(entry, "unless", caution.unless)
        if caution.not_yet:
            looked_at = {key for leaf in caution.warn_when.leaves() for key in leaf.subjects()}
            yield from self._texts(entry, {"not_yet": caution.not_yet.title})
            yield from self._unknown(entry, "not_yet", caution.not_yet.of, sorted(looked_at), "answer of its warn_when")
        yield from self._cases(entry, caution.tests, ("raised", "clear"))

    def _signal(self, signal: Signal) -> Iterator[Fault]:
        entry = f"signals {signal.id}"
        yield from self._texts(entry, {"title": signal.title})
        yield from self._unknown(entry, "references", signal.references, self._pack.source, "source")
        yield from self._condition(entry, "when", signal.when)
        yield from self._both_ways(entry, "when", signal.when)
        yield from self._cases(entry, signal.tests, ("yes", "no"))

    def _check(self, check: Check) -> Iterator[Fault]:
        entry = f"checks {check.id}"
        yield from self._unknown(entry, "about", check.about, self._answerable, "question")
        yield from self._condition(entry, "when", check.when, ("practice",))
        yield from self._cases(entry, check.tests, ("yes", "no"))

    def _cases(self, entry: str, tests: tuple[object, ...], needed: tuple[str, ...]) -> Iterator[Fault]:
        seen = {getattr(test, "expect", "") for test in tests}
        for outcome in needed:
            if outcome not in seen:
                yield self._fault(entry, "tests", f"have no case that expects {outcome}")

    def _challenges(self) -> Iterator[Fault]:
        for challenge in self._new("challenges", self._pack.challenges):
            entry = f"challenges {challenge.id}"
            named = [*challenge.remedies, *(name for route in challenge.routes for name in route.remedies)]
            yield from self._unknown(entry, "remedies", named, self._pack.practice, "practice")
            if challenge.symptoms and "symptoms" not in self._pack.question:
                yield self._fault(entry, "symptoms", "need a question with the id symptoms that asks for them")
            for index, symptom in enumerate(challenge.symptoms):
                if symptom.detected_when:
                    yield from self._condition(entry, f"symptoms[{index}]", symptom.detected_when)
            for index, route in enumerate(challenge.routes):
                yield from self._condition(entry, f"routes[{index}]", route.when, ("practice",))

    def _balances_and_bands(self) -> Iterator[Fault]:
        for balance in self._new("balances", self._pack.balances):
            for side in balance.sides:
                yield from self._unknown(f"balances {balance.id}", "sides", side.metrics, self._pack.metric, "metric")
                yield from self._unknown(
                    f"balances {balance.id}", "sides", side.practices, self._pack.practice, "practice"
                )
        for band in self._new("bands", self._pack.bands):
            yield from self._unknown(f"bands {band.id}", "practices", band.practices, self._pack.practice, "practice")

    def _condition(
        self, entry: str, key: str, condition: Condition, references: tuple[str, ...] = ()
    ) -> Iterator[Fault]:
        for leaf in condition.leaves():
            if isinstance(leaf, Comparison):
                yield from self._comparison(entry, key, leaf)
            elif isinstance(leaf, Presence):
                yield from self._unknown(entry, key, leaf.subjects(), self._answerable, "question")
            elif isinstance(leaf, Reference):
                yield from self._reference(entry, key, leaf, references)

    def _reference(self, entry: str, key: str, leaf: Reference, allowed: tuple[str, ...]) -> Iterator[Fault]:
        kind, _, name = leaf.subject.partition(".")
        if kind not in allowed:
            yield self._fault(entry, key, f"{kind}: cannot be used here")
            return
        yield from self._unknown(entry, key, [name], self._rules[kind], kind)

    def _comparison(self, entry: str, key: str, leaf: Comparison) -> Iterator[Fault]:
        if leaf.subject.startswith("metrics."):
            yield from self._metric_comparison(entry, key, leaf)
            return
        question = self._pack.question.get(leaf.subject)
        if question is None:
            yield from self._unknown(entry, key, [leaf.subject], self._pack.question, "question")
            return
        allowed = _OPERATORS[question.kind]
        if leaf.operator not in allowed:
            fits = f"use {', '.join(allowed)}" if allowed else "it cannot be compared"
            yield self._fault(entry, key, f"{leaf.operator} does not fit {leaf.subject} ({question.kind}); {fits}")
            return
        operands = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
        words = _words(question)
        for operand in operands:
            if words and operand not in words:
                yield self._fault(entry, key, f"{leaf.subject} is never {operand}; it can be {listed(words)}")
            if question.bounds and not question.bounds[0] <= operand <= question.bounds[1]:
                low, high = question.bounds
                yield self._fault(entry, key, f"{leaf.subject} is never {operand:g}; it lies from {low:g} to {high:g}")

    def _metric_comparison(self, entry: str, key: str, leaf: Comparison) -> Iterator[Fault]:
        ids = [subject.removeprefix("metrics.") for subject in leaf.subjects()]
        unknown = list(self._unknown(entry, key, ids, self._pack.metric, "metric"))
        yield from unknown
        if unknown or leaf.against:
            return
        metric = self._pack.metric[ids[0]]
        if leaf.operator == "reads":
            if leaf.operand not in ("good", "watch", "bad"):
                yield self._fault(entry, key, "reads must be one of good, watch, bad")
            elif not metric.judged:
                yield self._fault(entry, key, f"{metric.id} is never judged, so it has no reading")
            return
        for operand in leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,):
            if not metric.bounds[0] <= operand <= metric.bounds[1]:
                low, high = metric.bounds
                yield self._fault(entry, key, f"{metric.id} is never {operand:g}; it lies from {low:g} to {high:g}")

    def _both_ways(self, entry: str, key: str, condition: Condition) -> Iterator[Fault]:
        domains = self._domains(condition)
        self._looks -= min(looks(condition, domains), MOST_LOOKS)
        truths = possible(condition, domains) if self._looks > 0 else {Truth.TRUE, Truth.FALSE}
        for truth, says in ((Truth.TRUE, "be true"), (Truth.FALSE, "be false")):
            if truth not in truths:
                yield self._fault(entry, key, f"{key} can never {says}, whatever is answered")

    def _domains(self, condition: Condition) -> dict[str, tuple[Value, ...]]:
        domains: dict[str, tuple[Value, ...]] = {}
        for key, leaves in by_subject(condition).items():
            question = self._pack.question.get(key)
            metric = self._pack.metric.get(key.removeprefix("metrics."))
            bounds = metric.bounds if metric else question.bounds if question else None
            words = _words(question) if question and not metric else ()
            values = representatives(leaves)
            if words:
                # Words that are compared as if they were numbers are a fault by themselves and cannot be tried out.
                domains[key] = words if values and all(isinstance(value, str) for value in values) else ()
            elif bounds and values:
                low, high = bounds
                inside = {value for value in values if not isinstance(value, str | tuple) and low <= value <= high}
                domains[key] = (low, *sorted(inside - {low, high}), high)
        return domains

    def _worsening(self, entry: str, condition: Condition, *, upright: bool) -> Iterator[Fault]:
        """A requirement must not be met by a worse answer: no, then partial, then yes never makes it false again."""
        if isinstance(condition, Comparison):
            question = self._pack.question.get(condition.subject)
            if question and question.kind == "practice":
                order = ("no", "partial", "yes")
                met = [_answers(condition, answer) == upright for answer in order]
                if met != sorted(met):
                    yield self._fault(entry, "require", f"a better answer to {condition.subject} makes it worse")
            elif condition.operator == "reads" and (condition.operand == "good") != upright:
                yield self._fault(
                    entry, "require", f"a better reading of {condition.subject.removeprefix('metrics.')} makes it worse"
                )
        for child in condition.children:
            yield from self._worsening(entry, child, upright=upright is not isinstance(condition, Not))


_OPERATORS: dict[str, tuple[str, ...]] = {
    "practice": CHOOSING,
    "yes_no": ("is", "is_not"),
    "choice": CHOOSING,
    "choices": ("includes",),
    "whole": NUMERIC,
    "number": NUMERIC,
    "text": (),
    "date": (),
}


def _in_order(bounds: tuple[float, float]) -> bool:
    return math.isfinite(bounds[0]) and math.isfinite(bounds[1]) and bounds[0] < bounds[1]


def _words(question: Question) -> tuple[str, ...]:
    if question.kind == "practice":
        return ("yes", "partial", "no")
    if question.kind == "yes_no":
        return ("yes", "no")
    return tuple(question.choices)


def _answers(condition: Comparison, answer: str) -> bool:
    operand = condition.operand if isinstance(condition.operand, tuple) else (condition.operand,)
    return (answer in operand) == (condition.operator in ("is", "in"))
