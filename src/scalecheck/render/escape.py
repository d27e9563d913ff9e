"""User text made harmless: one function for each kind of place that it can end up in."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from urllib.parse import quote, urlsplit

__all__ = [
    "for_command",
    "for_command_property",
    "for_css",
    "for_markdown",
    "for_sarif",
    "for_terminal",
    "for_uri",
    "for_xml",
    "visible",
    "web_address",
]

# C0 and C1 controls (ESC among them), soft line breaks, bidirectional controls, zero-width and tag characters, and
# halves of surrogate pairs: nothing of this can be seen, and all of it can change how the text around it looks.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)


def visible(text: str) -> str:
    """The text without what cannot be seen; each run of it becomes a space."""
    return _UNSEEN.sub(" ", text)


# What makes a line an order to the CI server that reads the log: `::add-mask::` at its start, or `##[error]`,
# `##vso[…]`, `##teamcity[…]` anywhere in it.
_ORDER = re.compile(r"^::|##(?=\w*\[)")


def for_terminal(text: str) -> str:
    """One line of visible text: whatever could move the cursor, change colors or turn the direction becomes a space,
    and nothing in it is an order to a CI server."""
    line = " ".join(visible(text).split())
    return _ORDER.sub(lambda order: " ".join(order.group()), line)


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


def _lines(text: str) -> str:
    """Lines of visible text."""
    return "\n".join(map(for_terminal, text.splitlines()))


def for_xml(text: str) -> str:
    """Text of an element or, in quotes, of an attribute; what XML cannot hold or nobody can see becomes a space."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;")):
        text = text.replace(sign, entity)
    return _lines(text).encode("ascii", "xmlcharrefreplace").decode()


def for_command(text: str) -> str:
    """The message of a workflow command; its line breaks stay."""
    return _lines(text).replace("%", "%25").replace("\n", "%0A")


def for_command_property(text: str) -> str:
    """A property of a workflow command, such as its file or title."""
    line = visible(text).replace("%", "%25")
    return line.replace(":", "%3A").replace(",", "%2C")


def for_sarif(text: str) -> str:
    """A plain text message of SARIF, in which `{0}` is no placeholder and `[text](target)` no link."""
    return _lines(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def for_uri(path: str) -> str:
    """A path as a URI: relative to the same folder as the path, or `file:` for an absolute one."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(os.fsencode(pure.as_posix()))


def for_markdown(text: str) -> str:
    """Inline text, safe in a cell of a table: no markup, no HTML, no mention and no reference to an issue."""
    line = re.sub(r"([\\`*_{}\[\]()#+.!|~$^=:-])", r"\\\1", for_terminal(text))
    return (
        line.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@\u2060")
        .replace("#", "#\u2060")
    )
