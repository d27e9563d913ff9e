"""The judged phase beside the declared one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scalecheck.assessment import assess
from scalecheck.frozen import replace
from scalecheck.readiness import STANDINGS, Readiness, readiness
from scalecheck.report.rows import Beside, BesideList, BesideRow, Report
from scalecheck.telling import Context

__all__ = ["with_declared"]


def with_declared(report: Report) -> Report:
    """The same report, with the judged phase beside the declared one when that is another."""
    assessment = report.assessment
    if assessment.phase is assessment.declared:
        return report
    declared = assess(assessment.questionnaire, report.pack, as_of=assessment.as_of, waivers=assessment.waivers)
    context = Context(assessment, report.pack, report.words)
    pair = (readiness(declared), readiness(assessment))
    indicated = context.phase_title(assessment.indication.phase)
    return replace(
        report,
        beside=Beside(
            readiness=pair,
            phases=(context.phase_title(pair[0].phase), context.phase_title(pair[1].phase)),
            rows=tuple(_rows(context, *pair)),
            lists=tuple(item for item in _lists(context, *pair) if item.rules),
            note=report.words("beside.note", phase=indicated) if indicated else "",
        ),
    )


def _rows(context: Context, *pair: Readiness) -> Iterator[BesideRow]:
    words = context.words

    def row(title: str, texts: Iterable[object]) -> BesideRow:
        declared, judged = map(str, texts)
        return BesideRow(title=title, declared=declared, judged=judged)

    yield row(words("changes.verdict"), (words(f"verdict.{item.verdict}") for item in pair))
    yield row(words("beside.required"), (len(item.required) for item in pair))
    for standing in STANDINGS[:-1]:
        counts = [len(item.practices[standing]) for item in pair]
        if any(counts):
            yield row(words(f"beside.{standing}"), counts)
    yield row(words("changes.score"), (round(item.score.value) for item in pair))
    yield row(words("beside.cautions"), (len(item.cautions) for item in pair))


def _lists(context: Context, declared: Readiness, judged: Readiness) -> Iterator[BesideList]:
    """What one of the phases asks for or warns of, and the other one does not."""
    phases = {"declared": context.phase_title(declared.phase), "judged": context.phase_title(judged.phase)}
    titles = {
        **{practice.id: practice.title for practice in context.pack.practices},
        **{caution.id: caution.title for caution in context.pack.cautions},
    }
    for name, before, after in (
        ("more_block", declared.blocking, judged.blocking),
        ("more_open", declared.practices["unknown"], judged.practices["unknown"]),
        ("fewer_block", judged.blocking, declared.blocking),
        ("more_cautions", declared.cautions, judged.cautions),
        ("fewer_cautions", judged.cautions, declared.cautions),
    ):
        only = [rule for rule in after if rule not in before]
        yield BesideList(
            title=context.words(f"beside.{name}", **phases), rules=tuple((rule, titles[rule]) for rule in only)
        )
