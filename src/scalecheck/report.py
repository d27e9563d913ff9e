"""What a renderer may show: one assessment, sorted, counted and put into words. Renderers only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scalecheck.amounts import amount, target_text
from scalecheck.assessment import Assessment, explain
from scalecheck.condition import Explanation, PhaseTest, Reference, Truth
from scalecheck.findings import Finding, Outcome
from scalecheck.metrics import Reading
from scalecheck.pack import Metric, Pack, Practice, Source
from scalecheck.phases import Rung
from scalecheck.planning import Action, plan
from scalecheck.score import Score
from scalecheck.verdict import SERIOUS_GAP, SERIOUS_GAP_WITH_SYMPTOMS, Kind
from scalecheck.words import Words

__all__ = [
    "ActionRow",
    "AreaRow",
    "CautionRow",
    "DiagnosisRow",
    "MetricRow",
    "OpenRow",
    "PracticeRow",
    "Report",
    "Step",
    "make_report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One phase on the ladder, with the words that stand below its name."""

    title: str
    declared: bool
    holds: bool
    indicated: bool
    judged: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """A practice that is not in place. `where` is the place of the answer."""

    rule: str
    title: str
    outcome: Outcome
    answer: str
    effort: str
    impact: int
    where: str
    owner: str
    note: str
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A question that is not answered although the phase requires what hangs on it."""

    key: str
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionRow:
    """A caution that was raised, with the answers that raised it."""

    rule: str
    title: str
    severity: str
    points_to: str
    because: str
    harm: str
    instead: str
    revisit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """A metric that was answered or computed, against the target of the phase."""

    metric: str
    title: str
    value: str
    target: str
    state: str
    mark: str
    basis: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """The score of an area."""

    title: str
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action of the plan with the reason why it is on the list."""

    rule: str
    title: str
    reason: str
    step: str
    effort: str
    impact: int
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRow:
    """A challenge with its symptoms and its remedies by where they stand."""

    title: str
    symptoms: tuple[str, ...]
    first: tuple[str, ...]
    then: tuple[str, ...]
    in_place: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One assessment as it is told. Everything is text of the pack, of the catalog, or of the user (and then
    hostile)."""

    words: Words
    pack: Pack
    assessment: Assessment
    product: str
    subtitle: tuple[str, ...]
    edition: tuple[str, ...]
    phase: str
    verdict: str
    kind: Kind
    sentence: str
    facts: tuple[str, ...]
    signals: str
    steps: tuple[Step, ...]
    blockers: tuple[PracticeRow, ...]
    open: tuple[OpenRow, ...]
    cautions: tuple[CautionRow, ...]
    metrics: tuple[MetricRow, ...]
    unmeasured: tuple[str, ...]
    areas: tuple[AreaRow, ...]
    diagnoses: tuple[DiagnosisRow, ...]
    warnings: tuple[str, ...]
    recommended: tuple[str, ...]
    signal_rows: tuple[tuple[str, str], ...]
    balances: tuple[tuple[str, str], ...]
    team: tuple[str, ...]
    next_phase: str
    next_missing: tuple[str, ...]
    actions: tuple[ActionRow, ...]
    sources: tuple[Source, ...]


def make_report(assessment: Assessment, pack: Pack, words: Words) -> Report:
    """Everything that is worth telling about an assessment, in the order in which it is told."""
    return _Teller(assessment, pack, words).report()


_MOST_FACTS = 3


class _Teller:
    def __init__(self, assessment: Assessment, pack: Pack, words: Words) -> None:
        self._assessment = assessment
        self._pack = pack
        self._words = words
        self._answers = assessment.questionnaire.answers
        self._findings = {finding.rule: finding for finding in assessment.findings}
        self._phase = pack.phases[assessment.phase].title

    def report(self) -> Report:
        assessment, words = self._assessment, self._words
        blocking = [finding for finding in assessment.findings if self._blocks(finding)]
        blockers = tuple(sorted(map(self._practice, blocking), key=_gravity))
        after = assessment.phase.next
        actions = tuple(map(self._action, plan(assessment, self._pack)))
        cautions = tuple(self._cautions())
        metrics = tuple(self._metrics())
        return Report(
            words=words,
            pack=self._pack,
            assessment=assessment,
            product=assessment.questionnaire.name or assessment.questionnaire.path,
            subtitle=tuple(self._subtitle()),
            edition=(
                words("header.as_of", date=assessment.as_of),
                f"{assessment.pack} {assessment.pack_version}",
            ),
            phase=self._phase,
            verdict=words(f"verdict.{assessment.verdict.kind}"),
            kind=assessment.verdict.kind,
            sentence=self._sentence(),
            facts=tuple(self._facts()),
            signals=self._signals(),
            steps=tuple(map(self._step, assessment.rungs)),
            blockers=blockers,
            open=tuple(self._open()),
            cautions=cautions,
            metrics=metrics,
            unmeasured=tuple(self._pack.metric[item.metric].title for item in assessment.readings if item.expected),
            areas=tuple(AreaRow(title=self._pack.areas[item.area], score=item.score) for item in assessment.areas),
            diagnoses=tuple(self._diagnoses()),
            warnings=tuple(self._warnings()),
            recommended=tuple(self._recommended()),
            signal_rows=tuple(self._signal_rows()),
            balances=tuple(self._balance_rows()),
            team=self._team(),
            next_phase=self._pack.phases[after].title if after else "",
            next_missing=tuple(self._next_missing()),
            actions=actions,
            sources=tuple(self._sources([*(row.rule for row in blockers), *(row.rule for row in cautions)], metrics)),
        )

    def _titles(self, rules: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._pack.practice[rule].title for rule in rules)

    def _phase_title(self, phase: object) -> str:
        return next((text.title for key, text in self._pack.phases.items() if key is phase), "")

    def _subtitle(self) -> Iterator[str]:
        kind = self._answers.get("product.type")
        question = self._pack.question.get("product.type")
        if kind and question:
            yield question.choices[str(kind.value)]
        size = self._answers.get("team.size")
        if size and isinstance(size.value, int | float):
            yield self._words("header.people", count=int(size.value))
        if self._assessment.phase is not self._assessment.declared:
            yield self._words("header.judged", phase=self._phase)

    def _sentence(self) -> str:
        verdict, words = self._assessment.verdict, self._words
        indicated = self._phase_title(self._assessment.indication.phase)
        rung = next(item for item in self._assessment.rungs if item.phase is self._assessment.phase)
        match verdict.kind:
            case Kind.ON_TRACK if rung.failing:
                return words("sentence.on_track.gaps", count=len(rung.failing), phase=self._phase)
            case Kind.ON_TRACK if rung.open:
                return words("sentence.on_track.open", count=len(rung.open), phase=self._phase)
            case Kind.ON_TRACK:
                return words("sentence.on_track.clean", phase=self._phase)
            case Kind.LAGGING if verdict.gap.critical:
                return words("sentence.lagging.critical")
            case Kind.LAGGING if verdict.behind:
                return words("sentence.lagging.behind", indicated=indicated)
            case Kind.LAGGING:
                return words("sentence.lagging.gap", phase=self._phase)
            case Kind.PREMATURE if verdict.ahead:
                return words("sentence.premature.ahead", phase=self._phase, indicated=indicated)
            case Kind.PREMATURE:
                return words("sentence.premature.cautions", count=len(verdict.premature))
            case _:
                return words("sentence.open", phase=self._phase)

    def _facts(self) -> Iterator[str]:
        assessment, verdict, words = self._assessment, self._assessment.verdict, self._words
        gap = verdict.gap
        for rule in gap.critical:
            answer = words(f"outcome.{self._findings[rule].outcome}")
            yield words("fact.critical", title=self._pack.practice[rule].title, answer=answer)
        yield from self._premature_facts()
        for rule in verdict.lagging:
            if not self._said_already(rule):
                yield words("fact.lagging", title=self._pack.caution[rule].title)
        if verdict.ahead or verdict.behind:
            declared, indicated = self._phase, self._phase_title(assessment.indication.phase)
            key = "fact.ahead" if verdict.ahead else "fact.behind"
            yield words(key, declared=declared, indicated=indicated)
        yield self._gap_fact()
        share = amount(round(gap.known, 2), "ratio")
        yield words("fact.known", share=share, phase=self._phase_title(gap.phase))
        attained = assessment.attained
        key = "fact.attained" if attained else "fact.attained_none"
        yield words(key, phase=self._phase_title(attained))
        if verdict.symptoms:
            choices = self._pack.question["symptoms"].choices
            yield words("fact.symptoms", symptoms=", ".join(choices[item].lower() for item in verdict.symptoms))
        if verdict.both:
            yield words("fact.both")

    def _premature_facts(self) -> Iterator[str]:
        rules, words = self._assessment.verdict.premature, self._words
        severe = sum(self._pack.caution[rule].severity == "high" for rule in rules)
        if len(rules) > _MOST_FACTS:
            yield words("fact.premature_many", count=len(rules), severe=severe)
            return
        for rule in rules:
            yield words("fact.premature", title=self._pack.caution[rule].title)

    def _gap_fact(self) -> str:
        gap, symptoms, words = self._assessment.verdict.gap, self._assessment.verdict.symptoms, self._words
        phase = self._phase_title(gap.phase)
        if not gap.missing:
            return words("fact.complete", phase=phase)
        text = words(
            "fact.gap",
            count=gap.decided,
            share=amount(round(gap.missing, 3), "ratio"),
            limit=amount(SERIOUS_GAP_WITH_SYMPTOMS if symptoms else SERIOUS_GAP, "ratio"),
            phase=phase,
        )
        return words("fact.gap_symptoms", text=text) if symptoms else text

    def _signals(self) -> str:
        indication = self._assessment.indication
        seen = sum(item.truth is Truth.TRUE for item in indication.signals)
        known = sum(item.truth is not Truth.UNKNOWN for item in indication.signals)
        words = self._words
        signals = words("ladder.signals", seen=seen, known=known, total=len(indication.signals))
        if indication.phase:
            return words("ladder.decided", signals=signals, indicated=self._phase_title(indication.phase))
        lowest, highest = self._phase_title(indication.lowest), self._phase_title(indication.highest)
        return words("ladder.undecided", signals=signals, lowest=lowest, highest=highest)

    def _step(self, rung: Rung) -> Step:
        words, indication = self._words, self._assessment.indication
        declared, judged = rung.phase is self._assessment.declared, rung.phase is self._assessment.phase
        attained = rung.phase is self._assessment.attained
        indicated = rung.phase is indication.phase
        later = rung.phase.rank > self._assessment.phase.rank
        marks = [
            *([words("ladder.declared")] if declared else []),
            *([words("ladder.attained")] if attained else []),
            *([words("ladder.indicated")] if indicated else []),
            *([words("ladder.holds")] if rung.holds else []),
            *([words("ladder.lacks", count=len(rung.failing))] if rung.failing else []),
            *([words(f"ladder.{'later' if later else 'unanswered'}", count=len(rung.open))] if rung.open else []),
        ]
        return Step(
            title=self._pack.phases[rung.phase].title,
            declared=declared,
            holds=rung.holds,
            indicated=indicated,
            judged=judged,
            marks=tuple(marks),
        )

    def _practice(self, finding: Finding) -> PracticeRow:
        practice = self._pack.practice[finding.rule]
        worst = self._assessment.questionnaire.weakest(practice.asks)
        planned = worst is not None and worst.value == "planned"
        where = f"{self._assessment.questionnaire.path}:{worst.line}" if worst else practice.id
        return PracticeRow(
            rule=practice.id,
            title=practice.title,
            outcome=finding.outcome,
            answer=self._words("outcome.planned" if planned else f"outcome.{finding.outcome}"),
            effort=practice.effort,
            impact=practice.impact,
            where=where,
            owner=worst.owner if worst else "",
            note=worst.note if worst else "",
            critical=practice.critical,
        )

    def _open(self) -> Iterator[OpenRow]:
        """The questions behind required practices, those that decide most first."""
        wanted: dict[str, list[Practice]] = {}
        for finding in self._assessment.findings:
            if finding.level == "required" and finding.outcome is Outcome.UNKNOWN:
                for key in finding.missing:
                    wanted.setdefault(key, []).append(self._pack.practice[finding.rule])
        for key, _ in sorted(wanted.items(), key=_weight_of_question):
            yield OpenRow(key=key, prompt=self._prompt(key))

    def _prompt(self, key: str) -> str:
        metric = self._pack.metric.get(key.removeprefix("metrics."))
        return metric.prompt if metric else self._pack.question[key].prompt

    def _cautions(self) -> Iterator[CautionRow]:
        order = {"high": 0, "warn": 1, "info": 2}
        failed = [item.rule for item in self._assessment.cautions if item.outcome is Outcome.FAIL]
        raised = [rule for rule in failed if not self._said_already(rule)]
        for rule in sorted(raised, key=lambda item: (order[self._pack.caution[item].severity], item)):
            caution = self._pack.caution[rule]
            trees = explain(self._assessment, self._pack, rule)
            reasons = dict.fromkeys(text for name, tree in trees if name == "warn_when" for text in self._reasons(tree))
            yield CautionRow(
                rule=rule,
                title=caution.title,
                severity=caution.severity,
                points_to=caution.points_to,
                because="; ".join(reasons),
                harm=caution.harm,
                instead=caution.instead,
                revisit=caution.revisit,
            )

    def _said_already(self, rule: str) -> bool:
        """Whether a caution looks at nothing but practices, which then stand among the blockers themselves."""
        leaves = tuple(self._pack.caution[rule].warn_when.leaves())
        named = [leaf.subject.removeprefix("practice.") for leaf in leaves if isinstance(leaf, Reference)]
        only = all(isinstance(leaf, Reference | PhaseTest) for leaf in leaves)
        return only and any(self._blocks(self._findings[name]) for name in named)

    @staticmethod
    def _blocks(finding: Finding) -> bool:
        return finding.level == "required" and finding.outcome in (Outcome.FAIL, Outcome.PARTIAL)

    def _reasons(self, tree: Explanation) -> Iterator[str]:
        """The answers that made a condition true, as `label: value`."""
        if tree.truth is not Truth.TRUE:
            return
        for child in tree.children:
            yield from self._reasons(child)
        if tree.kind not in ("answer", "metric") or tree.actual is None:
            return
        metric = self._pack.metric.get(tree.subject.removeprefix("metrics."))
        if metric:
            yield f"{metric.title} {tree.actual if isinstance(tree.actual, str) else amount(tree.actual, metric.unit)}"
        elif tree.actual != "no":
            yield self._answer_text(tree.subject, tree.actual)

    def _answer_text(self, key: str, value: object) -> str:
        """An answer in a few words: what was chosen, or the last words of the key with the value."""
        question = self._pack.question[key]
        label = key.removeprefix("product.traits.").replace("architecture.", "").replace(".", " ").replace("_", " ")
        if question.choices and isinstance(value, str):
            return question.choices[value]
        return (
            label
            if value == "yes"
            else f"{label}: {value:g}"
            if isinstance(value, int | float)
            else f"{label}: {value}"
        )

    def _metrics(self) -> Iterator[MetricRow]:
        for reading in self._assessment.readings:
            metric = self._pack.metric[reading.metric]
            if reading.value is None or reading.state == "not_applicable":
                continue
            if reading.metric not in self._assessment.questionnaire.targets and reading.state == "not_judged":
                continue
            yield self._metric(metric, reading)

    def _metric(self, metric: Metric, reading: Reading) -> MetricRow:
        words = self._words
        own = reading.own_target
        notes = [
            *(words(f"doubt.{doubt}") for doubt in reading.doubts),
            *([words("metric.own", target=amount(own, metric.unit))] if own is not None else []),
            *([reading.variant] if reading.variant else []),
            *([words("metric.computed")] if reading.figure else []),
        ]
        assert reading.value is not None
        return MetricRow(
            metric=metric.id,
            title=metric.title,
            value=amount(reading.value, metric.unit),
            target=self._target(metric, reading),
            state=reading.state,
            mark=words(f"state.{reading.state}"),
            basis=words(f"basis.{reading.basis}"),
            notes=tuple(notes),
        )

    def _target(self, metric: Metric, reading: Reading) -> str:
        if reading.target:
            return target_text(reading.target, metric.direction, metric.unit)
        if metric.direction == "trend":
            return self._words("metric.trend", share=amount(metric.trend["watch"], "ratio"))
        return ""

    def _diagnoses(self) -> Iterator[DiagnosisRow]:
        challenges = {challenge.id: challenge for challenge in self._pack.challenges}
        for item in self._assessment.diagnoses:
            challenge = challenges[item.challenge]
            named = {symptom.id: symptom.title for symptom in challenge.symptoms}
            later = [rule for rule in item.open if rule not in item.first]
            asked = [rule for rule in later if self._findings[rule].outcome is not Outcome.UNKNOWN]
            yield DiagnosisRow(
                title=challenge.title,
                symptoms=tuple(named[symptom] for symptom in (*item.reported, *item.detected)),
                first=self._titles(item.first),
                then=self._titles(asked),
                in_place=self._titles(item.in_place),
            )

    def _warnings(self) -> Iterator[str]:
        checks = {check.id: check for check in self._pack.checks}
        path = self._assessment.questionnaire.path
        for item in self._assessment.contradictions:
            lines = ", ".join(f"{path}:{self._answers[key].line}" for key in item.answers)
            yield f"{checks[item.check].title} ({lines})" if lines else checks[item.check].title

    def _recommended(self) -> Iterator[str]:
        """Titles of what the phase recommends and the product lacks."""
        for finding in self._assessment.findings:
            if finding.level == "recommended" and finding.outcome in (Outcome.FAIL, Outcome.PARTIAL):
                yield self._pack.practice[finding.rule].title

    def _signal_rows(self) -> Iterator[tuple[str, str]]:
        titles = {signal.id: signal.title for signal in self._pack.signals}
        for item in self._assessment.indication.signals:
            yield titles[item.signal], self._words(f"signal.{item.truth.value}")

    def _balance_rows(self) -> Iterator[tuple[str, str]]:
        balances = {balance.id: balance for balance in self._pack.balances}
        for item in self._assessment.balances:
            balance = balances[item.balance]
            texts = {"even": balance.even, "first": balance.leaning[0], "second": balance.leaning[1]}
            yield balance.title, texts.get(item.leaning) or self._words(f"balance.{item.leaning}")

    def _team(self) -> tuple[str, ...]:
        band = next((item for item in self._pack.bands if item.id == self._assessment.band), None)
        return (*band.expect, *band.wait_with) if band else ()

    def _next_missing(self) -> Iterator[str]:
        """Titles of what keeps the next rung from holding and does not already block this phase."""
        after = self._assessment.phase.next
        for rung in self._assessment.rungs:
            for rule in (*rung.failing, *rung.open) if rung.phase is after else ():
                if self._findings[rule].level != "required":
                    yield self._pack.practice[rule].title

    def _action(self, action: Action) -> ActionRow:
        words = self._words
        caution = self._pack.caution.get(action.rule)
        if caution:
            return ActionRow(
                rule=action.rule,
                title=caution.title,
                reason=words("action.reconsider"),
                step=caution.instead,
                effort="",
                impact=0,
                group=action.group,
            )
        practice = self._pack.practice[action.rule]
        finding = self._findings[action.rule]
        reason = words(f"action.{action.group}", phase=self._phase_title(action.phase))
        step = practice.finish if finding.outcome is Outcome.PARTIAL and practice.finish else practice.how[0]
        if action.group == "find_out" and finding.missing:
            step = self._prompt(finding.missing[0])
        if action.needed_by:
            first = self._pack.practice[action.needed_by[0]].title
            reason = words("action.needed", reason=reason, count=len(action.needed_by), first=first)
        return ActionRow(
            rule=action.rule,
            title=practice.title,
            reason=reason,
            step=step,
            effort=practice.effort,
            impact=practice.impact,
            group=action.group,
        )

    def _sources(self, rules: Iterable[str], metrics: Iterable[MetricRow]) -> Iterator[Source]:
        """The sources of everything that is shown, each once, by id."""
        named: set[str] = set()
        for rule in rules:
            caution = self._pack.caution.get(rule)
            named.update(caution.references if caution else self._pack.practice[rule].references)
        for row in metrics:
            named.update(self._pack.metric[row.metric].sources)
        return (self._pack.source[ident] for ident in sorted(named))


def _gravity(row: PracticeRow) -> tuple[bool, bool, int, str]:
    return not row.critical, row.outcome is Outcome.PARTIAL, -row.impact, row.rule


def _weight_of_question(entry: tuple[str, list[Practice]]) -> tuple[int, str]:
    key, practices = entry
    return -sum(practice.impact for practice in practices), key
