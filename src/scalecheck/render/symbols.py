"""The signs that stand beside words for how something came out, the same in every format."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SYMBOLS"]

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
