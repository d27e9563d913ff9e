"""The actions of a plan as the issues of a tracker, whatever its markup."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.frozen import Frozen
from scalecheck.report import Report
from scalecheck.report.rows import ActionRow

__all__ = ["LABEL", "Issue", "issues_of"]

LABEL = "scalecheck"
"""The label that all issues have."""

_URGENCY = {"reconsider": 1, "blocker": 1, "find_out": 1, "recommended": 2, "next_phase": 3}


class Issue(Frozen, kw_only=True):
    """One action for a board. `facts` are lines about it; `urgency` goes from 0, the most urgent, to 3. Texts may hold
    words of the user, which are hostile."""

    row: ActionRow
    title: str
    why: str
    how_title: str
    how: tuple[str, ...]
    check: str
    facts: tuple[str, ...]
    urgency: int


def issues_of(report: Report) -> Iterator[Issue]:
    """An issue for every action, in the order of the plan."""
    words = report.words
    urgency = _urgencies(report)
    for row in report.actions:
        titled = words.has(f"issue.{row.group}")
        asking = row.group == "find_out"
        yield Issue(
            row=row,
            title=words(f"issue.{row.group}", title=row.title) if titled else row.title,
            why=row.why,
            how_title=words("explain.how"),
            how=(row.step,) if asking else tuple(dict.fromkeys((row.step, *row.how))),
            check=row.check,
            facts=tuple(filter(None, _facts(report, row))),
            urgency=urgency[row.rule],
        )


def _facts(report: Report, row: ActionRow) -> Iterator[str]:
    words = report.words
    yield " · ".join((row.asked_by, *row.rungs))
    yield " · ".join(filter(None, (row.because, row.where if row.line or row.file else "")))
    if row.effort:
        yield words("html.weight", effort=row.effort, impact=row.impact, rule=row.rule)
    if row.after:
        yield words("plan.after", titles="; ".join(title for _, title in row.after))
    if row.unlocks:
        yield words("plan.unlocks", titles="; ".join(title for _, title in row.unlocks))
    if row.when:
        yield words("plan.in_iteration", number=row.when)
    if row.owner:
        yield words("owner", name=row.owner)


def _urgencies(report: Report) -> dict[str, int]:
    """The urgency of every action. What is brought along stands before what brought it, and is as urgent as that."""
    urgencies: dict[str, int] = {}
    for row in reversed(report.actions):
        practice = report.pack.practice.get(row.rule)
        if row.group == "prerequisite":
            urgencies[row.rule] = urgencies[row.action.needed_by[0]]
        else:
            urgencies[row.rule] = (
                0 if practice and practice.critical and row.group == "blocker" else _URGENCY[row.group]
            )
    return urgencies
