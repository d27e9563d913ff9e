"""Guidance: what symptoms point to, which balance leans, what suits a team of this size, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scalecheck.condition import Truth
from scalecheck.findings import Outcome
from scalecheck.pack import Side
from scalecheck.planning import Action, plan
from scalecheck.report.rows import ActionRow, BalanceRow, Band, DiagnosisRow, NumberRow, Remedy, SideRow
from scalecheck.telling import Context, first_step

__all__ = ["action_rows", "balance_rows", "band_of", "diagnosis_rows"]


def diagnosis_rows(context: Context) -> Iterator[DiagnosisRow]:
    """The challenges whose symptoms were reported or detected."""
    challenges = {challenge.id: challenge for challenge in context.pack.challenges}
    for item in context.assessment.diagnoses:
        challenge = challenges[item.challenge]
        named = {symptom.id: symptom.title for symptom in challenge.symptoms}
        later = [rule for rule in item.open if rule not in item.first]
        routes = [route for route in challenge.routes if route.when.truth(context.assessment.facts) is Truth.TRUE]
        yield DiagnosisRow(
            title=challenge.title,
            symptoms=tuple(named[symptom] for symptom in (*item.reported, *item.detected)),
            routes=tuple(route.title for route in routes),
            first=_remedies(context, item.first),
            then=_remedies(context, [rule for rule in later if _outcome(context, rule) is not Outcome.UNKNOWN]),
            in_place=_remedies(context, item.in_place),
            note=challenge.note,
        )


def _outcome(context: Context, rule: str) -> Outcome:
    return context.findings[rule].outcome


def _remedies(context: Context, rules: Iterable[str]) -> tuple[Remedy, ...]:
    return tuple(
        Remedy(rule=rule, title=title, mark=context.words(f"outcome.{_outcome(context, rule)}"))
        for rule, title in context.titled(rules)
    )


def balance_rows(context: Context) -> Iterator[BalanceRow]:
    """The balances, with the numbers behind both sides."""
    balances = {balance.id: balance for balance in context.pack.balances}
    for item in context.assessment.balances:
        balance = balances[item.balance]
        texts = {"even": balance.even, "first": balance.leaning[0], "second": balance.leaning[1]}
        first, second = (_side(context, side, state) for side, state in zip(balance.sides, item.sides, strict=True))
        yield BalanceRow(
            title=balance.title,
            leaning=item.leaning,
            text=texts.get(item.leaning) or context.words(f"balance.{item.leaning}"),
            rule=balance.rule,
            sides=(first, second),
        )


def _side(context: Context, side: Side, state: str) -> SideRow:
    return SideRow(
        title=side.title,
        state=state,
        mark=context.words(f"state.{state}"),
        numbers=tuple(_number(context, name) for name in side.metrics),
    )


def _number(context: Context, name: str) -> NumberRow:
    metric, reading = context.pack.metric[name], context.readings[name]
    return NumberRow(
        metric=name,
        title=metric.title,
        value=context.amount(reading.value, metric.unit) if reading.value is not None else "",
        state=reading.state,
        mark=context.words(f"state.{reading.state}"),
    )


def band_of(context: Context) -> Band | None:
    """The advice for a team of this size, when the size is known."""
    for band in context.pack.bands:
        if band.id == context.assessment.band:
            return Band(
                title=band.title,
                expect=band.expect,
                wait_with=band.wait_with,
                outgrown_when=band.outgrown_when,
                numbers=band.numbers,
            )
    return None


def action_rows(context: Context) -> Iterator[ActionRow]:
    """The plan, each action with the reason why it is on the list."""
    actions = plan(context.assessment, context.pack)
    planned = {action.rule for action in actions}
    return (_action(context, action, planned) for action in actions)


def _action(context: Context, action: Action, planned: set[str]) -> ActionRow:
    words = context.words
    caution = context.pack.caution.get(action.rule)
    if caution:
        return ActionRow(
            rule=action.rule,
            title=caution.title,
            reason=words("action.reconsider"),
            step=caution.instead,
            effort="",
            impact=0,
            group=action.group,
            owner="",
            after=(),
        )
    practice, finding = context.pack.practice[action.rule], context.findings[action.rule]
    reason = words(f"action.{action.group}", phase=context.phase_title(action.phase))
    step = first_step(practice, finding) or practice.how[0]
    if action.group == "find_out" and finding.missing:
        step = context.asked(finding.missing[0]).prompt
    if action.needed_by:
        first = context.pack.practice[action.needed_by[0]].title
        reason = words("action.needed", reason=reason, count=len(action.needed_by), first=first)
    worst = context.assessment.questionnaire.weakest(practice.about)
    return ActionRow(
        rule=action.rule,
        title=practice.title,
        reason=reason,
        step=step,
        effort=practice.effort,
        impact=practice.impact,
        group=action.group,
        owner=worst.owner if worst else "",
        after=context.titled(rule for rule in practice.after if rule in planned),
    )
