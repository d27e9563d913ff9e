"""The plan: each action with the answer that put it there and what it leads to, sliced into iterations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scalecheck.frozen import Frozen
from scalecheck.iterations import Capacity, Iteration, capacity_of, slice_plan
from scalecheck.pack import Question
from scalecheck.phase import Phase
from scalecheck.planning import DAYS, Action, Piece, pieces_of, plan
from scalecheck.questionnaire import Answer
from scalecheck.report.cautions import because, raised_by
from scalecheck.report.rows import ActionRow, Plan
from scalecheck.telling import Context, first_step, outcome_text

__all__ = ["make_plan"]

_NEAR = 2
"""A rung is worth naming when at most so many pieces are left."""


def make_plan(context: Context, target: Phase | None = None, capacity: int | None = None) -> Plan:
    """The plan up to a phase, by default the next one, with so many person-days in an iteration; without a number, with
    what follows from the answers."""
    judged = context.assessment.phase
    last = target or judged.next or judged
    actions = plan(context.assessment, context.pack, last)
    room = Capacity(days=capacity, basis="given") if capacity else capacity_of(context.assessment)
    iterations = slice_plan(actions, room.days) if room else ()
    spans = _spans(iterations)
    planned = {action.rule: number for number, action in enumerate(actions)}
    in_time = sorted(planned, key=lambda rule: (spans[rule][1] if spans else 0, planned[rule]))
    teller = _Teller(context, planned, spans, pieces_of(in_time, context.assessment.rungs))
    unanswered = (rung.open for rung in context.assessment.rungs if rung.phase is last)
    left = tuple(rule for rules in unanswered for rule in rules if rule not in planned)
    return Plan(
        target=last,
        title=context.phase_title(last),
        actions=tuple(map(teller.row, actions)),
        capacity=room,
        iterations=iterations,
        summary=_summary(context, actions, iterations, last),
        basis=_basis(context, room),
        open=left,
        left_out=context.words("plan.left_out", count=len(left), phase=context.phase_title(last)) if left else "",
    )


def _spans(iterations: tuple[Iteration, ...]) -> Mapping[str, tuple[int, int]]:
    """The first and the last iteration of each action."""
    spans: dict[str, tuple[int, int]] = {}
    for iteration in iterations:
        for work in iteration.work:
            first, _ = spans.get(work.rule, (iteration.number, 0))
            spans[work.rule] = first, iteration.number
    return spans


def _summary(context: Context, actions: tuple[Action, ...], iterations: tuple[Iteration, ...], target: Phase) -> str:
    words, days = context.words, sum(action.days for action in actions)
    told = words("plan.summary", count=len(actions), phase=context.phase_title(target))
    if not days:
        return told
    told = words("plan.with_days", text=told, days=words("plan.person_days", count=days))
    return words("plan.sliced", text=told, count=len(iterations)) if iterations else told


def _basis(context: Context, room: Capacity | None) -> str:
    words = context.words
    if room is None:
        return words("plan.unsliced")
    told = words(
        f"plan.capacity.{room.basis}",
        days=words("plan.person_days", count=room.days),
        engineers=words("plan.engineers", count=room.engineers),
        share=context.amount(room.share, "ratio"),
    )
    return f"{told} {words('plan.sizes', small=DAYS['S'], medium=DAYS['M'], large=DAYS['L'])}"


class _Teller(Frozen):
    """Puts the actions of a plan into words."""

    context: Context
    planned: Collection[str]
    spans: Mapping[str, tuple[int, int]]
    pieces: Mapping[str, tuple[Piece, ...]]

    def row(self, action: Action) -> ActionRow:
        if action.rule in self.context.pack.caution:
            return self._reconsider(action)
        context, words = self.context, self.context.words
        practice, finding = context.pack.practice[action.rule], context.findings[action.rule]
        reason = asked_by = words(f"action.{action.group}", phase=context.phase_title(action.phase))
        unlocks = context.titled(action.needed_by)
        if unlocks:
            reason = words("action.needed", reason=reason, count=len(unlocks), first=unlocks[0][1])
        asked = finding.missing[0] if action.group == "find_out" and finding.missing else ""
        worst = context.assessment.questionnaire.weakest(practice.about)
        here = None if asked else worst
        question = asked or (worst.question if worst else practice.about[0])
        answer = self._given(here) if here else outcome_text(context, finding)
        return ActionRow(
            action=action,
            title=practice.title,
            asked_by=asked_by,
            reason=reason,
            step=context.asked(asked).prompt if asked else first_step(practice, finding) or practice.how[0],
            why=practice.why,
            how=practice.how,
            verify=practice.verify,
            check=f"{words('explain.verify')}: {practice.verify}",
            effort=practice.effort,
            impact=practice.impact,
            owner=worst.owner if worst else "",
            question=question,
            answer=answer,
            because=f"{question}: {answer}",
            where=context.place(here) if here else asked or practice.id,
            file=here.path if here else "",
            line=here.line if here else 0,
            after=context.titled(rule for rule in practice.after if rule in self.planned),
            unlocks=unlocks,
            pieces=self.pieces[action.rule],
            rungs=tuple(self._rungs(self.pieces[action.rule])),
            iterations=self.spans.get(action.rule),
        )

    def _reconsider(self, action: Action) -> ActionRow:
        context = self.context
        reason, found = context.words("action.reconsider"), because(context, action.rule)
        caution = context.pack.caution[action.rule]
        answers = context.assessment.questionnaire.answers
        keys = raised_by(context, action.rule)
        here = next((answers[key] for key in keys if key in answers), None)
        return ActionRow(
            action=action,
            title=caution.title,
            asked_by=reason,
            reason=reason,
            why=caution.harm,
            step=caution.instead,
            how=(caution.instead,),
            verify=caution.revisit,
            check=context.words("early.revisit", text=caution.revisit),
            effort="",
            impact=0,
            owner=here.owner if here else "",
            question=here.question if here else action.rule,
            answer=found,
            because=found,
            where=context.place(here) if here else action.rule,
            file=here.path if here else "",
            line=here.line if here else 0,
            after=(),
            unlocks=(),
            pieces=(),
            rungs=(),
            iterations=self.spans.get(action.rule),
        )

    def _given(self, answer: Answer) -> str:
        """An answer in the words of the questionnaire, a number with its unit."""
        asked = self.context.asked(answer.question)
        plain = isinstance(asked, Question) and not asked.choices
        return str(answer.value) if plain else self.context.value(asked, answer.value)

    def _rungs(self, pieces: tuple[Piece, ...]) -> Iterator[str]:
        for piece in pieces:
            phase = self.context.phase_title(piece.phase)
            if piece.left == 0:
                yield self.context.words("plan.completes", phase=phase)
            elif piece.left <= _NEAR:
                yield self.context.words("plan.near", count=piece.left, phase=phase)
