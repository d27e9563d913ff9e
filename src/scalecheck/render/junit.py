"""The run of the gate as JUnit XML: a suite for every questionnaire, a test case for every practice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRow, GateRun
from scalecheck.render.escape import for_xml

__all__ = ["to_junit"]


def to_junit(run: GateRun) -> str:
    """One XML document, plain ASCII.

    What blocks is a failure, whose type is `fail`, `partial` or `unknown`, or `worse` for what got worse than the
    baseline. What is excused is skipped, and a questionnaire that could not be judged is an error.
    """
    suites = [*map(_suite, run.reports), *_unjudged(run)]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_element("testsuites", {"name": "scalecheck"}, _lines(*suites))}\n'
    )


def _element(name: str, attributes: Mapping[str, object], inside: str = "") -> str:
    """An element. Every attribute goes through here, so none of them is left unescaped; `inside` is XML."""
    start = name + "".join(f' {key}="{for_xml(str(value))}"' for key, value in attributes.items())
    return f"<{start}>{inside}</{name}>" if inside else f"<{start}/>"


def _lines(*elements: str) -> str:
    return "\n".join(["", *elements, ""])


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
    return _element("testsuite", attributes, _lines(*cases, *worse, _element("system-out", {}, for_xml(told))))


def _case(report: GateReport, row: GateRow, kind: str) -> str:
    words = report.words
    attributes = {"classname": row.rule, "name": row.title, "file": row.path, "line": row.line, "time": 0}
    if row.standing is Standing.HOLDS:
        return _element("testcase", attributes)
    message = words("ci.row", title=row.title, answer=row.answer)
    if row.excuse:
        told = _element("skipped", {"type": row.standing, "message": f"{message}; {row.excuse}"})
    else:
        text = f"{row.path}:{row.line}: {row.question}\n{row.prompt}\n{words('gate.fix', step=row.step)}"
        told = _element("failure", {"type": kind, "message": message}, for_xml(text))
    return _element("testcase", attributes, _lines(told))


def _unjudged(run: GateRun) -> Iterator[str]:
    for path in dict.fromkeys(fault.path for fault in run.faults):
        own = [fault for fault in run.faults if fault.path == path]
        error = _element("error", {"type": "input", "message": own[0].text}, for_xml("\n".join(map(str, own))))
        case = _element("testcase", {"classname": "scalecheck.input", "name": path, "file": path, "time": 0}, error)
        counts = {"tests": 1, "failures": 0, "errors": 1, "skipped": 0, "time": 0}
        yield _element("testsuite", {"name": path, **counts}, _lines(case))
