"""Reading packs: a folder of YAML files, or one file, to a `Pack`.

pydantic checks the shape of what people write against the dataclasses of `pack`; conditions are read by `grammar`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from scalecheck.condition import All, Comparison, Condition
from scalecheck.document import PACK_BUDGET, Document, Hints, Mapping, Node, Scalar, Sequence, content, parse
from scalecheck.errors import Fault, Faults, InputError
from scalecheck.frozen import Frozen, field
from scalecheck.grammar import parse_condition
from scalecheck.nodes import most_nodes
from scalecheck.pack import (
    Balance,
    Band,
    Caution,
    Challenge,
    Check,
    Gate,
    Metric,
    NotYet,
    Omission,
    Override,
    Pack,
    PhaseText,
    Practice,
    Question,
    Sections,
    Signal,
    Source,
)
from scalecheck.phase import Phase
from scalecheck.resources import LargeError, digest, rule_files

__all__ = ["Allowance", "PackFile", "PackSource", "Place", "read_pack"]

_MOST_VALUES = 600_000
"""In all packs of a run; enough for ten thousand practices. The guide has thirty thousand values."""

_MOST_MISPLACED = 1_000
"""In one file; pydantic finds them all before we could stop it."""

_CONDITIONS = ("applies_when", "require", "warn_when", "unless", "when", "detected_when")


class Head(Frozen, kw_only=True):
    """The `pack:` section, which stands in exactly one file. `extends` names the pack that this one builds on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    name: str
    version: str
    title: str
    extends: str = ""
    phases: dict[Phase, PhaseText] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)


class PackFile(Sections, Frozen, kw_only=True):
    """One file of a pack: sections, and the head in one of them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "arbitrary_types_allowed": True}

    pack: Head | None = None


_SECTIONS = tuple(item.name for item in fields(PackFile) if item.name != "pack")


class Place(NamedTuple):
    """Where an entry of a pack stands, and the value of each of its keys: the one thing that is kept of what was read.

    Lines and columns count from one.
    """

    path: str
    line: int
    column: int
    values: dict[str, tuple[int, int]]

    def fault(self, key: str, message: str) -> Fault:
        """A fault at the key of this entry that `key` starts with, or at the entry itself."""
        name = key.partition(".")[0].partition("[")[0]
        line, column = self.values.get(name, (self.line, self.column))
        return Fault(self.path, line, column, key, message)


class PackSource(Frozen):
    """A pack together with where everything in it stands, for whoever has to report on it.

    `path` is what it was read from. With `extends`, the pack is only what it adds to the one of that name. Places are
    by section and id, such as `practices reliability.backups`, and `pack` for its head.
    """

    path: str
    pack: Pack
    places: dict[str, Place] = field(default_factory=dict)
    extends: str = ""


class Allowance:
    """What may still be read, of all packs of a run together."""

    def __init__(self) -> None:
        self.values = _MOST_VALUES
        self.hints = Hints()


_Part = tuple[PackFile, list[tuple[str, Place]]]
"""What one file adds, and where."""


def read_pack(path: Path, allowance: Allowance | None = None) -> PackSource:
    """Read the pack in a folder (every `*.yaml` below it) or in a single file. Raises `InputError` with all faults."""
    try:
        files = rule_files(path)
    except LargeError as error:
        raise InputError([Fault(str(path), 0, 0, "", str(error.strerror))]) from None
    if not files:
        raise InputError([Fault(str(path), 0, 0, "", "holds no .yaml file")])
    allowance = allowance or Allowance()
    faults = Faults(str(path))
    parts: list[_Part] = []
    for file in files:
        document = _document(file, allowance, faults)
        if allowance.values < 0:
            more = f"makes it more than {_MOST_VALUES:,} values in all; nothing behind this file was read"
            raise InputError([Fault(str(file), 0, 0, "", more), *faults])
        part = document and _file(document, faults, allowance.hints)
        if document and part:
            parts.append((part, list(_places(document, part))))
    heads = [part.pack for part, _ in parts if part.pack]
    if len(heads) != 1 and not faults:
        faults.append(Fault(str(path), 0, 0, "pack", f"must be given in exactly one file; {len(heads)} have it"))
    if faults:
        raise InputError(faults)
    places = _merged(parts, faults)
    head = heads[0]
    sections: dict[str, Any] = {
        name: tuple(item for part, _ in parts for item in getattr(part, name)) for name in _SECTIONS
    }
    pack = Pack(
        name=head.name,
        version=head.version,
        title=head.title,
        phases=head.phases,
        areas=head.areas,
        digest=digest(path),
        **sections,
    )
    return PackSource(str(path), pack, places, head.extends)


def _document(file: Path, allowance: Allowance, faults: Faults) -> Document | None:
    """A file, if it can be read; it uses up what it holds, and one that cannot be read what it may hold at most."""
    try:
        data = content(file, PACK_BUDGET.size)
    except InputError as error:
        faults.extend(error.faults)
        return None
    try:
        document = parse(data, str(file), PACK_BUDGET)
    except InputError as error:
        allowance.values -= min(PACK_BUDGET.nodes, most_nodes(data.decode("latin-1")))
        faults.extend(error.faults)
        return None
    allowance.values -= _values(document.root)
    return document


def _values(node: Node) -> int:
    """As `Budget` counts them: keys, too."""
    if isinstance(node, Scalar):
        return 1
    if isinstance(node, Sequence):
        return 1 + sum(map(_values, node.items))
    return 1 + len(node.items) + sum(map(_values, node.items.values()))


def _merged(parts: list[_Part], faults: Faults) -> dict[str, Place]:
    """Where everything stands. Raises `InputError` when something is defined twice."""
    places: dict[str, Place] = {}
    for _, found in parts:
        for key, place in found:
            if key in places:
                first = places[key]
                where = f"{first.path}:{first.line}"
                faults.append(place.fault("id", f"{key.partition(' ')[2]} is already defined at {where}"))
            places.setdefault(key, place)
    if faults:
        raise InputError(faults)
    return places


def _places(document: Document, part: PackFile) -> Iterator[tuple[str, Place]]:
    """Where everything in a file stands, by section and id."""
    assert isinstance(document.root, Mapping)
    if part.pack:
        yield "pack", _place(document, document.root.items["pack"])
    for name in _SECTIONS:
        nodes = document.root.items.get(name)
        for item, node in zip(getattr(part, name), nodes.items if isinstance(nodes, Sequence) else (), strict=False):
            ident = str(item.phase) if isinstance(item, Gate) else item.id
            place = _place(document, node)
            yield f"{name} {ident}", place
            for question in getattr(item, "questions", ()):
                yield f"questions {question.id}", place


def _place(document: Document, node: Node) -> Place:
    items = node.items if isinstance(node, Mapping) else {}
    values = {name: (item.line, item.column) for name, item in items.items()}
    return Place(document.path, node.line, node.column, values)


def _file(document: Document, faults: Faults, hints: Hints) -> PackFile | None:
    root = document.root
    before = len(faults)
    faults.extend(document.faults)
    if not isinstance(root, Mapping):
        faults.append(document.fault(root, "", "must hold sections such as practices: and metrics:"))
        return None
    plain = _plain(root, document, "", faults)
    if len(faults) > before:
        return None
    for practice in plain.get("practices") or ():
        if isinstance(practice, dict) and "require" not in practice:
            practice["require"] = _default_require(practice.get("questions"))
    try:
        return _FILE.validate_python(plain)
    except ValidationError as error:
        if error.error_count() > _MOST_MISPLACED:
            faults.append(
                document.fault(root, "", f"is no pack: {error.error_count():,} things in it are not in place")
            )
            return None
        faults.extend(_fault(document, detail, hints) for detail in error.errors(include_url=False))
        return None


_FILE = TypeAdapter(PackFile)


def _default_require(questions: object) -> Condition | None:
    """All own questions are answered with yes."""
    ids = [item.get("id") for item in questions if isinstance(item, dict)] if isinstance(questions, list) else []
    comparisons = tuple(Comparison(str(ident), "is", "yes") for ident in ids)
    if not comparisons:
        return None
    return comparisons[0] if len(comparisons) == 1 else All(comparisons)


def _plain(node: Node, document: Document, key: str, faults: list[Fault]) -> Any:
    """Plain Python values, with conditions already read."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_plain(item, document, f"{key}[{index}]", faults) for index, item in enumerate(node.items)]
    plain: dict[str, Any] = {}
    for name, value in node.items.items():
        path = f"{key}.{name}" if key else name
        if name in _CONDITIONS:
            plain[name] = parse_condition(value, document, path, faults)
        else:
            plain[name] = _plain(value, document, path, faults)
    return plain


def _fault(document: Document, detail: ErrorDetails, hints: Hints) -> Fault:
    """A validation error of pydantic as a fault with a place, in our words."""
    node = document.root
    known: list[str] = []
    for step in detail["loc"]:
        if isinstance(node, Mapping) and str(step) in node.items:
            known = list(node.items)
            node = node.items[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    key = ".".join(f"[{step}]" if isinstance(step, int) else str(step) for step in detail["loc"]).replace(".[", "[")
    return document.fault(node, key, _message(detail, known, hints))


def _message(detail: ErrorDetails, known: list[str], hints: Hints) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return "is missing"
        case "unexpected_keyword_argument" | "extra_forbidden":
            last = str(detail["loc"][-1])
            return f"is not a known key{hints(last, _known_keys() - set(known))}"
        case "literal_error" | "enum":
            expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            return f"must be one of {expected}{hints(str(detail['input']), expected.split(', '))}"
        case "tuple_type" | "list_type":
            return "must be a list"
        case "dataclass_type" | "dict_type":
            return "must be a mapping with keys"
        case "string_type":
            return "must be text; put quotes around it"
        case "is_instance_of":
            return "is missing a condition (a practice needs `require` or `questions`)"
        case _:
            return f"{detail['msg'][0].lower()}{detail['msg'][1:]}"


@cache
def _known_keys() -> set[str]:
    entries = (
        Question,
        Metric,
        Practice,
        Caution,
        NotYet,
        Signal,
        Gate,
        Check,
        Challenge,
        Balance,
        Band,
        Source,
        Override,
        Omission,
        PackFile,
        Head,
    )
    return {item.name for entry in entries for item in fields(entry)}
