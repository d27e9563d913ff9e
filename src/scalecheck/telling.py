"""How ids, values and outcomes of one assessment are told; what the report and the gate say alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from scalecheck.amounts import amount, plain
from scalecheck.assessment import Assessment
from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.metrics import Reading
from scalecheck.pack import Amendments, Metric, Pack, Practice, Question, Source
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer
from scalecheck.words import Words

__all__ = ["SAMPLE", "Context", "Names", "first_step", "outcome_text", "policy_fact"]

SAMPLE = ".sample"
"""What follows the key of a metric where not its value is meant, but how many it was counted over."""


class Naming:
    """How a pack and the catalog of words call ids and values."""

    pack: Pack
    words: Words

    def phase_title(self, phase: Phase | None) -> str:
        return self.pack.phases[phase].title if phase else ""

    def titled(self, rules: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Practices by id with their titles."""
        return tuple((rule, self.pack.practice[rule].title) for rule in rules)

    def asked(self, key: str) -> Question | Metric:
        """The question or metric that a key of the questionnaire answers."""
        return self.pack.metric.get(key.removeprefix("metrics.")) or self.pack.question[key]

    def title(self, name: str) -> str:
        """How an input of a figure is called."""
        asked = self.asked(name.removesuffix(SAMPLE))
        title = asked.title if isinstance(asked, Metric) else asked.id
        return self.words("figure.sample", title=title) if name.endswith(SAMPLE) else title

    def amount(self, value: float, unit: str) -> str:
        return amount(self.words, value, unit)

    def value(self, question: Question | Metric, value: Any) -> str:
        """A given answer as people read it."""
        if isinstance(value, int | float):
            return self.amount(value, question.unit) if isinstance(question, Metric) else plain(value)
        if isinstance(question, Question) and question.choices:
            chosen = value if isinstance(value, tuple) else (value,)
            return "; ".join(question.choices.get(str(item), str(item)) for item in chosen)
        text = str(value)
        return self.words(f"answer.{text}") if self.words.has(f"answer.{text}") else text

    def sources(self, idents: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.pack.source[ident] for ident in idents)


class Names(Naming, Frozen):
    """A pack and the words, without any product."""

    pack: Pack
    words: Words


class Context(Naming, Frozen):
    """One assessment with everything that its report is made of."""

    assessment: Assessment
    pack: Pack
    words: Words

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return {finding.rule: finding for finding in self.assessment.findings}

    @cached_property
    def readings(self) -> dict[str, Reading]:
        return {reading.metric: reading for reading in self.assessment.readings}

    @property
    def phase(self) -> str:
        """The name of the judged phase."""
        return self.phase_title(self.assessment.phase)

    def place(self, answer: Answer) -> str:
        return self.assessment.questionnaire.place(answer)

    def blocks(self, finding: Finding) -> bool:
        """Whether a practice is required and known not to be in place, and no waiver accepts that."""
        return finding.level == "required" and finding.outcome in (Outcome.FAIL, Outcome.PARTIAL) and not finding.waived


def outcome_text(context: Context, finding: Finding) -> str:
    """How a practice came out; what is planned is not there, but that much is worth saying."""
    worst = context.assessment.questionnaire.weakest(context.pack.practice[finding.rule].about)
    planned = worst is not None and worst.value == "planned"
    return context.words("outcome.planned" if planned else f"outcome.{finding.outcome}")


def first_step(practice: Practice, finding: Finding) -> str:
    """The first thing to do about a practice that is not in place."""
    if finding.outcome is Outcome.PARTIAL and practice.finish:
        return practice.finish
    return practice.how[0] if finding.outcome in (Outcome.FAIL, Outcome.PARTIAL) else ""


def policy_fact(context: Context, amendments: Amendments) -> str:
    """By which policy the product was judged, and how much that changed."""
    levels, targets = len(amendments.levels), len(amendments.targets)
    return context.words("fact.policy", name=amendments.policy, levels=levels, targets=targets)
