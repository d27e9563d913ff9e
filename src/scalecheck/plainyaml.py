"""The plain YAML that people write, read without PyYAML: importing that takes longer than a gate, and it reads slowly.

Plain is a block of names and values, or a list: plain names of one ASCII word; values on one line, bare or in quotes
without escapes; lists and mappings in brackets on one line; comments and empty lines between them. Whatever is not
plain, such as a mistake, an anchor, a text block or a value over several lines, is left to `fullyaml`, which reads the
whole text anew and has the right words for it.

Every line is taken apart by one regular expression, and then the lines are nested by how far they are indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from scalecheck.nodes import LONGEST_KEY, Budget, Mapping, Node, Scalar, Sequence, most_nodes

__all__ = ["read_plain"]

_BRACKETS, _LONGEST = 10, 10_000
"""How deep brackets may be nested in a plain text, and how many characters the outermost may hold."""

# What a group that is atomic (`(?>…)`) or a repetition that ends in a plus (`*+`) took is never given back, so no text
# can make the search take long. Groups are not repeated with a plus: Python 3.11.2 does it wrong.
_CONTROL = r"\x00-\x1f\x7f-\x9f"
_KEY = rf"([A-Za-z0-9_][A-Za-z0-9_./-]{{0,{LONGEST_KEY - 1}}}+)"
_QUOTED = rf"""('[^'{_CONTROL}]*+'|"[^"\\{_CONTROL}]*+")"""
_FIRST = rf"""[^-?:,\[\]{{}}#&*!|>'"%@` {_CONTROL}]"""
_MORE = rf"[^:#{_CONTROL}]*+"
_BARE = rf"((?:{_FIRST}|-(?=\S)){_MORE}(?>(?:(?::(?=\S)|(?<! )#){_MORE})*))"

_LINE = re.compile(
    rf"(?>( *+)(- ++|)(?:{_KEY}(: ++|:(?=\r?\n))|)(?:{_BARE}|{_QUOTED}|([\[{{][^#{_CONTROL}]*+)|))"
    rf" *+(?:(?<![^ \n])#[^{_CONTROL}]*+|)\r?\n|([^\n]*+\n)"
)
"""Indent, dash, key, colon, bare value, quoted value, brackets; or a line that is not plain."""

_INSIDE = rf"[^:,\[\]{{}}?#{_CONTROL}]*+"
_ENTRY = re.compile(
    rf"(?>(?:{_KEY}(: ++))?)(?:((?:{_FIRST}|-(?=[\w.])){_INSIDE}(?>(?::(?=[\w/]){_INSIDE})*))|{_QUOTED}|([\[{{\]}}]))"
    r"( *+)(,?+)( *+)|(.)"
)
"""In brackets: key, colon, bare value, quoted value, bracket, spaces, comma, spaces; or what is not plain."""

_BREAKS = "\u2028\u2029\ufeff\ufffe\uffff"
"""Beside the control characters, what is more than a letter to YAML or not allowed in it."""

_Line = tuple[int, int, Scalar | None, Node | None]
"""The columns at which a line begins, and what comes behind its dash; the key and the value that it holds."""

_END: _Line = (0, 0, None, None)

_new = tuple.__new__
"""Makes a named tuple of its values in a third of the time that it takes by their names."""


class _NotPlainError(Exception):
    """PyYAML has to read this."""


def read_plain(text: str, budget: Budget) -> Node | None:
    """The root of a text, just as `fullyaml` reads it, if it is plain and certainly within the budget."""
    if not text.isascii() and any(sign in text for sign in _BREAKS):
        return None
    if len(text) >= budget.nodes and most_nodes(text) >= budget.nodes:
        return None
    try:
        lines = iter(_lines(text if text.endswith("\n") else text + "\n"))
        root, line = _block(lines, next(lines, _END), budget.depth - _BRACKETS)
    except _NotPlainError:
        return None
    return root if line is _END else None


def _lines(text: str) -> list[_Line]:
    """What stands in each line that is neither empty nor a comment."""
    found: list[_Line] = []
    # A column plus this is a place in the text.
    before = accumulate([len(line) + 1 for line in text.split("\n")], initial=-1)
    for number, (left, parts) in enumerate(zip(before, _LINE.findall(text), strict=False), 1):
        indent, dash, key, colon, bare, quoted, brackets, odd = parts
        if odd:
            raise _NotPlainError
        margin = len(indent) + 1
        column = margin + len(dash)
        name: Scalar | None = None
        value: Node | None = None
        at = column
        if key:
            end = at + len(key)
            name = _new(Scalar, (key, number, at, True, left + at, left + end))
            at = end + len(colon)
        if bare:
            word = bare.rstrip(" ")
            value = _new(Scalar, (word, number, at, True, left + at, left + at + len(word)))
        elif quoted:
            value = Scalar(quoted[1:-1], number, at, False, left + at, left + at + len(quoted))
        elif brackets:
            value = _brackets(brackets, number, at, left + at)
        elif not (key or dash):
            continue
        found.append((margin, column, name, value))
    return found


def _block(lines: Iterator[_Line], line: _Line, depth: int) -> tuple[Node, _Line]:
    """The list or mapping that begins with this line, and the first line behind it."""
    indent, column, _, _ = line
    return _list(lines, line, depth) if column > indent else _mapping(lines, line, depth)


def _list(lines: Iterator[_Line], line: _Line, depth: int) -> tuple[Node, _Line]:
    if depth < 1:
        raise _NotPlainError
    margin, column, key, item = line
    first = key or item
    items: list[Node] = []
    while True:
        if key:
            item, line = _mapping(lines, line, depth - 1)
        else:
            line = next(lines, _END)
        if item is None or first is None:
            raise _NotPlainError
        items.append(item)
        indent, inner, key, following = line
        if indent < margin or inner == margin:
            start = first.start - column + margin
            return Sequence(tuple(items), first.line, margin, start, item.end), line
        if indent > margin:
            raise _NotPlainError
        item = following


def _mapping(lines: Iterator[_Line], line: _Line, depth: int) -> tuple[Node, _Line]:
    if depth < 1:
        raise _NotPlainError
    items: dict[str, Node] = {}
    keys: dict[str, Scalar] = {}
    _, margin, key, value = line
    first = key
    while True:
        if first is None or key is None:
            raise _NotPlainError
        name = key.text
        if name in items:
            raise _NotPlainError
        keys[name] = key
        line = next(lines, _END)
        if value is None:
            # The dashes of a list may stand right below the key that it belongs to.
            if line[0] > margin or (line[0] == margin and line[1] > margin):
                value, line = _block(lines, line, depth - 1)
            else:
                place = key.end + 1
                value = Scalar("", key.line, margin + len(name) + 1, True, place, place)
        items[name] = value
        indent, inner, key, following = line
        if indent < margin:
            return _new(Mapping, (items, keys, first.line, margin, first.start, value.end, False, False)), line
        if inner > margin:
            raise _NotPlainError
        value = following


_Entry = tuple[Scalar | None, Scalar | None, str, str, int]
"""What stands in brackets up to a comma: key, value, bracket, comma; and where the bracket stands."""


def _brackets(text: str, line: int, column: int, start: int) -> Node:
    if len(text) > _LONGEST:
        raise _NotPlainError
    entries = iter(_entries(text, line, column, start))
    _, _, opening, _, start = next(entries)
    node, comma = _inside(entries, opening, line, column - start, start, _BRACKETS)
    if comma or next(entries, None):
        raise _NotPlainError
    return node


def _entries(text: str, line: int, column: int, start: int) -> list[_Entry]:
    found: list[_Entry] = []
    left = column - start
    for key, colon, bare, quoted, bracket, space, comma, gap, odd in _ENTRY.findall(text):
        if odd or (comma and bracket in _CLOSING):
            raise _NotPlainError
        name: Scalar | None = None
        value: Scalar | None = None
        if key:
            end = start + len(key)
            name = _new(Scalar, (key, line, start + left, True, start, end))
            start = end + len(colon)
        end = start
        if bare:
            word = bare.rstrip(" ")
            value = _new(Scalar, (word, line, start + left, True, start, start + len(word)))
            end += len(bare)
        elif quoted:
            end += len(quoted)
            value = _new(Scalar, (quoted[1:-1], line, start + left, False, start, end))
        else:
            end += 1
        found.append((name, value, bracket, comma, start))
        start = end + len(space) + len(comma) + len(gap)
    return found


def _inside(entries: Iterator[_Entry], opening: str, line: int, left: int, start: int, depth: int) -> tuple[Node, str]:
    """The list or mapping whose bracket was just opened, and the comma behind it; `left` makes a place a column."""
    if depth < 1:
        raise _NotPlainError
    items: list[Node] = []
    keys: dict[str, Scalar] = {}
    named, closing = opening == "{", _CLOSING[opening]
    comma: str | None = None
    for key, scalar, bracket, following, place in entries:
        if bracket == closing:
            if comma or key:
                break
            if named:
                values = dict(zip(keys, items, strict=True))
                return _new(Mapping, (values, keys, line, start + left, start, place + 1, True, False)), following
            return _new(Sequence, (tuple(items), line, start + left, start, place + 1, True, False)), following
        if comma == "" or (key is not None) != named or (key and key.text in keys):
            break
        if key:
            keys[key.text] = key
        if scalar:
            items.append(scalar)
            comma = following
        elif bracket in _CLOSING:
            node, comma = _inside(entries, bracket, line, left, place, depth - 1)
            items.append(node)
        else:
            break
    raise _NotPlainError


_CLOSING = {"[": "]", "{": "}"}
