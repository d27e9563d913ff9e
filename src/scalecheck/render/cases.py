"""The test cases of a pack: for a log, and as JUnit XML."""

from __future__ import annotations

from collections.abc import Sequence

from scalecheck.cases import TestResult
from scalecheck.pack import Pack
from scalecheck.render.escape import for_terminal
from scalecheck.render.xml import document, element, lines

__all__ = ["cases_junit", "cases_text"]


def cases_text(results: Sequence[TestResult]) -> str:
    """A line for every case that failed, then the counts."""
    failed = [result for result in results if not result.passed]
    told = [f"{result.rule}: case {result.index + 1}: {_difference(result)}" for result in failed]
    counts = f"{len(results) - len(failed)} cases passed, {len(failed)} failed"
    return "".join(f"{for_terminal(line)}\n" for line in (*told, counts))


def cases_junit(pack: Pack, results: Sequence[TestResult]) -> str:
    """One XML document with a suite for the pack, plain ASCII."""
    counts = {
        "tests": len(results),
        "failures": sum(not result.passed for result in results),
        "errors": 0,
        "skipped": 0,
        "time": 0,
    }
    suite = element("testsuite", {"name": pack.name_and_version, **counts}, lines(*map(_case, results)))
    return document(element("testsuites", {"name": "scalecheck"}, lines(suite)))


def _case(result: TestResult) -> str:
    told = "" if result.passed else element("failure", {"type": "case", "message": _difference(result)})
    name = f"case {result.index + 1}: {result.expected}"
    return element("testcase", {"classname": result.rule, "name": name, "time": 0}, told)


def _difference(result: TestResult) -> str:
    return f"expected {result.expected}, got {result.actual}"
