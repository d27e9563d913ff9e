"""Practices: what blocks, what is recommended, the complete checklist, and what is not answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scalecheck.condition import NOT_APPLICABLE
from scalecheck.findings import Finding, Outcome
from scalecheck.pack import Metric, Practice, Question
from scalecheck.phase import PHASES, Phase
from scalecheck.phases import judged_on
from scalecheck.questionnaire import Answer
from scalecheck.report.rows import (
    AnswerRow,
    AnswerState,
    AreaRow,
    ChecklistPhase,
    HeatCell,
    HeatRow,
    HeatState,
    OpenGroup,
    OpenRow,
    PracticeRow,
)
from scalecheck.telling import Context, first_step, outcome_text

__all__ = [
    "area_rows",
    "blocker_rows",
    "checklist",
    "heat_rows",
    "next_missing",
    "open_rows",
    "recommended_rows",
]

_GAPS = (Outcome.FAIL, Outcome.PARTIAL)


def blocker_rows(context: Context) -> list[PracticeRow]:
    """What the phase requires and the product lacks, the gravest first."""
    rows = [_practice(context, finding) for finding in context.assessment.findings if context.blocks(finding)]
    return sorted(rows, key=_gravity)


def _gravity(row: PracticeRow) -> tuple[bool, bool, int, str]:
    return not row.critical, row.outcome is Outcome.PARTIAL, -row.impact, row.rule


def recommended_rows(context: Context) -> Iterator[PracticeRow]:
    """What the phase recommends and the product lacks, in the order of the pack."""
    for finding in context.assessment.findings:
        if finding.level == "recommended" and finding.outcome in _GAPS and not finding.waived:
            yield _practice(context, finding)


def checklist(context: Context) -> Iterator[ChecklistPhase]:
    """Every practice of the pack, by the first phase that requires or recommends it."""
    for phase in PHASES:
        asked = (item.id for item in context.pack.practices if _first_asked(item) is phase)
        rows = [_practice(context, context.findings[ident]) for ident in asked]
        if rows:
            yield ChecklistPhase(phase=phase, title=context.phase_title(phase), practices=tuple(rows))


def _first_asked(practice: Practice) -> Phase:
    asking = (phase for phase in PHASES if practice.levels.get(phase) in ("required", "recommended"))
    return next(asking, practice.first_phase)


def _practice(context: Context, finding: Finding) -> PracticeRow:
    practice = context.pack.practice[finding.rule]
    worst = context.assessment.questionnaire.weakest(practice.about)
    return PracticeRow(
        rule=practice.id,
        title=practice.title,
        area=context.pack.areas[practice.area],
        outcome=finding.outcome,
        answer=outcome_text(context, finding),
        level=finding.level,
        effort=practice.effort,
        impact=practice.impact,
        where=context.place(worst) if worst else practice.id,
        file=worst.path if worst else "",
        line=worst.line if worst else 0,
        owner=worst.owner if worst else "",
        note=worst.note if worst else "",
        critical=practice.critical,
        step=first_step(practice, finding),
        why=practice.why,
        how=practice.how,
        verify=practice.verify,
        pitfalls=practice.pitfalls,
        after=context.titled(practice.after),
        sources=context.sources(practice.references),
        answers=tuple(_answer(context, question) for question in practice.questions),
    )


def _answer(context: Context, question: Question) -> AnswerRow:
    given = context.assessment.questionnaire.answers.get(question.id)
    return AnswerRow(
        key=question.id,
        prompt=question.prompt,
        help=question.help,
        partial=question.partial,
        example=question.example,
        state=_state(question, given),
        text=context.value(question, given.value) if given else context.words("answer.unknown"),
        file=given.path if given else "",
        line=given.line if given else 0,
        note=given.note if given else "",
        reason=given.reason if given else "",
        owner=given.owner if given else "",
        evidence=given.evidence if given else (),
        reviewed=given.reviewed.isoformat() if given and given.reviewed else "",
    )


_STATES: dict[object, AnswerState] = {
    "yes": "yes",
    "partial": "partial",
    "planned": "planned",
    "no": "no",
    NOT_APPLICABLE: "not_applicable",
}


def _state(question: Question, given: Answer | None) -> AnswerState:
    if given is None:
        return "unknown"
    return _STATES[given.value] if question.kind in ("practice", "yes_no") else "value"


def next_missing(context: Context) -> Iterator[tuple[str, str]]:
    """What keeps the next rung from holding and does not already block this phase."""
    after = context.assessment.phase.next
    for rung in context.assessment.rungs:
        if rung.phase is after:
            lacking = (rule for rule in (*rung.failing, *rung.open) if context.findings[rule].level != "required")
            yield from context.titled(lacking)


def open_rows(context: Context) -> Iterator[OpenRow]:
    """The questions that are not answered: behind required practices first, those that decide most first; then behind
    recommended ones, then numbers that the phase expects, then what would tell the phase that users are in."""
    groups: dict[OpenGroup, dict[str, list[Practice]]] = {"required": {}, "recommended": {}}
    for finding in context.assessment.findings:
        if finding.outcome is Outcome.UNKNOWN and finding.level in ("required", "recommended") and not finding.waived:
            for key in finding.missing:
                groups[finding.level].setdefault(key, []).append(context.pack.practice[finding.rule])
    told: set[str] = set()
    for group, wanted in groups.items():
        for key, practices in sorted(wanted.items(), key=_weight):
            if key not in told:
                told.add(key)
                yield _open(context, key, group, tuple(item.title for item in practices))
    for reading in context.assessment.readings:
        metric = context.pack.metric[reading.metric]
        if reading.expected and not metric.computed and metric.key not in told:
            told.add(metric.key)
            yield _open(context, metric.key, "metric", (metric.title,))
    if context.assessment.indication.phase is None:
        yield from _signal_questions(context, told)


def _weight(entry: tuple[str, list[Practice]]) -> tuple[int, str]:
    key, practices = entry
    return -sum(practice.impact for practice in practices), key


def _signal_questions(context: Context, told: set[str]) -> Iterator[OpenRow]:
    near = context.assessment.phase.rank + 1
    titles = {signal.id: signal.title for signal in context.pack.signals if signal.phase.rank <= near}
    wanted: dict[str, list[str]] = {}
    for item in context.assessment.indication.signals:
        for key in item.missing if item.signal in titles else ():
            known = context.pack.metric.get(key.removeprefix("metrics."))
            if key not in told and not (known and known.computed):
                wanted.setdefault(key, []).append(titles[item.signal])
    for key, named in wanted.items():
        yield _open(context, key, "signal", tuple(named))


def _open(context: Context, key: str, group: OpenGroup, titles: tuple[str, ...]) -> OpenRow:
    asked = context.asked(key)
    question = asked if isinstance(asked, Question) else None
    return OpenRow(
        key=key,
        prompt=asked.prompt,
        help=asked.definition if isinstance(asked, Metric) else asked.help,
        partial=question.partial if question else "",
        group=group,
        titles=titles,
        choices=tuple(_choices(context, question)) if question else (),
    )


def _choices(context: Context, question: Question) -> Iterator[str]:
    if question.kind == "practice":
        yield from (context.words(f"answer.{answer}") for answer in ("yes", "partial", "no"))
        if question.not_applicable:
            yield context.words("answer.n/a")
    elif question.kind == "yes_no":
        yield from (context.words(f"answer.{answer}") for answer in ("yes", "no"))
    else:
        yield from question.choices.values()


def area_rows(context: Context) -> Iterator[AreaRow]:
    """The score of every area that the phase asks something in."""
    for item in context.assessment.areas:
        yield AreaRow(area=item.area, title=context.pack.areas[item.area], score=item.score)


def heat_rows(context: Context) -> Iterator[HeatRow]:
    """How each area stands for each phase: required and recommended practices in place, of those that apply."""
    asked = [_asked(context, phase) for phase in PHASES]
    for area, title in context.pack.areas.items():
        cells = tuple(_heat(context, outcomes.get(area, ())) for outcomes in asked)
        if any(cell.state != "none" for cell in cells):
            yield HeatRow(title=title, cells=cells)


def _asked(context: Context, phase: Phase) -> Mapping[str, Sequence[Outcome]]:
    """The outcomes of all practices that a phase asks for and that apply, by area."""
    outcomes = context.assessment.outcomes[phase]
    gating = {item.id for item in judged_on(context.pack, phase, context.assessment.phase)}
    found: dict[str, list[Outcome]] = defaultdict(list)
    for item in context.pack.practices:
        asked = item.id in gating or item.levels.get(phase) == "recommended"
        if asked and outcomes[item.id] is not Outcome.NOT_APPLICABLE:
            found[item.area].append(outcomes[item.id])
    return found


def _heat(context: Context, asked: Sequence[Outcome]) -> HeatCell:
    if not asked:
        return HeatCell(text=context.words("heat.none"), detail="", state="none")
    held = asked.count(Outcome.PASS)
    others = {outcome: asked.count(outcome) for outcome in (Outcome.PARTIAL, Outcome.FAIL, Outcome.UNKNOWN)}
    details = [context.words(f"heat.{outcome}", count=count) for outcome, count in others.items() if count]
    return HeatCell(
        text=context.words("heat.of", held=held, asked=len(asked)),
        detail=", ".join(details) or context.words("heat.all"),
        state=_heat_state(held, others),
    )


def _heat_state(held: int, others: dict[Outcome, int]) -> HeatState:
    """Good when all is held; otherwise by whether most of what is known is at least half there."""
    partly, missing = others[Outcome.PARTIAL], others[Outcome.FAIL]
    if not (partly or missing):
        return "unknown" if others[Outcome.UNKNOWN] else "good"
    return "watch" if held + partly / 2 >= (held + partly + missing) / 2 else "bad"
