"""The public view of an assessment: fills the shape that `result` defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.assessment import Assessment, explain
from scalecheck.condition import Explanation
from scalecheck.findings import Finding
from scalecheck.frozen import replace
from scalecheck.iterations import Capacity, Iteration
from scalecheck.jsonfile import whole
from scalecheck.metrics import Reading
from scalecheck.pack import Amendments, Pack, PackPin
from scalecheck.postponed import Postponed, postponed
from scalecheck.questionnaire import Answer
from scalecheck.reasons import reason_text
from scalecheck.report import Report
from scalecheck.report.rows import ActionRow
from scalecheck.result import (
    FORMAT,
    PLAN_FORMAT,
    ActionView,
    AmendmentView,
    AnswerView,
    AssessmentView,
    BalanceView,
    BesideView,
    CapacityView,
    DiagnosisView,
    FileView,
    FindingView,
    IterationView,
    PackView,
    PhasesView,
    PieceView,
    PlanView,
    PolicyView,
    PostponedView,
    ProductView,
    ReadinessView,
    ReadingView,
    RouteView,
    RungView,
    RunwayView,
    ScoreView,
    SignalView,
    StaleView,
    TreeView,
    VerdictView,
    WaiverView,
    WorkView,
)
from scalecheck.runway import Runway, runways
from scalecheck.score import Score
from scalecheck.waiver import Waiver
from scalecheck.words import Words

if TYPE_CHECKING:
    from scalecheck.readiness import Readiness

__all__ = ["plan_view", "view_of", "waiver_view"]


def view_of(report: Report) -> AssessmentView:
    """The public view of a report's assessment."""
    assessment, pack = report.assessment, report.pack
    verdict, indication = assessment.verdict, assessment.indication
    signals = {signal.id: signal for signal in pack.signals}
    balances = {balance.id: balance for balance in pack.balances}
    routes = {challenge.id: challenge.routes for challenge in pack.challenges}
    return AssessmentView(
        format=FORMAT,
        as_of=assessment.as_of.isoformat(),
        pack=replace(_pack(pack.pin), bases=tuple(map(_pack, pack.bases))),
        product=ProductView(
            name=assessment.questionnaire.name,
            file=whole(assessment.questionnaire.path),
            digest=assessment.questionnaire.digest,
            further=tuple(
                FileView(file=whole(file), digest=digest) for file, digest in assessment.questionnaire.further
            ),
        ),
        phases=PhasesView(
            judged=str(assessment.phase),
            declared=str(assessment.declared),
            attained=str(assessment.attained) if assessment.attained else None,
            indicated=str(indication.phase) if indication.phase else None,
            indicated_from=str(indication.lowest),
            indicated_to=str(indication.highest),
        ),
        verdict=VerdictView(
            kind=verdict.kind.value,
            sentence=report.sentence,
            facts=report.facts,
            missing_share=round(verdict.gap.missing, 4),
            known_share=round(verdict.gap.known, 4),
            critical=verdict.gap.critical,
        ),
        rungs=tuple(
            RungView(
                phase=str(rung.phase),
                holds=rung.holds,
                counted=rung.counted,
                failing=rung.failing,
                open=rung.open,
                waived=rung.waived,
            )
            for rung in assessment.rungs
        ),
        score=_score(assessment.score),
        areas={area.area: _score(area.score) for area in assessment.areas},
        findings=tuple(_finding(finding, assessment, pack) for finding in (*assessment.findings, *assessment.cautions)),
        readings=tuple(_reading(reading, pack, report.words) for reading in assessment.readings),
        signals=tuple(
            SignalView(
                signal=item.signal,
                title=signals[item.signal].title,
                phase=str(signals[item.signal].phase),
                weight=signals[item.signal].weight,
                truth=item.truth.value,
                missing=item.missing,
            )
            for item in indication.signals
        ),
        diagnoses=tuple(
            DiagnosisView(
                challenge=item.challenge,
                reported=item.reported,
                detected=item.detected,
                first=item.first,
                open=item.open,
                in_place=item.in_place,
                routes=tuple(
                    RouteView(title=route.title, truth=truth.value, remedies=route.remedies)
                    for route, truth in zip(routes[item.challenge], item.routes, strict=True)
                ),
            )
            for item in assessment.diagnoses
        ),
        balances=tuple(
            BalanceView(
                balance=item.balance,
                sides=item.sides,
                leaning=item.leaning,
                metrics=tuple(side.metrics for side in balances[item.balance].sides),
                practices=tuple(side.practices for side in balances[item.balance].sides),
            )
            for item in assessment.balances
        ),
        band=assessment.band,
        warnings=tuple(
            f"{row.title} ({', '.join(row.places)})" if row.places else row.title for row in report.warnings
        ),
        actions=tuple(map(_action, report.actions)),
        capacity=_capacity(report.plan.capacity),
        iterations=tuple(map(_iteration, report.plan.iterations)),
        stale=tuple(
            StaleView(
                question=item.question,
                reviewed=item.reviewed.isoformat(),
                valid_for=item.valid_for,
                due=item.due.isoformat(),
            )
            for item in assessment.stale
        ),
        answers={key: _answer(answer) for key, answer in assessment.questionnaire.answers.items()},
        policy=_policy(assessment.amendments) if assessment.amendments else None,
        waivers=tuple(map(waiver_view, assessment.waivers)),
        runways=tuple(map(_runway, runways(assessment))),
        postponed=tuple(_postponed(item, pack) for item in postponed(assessment, pack)),
        beside=BesideView(**dict(zip(("declared", "judged"), map(_readiness, report.beside.readiness), strict=True)))
        if report.beside
        else None,
    )


def _runway(runway: Runway) -> RunwayView:
    return RunwayView(
        figure=runway.resource.figure,
        metric=runway.resource.load,
        load=runway.load,
        growth_monthly=runway.growth,
        limit=runway.limit,
        limit_stated=runway.limit_stated,
        lead_months=runway.lead,
        lead_stated=runway.lead_stated,
        months=runway.reading.value,
        counted_from=runway.counted_from.isoformat(),
        measured=runway.measured,
        full_on=runway.full_on.isoformat() if runway.full_on else None,
        start_by=runway.start_by.isoformat() if runway.start_by else None,
        standing=runway.standing,
        course=runway.course,
    )


def _postponed(item: Postponed, pack: Pack) -> PostponedView:
    if item.phase:
        return PostponedView(rule=item.rule, title=pack.practice[item.rule].title, phase=str(item.phase), revisit="")
    caution = pack.caution[item.rule]
    return PostponedView(
        rule=item.rule, title=caution.not_yet.title if caution.not_yet else "", phase=None, revisit=caution.revisit
    )


def _readiness(readiness: Readiness) -> ReadinessView:
    practices = readiness.practices
    return ReadinessView(
        phase=str(readiness.phase),
        verdict=readiness.verdict.value,
        score=_score(readiness.score),
        passing=practices["pass"],
        partial=practices["partial"],
        failing=practices["fail"],
        open=practices["unknown"],
        waived=practices["waived"],
        not_applicable=practices["not_applicable"],
        cautions=readiness.cautions,
    )


def plan_view(report: Report) -> PlanView:
    """The public view of a report's plan."""
    whole, plan = view_of(report), report.plan
    return PlanView(
        format=PLAN_FORMAT,
        as_of=whole.as_of,
        pack=whole.pack,
        product=whole.product,
        declared=whole.phases.declared,
        judged=whole.phases.judged,
        target=str(plan.target),
        capacity=whole.capacity,
        days=plan.days,
        actions=whole.actions,
        iterations=whole.iterations,
        open=plan.open,
    )


def _action(row: ActionRow) -> ActionView:
    action = row.action
    return ActionView(
        rule=action.rule,
        group=action.group,
        title=row.title,
        reason=row.reason,
        step=row.step,
        effort=row.effort,
        impact=row.impact,
        phase=str(action.phase),
        how=row.how,
        verify=row.verify,
        owner=row.owner,
        question=row.question,
        answer=row.answer,
        file=row.file,
        line=row.line,
        after=tuple(rule for rule, _ in row.after),
        unlocks=action.needed_by,
        pieces=tuple(PieceView(phase=str(piece.phase), left=piece.left) for piece in row.pieces),
        days=action.days,
        iterations=row.iterations,
    )


def _capacity(capacity: Capacity | None) -> CapacityView | None:
    if capacity is None:
        return None
    return CapacityView(days=capacity.days, basis=capacity.basis, engineers=capacity.engineers, share=capacity.share)


def _iteration(iteration: Iteration) -> IterationView:
    return IterationView(
        number=iteration.number,
        days=iteration.days,
        work=tuple(
            WorkView(rule=work.rule, days=work.days, part=work.part, parts=work.parts) for work in iteration.work
        ),
    )


def _policy(amendments: Amendments) -> PolicyView:
    return PolicyView(
        name=amendments.policy,
        digest=amendments.digest,
        levels=tuple(
            AmendmentView(id=item.rule, phase=str(item.phase), before=item.before, after=item.level, reason=item.reason)
            for item in amendments.levels
        ),
        targets=tuple(
            AmendmentView(
                id=item.metric, phase=str(item.phase), before=item.before, after=item.target, reason=item.reason
            )
            for item in amendments.targets
        ),
    )


def waiver_view(waiver: Waiver) -> WaiverView:
    """The public view of a waiver."""
    return WaiverView(
        rule=waiver.rule,
        reason=waiver.reason,
        owner=waiver.owner,
        approved_by=waiver.approved_by,
        created=waiver.created.isoformat(),
        expires=waiver.expires.isoformat(),
        ticket=waiver.ticket,
    )


def _pack(pin: PackPin) -> PackView:
    return PackView(name=pin.name, version=pin.version, digest=pin.digest)


def _answer(answer: Answer) -> AnswerView:
    return AnswerView(
        value=answer.value,
        line=answer.line,
        note=answer.note,
        reason=answer.reason,
        owner=answer.owner,
        source=answer.source,
        evidence=answer.evidence,
        reviewed=answer.reviewed.isoformat() if answer.reviewed else None,
        measured=answer.measured.isoformat() if answer.measured else None,
        sample=answer.sample,
        previous=answer.previous,
        file=answer.path,
    )


def _score(score: Score) -> ScoreView:
    return ScoreView(
        value=round(score.value, 2),
        low=round(score.low, 2),
        high=round(score.high, 2),
        known=score.known,
        total=score.total,
    )


def _finding(finding: Finding, assessment: Assessment, pack: Pack) -> FindingView:
    practice, caution = pack.practice.get(finding.rule), pack.caution.get(finding.rule)
    rule = practice or caution
    assert rule is not None
    worst = assessment.questionnaire.weakest(practice.about) if practice else None
    return FindingView(
        rule=finding.rule,
        kind=finding.kind,
        title=rule.title,
        area=rule.area,
        outcome=finding.outcome.value,
        level=finding.level,
        effort=practice.effort if practice else "",
        impact=practice.impact if practice else 0,
        missing=finding.missing,
        line=worst.line if worst else 0,
        waived=finding.waived,
        because={name: _tree(tree) for name, tree in explain(assessment, pack, finding.rule)},
        file=worst.path if worst else "",
    )


def _tree(tree: Explanation) -> TreeView:
    return TreeView(
        truth=tree.truth.value,
        kind=tree.kind,
        subject=tree.subject,
        operator=tree.operator,
        expected=tree.expected,
        actual=tree.actual,
        children=tuple(map(_tree, tree.children)),
    )


def _reading(reading: Reading, pack: Pack, words: Words) -> ReadingView:
    metric, figure = pack.metric[reading.metric], reading.figure
    return ReadingView(
        metric=metric.id,
        title=metric.title,
        unit=metric.unit,
        value=reading.value,
        state=reading.state,
        target=reading.target,
        own_target=reading.own_target,
        basis=reading.basis,
        doubts=reading.doubts,
        measured=reading.measured.isoformat() if reading.measured else None,
        computed=figure is not None and figure.value is not None,
        formula=metric.formula,
        inputs=dict(figure.inputs) if figure else {},
        reason=reason_text(words, figure, figure.missing) if figure else "",
        expected=reading.expected,
    )
