"""Reading the small files that people write about the gate: named fields, strict, with every fault told at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scalecheck import document as yaml
from scalecheck.document import MOST_HINTS, Document, Node, Scalar, day_of, nearest
from scalecheck.errors import Fault

__all__ = ["Fields"]

SHORTEST_REASON = 10


class Fields:
    """The fields of one mapping. Every method adds what is wrong to `faults` and then returns an empty value.

    `what` names the mapping in messages, such as `a waiver`; `key` is its dotted path, empty for the file itself. What
    is no mapping at all is one fault; it is then not `readable`, and no field of it counts as missing.
    """

    def __init__(
        self, document: Document, node: Node, what: str, known: Sequence[str], faults: list[Fault], key: str = ""
    ) -> None:
        self._document = document
        self._node = node
        self._key = key
        self._faults = faults
        self._items = node.items if isinstance(node, yaml.Mapping) else {}
        self.readable = isinstance(node, yaml.Mapping)
        if not isinstance(node, yaml.Mapping):
            self._faults.append(document.fault(node, key, f"must be {what}, with {', '.join(known)}"))
            return
        for name in node.items:
            if name not in known:
                message = f"is not a key of {what}{self._nearest(name, known)}"
                self._faults.append(document.fault(node.keys[name], self._path(name), message))

    def _path(self, name: str) -> str:
        return (f"{self._key}.{name}" if self._key else name)[:200]

    def _nearest(self, word: str, known: Sequence[str]) -> str:
        return nearest(word, known) if len(self._faults) < MOST_HINTS else ""

    def node(self, name: str) -> Node | None:
        """What was written for a field; None when it is absent or empty."""
        node = self._items.get(name)
        return None if isinstance(node, Scalar) and (node.is_null or not node.text.strip()) else node

    def fault(self, name: str, message: str) -> None:
        """Add a fault at a field, or at the mapping when the field is absent."""
        self._faults.append(self._document.fault(self._items.get(name, self._node), self._path(name), message))

    def version(self, expected: int) -> None:
        """The version of the format; it may be left out."""
        if "scalecheck" in self._items:
            self._faults += self._document.version_faults(self._items["scalecheck"], expected)

    def text(self, name: str, *, needed: bool = True) -> str:
        node = self.node(name)
        if isinstance(node, Scalar):
            return node.text.strip()
        if node is not None:
            self.fault(name, "must be a single value, not a list or a section")
        elif needed and self.readable:
            self.fault(name, "is missing")
        return ""

    def reason(self, name: str = "reason") -> str:
        """A text that says why, and not in one word."""
        text = self.text(name)
        if 0 < len(text) < SHORTEST_REASON:
            self.fault(name, f"must say why in at least {SHORTEST_REASON} characters")
        return text

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return day_of(text) if text else None
        except ValueError:
            self.fault(name, f"must be a date such as 2026-11-01, not {text[:40]!r}")
            return None

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of the choices; the first one when nothing was written."""
        text = self.text(name, needed=False)
        if not text or text in choices:
            return text or choices[0]
        self.fault(name, f"must be one of {', '.join(choices)}, not {text[:40]!r}{self._nearest(text, choices)}")
        return choices[0]

    def whole(self, name: str, lowest: int, highest: int, default: int) -> int:
        node = self.node(name)
        if node is None:
            return default
        number = node.number if isinstance(node, Scalar) else None
        if isinstance(number, int) and lowest <= number <= highest:
            return number
        self.fault(name, f"must be a whole number from {lowest} to {highest}")
        return default

    def known(self, name: str, known: Sequence[str], what: str) -> str:
        """The id of something that is known; `what` says what it would be."""
        text = self.text(name)
        if text and text not in known:
            self.fault(name, f"{text[:80]} is not {what}{self._nearest(text, known)}")
            return ""
        return text

    def section(self, name: str, what: str, known: Sequence[str]) -> Fields:
        """The fields of a section, which may be left out."""
        absent = yaml.Mapping({}, {}, self._node.line, self._node.column)
        return Fields(self._document, self.node(name) or absent, what, known, self._faults, self._path(name))

    def entries(self, name: str, what: str, known: Sequence[str], *, needed: bool = False) -> Iterator[Fields]:
        """The fields of every entry of a list."""
        node = self._items.get(name)
        if isinstance(node, yaml.Sequence):
            for index, item in enumerate(node.items):
                yield Fields(self._document, item, what, known, self._faults, f"{self._path(name)}[{index}]")
        elif (needed and self.readable) or self.node(name) is not None:
            self.fault(name, f"must be a list, even if it is empty: `{name}: []`")

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of numbers."""
        node = self.node(name)
        items = node.items if isinstance(node, yaml.Sequence) else ()
        numbers = [item.number for item in items if isinstance(item, Scalar) and item.number is not None]
        if not numbers or len(numbers) < len(items):
            self.fault(name, "must be a list of numbers")
            return ()
        return tuple(map(float, numbers))

    @property
    def line(self) -> int:
        return self._node.line
