"""The run of the gate as a log of GitHub Actions, with workflow commands that mark the lines in the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

from scalecheck.errors import Fault
from scalecheck.frozen import Frozen
from scalecheck.gatereport import GateReport, GateRow, GateRun, Note
from scalecheck.render.escape import for_command, for_command_property, for_terminal

__all__ = ["MOST", "to_github"]

MOST = 10
"""GitHub shows the first ten errors and the first ten warnings of a step, and does not say that there are more."""


class _Mark(Frozen, kw_only=True):
    """An annotation, of a line in the code if it has a path. The log of the run shows its message only."""

    kind: Literal["error", "warning"]
    path: str
    line: int
    column: int
    title: str
    message: str

    def command(self) -> str:
        place = {"file": PurePath(self.path).as_posix(), "line": max(self.line, 1), "col": max(self.column, 1)}
        properties = {"title": self.title, **(place if self.path else {})}
        listed = ",".join(f"{name}={for_command_property(str(value))}" for name, value in properties.items())
        return f"::{self.kind} {listed}::{for_command(self.message)}"

    def plain(self) -> str:
        summary = self.message.partition("\n")[0]
        return "  " + for_terminal(f"{self.path}:{self.line}: {summary}" if self.path else summary)


def to_github(run: GateRun) -> str:
    """The verdict of every product, then what fails the gate, the most severe first, and what is worth a warning.

    As many as GitHub shows are annotations, the others lines of the log.
    """
    return "\n".join(_lines(run)) + "\n"


def _lines(run: GateRun) -> Iterator[str]:
    for report in run.reports:
        yield for_terminal(report.headline)
        yield from (f"  {for_terminal(note.text)}" for note in report.notes if not note.loud)
        yield f"  {for_terminal(report.counts)}"
    hidden = 0
    marks = list(_marks(run))
    for kind in ("error", "warning"):
        own = [mark for mark in marks if mark.kind == kind]
        yield from (mark.command() for mark in own[:MOST])
        yield from (mark.plain() for mark in own[MOST:])
        hidden += len(own[MOST:])
    if hidden:
        yield f"::notice::{for_command(run.words('ci.more', count=hidden))}"


def _marks(run: GateRun) -> Iterator[_Mark]:
    yield from (_of_fault(fault, run) for fault in run.faults)
    blocking = [(report, row) for report in run.reports for row in report.blocking]
    for report, row in sorted(blocking, key=lambda item: not item[1].critical):
        yield _of_row(report, row)
    for report in run.reports:
        yield from (_of_note(note) for note in report.notes if note.loud)


def _of_row(report: GateReport, row: GateRow) -> _Mark:
    words = report.words
    told = (words("ci.row", title=row.title, answer=row.answer), row.prompt, words("gate.fix", step=row.step))
    return _Mark(
        kind="error" if row.level == "required" else "warning",
        path=row.path,
        line=row.line,
        column=row.column,
        title=row.rule,
        message="\n".join(told),
    )


def _of_fault(fault: Fault, run: GateRun) -> _Mark:
    title = run.words("ci.fault")
    return _Mark(kind="error", path=fault.path, line=fault.line, column=fault.column, title=title, message=fault.text)


def _of_note(note: Note) -> _Mark:
    return _Mark(
        kind="warning", path=note.path, line=note.line, column=1, title=note.rule or note.kind, message=note.text
    )
