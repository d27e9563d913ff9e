"""User text made harmless: one function for each kind of place that it can end up in."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Patterns are text here: `re` compiles each when it is first used, and few runs use more than one.

__all__ = [
    "for_command",
    "for_command_property",
    "for_css",
    "for_csv",
    "for_jira",
    "for_json",
    "for_markdown",
    "for_markdown_code",
    "for_markdown_link",
    "for_sarif",
    "for_shell",
    "for_terminal",
    "for_uri",
    "for_xml",
    "visible",
]

# C0 and C1 controls (ESC among them), soft line breaks, bidirectional controls, zero-width and tag characters, and
# halves of surrogate pairs: nothing of this can be seen, and all of it can change how the text around it looks.
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]+"
)


def visible(text: str) -> str:
    """The text without what cannot be seen; each run of it becomes a space."""
    return text if text.isprintable() else re.sub(_UNSEEN, " ", text)


# What makes a line an order to the CI server that reads the log: `::add-mask::` at its start, or `##[error]`,
# `##vso[…]`, `##teamcity[…]` anywhere in it.
_ORDER = r"^::|##(?=\w*\[)"


def for_terminal(text: str) -> str:
    """One line of visible text: whatever could move the cursor, change colors or turn the direction becomes a space,
    and nothing in it is an order to a CI server."""
    line = " ".join(visible(text).split())
    return re.sub(_ORDER, lambda order: " ".join(order.group()), line)


_LONGEST_HEADER = 80


def for_css(text: str) -> str:
    """The inside of a quoted CSS string, cut to what fits on the edge of a page. All but letters, digits and spaces is
    written as a number and the space that ends it, so neither the string nor the style around it can end there."""
    line = for_terminal(text)
    short = line if len(line) <= _LONGEST_HEADER else line[: _LONGEST_HEADER - 1] + "…"
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):06x} " for sign in short)


def _lines(text: str) -> str:
    """Lines of visible text."""
    return "\n".join(map(for_terminal, text.splitlines()))


# What a spreadsheet begins a formula with. Some take the wide forms of these signs for the same.
_FORMULA = "[=+\\-@|%\uff1d\uff0b\uff0d\uff20]"


def for_csv(text: str) -> str:
    """The content of a cell, before it is quoted: lines of visible text that no spreadsheet takes for a formula. An
    apostrophe before it is how spreadsheets, and trackers that import their files, mark text."""
    lines = _lines(text)
    return f"'{lines}" if re.match(_FORMULA, lines) else lines


def for_shell(text: str) -> str:
    """One word of a POSIX shell: lines of visible text in which nothing is expanded."""
    return "'" + _lines(text).replace("'", "'\\''") + "'"


def for_jira(text: str) -> str:
    """One line of Jira's markup that reads as the text does: no macro, link, mention, picture or emphasis. A reader who
    does not know this markup sees backslashes before the few signs that it consists of."""
    return re.sub(_JIRA, r"\\\g<0>", for_terminal(text))


_JIRA = r"[{}\[\]!|^~\\]|(?<!\w)[*_+#-]|[*_+](?!\w)"


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
    place = Path(re.sub(_NO_BYTE, "\ufffd", path))
    return place.as_uri() if place.is_absolute() else quote(os.fsencode(place.as_posix()))


# Halves of surrogate pairs that stand for no byte of a file's name.
_NO_BYTE = "[\ud800-\udc7f\udd00-\udfff]"


def for_json(data: Any) -> str:
    """JSON, indented, with a final line break; plain ASCII, so that no encoding or terminal can be hurt. Models in it
    become objects of their fields.

    The name of a file may hold bytes that are no text; Python makes halves of surrogate pairs of them, which strict
    readers refuse. Each becomes the sign for what cannot be shown.
    """
    import json

    # All at once, the pieces of a large result take ten times as much memory as its text.
    pieces = json.JSONEncoder(indent=2, default=vars).iterencode(data)
    text = "".join(iter(lambda: "".join(islice(pieces, 10_000)), "")) + "\n"
    return re.sub(_PAIR, lambda found: "\\ufffd" if found[1] else found[0], text) if "\\ud" in text else text


# Any escape of JSON; whole pairs stand for a sign, the group is half of one.
_PAIR = r"\\(?:ud[89ab]..\\ud[c-f]..|(ud[89a-f]..)|.)"


# A report says half of its texts more than once.
@lru_cache(maxsize=4096)
def for_markdown(text: str) -> str:
    """One line of inline Markdown that reads as the text does, wherever text may stand: in a paragraph, a heading, a
    list item, a table cell, between asterisks, or as the text of a link.

    Markup is escaped only where it could be read as such. What a forge would make something of its own of (addresses,
    mentions, references to issues and commits, formulas, emoji) becomes code: forges look for these in the finished
    page, where no backslash is left to stop them, and leave code alone. An invisible sign in the middle would stop them
    too, but stay in what people copy.
    """
    line = for_terminal(text)
    parts, plain = [], 0
    for word in re.finditer(_WORD, line):
        if re.search(_REFERENCE, word.group()):
            start, end = _core(word)
            parts += [_escaped(line[plain:start]), f"`{line[start:end]}`"]
            plain = end
    parts.append(_escaped(line[plain:]))
    return re.sub(_BLOCK, r"\1\\", "".join(parts))


def for_markdown_code(text: str) -> str:
    """A code span that holds one line of the text; plain text where no code span can, as not every table takes a pipe
    in one, and template languages look into them."""
    line = for_terminal(text)
    if not line or any(sign in line for sign in ("|", "{{", "{%", "{#")):
        return for_markdown(line)
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def for_markdown_link(address: str) -> str:
    """An address that `web_address` lets pass as the target of a link, in parentheses or in angle brackets."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", address).replace("(", "%28").replace(")", "%29")


# What may stand in a code span of one backtick, in a table too.
_WORD = r"[^\s`|\\<>{}()\[\]]+"

# What GitHub and GitLab make links, formulas or pictures of. $12 is a snippet, and the sign begins a formula. A number
# is a commit only together with letters.
_REFERENCE = r"""(?xi)
    ://. | www\. | @.                           # addresses, mentions, mail, owner/repository@commit
    | [#!&%]\d | \$\S | (?<!\w)[~%][a-z"]       # issues, merge requests, epics, milestones, labels, formulas
    | (?<![^\W_])gh-\d
    | \b(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}\b
    | :(?=[0-9_+-]*[a-z])[a-z0-9_+-]++: | :[+-]1:
    """


def _core(word: re.Match[str]) -> tuple[int, int]:
    """Where a word begins and ends without the punctuation around it."""
    text = word.group()
    start = len(text) - len(text.lstrip("\"'*_,;"))
    return word.start() + start, word.start() + len(text.rstrip("\"'*_,;.:!?"))


# Each sign that can be markup where it stands. The ends of the text are such places, as nobody knows its neighbors.
_MARKUP = r"""(?x)
    (?P<entity> <(?![\s\d=-]) | &(?=\#?\w+(?:;|$)) )
    | \\(?=[!-/:-@\[-`{-~]|$)
    | [\[\]`|]
    | (?<!\s)\* | \*(?!\s)
    | (?<![^\W_])_ | _(?![^\W_])
    | (?<=\S)~ | ~(?!\d)
    | (?<=\{)[{%\#]
    | (?<=\s)\#(?=\#*$)
    """

_ENTITIES = {"<": "&lt;", "&": "&amp;"}

# What would begin a block at the start of a line: a heading, a list, a quotation, a rule, a table, a command to a bot.
_BLOCK = r"^(?:(\d{1,9})(?=[.)](?:\s|$))|(?=(?:#{1,6}|[-+:])(?:\s|$)|>|=+$|[-\s]+$|:?-+:?$|/[A-Za-z]))"


def _escaped(text: str) -> str:
    return re.sub(_MARKUP, lambda found: _ENTITIES[found[0]] if found["entity"] else f"\\{found[0]}", text)
