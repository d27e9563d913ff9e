"""The verdict in one line."""

from __future__ import annotations

from scalecheck.render.escape import for_terminal
from scalecheck.report import Report

__all__ = ["one_line"]


def one_line(report: Report) -> str:
    """Product, verdict and its sentence, with a final line break."""
    return for_terminal(f"{report.product}: {report.verdict} · {report.sentence}") + "\n"
