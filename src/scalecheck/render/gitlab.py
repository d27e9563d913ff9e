"""The run of the gate as a GitLab Code Quality report."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import Any

from scalecheck.errors import Fault
from scalecheck.gatereport import GateReport, GateRow, GateRun
from scalecheck.render.escape import for_json, for_terminal

__all__ = ["to_gitlab"]


def to_gitlab(run: GateRun) -> str:
    """A JSON list, plain ASCII: an issue for all that does not hold or got worse, and for every fault of a file."""
    issues = [_issue(report, row, fingerprint) for report, row, fingerprint in run.lacking()]
    return for_json([*map(_fault, run.faults), *issues])


def _issue(report: GateReport, row: GateRow, fingerprint: str) -> dict[str, Any]:
    words = report.words
    told = [words("ci.row", title=row.title, answer=row.answer), row.excuse or words("gate.fix", step=row.step)]
    return {
        "description": for_terminal(". ".join(told)),
        "check_name": row.rule,
        "fingerprint": fingerprint,
        "severity": _severity(row),
        "location": _location(row.path, row.line),
    }


def _severity(row: GateRow) -> str:
    if row.excuse:
        return "info"
    if row.level != "required":
        return "minor"
    return "critical" if row.critical else "major"


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "description": for_terminal(fault.text),
        "check_name": "scalecheck.input",
        "fingerprint": sha256(str(fault).encode("utf-8", "replace")).hexdigest()[:32],
        "severity": "blocker",
        "location": _location(fault.path, fault.line),
    }


def _location(path: str, line: int) -> dict[str, Any]:
    whole = PurePath(path).as_posix().encode("utf-8", "replace").decode()
    return {"path": whole, "lines": {"begin": max(line, 1)}}
