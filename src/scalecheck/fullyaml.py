"""All of YAML, read with PyYAML, which has words for every mistake, too. The only module that knows PyYAML.

The reader works on the parser's events and counts while it reads, because the usual loaders build everything first:
their C variant crashes the interpreter on deeply nested input, and an alias bomb is only noticed when somebody walks
the result.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import yaml
from yaml.scanner import ScannerError

from scalecheck.errors import Fault, InputError
from scalecheck.nodes import LONGEST_KEY, Budget, Mapping, Node, Scalar, Sequence

__all__ = ["read_full"]


def read_full(text: str, path: str, budget: Budget) -> tuple[Node, tuple[Fault, ...]]:
    """The root of a text, and the faults that did not stop the reader: keys given twice. Raises `InputError`."""
    _check(text, path)
    try:
        reader = _Reader(text, path, budget)
        return reader.document(), tuple(reader.faults)
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


# The characters that YAML 1.2 (section 5.1) does not allow in a stream.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _check(text: str, path: str) -> None:
    bad = _UNPRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1) + 1
        code = f"U+{ord(bad.group()):04X}"
        raise InputError(
            [Fault(path, line, column, "", f"holds a control character ({code}), so it is not a text file")]
        )


_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile(r"\\u(?:d[89ab]..)\\u(?:d[c-f]..)|\\.", re.IGNORECASE)
"""In JSON, an escape; of two that are halves of one character, both."""
_SHORTER = len(r"\ud83d\ude00") - len(r"\U0001f600")


def _parser(text: str) -> Callable[[], Any]:
    """What gives one event after the other.

    JSON, which other programs write, may spell a character beyond U+FFFF with two escapes, which YAML does not know. It
    is parsed with one for both, and told at its places in the text as it stands.
    """
    pairs: list[int] = []

    def joined(escape: re.Match[str]) -> str:
        if len(escape.group()) == 2:
            return escape.group()
        pairs.append(escape.start() - _SHORTER * len(pairs))
        sign = json.loads(f'"{escape.group()}"')
        return f"\\U{ord(sign):08x}"

    if (r"\ud" in text or r"\uD" in text) and _is_json(text):
        text = _PAIR.sub(joined, text)
    next_event: Callable[[], Any] = getattr(yaml, "CSafeLoader", _SlowLoader)(text).get_event
    if not pairs:
        return next_event

    def moved(mark: Any) -> yaml.Mark:
        before, above = bisect_left(pairs, mark.index), bisect_left(pairs, mark.index - mark.column)
        index, column = mark.index + _SHORTER * before, mark.column + _SHORTER * (before - above)
        return yaml.Mark(mark.name, index, mark.line, column, None, 0)

    def moved_event() -> Any:
        try:
            event = next_event()
        except yaml.MarkedYAMLError as error:
            error.problem_mark = error.problem_mark and moved(error.problem_mark)
            raise
        event.start_mark, event.end_mark = moved(event.start_mark), moved(event.end_mark)
        return event

    return moved_event


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


class _SlowLoader(yaml.SafeLoader):
    """PyYAML without libyaml, which lets some escapes pass, and trips over others, that libyaml refuses."""

    def get_event(self) -> Any:
        try:
            event: Any = super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError):
            raise self._wrong("found a number that is too large", self.get_mark()) from None
        if isinstance(event, yaml.ScalarEvent) and _HALF.search(event.value):
            raise self._wrong("found invalid Unicode character escape code", event.start_mark)
        return event

    @staticmethod
    def _wrong(problem: str, mark: Any) -> ScannerError:
        return ScannerError(problem=problem, problem_mark=mark)


_new = tuple.__new__
"""As in `plainyaml`."""

_QUOTED = ("'", '"', "|", ">")


class _Reader:
    """Builds nodes from parser events and keeps the budget."""

    def __init__(self, text: str, path: str, budget: Budget) -> None:
        self._next = _parser(text)
        self.faults: list[Fault] = []
        self._path = path
        self._budget = budget
        self._anchors: dict[str, tuple[Node | None, int, int]] = {}
        """What an anchor stands for, nothing while that is being read; how many nodes it is, and how many levels."""
        self._aliases = 0
        self._nodes = 0
        self._deepest = 0

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

    def _spend(self, event: Any, size: int, depth: int) -> None:
        self._nodes += size
        if depth > self._deepest:
            self._deepest = depth
        if depth > self._budget.depth:
            raise self._error(event, f"is nested deeper than {self._budget.depth} levels")
        if self._nodes > self._budget.nodes:
            raise self._error(event, f"holds more than {self._budget.nodes:,} values")

    def _node(self, event: Any, place: tuple[str, ...]) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._alias(event, place)
        tag = event.tag
        if tag is not None and tag != "!":
            raise self._error(event, f"has a tag ({tag[:60]}); tags are not supported")
        self._spend(event, 1, len(place))
        if event.anchor is None:
            return self._content(event, kind, place)
        before, deepest = self._nodes - 1, self._deepest
        self._anchors[event.anchor] = None, 0, 0
        self._deepest = len(place)
        node = self._content(event, kind, place)
        self._anchors[event.anchor] = node, self._nodes - before, self._deepest - len(place)
        self._deepest = max(deepest, self._deepest)
        return node

    def _content(self, event: Any, kind: type, place: tuple[str, ...]) -> Node:
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            plain = event.style not in _QUOTED and event.tag is None
            return _new(Scalar, (event.value, mark.line + 1, mark.column + 1, plain, mark.index, event.end_mark.index))
        if kind is yaml.SequenceStartEvent:
            return self._sequence(event, place)
        return self._mapping(event, place)

    def _alias(self, event: Any, place: tuple[str, ...]) -> Node:
        self._aliases += 1
        node, size, levels = self._anchors.get(event.anchor, (None, 0, 0))
        if self._aliases > self._budget.aliases:
            raise self._error(event, f"uses more than {self._budget.aliases} aliases")
        if node is None:
            raise self._error(event, f"refers to *{event.anchor}, which is not defined above it")
        self._spend(event, size, len(place) + levels)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(node, Scalar):
            return node._replace(start=start, end=end)
        return node._replace(start=start, end=end, alias=True)

    def _sequence(self, start: Any, place: tuple[str, ...]) -> Sequence:
        items: list[Node] = []
        inside = (*place, "")
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, inside))
        mark = start.start_mark
        return Sequence(tuple(items), mark.line + 1, mark.column + 1, *_extent(start, event, items))

    def _mapping(self, start: Any, place: tuple[str, ...]) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        inside = (*place, "")
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._node(event, inside)
            if not isinstance(key, Scalar):
                raise self._error(event, "a key must be a single word, not a list or a mapping")
            name = key.text
            if len(name) > LONGEST_KEY:
                raise self._error(event, f"a key of more than {LONGEST_KEY} characters")
            value = self._node(self._next(), (*place, name))
            if name in items:
                message = f"is given twice; the first one is in line {keys[name].line}"
                path = ".".join(part for part in (*place, name) if part)
                self.faults.append(Fault(self._path, key.line, key.column, path[:200], message))
            else:
                items[name] = value
                keys[name] = key
        mark = start.start_mark
        return Mapping(items, keys, mark.line + 1, mark.column + 1, *_extent(start, event, list(items.values())))


def _extent(start: Any, end: Any, parts: list[Node]) -> tuple[int, int, bool]:
    """Where a collection starts and ends, and whether it is in brackets. Without them it ends where its last part does:
    the parser sees the end only at what comes next, with comments in between."""
    if start.flow_style:
        return start.start_mark.index, end.end_mark.index, True
    return start.start_mark.index, parts[-1].end if parts else start.end_mark.index, False
