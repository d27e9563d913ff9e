"""The signs for how something came out, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scalecheck.score import Score

__all__ = ["STAND_INS", "SYMBOLS", "bar", "course"]

SYMBOLS: Mapping[str, str] = {
    # Outcomes of practices
    "pass": "✓",
    "partial": "~",
    "fail": "✗",
    "unknown": "?",
    "not_applicable": "\u2013",
    # States of metrics and areas
    "good": "✓",
    "watch": "~",
    "bad": "✗",
    "not_judged": "·",
    "none": "",
    # Verdicts
    "on_track": "✓",
    "lagging_foundations": "✗",
    "premature_scaling": "!",
    "not_enough_answers": "?",
    # Changes
    "better": "▲",
    "worse": "▼",
    "other": "·",
}

STAND_INS: Mapping[str, str] = {
    "✓": "+",
    "✗": "x",
    "▲": "^",
    "▼": "v",
    "●": "*",
    "▁": "_",
    "▂": ".",
    "▃": ":",
    "▄": "-",
    "▅": "=",
    "▆": "+",
    "▇": "*",
    "█": "#",
    "▒": "=",
    "░": ".",
    "·": "-",
    "─": "-",
    "\u2013": "-",
    "\u2014": "-",
    "…": "...",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "\u00a0": " ",
}
"""What a screen shows that cannot show a sign of ours. None is `?`, which says that an answer is missing."""


def bar(score: Score, cells: int = 10) -> str:
    """Full cells for what is in place, shaded ones for what open answers could still add."""
    full = round(cells * score.value / 100)
    could = max(full, round(cells * score.high / 100))
    return "█" * full + "▒" * (could - full) + "░" * (cells - could)


def course(shares: Iterable[float]) -> str:
    """Loads as shares of their limit, one sign each; the full cell is for a load at or above the limit only."""
    return "".join("█" if share >= 1 else "▁▂▃▄▅▆▇"[int(share * 7)] for share in shares)
