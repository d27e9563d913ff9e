"""Guidance: what symptoms point to, which balance leans, and what suits a team of this size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from scalecheck.condition import Condition, Truth
from scalecheck.diagnosis import Diagnosis
from scalecheck.findings import Outcome
from scalecheck.pack import Challenge, Remedies, Side
from scalecheck.postponed import postponed
from scalecheck.report.cautions import answers_behind
from scalecheck.report.rows import (
    BalanceRow,
    Band,
    DiagnosisRow,
    LaterRow,
    NotYetRow,
    NumberRow,
    Remedy,
    SideRow,
    Standing,
)
from scalecheck.telling import Context

__all__ = ["balance_rows", "band_of", "diagnosis_rows", "later_rows", "not_yet_rows"]


def diagnosis_rows(context: Context) -> Iterator[DiagnosisRow]:
    """The challenges whose symptoms were reported or detected."""
    challenges = {challenge.id: challenge for challenge in context.pack.challenges}
    for item in context.assessment.diagnoses:
        challenge = challenges[item.challenge]
        first, reasons = set(item.first), _reasons(context, challenge, item)
        later = [rule for rule in item.open if rule not in first and _outcome(context, rule) is not Outcome.UNKNOWN]
        yield DiagnosisRow(
            title=challenge.title,
            symptoms=tuple(_symptoms(context, challenge, item)),
            first=tuple(_remedies(context, item.first, reasons)),
            then=tuple(_remedies(context, later, reasons)),
            in_place=tuple(_remedies(context, item.in_place, {})),
            note=challenge.note,
        )


def _outcome(context: Context, rule: str) -> Outcome:
    return context.findings[rule].outcome


def _symptoms(context: Context, challenge: Challenge, item: Diagnosis) -> Iterator[str]:
    reported, detected = set(item.reported), set(item.detected)
    for symptom in challenge.symptoms:
        if symptom.id in reported:
            yield symptom.title
        elif symptom.id in detected and symptom.detected_when:
            yield _shown(context, symptom.title, symptom.detected_when)


def _shown(context: Context, text: str, condition: Condition) -> str:
    """A text with the answers that make its condition hold."""
    answers = "; ".join(dict.fromkeys(answers_behind(context, condition.explain(context.assessment.facts))))
    return context.words("diagnosis.shown", text=text, answers=answers) if answers else text


def _remedies(context: Context, rules: Iterable[str], reasons: Mapping[str, Iterable[str]]) -> Iterator[Remedy]:
    for rule, title in context.titled(rules):
        mark = context.words(f"outcome.{_outcome(context, rule)}")
        yield Remedy(rule=rule, title=title, mark=mark, when="; ".join(reasons.get(rule, ())))


def _reasons(context: Context, challenge: Challenge, item: Diagnosis) -> Mapping[str, Iterable[str]]:
    """What makes each remedy the right one: what holds, or else what would have to."""
    holding: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for route, truth in zip(challenge.routes, item.routes, strict=True):
        reason = _reason(context, route, truth)
        for rule in set(route.remedies):
            (holding if truth is Truth.TRUE else others)[rule].append(reason)
    return {**others, **holding}


def _reason(context: Context, route: Remedies, truth: Truth) -> str:
    if truth is Truth.TRUE:
        return context.words("diagnosis.because", text=_shown(context, route.title, route.when))
    return context.words("diagnosis.not_so" if truth is Truth.FALSE else "diagnosis.if", text=route.title)


def balance_rows(context: Context) -> Iterator[BalanceRow]:
    """The balances, with the numbers behind both sides."""
    balances = {balance.id: balance for balance in context.pack.balances}
    for item in context.assessment.balances:
        balance = balances[item.balance]
        even = balance.even if item.sides == ("good", "good") else context.words("balance.even")
        texts = {"even": even, "first": balance.leaning[0], "second": balance.leaning[1]}
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
        practices=tuple(_standings(context, side.practices)),
    )


def _standings(context: Context, rules: Iterable[str]) -> Iterator[Standing]:
    """Practices with their outcomes; those that do not apply are left out."""
    for rule, title in context.titled(rules):
        outcome = _outcome(context, rule)
        if outcome is not Outcome.NOT_APPLICABLE:
            yield Standing(rule=rule, title=title, outcome=str(outcome), mark=context.words(f"outcome.{outcome}"))


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
                practices=tuple(_standings(context, band.practices)),
                expect=band.expect,
                wait_with=band.wait_with,
                outgrown_when=band.outgrown_when,
                numbers=band.numbers,
            )
    return None


def not_yet_rows(context: Context) -> Iterator[NotYetRow]:
    """What the guide advises for later and a caution holds back for now."""
    for item in postponed(context.assessment, context.pack):
        held = None if item.phase else context.pack.caution[item.rule]
        if held and held.not_yet:
            yield NotYetRow(rule=held.id, title=held.not_yet.title, revisit=held.revisit)


def later_rows(context: Context) -> Iterator[LaterRow]:
    """The practices that can wait, by the phase that is the first to ask for them."""
    waiting = [item for item in postponed(context.assessment, context.pack) if item.phase]
    for phase, items in groupby(waiting, lambda item: item.phase):
        yield LaterRow(phase=context.phase_title(phase), practices=context.titled(item.rule for item in items))
