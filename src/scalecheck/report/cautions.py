"""What came too early, does not fit together or is out of date, and the answers that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scalecheck.assessment import explain
from scalecheck.condition import Explanation, PhaseTest, Reference, Truth
from scalecheck.evidence import EvidenceDoubt
from scalecheck.findings import Outcome
from scalecheck.pack import SEVERITIES, Metric
from scalecheck.report.rows import CautionRow, StaleRow, WarningRow
from scalecheck.telling import Context

__all__ = [
    "answers_behind",
    "because",
    "caution_rows",
    "evidence_rows",
    "raised_by",
    "said_already",
    "stale_rows",
    "warning_rows",
]


def caution_rows(context: Context) -> Iterator[CautionRow]:
    """The cautions that were raised, the most severe first."""
    failed = [item.rule for item in context.assessment.cautions if item.outcome is Outcome.FAIL]
    raised = [context.pack.caution[rule] for rule in failed if not said_already(context, rule)]
    for caution in sorted(raised, key=lambda item: (SEVERITIES.index(item.severity), item.id)):
        yield CautionRow(
            rule=caution.id,
            title=caution.title,
            severity=caution.severity,
            severity_text=context.words(f"severity.{caution.severity}"),
            points_to=caution.points_to,
            because=because(context, caution.id),
            harm=caution.harm,
            instead=caution.instead,
            revisit=caution.revisit,
            sources=context.sources(caution.references),
        )


def said_already(context: Context, rule: str) -> bool:
    """Whether a caution looks at nothing but practices, which then stand among the blockers themselves."""
    leaves = tuple(context.pack.caution[rule].warn_when.leaves())
    named = [leaf.subject.removeprefix("practice.") for leaf in leaves if isinstance(leaf, Reference)]
    only = all(isinstance(leaf, Reference | PhaseTest) for leaf in leaves)
    return only and any(context.blocks(context.findings[name]) for name in named)


def because(context: Context, rule: str) -> str:
    """The answers that raised a caution, as `label: value`."""
    return "; ".join(dict.fromkeys(answers_behind(context, _warning(context, rule))))


def raised_by(context: Context, rule: str) -> tuple[str, ...]:
    """The keys of the answers that raised a caution."""
    asked = (context.asked(leaf.subject) for leaf in _comparisons(_warning(context, rule)))
    return tuple(dict.fromkeys(item.key if isinstance(item, Metric) else item.id for item in asked))


def _warning(context: Context, rule: str) -> Explanation:
    return dict(explain(context.assessment, context.pack, rule))["warn_when"]


def answers_behind(context: Context, tree: Explanation) -> Iterator[str]:
    """The answers that made a condition true, as `label: value`."""
    for leaf in _comparisons(tree):
        asked = context.asked(leaf.subject)
        if isinstance(asked, Metric):
            number = context.readings[asked.id].value
            yield f"{asked.title} {context.amount(number, asked.unit) if number is not None else leaf.actual}"
        elif leaf.actual != "no":
            yield _answer(context, leaf.subject, leaf.actual)


def _comparisons(tree: Explanation) -> Iterator[Explanation]:
    """The answers and numbers that made a condition true."""
    if tree.truth is not Truth.TRUE:
        return
    for child in tree.children:
        yield from _comparisons(child)
    if tree.kind in ("answer", "metric") and tree.actual is not None:
        yield tree


def _answer(context: Context, key: str, value: object) -> str:
    """An answer in a few words: what was chosen, or the last words of the key with the value."""
    question = context.pack.question[key]
    label = key.removeprefix("product.traits.").replace("architecture.", "").replace(".", " ").replace("_", " ")
    section, _, name = key.partition(".")
    if name.startswith(section):
        label = name.replace("_", " ")
    if question.choices and isinstance(value, str):
        return question.choices[value]
    if value == "yes":
        return label
    return f"{label}: {value:g}" if isinstance(value, int | float) else f"{label}: {value}"


def warning_rows(context: Context) -> Iterator[WarningRow]:
    """Answers that contradict each other without forbidding a judgement."""
    checks = {check.id: check for check in context.pack.checks}
    answers = context.assessment.questionnaire.answers
    for item in context.assessment.contradictions:
        places = tuple(context.place(answers[key]) for key in item.answers)
        yield WarningRow(title=checks[item.check].title, places=places)


def evidence_rows(context: Context, doubts: Iterable[EvidenceDoubt]) -> Iterator[WarningRow]:
    """Evidence that somebody should look at."""
    for doubt in doubts:
        title = context.words(f"evidence.{doubt.problem}", evidence=doubt.evidence)
        yield WarningRow(title=title, places=(context.place(doubt.answer),))


def stale_rows(context: Context) -> Iterator[StaleRow]:
    """Answers that are due for a review, the longest overdue first."""
    for item in context.assessment.stale:
        practice = context.pack.practice_of.get(item.question)
        answer = context.assessment.questionnaire.answers[item.question]
        yield StaleRow(
            key=item.question,
            title=practice.title if practice else context.asked(item.question).prompt,
            reviewed=item.reviewed.isoformat(),
            due=item.due.isoformat(),
            owner=answer.owner,
            where=context.place(answer),
        )
