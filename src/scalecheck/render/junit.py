"""The run of the gate as JUnit XML: a suite for every questionnaire, a test case for every practice."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRow, GateRun
from scalecheck.render.escape import for_xml
from scalecheck.render.xml import document, element, lines

__all__ = ["to_junit"]


def to_junit(run: GateRun) -> str:
    """One XML document, plain ASCII.

    What blocks is a failure, whose type is `fail`, `partial` or `unknown`, or `worse` for what got worse than the
    baseline. What is excused is skipped, and a questionnaire that could not be judged is an error.
    """
    suites = [*map(_suite, run.reports), *_unjudged(run)]
    return document(element("testsuites", {"name": "scalecheck"}, lines(*suites)))


def _suite(report: GateReport) -> str:
    excused = [row for row in report.rows if row.excuse]
    attributes = {
        "name": report.product,
        "tests": len(report.rows) + len(report.worse),
        "failures": len(report.blocking),
        "errors": 0,
        "skipped": len(excused),
        "time": 0,
        "timestamp": f"{report.result.assessment.as_of.isoformat()}T00:00:00",
    }
    cases = [_case(report, row, row.outcome) for row in report.rows]
    worse = [_case(report, row, "worse") for row in report.worse]
    told = "\n".join([report.headline, *(note.text for note in report.notes), report.counts])
    return element("testsuite", attributes, lines(*cases, *worse, element("system-out", {}, for_xml(told))))


def _case(report: GateReport, row: GateRow, kind: str) -> str:
    words = report.words
    attributes = {"classname": row.rule, "name": row.title, "file": row.path, "line": row.line, "time": 0}
    if row.standing is Standing.HOLDS:
        return element("testcase", attributes)
    message = words("ci.row", title=row.title, answer=row.answer)
    if row.excuse:
        told = element("skipped", {"type": row.standing, "message": f"{message}; {row.excuse}"})
    else:
        text = f"{row.path}:{row.line}: {row.question}\n{row.prompt}\n{words('gate.fix', step=row.step)}"
        told = element("failure", {"type": kind, "message": message}, for_xml(text))
    return element("testcase", attributes, lines(told))


def _unjudged(run: GateRun) -> Iterator[str]:
    for path in dict.fromkeys(fault.path for fault in run.faults):
        own = [fault for fault in run.faults if fault.path == path]
        error = element("error", {"type": "input", "message": own[0].text}, for_xml("\n".join(map(str, own))))
        case = element("testcase", {"classname": "scalecheck.input", "name": path, "file": path, "time": 0}, error)
        counts = {"tests": 1, "failures": 0, "errors": 1, "skipped": 0, "time": 0}
        yield element("testsuite", {"name": path, **counts}, lines(case))
