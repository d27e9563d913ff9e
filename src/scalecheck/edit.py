"""Values put into the text of a YAML file; everything else stays as it is, character for character.

A library that reads a file and writes it anew would have to keep every quote, comment, indent and line break on the
way, and none keeps all of them. Here text is put in at places that the parser's marks name, and nothing else is
written. Whether the result says what it should is for the caller to check by reading it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import dropwhile

from scalecheck import document as yaml
from scalecheck.document import Node, Scalar
from scalecheck.frozen import Frozen

__all__ = ["Place", "StuckError", "Value", "fill"]

Place = tuple[str, ...]
"""The names that lead from the root to a value."""
Value = str | Sequence[str]
"""A text, or a list of texts."""
_Tree = dict[str, "Value | _Tree"]

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_STEP = 2


class StuckError(Exception):
    """The text is written in a way that leaves no place for a value."""


def fill(text: str, values: Mapping[Place, Value]) -> str:
    """The text with every value at its place.

    A name that is there already gets its value there, instead of the single value that it held; others are added at
    the end of their section, in its style. Raises `InputError` when the text is not YAML, `StuckError` when a value has
    no place in it.
    """
    tree: _Tree = {}
    for place, value in values.items():
        _put(tree, place, value)
    filling = _Filling(text, yaml.parse(text.encode()).root)
    filling.begin(tree)
    return filling.result()


def _put(tree: _Tree, place: Place, value: Value) -> None:
    for name in place[:-1]:
        inner = tree.setdefault(name, {})
        assert isinstance(inner, dict)
        tree = inner
    tree[place[-1]] = value


class _Change(Frozen):
    """Characters `start` up to `end` become `text`."""

    start: int
    end: int
    text: str


class _Filling:
    def __init__(self, text: str, root: Node) -> None:
        self._text = text
        self._root = root
        self._changes: list[_Change] = []
        first = _BREAK.search(text)
        self._break = first.group() if first else "\n"
        self._step = _step(root)

    def result(self) -> str:
        parts: list[str] = []
        done = 0
        # Two additions at one place keep their order: what is nested deeper was put first.
        for change in sorted(self._changes, key=lambda change: change.start):
            if change.start < done:
                raise StuckError
            parts += self._text[done : change.start], change.text
            done = change.end
        return "".join(parts) + self._text[done:]

    def begin(self, tree: _Tree) -> None:
        root = self._root
        if isinstance(root, yaml.Mapping):
            self._into(root, tree, top=True)
        elif isinstance(root, Scalar) and root.is_null and root.text == "":
            self._lines(len(self._text.rstrip()), _block(tree, 0, self._step, apart=bool(self._text.strip())))
        else:
            raise StuckError

    def _into(self, node: yaml.Mapping, tree: _Tree, top: bool) -> None:
        if node.alias:
            raise StuckError
        new: _Tree = {}
        for name, value in tree.items():
            if name not in node.items:
                new[name] = value
                continue
            old = node.items[name]
            if not isinstance(value, dict):
                self._replace(old, _written(value))
            elif isinstance(old, yaml.Mapping):
                self._into(old, value, top=False)
            elif node.flow:
                self._replace(old, _flow(value))
            else:
                self._unfold(old, value, self._indent(node))
        if new and node.flow:
            self._extend(node, new)
        elif new:
            self._lines(self._after(node), _block(new, self._indent(node), self._step, apart=top))

    def _replace(self, old: Node, text: str) -> None:
        """Write a value over another one, or behind the colon where there was none."""
        start, end = old.start, old.end
        if not isinstance(old, Scalar) or self._text[start:end][-1:] in ("\n", "\r"):
            raise StuckError
        space = "" if self._text[:start][-1:] in (" ", "\n", "\r") else " "
        self._changes.append(_Change(start, end, space + text))

    def _unfold(self, old: Node, tree: _Tree, indent: int) -> None:
        """Give a name that held nothing, or a single value, a section of its own below it."""
        if not isinstance(old, Scalar) or self._text[old.start : old.end][-1:] in ("\n", "\r"):
            raise StuckError
        before = self._text[: old.start]
        start = len(before.rstrip(" ")) if old.end > old.start else old.start
        self._changes.append(_Change(start, old.end, ""))
        self._lines(self._line_end(old.end), _block(tree, indent + self._step, self._step))

    def _extend(self, node: yaml.Mapping, tree: _Tree) -> None:
        """Add to a mapping in brackets, behind its last value."""
        place = max((item.end for item in node.items.values()), default=0)
        inside = _flow(tree)[1:-1]
        if place:
            self._changes.append(_Change(place, place, f", {inside}"))
        else:
            opening = self._text.index("{", node.start) + 1
            self._changes.append(_Change(opening, opening, inside))

    def _lines(self, place: int, lines: Iterable[str]) -> None:
        """Add lines behind the line that ends at `place`; or at `place` if a line begins there, after a text block,
        which would take in an empty line."""
        if place and self._text[place - 1] not in "\n\r":
            text = "".join(self._break + line for line in lines)
        else:
            text = "".join(line + self._break for line in dropwhile(lambda line: not line, lines))
        self._changes.append(_Change(place, place, text))

    def _after(self, node: yaml.Mapping) -> int:
        """The end of the last line of a section, comment included."""
        end = node.end
        if self._text[end - 1 : end] not in ("\n", "\r"):
            return self._line_end(end)
        # A text block at the end of the section. Empty lines behind it are part of it if its header says so, and lines
        # of spaces may be.
        header = _BREAK.split(self._text[_last(node).start : end], maxsplit=1)[0]
        close = self._line_end(len(self._text[:end].rstrip()))
        return end if "+" in header or self._text[close:end].strip("\n\r") else close

    def _line_end(self, place: int) -> int:
        found = _BREAK.search(self._text, place)
        return found.start() if found else len(self._text)

    def _indent(self, node: yaml.Mapping) -> int:
        """How far the names of a section stand from the left."""
        first = next(iter(node.keys.values())).start
        line = _BREAK.split(self._text[:first])[-1]
        if line.strip(" "):
            raise StuckError
        return len(line)


def _last(node: Node) -> Node:
    while isinstance(node, yaml.Mapping) and node.items:
        node = list(node.items.values())[-1]
    return node


def _step(root: Node) -> int:
    """How far the text indents a section inside of another."""
    if isinstance(root, yaml.Mapping):
        for name, item in root.items.items():
            if isinstance(item, yaml.Mapping) and not item.flow and not item.alias:
                return max(next(iter(item.keys.values())).column - root.keys[name].column, 1)
    return _STEP


def _block(tree: _Tree, indent: int, step: int, apart: bool = False) -> Iterator[str]:
    """The lines of a section; `apart` puts an empty line before each of its names."""
    for name, value in tree.items():
        if apart:
            yield ""
        if isinstance(value, dict):
            yield f"{' ' * indent}{_written(name)}:"
            yield from _block(value, indent + step, step)
        else:
            yield f"{' ' * indent}{_written(name)}: {_written(value)}"


def _flow(tree: _Tree) -> str:
    inside = ", ".join(
        f"{_written(name)}: {_flow(value) if isinstance(value, dict) else _written(value)}"
        for name, value in tree.items()
    )
    return f"{{{inside}}}"


_PLAIN = re.compile(r"[-+]?\w(?:[\w./%+ -]*[\w./%+-])?")
_NULL = ("null", "Null", "NULL")


def _written(value: Value) -> str:
    """A value on one line: bare where that cannot be misread, else in quotes."""
    if not isinstance(value, str):
        return f"[{', '.join(map(_written, value))}]"
    if _PLAIN.fullmatch(value) and value not in _NULL:
        return value
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
