"""The public shape of an assessment: a view with a version of its own, not a dump of internals.

Fields are only ever added within a version; whatever else changes gets a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from scalecheck.assessment import Assessment, explain
from scalecheck.condition import Explanation
from scalecheck.findings import Finding
from scalecheck.metrics import Reading
from scalecheck.pack import Pack
from scalecheck.questionnaire import Answer
from scalecheck.report import Report
from scalecheck.score import Score

__all__ = ["FORMAT", "AssessmentView", "view_of"]

FORMAT: Literal["scalecheck-assessment/1"] = "scalecheck-assessment/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """The pack that was used; `digest` is the SHA-256 over its files."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """The product and the questionnaire that was read; `digest` is the SHA-256 of its bytes."""

    name: str
    file: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesView:
    """The phase that was judged and the three phases of the product; null means none."""

    judged: str
    declared: str
    attained: str | None
    indicated: str | None
    indicated_from: str
    indicated_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """The verdict, its sentence, and the facts that led to it. Shares are from 0 to 1."""

    kind: Literal["on_track", "lagging_foundations", "premature_scaling", "not_enough_answers"]
    sentence: str
    facts: tuple[str, ...]
    missing_share: float
    known_share: float
    critical: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RungView:
    """One phase of the ladder and the practices that keep it from holding."""

    phase: str
    holds: bool
    counted: int
    failing: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """A share of 100, what it can still become, and how many practices are decided."""

    value: float
    low: float
    high: float
    known: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """One node of an evaluated condition."""

    truth: str
    kind: str
    subject: str
    operator: str
    expected: Any
    actual: Any
    children: tuple[TreeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A rule's outcome, the answers that could still change it, and why it came out.

    `line` is where its weakest answer stands, 0 when there is none.
    """

    rule: str
    kind: Literal["practice", "caution"]
    title: str
    area: str
    outcome: Literal["pass", "partial", "fail", "unknown", "not_applicable"]
    level: Literal["required", "recommended", "optional"] | None
    effort: str
    impact: int
    missing: tuple[str, ...]
    line: int
    because: dict[str, TreeView]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """A metric against the target of the judged phase. `target` is [good, bad], or four bounds for a band."""

    metric: str
    title: str
    unit: str
    value: float | None
    state: Literal["good", "watch", "bad", "unknown", "not_judged", "not_applicable"]
    target: tuple[float, ...]
    own_target: float | None
    basis: str
    doubts: tuple[str, ...]
    measured: str | None
    computed: bool
    formula: str
    inputs: dict[str, float]
    reason: str
    expected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """A signal of a phase: true, false or unknown."""

    signal: str
    title: str
    phase: str
    weight: int
    truth: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisView:
    """A challenge, its symptoms, and its remedies by where they stand."""

    challenge: str
    reported: tuple[str, ...]
    detected: tuple[str, ...]
    first: tuple[str, ...]
    open: tuple[str, ...]
    in_place: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceView:
    """Both sides of a balance, and to which side it leans."""

    balance: str
    sides: tuple[str, str]
    leaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One step of the plan with its reason."""

    rule: str
    group: str
    title: str
    reason: str
    step: str
    effort: str
    impact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer as it was given, by question id; `line` is 0 when it has no place. Dates are ISO, null when not
    given."""

    value: str | float | int | tuple[str, ...]
    line: int
    note: str
    reason: str
    owner: str
    source: str
    evidence: tuple[str, ...]
    reviewed: str | None
    measured: str | None
    sample: int | None
    previous: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """Everything that was found out about one product at one moment."""

    format: Literal["scalecheck-assessment/1"]
    as_of: str
    pack: PackView
    product: ProductView
    phases: PhasesView
    verdict: VerdictView
    rungs: tuple[RungView, ...]
    score: ScoreView
    areas: dict[str, ScoreView]
    findings: tuple[FindingView, ...]
    readings: tuple[ReadingView, ...]
    signals: tuple[SignalView, ...]
    diagnoses: tuple[DiagnosisView, ...]
    balances: tuple[BalanceView, ...]
    band: str
    warnings: tuple[str, ...]
    actions: tuple[ActionView, ...]
    answers: dict[str, AnswerView]


def view_of(report: Report) -> AssessmentView:
    """The public view of a report's assessment."""
    assessment, pack = report.assessment, report.pack
    verdict, indication = assessment.verdict, assessment.indication
    signals = {signal.id: signal for signal in pack.signals}
    return AssessmentView(
        format=FORMAT,
        as_of=assessment.as_of.isoformat(),
        pack=PackView(name=assessment.pack, version=assessment.pack_version, digest=assessment.pack_digest),
        product=ProductView(
            name=assessment.questionnaire.name,
            file=assessment.questionnaire.path,
            digest=assessment.questionnaire.digest,
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
                phase=str(rung.phase), holds=rung.holds, counted=rung.counted, failing=rung.failing, open=rung.open
            )
            for rung in assessment.rungs
        ),
        score=_score(assessment.score),
        areas={area.area: _score(area.score) for area in assessment.areas},
        findings=tuple(_finding(finding, assessment, pack) for finding in (*assessment.findings, *assessment.cautions)),
        readings=tuple(_reading(reading, pack) for reading in assessment.readings),
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
            )
            for item in assessment.diagnoses
        ),
        balances=tuple(
            BalanceView(balance=item.balance, sides=item.sides, leaning=item.leaning) for item in assessment.balances
        ),
        band=assessment.band,
        warnings=report.warnings,
        actions=tuple(
            ActionView(
                rule=row.rule,
                group=row.group,
                title=row.title,
                reason=row.reason,
                step=row.step,
                effort=row.effort,
                impact=row.impact,
            )
            for row in report.actions
        ),
        answers={key: _answer(answer) for key, answer in assessment.questionnaire.answers.items()},
    )


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
    worst = assessment.questionnaire.weakest(practice.asks) if practice else None
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
        because={name: _tree(tree) for name, tree in explain(assessment, pack, finding.rule)},
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


def _reading(reading: Reading, pack: Pack) -> ReadingView:
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
        reason=figure.reason if figure else "",
        expected=reading.expected,
    )
