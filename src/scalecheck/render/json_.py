"""Results and their plans, and what was made of several results, as JSON. The shapes are those of `result`,
`compare.Changes` and `history.History`, frozen per version and published as schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.render.escape import for_json
from scalecheck.report import Report
from scalecheck.result import AssessmentView
from scalecheck.view import plan_view, view_of

if TYPE_CHECKING:
    from scalecheck.report.rows import Comparison, HistoryReport

__all__ = ["changes_json", "history_json", "plan_json", "to_json", "view_json"]


def to_json(report: Report) -> str:
    """The assessment behind a report."""
    return view_json(view_of(report))


def view_json(view: AssessmentView) -> str:
    """A result."""
    return for_json(view)


def plan_json(report: Report) -> str:
    """The plan of a report, for itself."""
    return for_json(plan_view(report))


def changes_json(comparison: Comparison) -> str:
    """The changes behind a comparison."""
    return for_json(comparison.changes)


def history_json(told: HistoryReport) -> str:
    """The history of products."""
    return for_json(told.history)
