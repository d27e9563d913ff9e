"""User text made harmless: one function for each kind of place that it can end up in."""

from __future__ import annotations

import re

__all__ = ["for_terminal"]

# C0 and C1 controls (ESC among them), soft line breaks, bidirectional controls, zero-width and tag characters, and
# halves of surrogate pairs: nothing of this can be seen, and all of it can change how the text around it looks.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)


def for_terminal(text: str) -> str:
    """One line of visible text: whatever could move the cursor, change colors or turn the direction becomes a space."""
    return " ".join(_UNSEEN.sub(" ", text).split())
