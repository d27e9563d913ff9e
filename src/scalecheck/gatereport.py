"""What the gate tells: its result sorted, placed and put into words. Renderers only lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scalecheck.errors import ExitCode, Fault
from scalecheck.findings import Finding, Outcome
from scalecheck.gate import GateResult, Ruling, Standing
from scalecheck.pack import Level, Pack
from scalecheck.report.accepted import policy_fact
from scalecheck.report.changes import change_rows
from scalecheck.report.context import Context
from scalecheck.report.practices import first_step, outcome_text
from scalecheck.report.rows import ChangeRow
from scalecheck.waiver import Waiver
from scalecheck.words import Words

__all__ = ["GateReport", "GateRow", "GateRun", "Note", "make_gate_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One practice that the gate asked for.

    `question` is the one that matters most now, with its `prompt`; `line` is where its answer stands, or the section
    that a missing answer belongs to. `answer` is the outcome in words, `step` what to do about it.
    """

    rule: str
    title: str
    level: Level | None
    outcome: Outcome
    standing: Standing
    answer: str
    question: str
    prompt: str
    line: int
    step: str
    waiver: Waiver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that must not be overlooked, in one sentence. `kind` tells what it is: `policy`, `lowered` or
    `tolerated`; `waived`, `expired`, `pending`, `unused` or `expiring`; `baselined`, `fixed` or `gone`. `rule` is empty
    when it is about several."""

    kind: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """The gate's result on one product as it is told.

    `rows` has every practice that was asked for: what blocks first, the most severe at the top. `worse` is what fails
    the gate because it got worse, and does not block already. Texts may hold words of the user, which are hostile.
    """

    result: GateResult
    pack: Pack
    words: Words
    product: str
    path: str
    headline: str
    rows: tuple[GateRow, ...]
    worse: tuple[ChangeRow, ...]
    notes: tuple[Note, ...]
    counts: str

    def those(self, *standings: Standing) -> tuple[GateRow, ...]:
        """The rows with one of these standings."""
        return tuple(row for row in self.rows if row.standing in standings)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRun:
    """One run of the gate: a report on each file that could be judged, and what is wrong with the others."""

    reports: tuple[GateReport, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The worst that came out: a file that could not be judged outweighs one that failed."""
        if self.faults or not self.reports:
            return ExitCode.UNUSABLE
        return ExitCode.OK if all(report.result.passed for report in self.reports) else ExitCode.GATE_FAILED


def make_gate_report(result: GateResult, pack: Pack, words: Words) -> GateReport:
    """Everything that is worth telling about the gate's result, in the order in which it is told."""
    return _Teller(result, pack, words).report()


_STANDINGS = (Standing.BLOCKS, Standing.TOLERATED, Standing.WAIVED, Standing.BASELINED, Standing.HOLDS)
_OUTCOMES = (Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN, Outcome.PASS)


class _Teller:
    def __init__(self, result: GateResult, pack: Pack, words: Words) -> None:
        self._result = result
        self._words = words
        self._context = Context(result.assessment, pack, words)
        self._questionnaire = result.assessment.questionnaire

    def report(self) -> GateReport:
        result, context = self._result, self._context
        blocking = {finding.rule for finding in result.blocking}
        return GateReport(
            result=result,
            pack=context.pack,
            words=self._words,
            product=self._questionnaire.name or self._questionnaire.path,
            path=self._questionnaire.path,
            headline=self._headline(),
            rows=tuple(self._row(ruling) for ruling in sorted(result.rulings, key=self._gravity)),
            worse=change_rows(context, [item for item in result.worse if item.id not in blocking]),
            notes=(*self._policy_notes(), *self._waiver_notes(), *self._baseline_notes()),
            counts=self._words(
                "gate.counts",
                before=len(result.before),
                blocking=len(result.blocking),
                unanswered=result.unanswered,
                waived=len(result.those(Standing.WAIVED)),
                expiring=len(result.expiring),
                baselined=len(result.those(Standing.BASELINED)),
                tolerated=len(result.those(Standing.TOLERATED)),
            ),
        )

    def _headline(self) -> str:
        result, words, context = self._result, self._words, self._context
        judged = result.assessment.phase is not result.assessment.declared
        phases = words(
            "gate.judged" if judged else "gate.declared",
            judged=context.phase,
            declared=context.phase_title(result.assessment.declared),
            attained=context.phase_title(result.attained) or words("gate.none"),
        )
        if not result.passed:
            key = "failed" if result.blocking else "worse"
        else:
            key = "excused" if result.before else "passed"
        return words(
            f"gate.{key}",
            product=self._questionnaire.name or self._questionnaire.path,
            phases=phases,
            blocking=len(result.blocking),
            before=len(result.before),
            holding=len(result.rulings) - len(result.before),
            counted=len(result.rulings),
            asked=words(f"gate.asked_{result.policy.fail_on}"),
            **({"count": len(result.worse)} if key == "worse" else {}),
        )

    def _gravity(self, ruling: Ruling) -> tuple[int, bool, int, int, str]:
        practice = self._context.pack.practice[ruling.finding.rule]
        order = _STANDINGS.index(ruling.standing)
        return order, not practice.critical, _OUTCOMES.index(ruling.finding.outcome), -practice.impact, practice.id

    def _row(self, ruling: Ruling) -> GateRow:
        finding = ruling.finding
        practice = self._context.pack.practice[finding.rule]
        question = self._question(finding)
        return GateRow(
            rule=finding.rule,
            title=practice.title,
            level=finding.level,
            outcome=finding.outcome,
            standing=ruling.standing,
            answer=outcome_text(self._context, finding),
            question=question,
            prompt=self._context.asked(question).prompt,
            line=self._questionnaire.line_of(question),
            step=self._words("gate.answer", question=question) if finding.missing else first_step(practice, finding),
            waiver=ruling.waiver,
        )

    def _question(self, finding: Finding) -> str:
        """The question whose answer decides first."""
        if finding.missing:
            return finding.missing[0]
        asked = self._context.pack.practice[finding.rule].asks
        worst = self._questionnaire.weakest(asked)
        return worst.question if worst else asked[0]

    def _policy_notes(self) -> Iterator[Note]:
        result, words, context = self._result, self._words, self._context
        policy = result.policy
        if result.assessment.amendments:
            yield Note(kind="policy", rule="", text=policy_fact(context, result.assessment.amendments))
        for change in result.lowered:
            text = words(
                "gate.lowered",
                rule=change.rule,
                answer=outcome_text(context, context.findings[change.rule]),
                before=words(f"level.{change.before}"),
                after=words(f"level.{change.level or 'none'}"),
                reason=change.reason,
            )
            yield Note(kind="lowered", rule=change.rule, text=text)
        for outcome, count in ((Outcome.PARTIAL, policy.partial), (Outcome.UNKNOWN, policy.unknown)):
            if count == "warn":
                rulings = result.those(Standing.TOLERATED)
                found = [ruling.finding.rule for ruling in rulings if ruling.finding.outcome is outcome]
                answer = words(f"outcome.{outcome}")
                rules = ", ".join(found) or words("gate.nothing")
                text = words("gate.tolerated", answer=answer, reason=policy.reason, rules=rules)
                yield Note(kind="tolerated", rule="", text=text)

    def _waiver_notes(self) -> Iterator[Note]:
        result = self._result
        for ruling in result.those(Standing.WAIVED):
            assert ruling.waiver
            yield self._about(
                "waived", ruling.waiver, f"{ruling.finding.rule} ({outcome_text(self._context, ruling.finding)})"
            )
        notable = {
            "expired": result.expired,
            "pending": result.pending,
            "unused": result.unused,
            "expiring": result.expiring,
        }
        for kind, waivers in notable.items():
            for waiver in waivers:
                yield self._about(kind, waiver, waiver.rule)

    def _about(self, kind: str, waiver: Waiver, rule: str) -> Note:
        text = self._words(
            f"gate.{kind}",
            rule=rule,
            reason=waiver.reason,
            owner=waiver.owner,
            created=waiver.created,
            expires=waiver.expires,
        )
        return Note(kind=kind, rule=waiver.rule, text=text)

    def _baseline_notes(self) -> Iterator[Note]:
        result = self._result
        baselined = [ruling.finding.rule for ruling in result.those(Standing.BASELINED)]
        for kind, rules in (("baselined", baselined), ("fixed", result.fixed), ("gone", result.gone)):
            if rules:
                yield Note(kind=kind, rule="", text=self._words(f"gate.{kind}", rules=", ".join(rules)))
