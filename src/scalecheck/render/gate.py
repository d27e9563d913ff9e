"""The gate's result for a log: short, and impossible to misread."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scalecheck.findings import Finding, Outcome
from scalecheck.gate import GateResult
from scalecheck.pack import Pack
from scalecheck.render.escape import for_terminal
from scalecheck.waiver import Waiver
from scalecheck.words import Words

__all__ = ["FORMAT", "gate_json", "gate_text"]

FORMAT = "scalecheck-gate/1"

_MARK = {Outcome.FAIL: "✗", Outcome.PARTIAL: "~", Outcome.UNKNOWN: "?"}


def gate_text(result: GateResult, pack: Pack, words: Words) -> str:
    """The verdict, each blocking practice with its place, question and first step, then the counts."""
    return "\n".join(_Log(result, pack, words).lines()) + "\n"


class _Log:
    def __init__(self, result: GateResult, pack: Pack, words: Words) -> None:
        self._result = result
        self._pack = pack
        self._words = words

    def lines(self) -> Iterator[str]:
        result, words = self._result, self._words
        assessment = result.assessment
        attained = self._pack.phases[result.attained].title if result.attained else words("gate.none")
        yield for_terminal(
            words(
                f"gate.passed_{result.fail_on}" if result.passed else "gate.failed",
                product=assessment.questionnaire.name or assessment.questionnaire.path,
                phase=self._pack.phases[assessment.phase].title,
                blocking=len(result.blocking),
                counted=result.counted,
                attained=attained,
            )
        )
        for finding in sorted(result.blocking, key=self._gravity):
            yield from self._blocking(finding)
        for finding, waiver in result.waived:
            yield "  " + self._waived("gate.waived", waiver, f"{finding.rule} ({words(f'outcome.{finding.outcome}')})")
        notable = {
            "expired": result.expired,
            "pending": result.pending,
            "unused": result.unused,
            "expiring": result.expiring,
        }
        for key, waivers in notable.items():
            for waiver in waivers:
                yield "  " + self._waived(f"gate.{key}", waiver, waiver.rule)
        yield words(
            "gate.counts",
            before=len(result.before),
            after=len(result.blocking),
            waived=len(result.waived),
            unanswered=result.unanswered,
        )

    def _gravity(self, finding: Finding) -> tuple[bool, int, int, str]:
        practice = self._pack.practice[finding.rule]
        return not practice.critical, list(_MARK).index(finding.outcome), -practice.impact, practice.id

    def _blocking(self, finding: Finding) -> Iterator[str]:
        practice = self._pack.practice[finding.rule]
        key, place = self._place(finding)
        yield f"  {_MARK[finding.outcome]} {finding.rule}: {practice.title}"
        yield f"    {for_terminal(place)}: {self._words(f'outcome.{finding.outcome}')}"
        yield f"    {self._prompt(key)}"
        partly = finding.outcome is Outcome.PARTIAL and practice.finish
        yield f"    {self._words('gate.fix', step=practice.finish if partly else practice.how[0])}"

    def _place(self, finding: Finding) -> tuple[str, str]:
        """The question that blocks, and where its answer stands or belongs."""
        questionnaire = self._result.assessment.questionnaire
        if finding.missing:
            return finding.missing[0], f"{questionnaire.path}: {finding.missing[0]}"
        asked = self._pack.practice[finding.rule].asks
        worst = questionnaire.weakest(asked)
        return (worst.question, f"{questionnaire.path}:{worst.line}") if worst else (asked[0], questionnaire.path)

    def _prompt(self, key: str) -> str:
        metric = self._pack.metric.get(key.removeprefix("metrics."))
        return metric.prompt if metric else self._pack.question[key].prompt

    def _waived(self, key: str, waiver: Waiver, rule: str) -> str:
        return for_terminal(self._words(key, **{**_waiver(waiver), "rule": rule}))


def gate_json(result: GateResult) -> str:
    """The same as one JSON object, plain ASCII."""
    assessment = result.assessment
    data = {
        "format": FORMAT,
        "passed": result.passed,
        "product": assessment.questionnaire.name,
        "file": assessment.questionnaire.path,
        "as_of": assessment.as_of.isoformat(),
        "pack": {"name": assessment.pack, "version": assessment.pack_version, "digest": assessment.pack_digest},
        "phase": str(assessment.phase),
        "declared": str(assessment.declared),
        "attained": str(result.attained) if result.attained else None,
        "fail_on": result.fail_on,
        "counted": result.counted,
        "before_waivers": [item.rule for item in result.before],
        "blocking": [
            {"rule": item.rule, "outcome": str(item.outcome), "missing": list(item.missing)} for item in result.blocking
        ],
        "waived": [_waiver(waiver) for _, waiver in result.waived],
        "expired": [_waiver(waiver) for waiver in result.expired],
        "pending": [_waiver(waiver) for waiver in result.pending],
        "unused": [_waiver(waiver) for waiver in result.unused],
        "expiring": [_waiver(waiver) for waiver in result.expiring],
    }
    return json.dumps(data, indent=2) + "\n"


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "rule": waiver.rule,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "approved_by": waiver.approved_by,
        "created": waiver.created.isoformat(),
        "expires": waiver.expires.isoformat(),
        "ticket": waiver.ticket,
    }
