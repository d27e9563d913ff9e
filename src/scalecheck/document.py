"""A YAML file as a document: read within a budget, as a tree in which every node knows its place (see `nodes`)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from stat import S_ISCHR, S_ISFIFO

from scalecheck.errors import Fault, InputError
from scalecheck.frozen import Frozen
from scalecheck.nodes import PACK_BUDGET, Budget, Mapping, Node, Scalar, Sequence
from scalecheck.plainyaml import read_plain

__all__ = [
    "MOST_HINTS",
    "PACK_BUDGET",
    "Budget",
    "Document",
    "Hints",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "assignment",
    "content",
    "day_of",
    "listed",
    "nearest",
    "nothing",
    "parse",
    "read",
]


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


def listed(names: Iterable[str]) -> str:
    """The first of many names, for a message."""
    first = list(islice(names, _MOST_LISTED + 1))
    return ", ".join([*first[:_MOST_LISTED], "…"] if len(first) > _MOST_LISTED else first)


_MOST_LISTED = 40

MOST_HINTS, _MOST_NAMES = 50, 20_000
"""Looking for the nearest name takes a while; a file with more faults than this is something else. So does looking
through many names, which only a large pack has."""


class Hints:
    """`nearest` for as long as it is not asked for too often."""

    def __init__(self) -> None:
        self._left = MOST_HINTS
        self._names = _MOST_NAMES

    def __call__(self, word: str, known: Iterable[str]) -> str:
        self._left -= 1
        if self._left < 0 or self._names < 0:
            return ""
        names = list(known)
        self._names -= len(names)
        return nearest(word, names)


_SMALL = 65_536
"""Bytes; hardly any file is larger."""


def read(path: str | Path, budget: Budget = Budget()) -> Document:
    """Read and parse a file. Raises `InputError` when it cannot be read, decoded or parsed within the budget."""
    return parse(content(path, budget.size), str(path), budget)


def content(path: str | Path, most: int) -> bytes:
    """The bytes of a file. Raises `InputError` when it cannot be read or holds more than `most` bytes."""
    name = str(path)
    try:
        # A link may lead to what never ends or never answers. A pipe is waited for.
        kind = Path(name).stat().st_mode
        if S_ISCHR(kind) and name != os.devnull:
            raise InputError([Fault(name, 0, 0, "", "is a device, not a file")])
        blocking = 0 if S_ISFIFO(kind) else getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(name, os.O_RDONLY | blocking | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            # Room is made for all that is asked for, so more is asked for only when there is more.
            data = file.read(_SMALL) or b""
            if len(data) == _SMALL <= most:
                data += file.read(most + 1 - _SMALL) or b""
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
    digest = sha256(data).hexdigest()
    plain = read_plain(text, budget)
    if plain is not None:
        return Document(path, plain, digest)
    from scalecheck.fullyaml import read_full

    root, faults = read_full(text, path, budget)
    return Document(path, root, digest, faults)


def assignment(text: str, path: str = "--set") -> Document:
    """`KEY=VALUE` as a document that holds nothing else, without lines; KEY is a dotted path.

    VALUE is taken as it stands, or read as YAML where it begins with { or [.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    try:
        digest = sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        return nothing(path, [Fault(path, 0, 0, key[:200], "is not UTF-8 text")])
    if not (key and equals and value):
        return nothing(path, [Fault(path, 0, 0, key[:200], "must be KEY=VALUE, such as team.size=14")])
    node: Node = Scalar(value, 0, 0)
    if value.startswith(("{", "[")):
        try:
            node = _unplaced(parse(value.encode(), path).root)
        except InputError as error:
            return nothing(path, [Fault(path, 0, 0, key[:200], fault.message) for fault in error.faults])
    for name in reversed(key.split(".")):
        node = Mapping({name: node}, {name: Scalar(name, 0, 0)}, 0, 0)
    return Document(path, node, digest)


def nothing(path: str, faults: Iterable[Fault]) -> Document:
    """A document that could not be read, for whoever reports its faults with those of others."""
    return Document(path, Mapping({}, {}, 0, 0), "", tuple(faults))


def _unplaced(node: Node) -> Node:
    """The node without its lines."""
    if isinstance(node, Scalar):
        return node._replace(line=0, column=0)
    if isinstance(node, Sequence):
        return node._replace(items=tuple(map(_unplaced, node.items)), line=0, column=0)
    items = {name: _unplaced(item) for name, item in node.items.items()}
    return node._replace(items=items, keys={name: Scalar(name, 0, 0) for name in items}, line=0, column=0)


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError([Fault(path, line, column, "", "is not UTF-8 text")]) from None
