"""YAML text to a tree in which every node knows its place. The only module that knows YAML.

The reader works on the parser's events and counts while it reads, because the usual loaders build everything first:
their C variant crashes the interpreter on deeply nested input, and an alias bomb is only noticed when somebody walks
the result. Scalars stay text: what `no`, `1.10` or `010` mean is decided by whoever asked for them (see `Scalar`),
not by YAML 1.1.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from scalecheck.errors import Fault, InputError
from scalecheck.frozen import Frozen, field, replace

__all__ = [
    "PACK_BUDGET",
    "Budget",
    "Document",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Span",
    "assignment",
    "content",
    "day_of",
    "nearest",
    "nothing",
    "parse",
    "read",
]


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


class Document(Frozen):
    """One parsed file: where it came from, its root and the SHA-256 of its bytes.

    `faults` are those that did not stop the reader (keys given twice); whoever loads the document reports them with
    its own.
    """

    path: str
    root: Node
    digest: str
    faults: tuple[Fault, ...] = ()

    def fault(self, node: Node, key: str, message: str) -> Fault:
        """A fault at the place of `node`."""
        return Fault(self.path, node.line, node.column, key, message)

    def version_faults(self, node: Node, version: int) -> tuple[Fault, ...]:
        """What is wrong with `node` as the value of `scalecheck:`, the version of the file's format."""
        if isinstance(node, Scalar) and node.text == str(version):
            return ()
        return (self.fault(node, "scalecheck", f"is the version of the format and must be {version}"),)


def day_of(text: str) -> date:
    """The day that a text such as `2026-11-01` names. Raises `ValueError`, for the other spellings of ISO 8601 too."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean …?)` with the known word closest to `word`, or nothing when none is close."""
    names = list(known)
    import difflib

    folded = {name.casefold(): name for name in names}
    match = difflib.get_close_matches(word[:100].casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {folded[match[0]]}?)" if match else ""


def read(path: str | Path, budget: Budget = Budget()) -> Document:
    """Read and parse a file. Raises `InputError` when it cannot be read, decoded or parsed within the budget."""
    return parse(content(path, budget.size), str(path), budget)


def content(path: str | Path, most: int) -> bytes:
    """The bytes of a file. Raises `InputError` when it cannot be read or holds more than `most` bytes."""
    name = str(path)
    try:
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = "is a folder, not a file" if isinstance(error, IsADirectoryError) else _reason(error)
        raise InputError([Fault(name, 0, 0, "", reason)]) from None
    _keep(data, name, most)
    return data


def _keep(data: bytes, path: str, most: int) -> None:
    if len(data) > most:
        raise InputError([Fault(path, 0, 0, "", f"is larger than {most:,} bytes")])


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def parse(data: bytes, path: str = "-", budget: Budget = Budget()) -> Document:
    """Parse the bytes of one document. `path` only names it in messages. Raises `InputError`."""
    _keep(data, path, budget.size)
    text = _decode(data, path)
    try:
        reader = _Reader(text, path, budget)
        root = reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = " ".join(str(error.problem or error.context or "cannot be parsed").split())
        if "nesting depth" in problem:
            # libyaml looks ahead for the end of a key and has a limit of its own, which it then meets before ours.
            raise InputError([Fault(path, *place, "", f"is nested deeper than {budget.depth} levels")]) from None
        line = text.splitlines()[place[0] - 1 : place[0]]
        if line and "\t" in line[0][: len(line[0]) - len(line[0].lstrip())]:
            problem = "a tab cannot indent YAML; use spaces"
        elif line and re.search(r":\s*\?\s*(#.*)?$", line[0]):
            problem = "a question mark for a missing answer needs quotes; or leave the value empty"
        raise InputError([Fault(path, *place, "", f"is not valid YAML: {problem}")]) from None
    except yaml.YAMLError as error:
        raise InputError([Fault(path, 1, 1, "", f"is not valid YAML: {' '.join(str(error).split())}")]) from None
    return Document(path, root, sha256(data).hexdigest(), tuple(reader.faults))


def assignment(text: str, path: str = "--set") -> Document:
    """`KEY=VALUE` as a document that holds nothing else, without lines; KEY is a dotted path.

    VALUE is taken as it stands, or read as YAML where it begins with { or [.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    if not (key and equals and value):
        return nothing(path, [Fault(path, 0, 0, key[:200], "must be KEY=VALUE, such as team.size=14")])
    node: Node = Scalar(value, 0, 0)
    if value.startswith(("{", "[")):
        try:
            node = _unplaced(parse(value.encode(), path).root)
        except InputError as error:
            return nothing(path, [Fault(path, 0, 0, key[:200], fault.message) for fault in error.faults])
    for name in reversed(key.split(".")):
        node = Mapping({name: node}, {name: Scalar(name, 0, 0)}, 0, 0, node.size + 2)
    return Document(path, node, sha256(text.encode()).hexdigest())


def nothing(path: str, faults: Iterable[Fault]) -> Document:
    """A document that could not be read, for whoever reports its faults with those of others."""
    return Document(path, Mapping({}, {}, 0, 0, 1), "", tuple(faults))


def _unplaced(node: Node) -> Node:
    """The node without its lines."""
    if isinstance(node, Scalar):
        return replace(node, line=0, column=0)
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(_unplaced, node.items)), line=0, column=0)
    items = {name: _unplaced(item) for name, item in node.items.items()}
    return replace(node, items=items, keys={name: Scalar(name, 0, 0) for name in items}, line=0, column=0)


def _decode(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError([Fault(path, line, column, "", "is not UTF-8 text")]) from None
    bad = _UNPRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        code = f"U+{ord(bad.group()):04X}"
        raise InputError(
            [Fault(path, line, column, "", f"holds a control character ({code}), so it is not a text file")]
        )
    return text


# The characters that YAML 1.2 (section 5.1) does not allow in a stream.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


_QUOTED = ("'", '"', "|", ">")


class _Reader:
    """Builds nodes from parser events and keeps the budget."""

    def __init__(self, text: str, path: str, budget: Budget) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._next = loader(text).get_event
        self.faults: list[Fault] = []
        self._path = path
        self._budget = budget
        self._anchors: dict[str, Node | None] = {}
        self._aliases = 0
        self._nodes = 0

    def document(self) -> Node:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Scalar("", 1, 1)
        root = self._node(self._next(), ())
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._error(event, "holds more than one document; keep one per file")
        return root

    def _error(self, event: Any, message: str) -> InputError:
        mark = event.start_mark
        return InputError([Fault(self._path, mark.line + 1, mark.column + 1, "", message)])

    def _spend(self, event: Any, size: int) -> None:
        self._nodes += size
        if self._nodes > self._budget.nodes:
            raise self._error(event, f"holds more than {self._budget.nodes:,} values")

    def _node(self, event: Any, place: tuple[str, ...]) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag is not None and event.tag != "!":
            raise self._error(event, f"has a tag ({event.tag[:60]}); tags are not supported")
        if len(place) > self._budget.depth:
            raise self._error(event, f"is nested deeper than {self._budget.depth} levels")
        self._spend(event, 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        node = self._content(event, place)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _content(self, event: Any, place: tuple[str, ...]) -> Node:
        mark, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style not in _QUOTED and event.tag is None
            return Scalar(event.value, mark.line + 1, mark.column + 1, plain, Span(mark.index, end.index))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, place)
        return self._mapping(event, place)

    def _alias(self, event: Any) -> Node:
        self._aliases += 1
        node = self._anchors.get(event.anchor)
        if self._aliases > self._budget.aliases:
            raise self._error(event, f"uses more than {self._budget.aliases} aliases")
        if node is None:
            raise self._error(event, f"refers to *{event.anchor}, which is not defined above it")
        self._spend(event, node.size)
        return replace(node, span=Span(event.start_mark.index, event.end_mark.index, alias=True))

    def _sequence(self, start: Any, place: tuple[str, ...]) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*place, "")))
        mark, size = start.start_mark, 1 + sum(item.size for item in items)
        return Sequence(tuple(items), mark.line + 1, mark.column + 1, size, _span(start, event, items))

    def _mapping(self, start: Any, place: tuple[str, ...]) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, (*place, ""))
            if not isinstance(key, Scalar):
                raise self._error(event, "a key must be a single word, not a list or a mapping")
            if len(key.text) > LONGEST_KEY:
                raise self._error(event, f"a key of more than {LONGEST_KEY} characters")
            value = self._node(self._next(), (*place, key.text))
            if key.text in items:
                message = f"is given twice; the first one is in line {keys[key.text].line}"
                name = ".".join(part for part in (*place, key.text) if part)
                self.faults.append(Fault(self._path, key.line, key.column, name[:200], message))
            items.setdefault(key.text, value)
            keys.setdefault(key.text, key)
        mark, size = start.start_mark, 1 + len(items) + sum(item.size for item in items.values())
        return Mapping(items, keys, mark.line + 1, mark.column + 1, size, _span(start, event, list(items.values())))


def _span(start: Any, end: Any, parts: list[Node]) -> Span:
    """From where a collection starts up to its end. Without brackets it ends where its last part does: the parser sees
    the end only at what comes next, with comments in between."""
    if start.flow_style:
        return Span(start.start_mark.index, end.end_mark.index, flow=True)
    return Span(start.start_mark.index, parts[-1].span.end if parts else start.end_mark.index)
