"""The gate's result for a log: short, and impossible to misread; and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scalecheck.findings import Outcome
from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRow, GateRun
from scalecheck.render.escape import for_terminal
from scalecheck.waiver import Waiver

__all__ = ["FORMAT", "gate_json", "gate_text"]

FORMAT = "scalecheck-gate/1"

_MARK = {Outcome.FAIL: "✗", Outcome.PARTIAL: "~", Outcome.UNKNOWN: "?"}


def gate_text(run: GateRun) -> str:
    """For each file the verdict, each blocking practice with its place, question and step, then the counts."""
    return "\n".join("\n".join(map(_harmless, _lines(report))) + "\n" for report in run.reports)


def _harmless(line: str) -> str:
    """A line made harmless; its indent is ours."""
    return line[: len(line) - len(line.lstrip(" "))] + for_terminal(line)


def _lines(report: GateReport) -> Iterator[str]:
    yield report.headline
    for row in report.those(Standing.BLOCKS):
        yield from _blocking(row, report)
    for note in report.notes:
        yield f"  {note.text}"
    yield report.counts


def _blocking(row: GateRow, report: GateReport) -> Iterator[str]:
    yield f"  {_MARK[row.outcome]} {row.rule}: {row.title}"
    yield f"    {report.path}:{row.line}: {row.question}: {row.answer}"
    yield f"    {row.prompt}"
    yield f"    {report.words('gate.fix', step=row.step)}"


def gate_json(run: GateRun) -> str:
    """The run as one JSON object, plain ASCII."""
    data = {
        "format": FORMAT,
        "exit_code": int(run.exit_code),
        "results": [_result(report) for report in run.reports],
        "faults": [
            {"path": item.path, "line": item.line, "column": item.column, "key": item.key, "message": item.message}
            for item in run.faults
        ],
    }
    return json.dumps(data, indent=2) + "\n"


def _result(report: GateReport) -> dict[str, Any]:
    result, assessment = report.result, report.result.assessment
    return {
        "passed": result.passed,
        "product": assessment.questionnaire.name,
        "file": report.path,
        "as_of": assessment.as_of.isoformat(),
        "pack": {"name": assessment.pack, "version": assessment.pack_version, "digest": assessment.pack_digest},
        "phase": str(assessment.phase),
        "declared": str(assessment.declared),
        "attained": str(result.attained) if result.attained else None,
        "fail_on": result.fail_on,
        "practices": [
            {
                "rule": row.rule,
                "title": row.title,
                "level": row.level,
                "outcome": str(row.outcome),
                "standing": str(row.standing),
                "question": row.question,
                "line": row.line,
                "step": row.step,
                "waiver": _waiver(row.waiver) if row.waiver else None,
            }
            for row in report.rows
        ],
        "expired": [_waiver(waiver) for waiver in result.expired],
        "pending": [_waiver(waiver) for waiver in result.pending],
        "unused": [_waiver(waiver) for waiver in result.unused],
        "expiring": [_waiver(waiver) for waiver in result.expiring],
    }


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
