"""What may be linked to: known in one place, for who writes links and for who doubts them."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["web_address"]

_NEVER = frozenset(' <>"{}|\\^`')


def web_address(text: str) -> str:
    """The text if it is an address on the web, http or https, that a link may lead to; otherwise nothing.

    Only its form is looked at. What cannot be seen, and signs that no address holds, make it none.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = text.isprintable() and not _NEVER & set(text)
    return text if parts.scheme in ("http", "https") and parts.hostname and plain else ""
