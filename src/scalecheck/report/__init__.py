"""What a renderer may show: one assessment, sorted, counted and put into words. Renderers only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scalecheck.assessment import Assessment
from scalecheck.evidence import EvidenceDoubt
from scalecheck.pack import Pack, Source
from scalecheck.phase import Phase
from scalecheck.report import accepted, actions, cautions, guidance, head, numbers, practices, rows, runways
from scalecheck.report.rows import Report
from scalecheck.telling import Context
from scalecheck.words import Words

__all__ = ["Report", "make_report"]


def make_report(
    assessment: Assessment,
    pack: Pack,
    words: Words,
    evidence: Iterable[EvidenceDoubt] = (),
    *,
    target: Phase | None = None,
    capacity: int | None = None,
) -> Report:
    """Everything that is worth telling about an assessment, in the order in which it is told; with the evidence that
    somebody should look at. The plan goes up to `target`, with `capacity` person-days in an iteration; by default to
    the next phase, with what follows from the answers."""
    context = Context(assessment, pack, words)
    product, after = assessment.questionnaire, assessment.phase.next
    about = product.answers.get("product.description")
    blockers, raised = tuple(practices.blocker_rows(context)), tuple(cautions.caution_rows(context))
    metrics, figures = tuple(numbers.metric_rows(context)), tuple(numbers.figure_rows(context))
    steps = tuple(head.ladder(context))
    checklist = tuple(practices.checklist(context))
    everything = [row for group in checklist for row in group.practices]
    return Report(
        words=words,
        pack=pack,
        assessment=assessment,
        product=product.name or product.path,
        description=str(about.value) if about else "",
        subtitle=tuple(head.subtitle(context)),
        edition=tuple(head.edition(context)),
        phase=context.phase,
        verdict=words(f"verdict.{assessment.verdict.kind}"),
        kind=assessment.verdict.kind,
        sentence=head.sentence(context),
        facts=tuple(head.facts(context)),
        signals=head.signals(context),
        score=head.score(context),
        steps=steps,
        next_rung=head.next_rung(steps),
        blockers=blockers,
        waived=tuple(accepted.waived_rows(context)),
        policy=assessment.amendments.policy if assessment.amendments else "",
        amendments=tuple(accepted.amendment_rows(context)),
        recommended=tuple(practices.recommended_rows(context)),
        next_phase=context.phase_title(after),
        next_missing=tuple(practices.next_missing(context)),
        open=tuple(practices.open_rows(context)),
        cautions=raised,
        metrics=metrics,
        unmeasured=tuple(numbers.unmeasured(context)),
        runways=tuple(runways.runway_rows(context)),
        figures=figures,
        areas=tuple(practices.area_rows(context)),
        heat=tuple(practices.heat_rows(context)),
        diagnoses=tuple(guidance.diagnosis_rows(context)),
        warnings=(*cautions.warning_rows(context), *cautions.evidence_rows(context, evidence)),
        stale=tuple(cautions.stale_rows(context)),
        signal_rows=tuple(head.signal_rows(context)),
        balances=tuple(guidance.balance_rows(context)),
        band=guidance.band_of(context),
        not_yet=tuple(guidance.not_yet_rows(context)),
        later=tuple(guidance.later_rows(context)),
        plan=actions.make_plan(context, target, capacity),
        checklist=checklist,
        sources=tuple(_sources(pack, [*blockers, *raised, *metrics])),
        references=tuple(_sources(pack, [*everything, *raised, *metrics, *figures])),
    )


def _sources(
    pack: Pack, shown: Iterable[rows.PracticeRow | rows.CautionRow | rows.MetricRow | rows.FigureRow]
) -> Iterator[Source]:
    """The sources of everything that is shown, each once, by id."""
    named = {source.id for row in shown for source in row.sources}
    return (pack.source[ident] for ident in sorted(named))
