"""What the gate tells: its result sorted, placed and put into words. Renderers only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from scalecheck.errors import ExitCode, Fault
from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.gate import GateResult, Ruling, Standing
from scalecheck.pack import Level, Pack, Practice
from scalecheck.telling import Context, first_step, outcome_text, policy_fact
from scalecheck.waiver import Waiver
from scalecheck.words import Words

if TYPE_CHECKING:
    from scalecheck.report.rows import ChangeRow

__all__ = ["GateReport", "GateRow", "GateRun", "Note", "make_gate_report"]


class GateRow(Frozen, kw_only=True):
    """One practice that the gate asked for, or one thing that got worse.

    `question` is the one that matters most now, with its `prompt`; `path` (with forward slashes), `line` and `column`
    are where its answer stands, or the section that a missing answer belongs to. `answer` is the outcome in words,
    `step` what to do about it, `missing` are all answers that could still change it, and `excuse` says why it does not
    block although it does not hold.
    """

    rule: str
    title: str
    level: Level | None
    critical: bool
    outcome: Outcome
    standing: Standing
    answer: str
    question: str
    prompt: str
    path: str
    line: int
    column: int
    step: str
    missing: tuple[str, ...] = ()
    excuse: str = ""
    waiver: Waiver | None = None


class Note(Frozen, kw_only=True):
    """Something that must not be overlooked, in one sentence.

    `kind` tells what it is: `policy`, `lowered` or `tolerated`; `stale`; `waived`, `expired`, `pending`, `unused` or
    `expiring`; `baselined`, `fixed`, `gone` or `unlike`. `rule` is empty when it is about several, `path` when it has
    no place in a file.
    """

    kind: str
    text: str
    rule: str = ""
    path: str = ""
    line: int = 0

    @property
    def loud(self) -> bool:
        """Whether somebody should do something about it."""
        return self.kind not in ("policy", "waived", "baselined", "fixed")


class GateReport(Frozen, kw_only=True):
    """The gate's result on one product as it is told.

    `rows` has every practice that was asked for: what blocks first, the most severe at the top. `worse` is what fails
    the gate because it got worse, and does not block already: practices, cautions and metrics. `path` has forward
    slashes. Texts may hold words of the user, which are hostile.
    """

    result: GateResult
    pack: Pack
    words: Words
    product: str
    path: str
    headline: str
    rows: tuple[GateRow, ...]
    worse: tuple[GateRow, ...]
    notes: tuple[Note, ...]
    counts: str

    def those(self, *standings: Standing) -> tuple[GateRow, ...]:
        """The rows with one of these standings."""
        return tuple(row for row in self.rows if row.standing in standings)

    @property
    def blocking(self) -> tuple[GateRow, ...]:
        """Everything that fails the gate, the most severe first."""
        return (*self.those(Standing.BLOCKS), *self.worse)


class GateRun(Frozen, kw_only=True):
    """One run of the gate: a report on each file that could be judged, and what is wrong with the others."""

    words: Words
    reports: tuple[GateReport, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The worst that came out: a file that could not be judged outweighs one that failed."""
        if self.faults or not self.reports:
            return ExitCode.UNUSABLE
        return ExitCode.OK if all(report.result.passed for report in self.reports) else ExitCode.GATE_FAILED

    def lacking(self) -> Iterator[tuple[GateReport, GateRow, str]]:
        """Everything that does not hold or got worse, with its fingerprint.

        A fingerprint is made of the product and the rule, so that it outlives every edit of the file. No two of a run
        are the same: later products of the same name are numbered.
        """
        seen: Counter[str] = Counter()
        for report in self.reports:
            seen[report.product] += 1
            rows = [("lacking", row) for row in report.rows if row.standing is not Standing.HOLDS]
            for what, row in (*rows, *(("worse", row) for row in report.worse)):
                identity = "\0".join((report.product, str(seen[report.product]), what, row.rule))
                yield report, row, sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]


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
        path = PurePath(self._questionnaire.path).as_posix()
        return GateReport(
            result=result,
            pack=context.pack,
            words=self._words,
            product=self._questionnaire.name or path,
            path=path,
            headline=self._headline(),
            rows=tuple(self._row(ruling) for ruling in sorted(result.rulings, key=self._gravity)),
            worse=self._told_worse(),
            notes=(*self._policy_notes(), *self._stale_notes(), *self._waiver_notes(), *self._baseline_notes()),
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
            critical=practice.critical,
            outcome=finding.outcome,
            standing=ruling.standing,
            answer=self._answer(finding, question),
            question=question,
            prompt=self._context.asked(question).prompt,
            path=self._file(question),
            line=self._questionnaire.line_of(question),
            column=self._column(question),
            step=self._step(practice, finding),
            missing=finding.missing,
            excuse=self._excuse(ruling),
            waiver=ruling.waiver,
        )

    def _step(self, practice: Practice, finding: Finding) -> str:
        if not finding.missing:
            return first_step(practice, finding)
        question = finding.missing[0]
        return self._words("gate.review" if self._overdue(finding) else "gate.answer", question=question)

    def _overdue(self, finding: Finding) -> bool:
        """Whether an answer is there and only the policy does not take it any more, as it is due for a review."""
        return any(item.question in finding.missing for item in self._result.assessment.stale)

    def _told_worse(self) -> tuple[GateRow, ...]:
        """What got worse and does not block anyhow."""
        blocking = {finding.rule for finding in self._result.blocking}
        changes = [item for item in self._result.worse if item.id not in blocking]
        if not changes:
            return ()
        # Few runs compare, and all others would pay for what the report's rows cost.
        from scalecheck.report.changes import change_rows

        return tuple(map(self._worse, change_rows(self._words, changes)))

    def _worse(self, change: ChangeRow) -> GateRow:
        pack = self._context.pack
        practice, metric = pack.practice.get(change.id), pack.metric.get(change.id)
        question = self._question(self._context.findings[change.id]) if practice else metric.key if metric else ""
        return GateRow(
            rule=change.id,
            title=change.title,
            level="required",
            critical=practice is not None and practice.critical,
            outcome=Outcome.FAIL,
            standing=Standing.BLOCKS,
            answer=self._words("gate.then_now", before=change.before, after=change.after),
            question=question,
            prompt=self._context.asked(question).prompt if question else pack.caution[change.id].harm,
            path=self._file(question),
            line=self._questionnaire.line_of(question),
            column=self._column(question),
            step=self._words("gate.back", before=change.before),
        )

    def _answer(self, finding: Finding, question: str) -> str:
        """The outcome in words; with where it comes from when that is no file."""
        given = self._questionnaire.answers.get(question)
        text = self._words("outcome.stale") if self._overdue(finding) else outcome_text(self._context, finding)
        return f"{text} ({given.path})" if given and given.path and not given.line else text

    def _file(self, question: str) -> str:
        return PurePath(self._questionnaire.file_of(question)).as_posix()

    def _column(self, question: str) -> int:
        answer = self._questionnaire.answers.get(question)
        return (answer and answer.column) or 1

    def _excuse(self, ruling: Ruling) -> str:
        words, waiver = self._words, ruling.waiver
        if waiver:
            names = ("expires", "reason", "owner", "approved_by")
            return words("gate.excuse.waived", **{name: getattr(waiver, name) for name in names})
        if ruling.standing is Standing.TOLERATED:
            return words("gate.excuse.tolerated", reason=self._result.policy.reason)
        return words("gate.excuse.baselined") if ruling.standing is Standing.BASELINED else ""

    def _question(self, finding: Finding) -> str:
        """The question whose answer decides first."""
        if finding.missing:
            return finding.missing[0]
        asked = self._context.pack.practice[finding.rule].about
        worst = self._questionnaire.weakest(asked)
        return worst.question if worst else asked[0]

    def _policy_notes(self) -> Iterator[Note]:
        result, words, context = self._result, self._words, self._context
        policy = result.policy
        if result.assessment.amendments:
            yield Note(kind="policy", text=policy_fact(context, result.assessment.amendments))
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
                yield Note(kind="tolerated", text=text)

    def _stale_notes(self) -> Iterator[Note]:
        answers = [f"{item.question} ({item.due})" for item in self._result.assessment.stale]
        if answers:
            yield Note(
                kind="stale", text=self._words(f"gate.stale_{self._result.policy.stale}", answers=", ".join(answers))
            )

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
        return Note(kind=kind, rule=waiver.rule, text=text, path=PurePath(waiver.path).as_posix(), line=waiver.line)

    def _baseline_notes(self) -> Iterator[Note]:
        result = self._result
        baselined = [ruling.finding.rule for ruling in result.those(Standing.BASELINED)]
        for kind, rules in (("baselined", baselined), ("fixed", result.fixed), ("gone", result.gone)):
            if rules:
                yield Note(kind=kind, text=self._words(f"gate.{kind}", rules=", ".join(rules), since=result.since))
        if result.worse and not result.alike:
            yield Note(kind="unlike", text=self._words("gate.unlike", since=result.since))
