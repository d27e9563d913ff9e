"""The head of a report: the verdict in a sentence, the facts behind it, and the ladder of phases."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.condition import Truth
from scalecheck.phases import Rung
from scalecheck.report.cautions import said_already
from scalecheck.report.rows import SignalRow, Step
from scalecheck.telling import Context, policy_fact
from scalecheck.verdict import SERIOUS_GAP, SERIOUS_GAP_WITH_SYMPTOMS, Kind

__all__ = [
    "edition",
    "facts",
    "ladder",
    "next_rung",
    "score",
    "sentence",
    "signal_rows",
    "signals",
    "subtitle",
]

_MOST_FACTS = 3


def subtitle(context: Context) -> Iterator[str]:
    """What kind of product this is, how many people make it, and for which phase it is judged if not its own."""
    answers = context.assessment.questionnaire.answers
    kind = answers.get("product.type")
    if kind and "product.type" in context.pack.question:
        yield context.value(context.asked("product.type"), kind.value)
    size = answers.get("team.size")
    if size and isinstance(size.value, int | float):
        yield context.words("header.people", count=int(size.value))
    if context.assessment.phase is not context.assessment.declared:
        yield context.words("header.judged", phase=context.phase)


def edition(context: Context) -> Iterator[str]:
    """The day, the pack, and the policy that amends it."""
    assessment = context.assessment
    yield context.words("header.as_of", date=assessment.as_of)
    yield context.pack.name_and_version
    if assessment.amendments:
        yield context.words("header.policy", name=assessment.amendments.policy)


def sentence(context: Context) -> str:
    """The verdict in one sentence."""
    verdict, words, phase = context.assessment.verdict, context.words, context.phase
    indicated = context.phase_title(context.assessment.indication.phase)
    rung = next(item for item in context.assessment.rungs if item.phase is context.assessment.phase)
    match verdict.kind:
        case Kind.ON_TRACK if rung.failing:
            return words("sentence.on_track.gaps", count=len(rung.failing), phase=phase)
        case Kind.ON_TRACK if rung.open:
            return words("sentence.on_track.open", count=len(rung.open), phase=phase)
        case Kind.ON_TRACK if rung.waived:
            return words("sentence.on_track.waived", phase=phase)
        case Kind.ON_TRACK:
            return words("sentence.on_track.clean", phase=phase)
        case Kind.LAGGING if verdict.gap.critical:
            return words("sentence.lagging.critical")
        case Kind.LAGGING if verdict.behind:
            return words("sentence.lagging.behind", indicated=indicated)
        case Kind.LAGGING:
            return words("sentence.lagging.gap", phase=phase)
        case Kind.PREMATURE if verdict.ahead:
            return words("sentence.premature.ahead", phase=phase, indicated=indicated)
        case Kind.PREMATURE:
            return words("sentence.premature.cautions", count=len(verdict.premature))
        case _:
            return words("sentence.open", phase=phase)


def facts(context: Context) -> Iterator[str]:
    """The facts that led to the verdict, the gravest first."""
    assessment, verdict, words = context.assessment, context.assessment.verdict, context.words
    gap = verdict.gap
    for rule in gap.critical:
        answer = words(f"outcome.{context.findings[rule].outcome}")
        yield words("fact.critical", title=context.pack.practice[rule].title, answer=answer)
    yield from _premature_facts(context)
    for rule in verdict.lagging:
        if not said_already(context, rule):
            yield words("fact.lagging", title=context.pack.caution[rule].title)
    if verdict.ahead or verdict.behind:
        indicated = context.phase_title(assessment.indication.phase)
        key = "fact.ahead" if verdict.ahead else "fact.behind"
        yield words(key, declared=context.phase, indicated=indicated)
    yield _gap_fact(context)
    share = context.amount(round(gap.known, 2), "ratio")
    yield words("fact.known", share=share, phase=context.phase_title(gap.phase))
    yield _attained_fact(context)
    if verdict.symptoms:
        choices = context.pack.question["symptoms"].choices
        yield words("fact.symptoms", symptoms=", ".join(choices[item].lower() for item in verdict.symptoms))
    if verdict.both:
        yield words("fact.both")
    if assessment.amendments:
        yield policy_fact(context, assessment.amendments)


def _attained_fact(context: Context) -> str:
    """The attained phase, with what is only waived there."""
    attained, words = context.assessment.attained, context.words
    if attained is None:
        return words("fact.attained_none")
    waived = next(rung.waived for rung in context.assessment.rungs if rung.phase is attained)
    titles = "; ".join(title for _, title in context.titled(waived))
    return words(
        "fact.attained_waived" if waived else "fact.attained", phase=context.phase_title(attained), titles=titles
    )


def _premature_facts(context: Context) -> Iterator[str]:
    rules, words = context.assessment.verdict.premature, context.words
    severe = sum(context.pack.caution[rule].severity == "high" for rule in rules)
    if len(rules) > _MOST_FACTS:
        yield words("fact.premature_many", count=len(rules), severe=severe)
        return
    for rule in rules:
        yield words("fact.premature", title=context.pack.caution[rule].title)


def _gap_fact(context: Context) -> str:
    gap, symptoms, words = context.assessment.verdict.gap, context.assessment.verdict.symptoms, context.words
    phase = context.phase_title(gap.phase)
    if not gap.missing:
        return words("fact.complete", phase=phase)
    text = words(
        "fact.gap",
        count=gap.decided,
        share=context.amount(round(gap.missing, 3), "ratio"),
        limit=context.amount(SERIOUS_GAP_WITH_SYMPTOMS if symptoms else SERIOUS_GAP, "ratio"),
        phase=phase,
    )
    return words("fact.gap_symptoms", text=text) if symptoms else text


def score(context: Context) -> str:
    """The score with the band that open answers leave, and how much is known."""
    found, words = context.assessment.score, context.words
    text = words("score.line", value=round(found.value))
    if context.assessment.verdict.kind is Kind.OPEN:
        text = words("score.open", low=round(found.low), high=round(found.high))
    elif found.low != found.high:
        text += f" ({words('score.band', low=round(found.low), high=round(found.high))})"
    return f"{text}, {words('score.known', known=found.known, total=found.total)}"


def signals(context: Context) -> str:
    """How many signals were seen, and the phase that they point to."""
    indication, words = context.assessment.indication, context.words
    seen = sum(item.truth is Truth.TRUE for item in indication.signals)
    known = sum(item.truth is not Truth.UNKNOWN for item in indication.signals)
    text = words("ladder.signals", seen=seen, known=known, total=len(indication.signals))
    if indication.phase:
        return words("ladder.decided", signals=text, indicated=context.phase_title(indication.phase))
    lowest, highest = context.phase_title(indication.lowest), context.phase_title(indication.highest)
    return words("ladder.undecided", signals=text, lowest=lowest, highest=highest)


def signal_rows(context: Context) -> Iterator[SignalRow]:
    """Every signal, and whether it was seen."""
    known = {signal.id: signal for signal in context.pack.signals}
    for item in context.assessment.indication.signals:
        signal = known[item.signal]
        yield SignalRow(
            title=signal.title,
            phase=context.phase_title(signal.phase),
            weight=signal.weight,
            truth=item.truth,
            text=context.words(f"signal.{item.truth.name.lower()}"),
        )


def ladder(context: Context) -> Iterator[Step]:
    """The four phases, with where the product stands on each."""
    return (_step(context, rung) for rung in context.assessment.rungs)


def next_rung(steps: tuple[Step, ...]) -> Step | None:
    """The phase to attain next: the first above the attained one that does not hold."""
    attained = next((index for index, step in enumerate(steps) if step.attained), -1)
    return next((step for step in steps[attained + 1 :] if not step.holds), None)


def _step(context: Context, rung: Rung) -> Step:
    words, assessment = context.words, context.assessment
    roles = {
        "declared": assessment.declared,
        "attained": assessment.attained,
        "indicated": assessment.indication.phase,
    }
    later = rung.phase.rank > assessment.phase.rank
    counts = [
        *([words("ladder.holds")] if rung.holds and not rung.waived else []),
        *([words("ladder.lacks", count=len(rung.failing))] if rung.failing else []),
        *([words("ladder.waived", count=len(rung.waived))] if rung.waived else []),
        *([words(f"ladder.{'later' if later else 'unanswered'}", count=len(rung.open))] if rung.open else []),
    ]
    return Step(
        phase=rung.phase,
        title=context.phase_title(rung.phase),
        attained=rung.phase is assessment.attained,
        judged=rung.phase is assessment.phase,
        holds=rung.holds,
        roles=tuple((role, words(f"ladder.{role}")) for role, phase in roles.items() if phase is rung.phase),
        counts=tuple(counts),
        lacks=context.titled((*rung.failing, *rung.open)),
    )
