"""User text made harmless: one function for each kind of place that it can end up in."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["for_css", "for_terminal", "visible", "web_address"]

# C0 and C1 controls (ESC among them), soft line breaks, bidirectional controls, zero-width and tag characters, and
# halves of surrogate pairs: nothing of this can be seen, and all of it can change how the text around it looks.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)


def visible(text: str) -> str:
    """The text without what cannot be seen; each run of it becomes a space."""
    return _UNSEEN.sub(" ", text)


def for_terminal(text: str) -> str:
    """One line of visible text: whatever could move the cursor, change colors or turn the direction becomes a space."""
    return " ".join(visible(text).split())


_LONGEST_HEADER = 80


def for_css(text: str) -> str:
    """The inside of a quoted CSS string, cut to what fits on the edge of a page. All but letters, digits and spaces is
    written as a number and the space that ends it, so neither the string nor the style around it can end there."""
    line = for_terminal(text)
    short = line if len(line) <= _LONGEST_HEADER else line[: _LONGEST_HEADER - 1] + "…"
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):06x} " for sign in short)


_NEVER_IN_ADDRESSES = frozenset('<>"{}|\\^`')


def web_address(text: str) -> str:
    """The text if it is an address on the web, http or https, that a link may lead to; otherwise nothing."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = visible(text) == text and not any(sign.isspace() or sign in _NEVER_IN_ADDRESSES for sign in text)
    return text if parts.scheme in ("http", "https") and parts.netloc and plain else ""
