"""The gate's result for a log: short, and impossible to misread; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scalecheck.findings import Outcome
from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRow, GateRun
from scalecheck.render.escape import for_json, for_terminal
from scalecheck.waiver import Waiver

__all__ = ["FORMAT", "gate_json", "gate_text"]

FORMAT = "scalecheck-gate/1"

_MARK = {Outcome.FAIL: "✗", Outcome.PARTIAL: "~", Outcome.UNKNOWN: "?"}
_MOST = {"gaps": 8, "unanswered": 4}


def gate_text(run: GateRun, *, verbose: bool = False, color: bool = False) -> str:
    """For each file the verdict, each blocking practice with its place, question and step, what is excused, and the
    counts. Beyond the gravest ones blocking practices are only named, unless it is `verbose`."""
    return "\n".join("".join(_log(report, verbose, color)) for report in run.reports)


def _log(report: GateReport, verbose: bool, color: bool) -> Iterator[str]:
    for style, text in _lines(report, verbose):
        indent = text[: len(text) - len(text.lstrip(" "))]
        line = indent + for_terminal(text)
        yield f"\x1b[{style}m{line}\x1b[0m\n" if color and style else f"{line}\n"


_RED, _GREEN, _YELLOW, _BOLD, _DIM = "1;31", "1;32", "33", "1", "2"


def _lines(report: GateReport, verbose: bool) -> Iterator[tuple[str, str]]:
    """Lines with their style."""
    words = report.words
    yield _GREEN if report.result.passed else _RED, report.headline
    blocking = report.those(Standing.BLOCKS)
    unanswered = [row for row in blocking if row.outcome is Outcome.UNKNOWN]
    gaps = [row for row in blocking if row.outcome is not Outcome.UNKNOWN]
    shown = blocking if verbose else (*gaps[: _MOST["gaps"]], *unanswered[: _MOST["unanswered"]])
    for row in shown:
        yield from _blocking(row, report)
    told = {row.rule for row in shown}
    rest = [row.rule for row in blocking if row.rule not in told]
    if rest:
        more = words("gate.more", count=len(rest), rules=", ".join(rest))
        yield "", f"  {more}; {words('more.verbose')}"
    for item in report.worse:
        yield _RED, f"  {words('gate.regress', title=item.title, answer=item.answer)}"
    for note in report.notes:
        yield _YELLOW if note.loud else "", f"  {note.text}"
    yield "", report.counts


def _blocking(row: GateRow, report: GateReport) -> Iterator[tuple[str, str]]:
    yield _BOLD, f"  {_MARK[row.outcome]} {row.rule}: {row.title}"
    yield "", f"    {row.path}:{row.line}: {row.question}: {row.answer}"
    yield _DIM, f"    {row.prompt}"
    yield "", f"    {report.words('gate.fix', step=row.step)}"


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
    return for_json(data)


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
        "policy": {
            "name": result.policy.name,
            "digest": result.policy.digest,
            "fail_on": result.policy.fail_on,
            "partial": result.policy.partial,
            "unknown": result.policy.unknown,
            "reason": result.policy.reason,
        },
        "baseline": result.since or None,
        "practices": [
            {
                "rule": row.rule,
                "title": row.title,
                "level": row.level,
                "outcome": str(row.outcome),
                "standing": str(row.standing),
                "question": row.question,
                "prompt": row.prompt,
                "file": row.path,
                "line": row.line,
                "missing": list(row.missing),
                "step": row.step,
                "waiver": _waiver(row.waiver) if row.waiver else None,
            }
            for row in report.rows
        ],
        "worse": [{"id": item.id, "before": item.before, "after": item.after} for item in result.worse],
        "expired": [_waiver(waiver) for waiver in result.expired],
        "pending": [_waiver(waiver) for waiver in result.pending],
        "unused": [_waiver(waiver) for waiver in result.unused],
        "expiring": [_waiver(waiver) for waiver in result.expiring],
        "lowered": [
            {"rule": item.rule, "before": item.before, "after": item.level, "reason": item.reason}
            for item in result.lowered
        ],
        "fixed": list(result.fixed),
        "gone": list(result.gone),
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    from scalecheck.view import waiver_view

    return dict(vars(waiver_view(waiver)))
