"""One product's answers, checked against the questions of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from scalecheck import document as yaml
from scalecheck.condition import NOT_APPLICABLE, Value
from scalecheck.document import MOST_HINTS, Document, Node, Scalar, Sequence, listed, nearest
from scalecheck.errors import Fault, InputError
from scalecheck.frozen import Frozen, field
from scalecheck.nodes import number_of
from scalecheck.pack import Entry, Metric, Pack, Question, per_pack
from scalecheck.phase import PHASES, Phase

__all__ = ["FORMAT", "LONGEST_TEXT", "PRACTICE", "YES_NO", "Answer", "Questionnaire", "load_questionnaire"]

FORMAT = 1
LONGEST_TEXT = 2_000
MOST_EVIDENCE = 1_000
"""In all answers together; each piece is looked for on the disk and told."""
_LEAST = "`product: {name: …, phase: mvp}` is the least that it needs"


class Answer(NamedTuple):
    """What was answered to one question, and where.

    `value` has the type of the question: a practice's is yes, partial, planned, no or n/a; a number's is a finite
    number in the question's unit. `previous` are a metric's values of earlier periods, oldest first; `sample` is how
    many it was counted over. `path` names the file when it is another one than the questionnaire's own.
    """

    question: str
    value: Value
    path: str = ""
    line: int = 0
    column: int = 0
    note: str = ""
    reason: str = ""
    owner: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    reviewed: date | None = None
    measured: date | None = None
    sample: int | None = None
    previous: tuple[float, ...] = ()


_NO_DETAILS = Answer("", "")[5:]
_new = tuple.__new__
"""Makes an answer of its values in half of the time that it takes by their names."""


class Questionnaire(Frozen, kw_only=True):
    """The answers of one product. A question that is not in `answers` is missing; `unknown` are those of them where it
    is written that nobody knows.

    `places` are the lines of everything that was written in the questionnaire, answers and sections, by dotted path.
    `further` are the documents that were merged over the questionnaire, in their order, each with the SHA-256 of its
    bytes. `replaced` are the answers that one of them overruled with another value.
    """

    path: str
    phase: Phase
    name: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    targets: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict, repr=False)
    digest: str = ""
    further: tuple[tuple[str, str], ...] = ()
    replaced: tuple[Answer, ...] = ()

    def place(self, answer: Answer) -> str:
        """Where an answer stands: `path:line`, or only the path of what has no lines."""
        path = answer.path or self.path
        return f"{path}:{answer.line}" if answer.line else path

    def file_of(self, question: str) -> str:
        """The file in which an answer stands, or would stand when it has no line: when it is missing, or given on the
        command line."""
        answer = self.answers.get(question)
        return answer.path or self.path if answer and answer.line else self.path

    def line_of(self, question: str) -> int:
        """The line of an answer, or of the innermost section that one without a line belongs to; 1 when there is
        neither."""
        answer = self.answers.get(question)
        if answer and answer.line:
            return answer.line
        parts = question.split(".")
        keys = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
        return next((self.places[key] for key in keys if key in self.places), 1)

    def weakest(self, questions: Iterable[str]) -> Answer | None:
        """The first answer among these questions that is not yes, or else the first; None when none is answered."""
        given = [self.answers[key] for key in questions if key in self.answers]
        return next((answer for answer in given if answer.value != "yes"), given[0] if given else None)


def load_questionnaire(
    document: Document,
    pack: Pack,
    as_of: date,
    further: Iterable[Document] = (),
    undeclared: Phase | None = None,
) -> Questionnaire:
    """The answers of a document, and of further ones merged over it: an answer that a later one gives wins as a whole,
    `unknown` takes one back, and what a later one does not mention stays as it was.

    Raises `InputError` with every fault of all documents: dates after `as_of` are one, and so is a missing phase unless
    `undeclared` is the one to take instead.
    """
    faults: list[Fault] = []
    answers: dict[str, Answer] = {}
    unknown: set[str] = set()
    targets: dict[str, float] = {}
    replaced: list[Answer] = []
    places: Mapping[str, int] = {}
    documents = (document, *further)
    for each in documents:
        reader = _Reader(each, pack, as_of, "" if each is document else each.path)
        reader.read()
        places = places or reader.places
        faults += reader.faults
        replaced += (answer for key, answer in answers.items() if reader.overrules(answer))
        answers = {key: answer for key, answer in answers.items() if key not in reader.unknown} | reader.answers
        unknown = (unknown - reader.answers.keys()) | reader.unknown
        targets |= reader.targets
    declared, name = answers.get("product.phase"), answers.get("product.name")
    phase = Phase(declared.value) if declared else undeclared
    if phase is None and not any(fault.key in ("", "product", "product.phase") for fault in faults):
        known = ", ".join(str(phase) for phase in PHASES)
        message = f"is missing; write the phase that the team says it is in: {known}"
        faults.append(document.fault(document.root, "product.phase", message))
    if faults or phase is None:
        raise InputError(faults)
    return Questionnaire(
        path=document.path,
        phase=phase,
        name=str(name.value) if name else "",
        answers=answers,
        unknown=frozenset(unknown),
        targets=targets,
        places=places,
        digest=document.digest,
        further=tuple((each.path, each.digest) for each in documents[1:]),
        replaced=tuple(replaced),
    )


class _UnreadableError(Exception):
    """A value that does not fit its question; the message says what to write, `node` where if not at the value
    itself."""

    def __init__(self, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.node = node


class _Reader:
    """Reads one document; `path` is the one that its answers carry."""

    def __init__(self, document: Document, pack: Pack, as_of: date, path: str) -> None:
        self.faults: list[Fault] = list(document.faults)
        self.answers: dict[str, Answer] = {}
        self.unknown: set[str] = set()
        self.targets: dict[str, float] = {}
        self.places: dict[str, int] = {}
        self._document = document
        self._pack = pack
        self._as_of = as_of
        self._path = path
        self._evidence = 0
        self._sights = _sights(pack)

    def read(self) -> None:
        root = self._document.root
        if isinstance(root, yaml.Mapping):
            self._section(root, self._pack.form, "")
        elif isinstance(root, Scalar) and root.is_null:
            least = "leave it out, or answer something" if self._path else _LEAST
            self._fault(root, "", f"is empty; {least}")
        else:
            self._fault(root, "", "must be a mapping with sections such as product: and metrics:")

    def overrules(self, answer: Answer) -> bool:
        """Whether this document says something else than an earlier answer."""
        later = self.answers.get(answer.question)
        return answer.question in self.unknown or (later is not None and later.value != answer.value)

    def _fault(self, node: Node, key: str, message: str) -> None:
        self.faults.append(self._document.fault(node, key, message))

    def _section(self, node: yaml.Mapping, form: Mapping[str, Entry], prefix: str) -> None:
        """Read what stands in a section; `prefix` is its key, with a dot where there is one."""
        keys, places = node.keys, self.places
        for name, value in node.items.items():
            entry = form.get(name) or _below(form, name)
            if entry is None:
                self._unknown_key(keys[name], name, form, prefix)
                continue
            places[entry.key] = keys[name].line
            if entry.asked is not None:
                self._answer(entry, entry.asked, value)
            elif entry.within:
                self._subsection(value, entry)
            elif name == "targets":
                self._read_targets(value)
            else:
                self.faults += self._document.version_faults(value, FORMAT)

    def _subsection(self, value: Node, entry: Entry) -> None:
        if isinstance(value, yaml.Mapping):
            self._section(value, entry.within, f"{entry.key}.")
        elif not (isinstance(value, Scalar) and value.is_null):
            names = ", ".join(sorted(entry.within)[:4])
            self._fault(value, entry.key, f"is a section, so it holds further keys such as {names}")

    def _unknown_key(self, node: Node, name: str, form: Mapping[str, Entry], prefix: str) -> None:
        key = f"{prefix}{name}"[:200]
        hint = self._nearest(name, form)
        if not hint and len(self.faults) <= MOST_HINTS:
            places = {known.rpartition(".")[2]: known for known in self._pack.answerable}
            close = nearest(name, places)
            word = close.removeprefix(" (did you mean ").removesuffix("?)")
            hint = f" (did you mean {places[word]}?)" if word in places else ""
        self._fault(node, key, f"is not a key of a questionnaire{hint}")

    def _nearest(self, word: str, known: Iterable[str]) -> str:
        return nearest(word, known) if len(self.faults) <= MOST_HINTS else ""

    def _read_targets(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.is_null:
            return
        if not isinstance(node, yaml.Mapping):
            self._fault(node, "targets", "must name metrics and the team's own target for each")
            return
        for name, value in node.items.items():
            metric = self._pack.metric.get(name)
            key = f"targets.{name}"
            if metric is None:
                hint = self._nearest(name, self._pack.metric)
                self._fault(node.keys[name], key[:200], f"is not a known metric{hint}")
                continue
            try:
                self.targets[name] = _number(value, metric.bounds, metric.unit == "ratio")
            except _UnreadableError as problem:
                self._fault(value, key, str(problem))

    def _answer(self, entry: Entry, question: Question | Metric, node: Node) -> None:
        key, home = entry.key, entry.home
        given, details = node, None
        if isinstance(node, yaml.Mapping):
            details = self._details(question, key, node)
            items = node.items
            given = items.get("answer") or items.get("value", _ABSENT)
        value = self._sights[key](given.text) if isinstance(given, Scalar) else None
        if value is None:
            value = self._closely(given, question, entry)
        if value is None:
            return
        if value == NOT_APPLICABLE and not (details and details.get("reason")):
            self._fault(node, key, "n/a needs a reason: {answer: n/a, reason: …}")
            return
        if home in self.answers:
            self._fault(node, key, f"is the same as {home}, which is given in line {self.answers[home].line}")
            return
        said = home, value, self._path, node.line, node.column
        self.answers[home] = Answer(*said, **details) if details else _new(Answer, said + _NO_DETAILS)

    def _closely(self, node: Node, question: Question | Metric, entry: Entry) -> Value | None:
        """The value however it is spelled; None when it is missing or wrong."""
        if _is_missing(node):
            if _is_unknown(node):
                self.unknown.add(entry.home)
            return None
        try:
            return _value(node, question)
        except _UnreadableError as problem:
            self._fault(problem.node or node, entry.key, str(problem))
            return None

    def _details(self, question: Question | Metric, key: str, node: yaml.Mapping) -> dict[str, Any]:
        details: dict[str, Any] = {}
        fields, items = _METRIC_DETAILS if isinstance(question, Metric) else _DETAILS, node.items
        if "answer" in items and "value" in items:
            self._fault(node.keys["value"], key, "has both `answer` and `value`; keep one")
        for name, value in items.items():
            if name in ("answer", "value"):
                continue
            if name not in fields:
                hint = self._nearest(name, (*fields, "answer", "value"))
                self._fault(node.keys[name], f"{key}.{name}"[:200], f"is not a key of an answer{hint}")
            elif not _is_missing(value):
                try:
                    details[name] = fields[name](value)
                except _UnreadableError as problem:
                    self._fault(value, f"{key}.{name}", str(problem))
                    continue
                if name == "evidence":
                    self._count(value, key, len(details[name]))
                when = details[name]
                if isinstance(when, date) and when > self._as_of:
                    self._fault(value, f"{key}.{name}", f"{when} lies after the day of this assessment ({self._as_of})")
        return details

    def _count(self, node: Node, key: str, pieces: int) -> None:
        before, self._evidence = self._evidence, self._evidence + pieces
        if before <= MOST_EVIDENCE < self._evidence:
            self._fault(
                node, f"{key}.evidence", f"makes it more than {MOST_EVIDENCE:,} pieces of evidence; keep the best"
            )


def _below(form: Mapping[str, Entry], path: str) -> Entry | None:
    """The entry at a dotted path, which may stand in place of sections."""
    *sections, name = path.split(".")
    for section in sections:
        if section not in form:
            return None
        form = form[section].within
    return form.get(name)


_TRUE, _FALSE = ("yes", "true", "on", "y"), ("no", "false", "off", "n")
YES_NO: Mapping[str, str] = {**dict.fromkeys(_TRUE, "yes"), **dict.fromkeys(_FALSE, "no")}
PRACTICE: Mapping[str, str] = {
    **YES_NO,
    "partial": "partial",
    "planned": "planned",
    "n/a": NOT_APPLICABLE,
    "na": NOT_APPLICABLE,
}
_WORDS = {"yes_no": YES_NO, "practice": {word: value for word, value in PRACTICE.items() if value != NOT_APPLICABLE}}

_ABSENT = Scalar("", 1, 1)
_NOTHING = frozenset(("", "~", "null", "unknown", "?"))


def _says_nothing(text: str) -> bool:
    return text.strip().casefold() in _NOTHING


def _is_missing(node: Node) -> bool:
    if not isinstance(node, Scalar) or not _says_nothing(node.text):
        return False
    return node.is_null or _is_unknown(node) or not node.text.strip()


def _is_unknown(node: Node) -> bool:
    """Somebody wrote that it is not known, which is more than to write nothing."""
    return isinstance(node, Scalar) and node.text.strip().casefold() in ("unknown", "?")


def _scalar(node: Node) -> str:
    """The text of a single value."""
    if isinstance(node, Scalar):
        return node.text
    raise _UnreadableError("must be a single value, not a list or a section")


def _line(node: Node) -> str:
    """The text of a single value without the spaces around it."""
    if isinstance(node, Scalar):
        return node.text.strip()
    raise _UnreadableError("must be a single value, not a list or a section")


def _items(node: Node) -> tuple[Node, ...]:
    """The entries of a list; a single value is one of one."""
    return node.items if isinstance(node, Sequence) else (node,)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")


_Sight = Callable[[str], "Value | None"]
"""What a value says that is written as most are: a number within the bounds, or a word as we would write it. None for
all others, such as what is missing."""


class _Sights(dict[str, _Sight]):
    """How to read the answer to each question of a pack at sight; found when it is first answered."""

    def __init__(self, pack: Pack) -> None:
        self._asked = pack.answerable

    def __missing__(self, key: str) -> _Sight:
        made = self[key] = _sight(self._asked[key])
        return made


def _sight(question: Question | Metric) -> _Sight:
    if isinstance(question, Question) and question.kind not in ("whole", "number"):
        words = _WORDS.get(question.kind) or {name: name for name in question.choices if not _says_nothing(name)}
        return words.get if question.kind != "choices" else lambda _: None
    low, high = question.bounds or (0, 0)
    whole = isinstance(question, Question) and question.kind == "whole"

    def number(text: str) -> float | None:
        found = number_of(text)
        return found if found is not None and low <= found <= high and not (whole and type(found) is float) else None

    return number


_sights = per_pack(_Sights)


def _value(node: Node, question: Question | Metric) -> Value:
    if isinstance(question, Metric):
        return _number(node, question.bounds, question.unit == "ratio")
    return _KINDS[question.kind](node, question)


def _one_of(node: Node, known: Mapping[str, str], names: Iterable[str]) -> str:
    """What one of the known words stands for; `names` are those that a message offers."""
    text = _line(node)
    if text in known:
        return known[text]
    folded = {name.casefold(): value for name, value in known.items()}
    if text.casefold() in folded:
        return folded[text.casefold()]
    raise _UnreadableError(f"must be one of {listed(names)}, not {_shown(text)}{nearest(text, names)}")


def _practice(node: Node, question: Question) -> str:
    value = _one_of(node, PRACTICE, ("yes", "partial", "planned", "no", "n/a", "unknown"))
    if value == NOT_APPLICABLE and not question.not_applicable:
        raise _UnreadableError(
            "cannot be n/a: every product that is asked needs it; answer yes, partial, planned or no"
        )
    return value


def _yes_no(node: Node, _: Question) -> str:
    return _one_of(node, YES_NO, ("yes", "no"))


def _choice(node: Node, question: Question) -> str:
    text = _line(node)
    return (
        text if text in question.choices else _one_of(node, {name: name for name in question.choices}, question.choices)
    )


def _choices(node: Node, question: Question) -> tuple[str, ...]:
    chosen: dict[str, None] = {}
    for item in _items(node):
        try:
            chosen[_choice(item, question)] = None
        except _UnreadableError as problem:
            raise _UnreadableError(str(problem), item) from None
    return tuple(chosen)


def _whole(node: Node, question: Question) -> float:
    return _number(node, question.bounds or (0, 0), False, whole=True)


def _amount(node: Node, question: Question) -> float:
    return _number(node, question.bounds or (0, 0), False)


def _number(node: Node, bounds: tuple[float, float], ratio: bool, whole: bool = False) -> float:
    text = _line(node)
    number = number_of(text)
    if number is None:
        number = number_of(_GROUPED.sub("", text))
    if number is None:
        raise _no_number(text, bounds, ratio, whole)
    if whole and number != int(number):
        raise _UnreadableError(f"must be a whole number, not {text}")
    if not bounds[0] <= number <= bounds[1]:
        if ratio and bounds[1] == 1 and 1 < number <= 100:
            raise _UnreadableError(f"is a ratio from {bounds[0]:g} to 1, so write {_as_ratio(text)} instead of {text}")
        raise _UnreadableError(f"must be from {_plain(bounds[0])} to {_plain(bounds[1])}, not {text[:40]}")
    return int(number) if whole else number


def _no_number(text: str, bounds: tuple[float, float], ratio: bool, whole: bool) -> _UnreadableError:
    percent = re.fullmatch(r"([-+]?[0-9.]{1,20})\s*%", text) if ratio else None
    if percent:
        return _UnreadableError(
            f"is a ratio from {bounds[0]:g} to {bounds[1]:g}, so write {_as_ratio(percent[1])} instead of {text}"
        )
    if text.casefold().lstrip("+-.") in ("nan", "inf", "infinity"):
        return _UnreadableError(f"must be a finite number, not {text}")
    return _UnreadableError(f"must be {'a whole number' if whole else 'a number'}, not {_shown(text)}")


_GROUPED = re.compile(r"(?<=\d)_(?=\d)")


def _as_ratio(percent: str) -> str:
    try:
        return f"{float(percent) / 100:.6g}"
    except ValueError:
        return "a number such as 0.05"


def _plain(bound: float) -> str:
    return f"{bound:,.0f}" if bound == int(bound) else f"{bound:g}"


def _text(node: Node) -> str:
    text = _scalar(node)
    if len(text) > LONGEST_TEXT:
        raise _UnreadableError(f"is longer than {LONGEST_TEXT:,} characters")
    return text


def _date(node: Node) -> date:
    text = _line(node)
    try:
        return yaml.day_of(text)
    except ValueError:
        raise _UnreadableError(f"must be a date such as 2026-11-01, not {_shown(text)}") from None


def _day(node: Node, _: Question) -> str:
    return _date(node).isoformat()


def _any(node: Node, _: Question) -> str:
    return _text(node)


_KINDS: dict[str, Callable[[Node, Question], Value]] = {
    "practice": _practice,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "whole": _whole,
    "number": _amount,
    "date": _day,
    "text": _any,
}


def _evidence(node: Node) -> tuple[str, ...]:
    return tuple(map(_text, _items(node)))


def _sample(node: Node) -> int:
    return int(_number(node, (0, 10**12), False, whole=True))


def _previous(node: Node) -> tuple[float, ...]:
    return tuple(_number(item, (-1e15, 1e15), False) for item in _items(node))[-_MOST_PERIODS:]


_MOST_PERIODS = 36
"""Earlier values of a metric that are kept, the newest; three years of months."""


_DETAILS: dict[str, Callable[[Node], Any]] = {
    "note": _text,
    "reason": _text,
    "owner": _text,
    "source": _text,
    "evidence": _evidence,
    "reviewed": _date,
}
_METRIC_DETAILS = _DETAILS | {"measured": _date, "sample": _sample, "previous": _previous}
