"""The plan as comma-separated values: for a spreadsheet, and for the importers of Jira and Linear."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from scalecheck.render.escape import for_csv, for_jira
from scalecheck.render.issues import LABEL, Issue, issues_of
from scalecheck.render.markdown import issue_text
from scalecheck.report import Report

__all__ = ["to_csv", "to_jira", "to_linear"]

_COLUMNS = (
    "number", "iteration", "rule", "title", "group", "phase", "step", "how", "verify", "effort", "days", "impact",
    "owner", "question", "answer", "where", "after", "unlocks", "completes",
)  # fmt: skip


def to_csv(report: Report) -> str:
    """A row for every action, in the order of the plan; lists have a line for each entry."""
    rows = (
        (
            number,
            row.when,
            row.rule,
            row.title,
            row.group,
            row.action.phase,
            row.step,
            "\n".join(row.how),
            row.verify,
            row.effort,
            row.action.days,
            row.impact or "",
            row.owner,
            row.question,
            row.answer,
            row.where,
            "\n".join(rule for rule, _ in row.after),
            "\n".join(row.action.needed_by),
            "\n".join(piece.phase for piece in row.pieces if piece.left == 0),
        )
        for number, row in enumerate(report.actions, 1)
    )
    return _table(_COLUMNS, rows)


_JIRA_PRIORITY = ("Highest", "High", "Medium", "Low")
_SECONDS = 8 * 60 * 60
"""Of a working day, as Jira counts estimates."""


def to_jira(report: Report) -> str:
    """An issue a row, in the columns that Jira's importer knows: labels have one each, estimates are seconds."""
    heads = ("Summary", "Issue Type", "Priority", "Labels", "Labels", "Labels", "Original Estimate", "Description")
    return _table(heads, (_jira(issue) for issue in issues_of(report)))


def _jira(issue: Issue) -> Sequence[object]:
    row = issue.row
    iteration = f"iteration-{row.iterations[0]}" if row.iterations else ""
    estimate = row.action.days * _SECONDS or ""
    priority = _JIRA_PRIORITY[issue.urgency]
    text = "\n".join(_jira_text(issue))
    return issue.title, "Task", priority, LABEL, row.group.replace("_", "-"), iteration, estimate, text


def _jira_text(issue: Issue) -> Iterator[str]:
    yield for_jira(issue.why)
    yield f"h3. {for_jira(issue.how_title)}"
    yield from (f"# {for_jira(step)}" for step in issue.how)
    yield ""
    yield for_jira(issue.check)
    yield ""
    yield from (f"* {for_jira(fact)}" for fact in issue.facts)


_LINEAR_PRIORITY = ("Urgent", "High", "Medium", "Low")


def to_linear(report: Report) -> str:
    """An issue a row, in the columns that Linear's importer knows: labels share one cell, estimates are whole days."""
    heads = ("Title", "Description", "Priority", "Status", "Assignee", "Labels", "Estimate")
    return _table(heads, (_linear(issue) for issue in issues_of(report)))


def _linear(issue: Issue) -> Sequence[object]:
    row = issue.row
    iteration = [f"iteration {row.iterations[0]}"] if row.iterations else []
    labels = ", ".join([LABEL, row.group.replace("_", " "), *iteration])
    return (
        issue.title, issue_text(issue), _LINEAR_PRIORITY[issue.urgency], "Backlog", "", labels, row.action.days or ""
    )  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([for_csv(str(cell)) for cell in row] for row in rows)
    return out.getvalue()
