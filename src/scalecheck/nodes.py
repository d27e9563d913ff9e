"""What a YAML text is read into: a tree in which every node knows its place; and how much one text may cost.

Scalars stay text: what `no`, `1.10` or `010` mean is decided by whoever asked for them (see `Scalar`), not by YAML 1.1.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from scalecheck.frozen import Frozen

__all__ = ["LONGEST_KEY", "PACK_BUDGET", "Budget", "Mapping", "Node", "Scalar", "Sequence", "most_nodes", "number_of"]


class Budget(Frozen):
    """How much one document may cost: bytes of text, levels of nesting, nodes after aliases are followed, aliases."""

    size: int = 1_000_000
    depth: int = 40
    nodes: int = 50_000
    aliases: int = 100


LONGEST_KEY = 200
"""Characters; the paths of everything below a key, in places and faults, begin with it."""

PACK_BUDGET = Budget(size=4_000_000, nodes=100_000)


def most_nodes(text: str) -> int:
    """More nodes than this are not written in a text: a key and its value have a colon, others a dash, a comma, a
    bracket or a line."""
    return 2 * text.count(":") + sum(map(text.count, "-,[\n"))


class Scalar(NamedTuple):
    """A single value as it was written. `plain` is false for quoted and block text, which is never a number or null.

    Every node stands in the text from the character `start` up to `end`, for whoever edits the text. An alias stands
    where it is used, but has the line and column of what it stands for.
    """

    text: str
    line: int
    column: int
    plain: bool = True
    start: int = 0
    end: int = 0

    @property
    def is_null(self) -> bool:
        """Nothing was written, or YAML's null."""
        return self.plain and self.text in _NULLS

    @property
    def value(self) -> str | int | float | None:
        """The value by YAML 1.2's core schema, except that `true` and `false` stay text: packs write yes and no."""
        text = self.text
        if not self.plain:
            return text
        if text in _NULLS:
            return None
        number = number_of(text) if text[0] in _BEGINS_NUMBERS else None
        return text if number is None else number

    @property
    def number(self) -> int | float | None:
        """The number that this plain scalar spells in decimal; None for anything else, infinity and NaN included."""
        return number_of(self.text) if self.plain else None


class Sequence(NamedTuple):
    """A list of nodes. `flow` is true for one in brackets, `alias` for one that was written elsewhere."""

    items: tuple[Node, ...]
    line: int
    column: int
    start: int = 0
    end: int = 0
    flow: bool = False
    alias: bool = False


class Mapping(NamedTuple):
    """Named nodes in the order in which they were written. `keys` holds the place of each name; `flow` and `alias` are
    those of a `Sequence`."""

    items: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int
    start: int = 0
    end: int = 0
    flow: bool = False
    alias: bool = False


Node = Scalar | Sequence | Mapping

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BEGINS_NUMBERS = frozenset("+-.0123456789")
_NUMBER = re.compile(r"[-+]?(?:\d{1,40}(\.\d{0,40})?|(\.\d{1,40}))([eE][-+]?\d{1,4})?", re.ASCII)


def number_of(text: str) -> int | float | None:
    """The number that a text spells in decimal; None for anything else, infinity and NaN included."""
    if text.isdigit() and text.isascii() and len(text) <= 40:
        return int(text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match.lastindex is None:
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else None
