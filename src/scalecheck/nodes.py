"""What a YAML text is read into: a tree in which every node knows its place; and how much one text may cost.

Scalars stay text: what `no`, `1.10` or `010` mean is decided by whoever asked for them (see `Scalar`), not by YAML 1.1.
"""

from __future__ import annotations

import math
import re

from scalecheck.frozen import Frozen, field

__all__ = ["LONGEST_KEY", "PACK_BUDGET", "Budget", "Mapping", "Node", "Scalar", "Sequence", "Span"]


class Budget(Frozen):
    """How much one document may cost: bytes of text, levels of nesting, nodes after aliases are followed, aliases."""

    size: int = 1_000_000
    depth: int = 40
    nodes: int = 50_000
    aliases: int = 100


LONGEST_KEY = 200
"""Characters; the paths of everything below a key, in places and faults, begin with it."""

PACK_BUDGET = Budget(size=4_000_000, nodes=100_000)


class Span(Frozen):
    """From which character of the text a node goes up to which, for whoever edits the text. An alias is where it is
    used, not what it stands for. `flow` is true for a list or mapping in brackets."""

    start: int = 0
    end: int = 0
    alias: bool = False
    flow: bool = False


class Scalar(Frozen):
    """A single value as it was written. `plain` is false for quoted and block text, which is never a number or null."""

    text: str
    line: int
    column: int
    plain: bool = True
    span: Span = field(default=Span(), compare=False, repr=False)
    size = 1

    @property
    def is_null(self) -> bool:
        """Nothing was written, or YAML's null."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def value(self) -> str | int | float | None:
        """The value by YAML 1.2's core schema, except that `true` and `false` stay text: packs write yes and no."""
        if not self.plain:
            return self.text
        if self.is_null:
            return None
        number = self.number
        return self.text if number is None else number

    @property
    def number(self) -> int | float | None:
        """The number that this plain scalar spells in decimal; None for anything else, infinity and NaN included."""
        if not self.plain or not _NUMBER.fullmatch(self.text):
            return None
        try:
            return int(self.text)
        except ValueError:
            number = float(self.text)
            return number if math.isfinite(number) else None


class Sequence(Frozen):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int
    size: int
    span: Span = field(default=Span(), compare=False, repr=False)


class Mapping(Frozen):
    """Named nodes in the order in which they were written. `keys` holds the place of each name."""

    items: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int
    size: int
    span: Span = field(default=Span(), compare=False, repr=False)


Node = Scalar | Sequence | Mapping

_NUMBER = re.compile(r"[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][-+]?\d{1,4})?", re.ASCII)
