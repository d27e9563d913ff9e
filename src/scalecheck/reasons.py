"""Why a figure has no value, in words."""

from __future__ import annotations

from collections.abc import Iterable

from scalecheck.amounts import amount
from scalecheck.figures import SMALLEST_ARR, SMALLEST_SURVEY, SMALLEST_USER_CHANGE, Figure
from scalecheck.words import Words

__all__ = ["reason_text"]


def reason_text(words: Words, figure: Figure, missing: Iterable[str]) -> str:
    """One sentence, empty when the figure has a value; `missing` is `figure.missing` as the reader calls it."""
    if not figure.reason:
        return ""
    return words(
        f"reason.{figure.reason}",
        names=", ".join(missing),
        answers=SMALLEST_SURVEY,
        revenue=amount(words, SMALLEST_ARR, "money"),
        growth=amount(words, SMALLEST_USER_CHANGE, "ratio"),
    )
