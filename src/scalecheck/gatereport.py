"""What the gate tells: its result sorted, placed and put into words. Renderers only lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scalecheck.errors import ExitCode, Fault
from scalecheck.findings import Finding, Outcome
from scalecheck.gate import GateResult, Ruling, Standing
from scalecheck.pack import Pack
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
    level: Literal["required", "recommended", "optional"] | None
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
    """Something that must not be overlooked, in one sentence; `kind` is what it is about, such as `expired`."""

    kind: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """The gate's result on one product as it is told.

    `rows` has every practice that was asked for: what blocks first, the most severe at the top. Texts may hold words of
    the user, which are hostile.
    """

    result: GateResult
    pack: Pack
    words: Words
    product: str
    path: str
    headline: str
    rows: tuple[GateRow, ...]
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
        self._pack = pack
        self._words = words
        self._questionnaire = result.assessment.questionnaire

    def report(self) -> GateReport:
        result, words = self._result, self._words
        path = self._questionnaire.path
        product = self._questionnaire.name or path
        attained = self._pack.phases[result.attained].title if result.attained else words("gate.none")
        return GateReport(
            result=result,
            pack=self._pack,
            words=words,
            product=product,
            path=path,
            headline=words(
                f"gate.passed_{result.fail_on}" if result.passed else "gate.failed",
                product=product,
                phase=self._pack.phases[result.assessment.phase].title,
                blocking=len(result.blocking),
                counted=len(result.rulings),
                attained=attained,
            ),
            rows=tuple(self._row(ruling) for ruling in sorted(result.rulings, key=self._gravity)),
            notes=tuple(self._notes()),
            counts=words(
                "gate.counts",
                before=len(result.before),
                after=len(result.blocking),
                waived=len(result.those(Standing.WAIVED)),
                unanswered=result.unanswered,
            ),
        )

    def _gravity(self, ruling: Ruling) -> tuple[int, bool, int, int, str]:
        practice = self._pack.practice[ruling.finding.rule]
        order = _STANDINGS.index(ruling.standing)
        return order, not practice.critical, _OUTCOMES.index(ruling.finding.outcome), -practice.impact, practice.id

    def _row(self, ruling: Ruling) -> GateRow:
        finding, words = ruling.finding, self._words
        practice = self._pack.practice[finding.rule]
        question = self._question(finding)
        partly = finding.outcome is Outcome.PARTIAL and practice.finish
        return GateRow(
            rule=finding.rule,
            title=practice.title,
            level=finding.level,
            outcome=finding.outcome,
            standing=ruling.standing,
            answer=words(f"outcome.{finding.outcome}"),
            question=question,
            prompt=self._prompt(question),
            line=self._questionnaire.line_of(question),
            step=practice.finish if partly else practice.how[0],
            waiver=ruling.waiver,
        )

    def _question(self, finding: Finding) -> str:
        """The question whose answer decides first."""
        if finding.missing:
            return finding.missing[0]
        asked = self._pack.practice[finding.rule].asks
        worst = self._questionnaire.weakest(asked)
        return worst.question if worst else asked[0]

    def _prompt(self, key: str) -> str:
        metric = self._pack.metric.get(key.removeprefix("metrics."))
        return metric.prompt if metric else self._pack.question[key].prompt

    def _notes(self) -> Iterator[Note]:
        result = self._result
        for ruling in result.those(Standing.WAIVED):
            assert ruling.waiver
            answer = self._words(f"outcome.{ruling.finding.outcome}")
            yield self._about("waived", ruling.waiver, f"{ruling.finding.rule} ({answer})")
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
