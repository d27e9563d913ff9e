"""The assessment as JSON. The shape is `result.AssessmentView`, frozen per version and published as a schema."""

from __future__ import annotations

import json
from dataclasses import asdict

from scalecheck.report import Report
from scalecheck.result import AssessmentView
from scalecheck.view import view_of

__all__ = ["to_json", "view_json"]


def to_json(report: Report) -> str:
    """The assessment behind a report."""
    return view_json(view_of(report))


def view_json(view: AssessmentView) -> str:
    """One JSON object, indented, with a final line break; plain ASCII, so that no encoding or terminal can be hurt."""
    return json.dumps(asdict(view), indent=2) + "\n"
