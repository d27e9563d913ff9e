"""A questionnaire that is being filled in: the text of its file, what it says, and answers put into it.

No answer may be lost, so nothing takes the place of the file before it was read again and found to say what it said
before, and the new answers, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scalecheck import document as yaml
from scalecheck.document import Budget, Node
from scalecheck.edit import Place, StuckError, Value, fill
from scalecheck.errors import InputError, ScalecheckError
from scalecheck.files import alone, write_all
from scalecheck.frozen import Frozen
from scalecheck.pack import Pack
from scalecheck.phase import PHASES
from scalecheck.questionnaire import FORMAT, Answer, Questionnaire, load_questionnaire

__all__ = ["Given", "Notebook", "RefusedError", "Sheet", "read_sheet", "with_answers"]

_MARK = "\ufeff"
"""The byte order mark with which some editors begin a file."""


class Given(Frozen):
    """An answer as a person gives it: a text, or several where the question takes several; `unknown` for not known."""

    answer: str | tuple[str, ...]
    reason: str = ""


class RefusedError(ScalecheckError):
    """An answer that does not fit its question, or its file. The text goes on from "it"."""


class Sheet(Frozen):
    """The text of a questionnaire and what it says. It need not declare a phase yet."""

    text: str
    questionnaire: Questionnaire


def read_sheet(data: bytes, path: str, pack: Pack, as_of: date) -> Sheet:
    """The sheet of a file's bytes. Raises `InputError` with everything that is wrong with it."""
    document = yaml.parse(data, path)
    text = data.decode()
    if text and text[-1] not in "\r\n":
        # A text block has a line break at its end only if the file has one, so the break comes first.
        text += "\r\n" if "\r\n" in text else "\n"
    if isinstance(document.root, yaml.Scalar) and document.root.plain and not document.root.text:
        text = _filled(text, {("scalecheck",): str(FORMAT)})
    return Sheet(text, _load(text, path, pack, as_of))


def with_answers(sheet: Sheet, answers: Mapping[str, Given], pack: Pack, as_of: date) -> Sheet:
    """The sheet with answers to questions that it leaves open. Raises `RefusedError` when one of them does not fit its
    question, or when the text is written in a way that leaves no place for it."""
    if not answers:
        return sheet
    before, path = sheet.questionnaire, sheet.questionnaire.path
    new = _nothing_but(answers, path, pack, as_of)
    try:
        text = _filled(sheet.text, _values(answers, yaml.parse(sheet.text.encode(), path).root))
        after = _load(text, path, pack, as_of)
    except (InputError, StuckError):
        after = None
    if after is None or not _adds(before, new, after):
        raise RefusedError(f"cannot be put into {path} without touching what stands there; write it there yourself")
    return Sheet(text, after)


def _nothing_but(answers: Mapping[str, Given], path: str, pack: Pack, as_of: date) -> Questionnaire:
    """What the answers say by themselves. Raises `RefusedError` when one of them does not fit its question."""
    try:
        return _load(fill("", _values(answers, None)), path, pack, as_of)
    except InputError as error:
        raise RefusedError("; ".join(fault.message for fault in error.faults)) from None


def _load(text: str, path: str, pack: Pack, as_of: date) -> Questionnaire:
    return load_questionnaire(yaml.parse(text.encode(), path), pack, as_of, undeclared=PHASES[0])


def _filled(text: str, values: Mapping[Place, Value]) -> str:
    body = text.removeprefix(_MARK)
    return text[: len(text) - len(body)] + fill(body, values)


def _values(answers: Mapping[str, Given], root: Node | None) -> dict[Place, Value]:
    """The answers by their places: short, or long where there is a reason or the file has the long form already."""
    values: dict[Place, Value] = {}
    for key, given in answers.items():
        place = tuple(key.split("."))
        node = root
        for name in place:
            node = node.items.get(name) if isinstance(node, yaml.Mapping) else None
        if isinstance(node, yaml.Mapping):
            values[*place, "value" if "value" in node.items else "answer"] = given.answer
        else:
            values[(*place, "answer") if given.reason else place] = given.answer
        if given.reason:
            values[*place, "reason"] = given.reason
    return values


def _adds(before: Questionnaire, new: Questionnaire, after: Questionnaire) -> bool:
    """Whether nothing has changed but that the new answers are there."""
    kept = all(key in after.answers and _bare(after.answers[key]) == _bare(old) for key, old in before.answers.items())
    there = all(
        key in after.answers and (after.answers[key].value, after.answers[key].reason) == (answer.value, answer.reason)
        for key, answer in new.answers.items()
    )
    return (
        kept
        and there
        and len(after.answers) == len(before.answers) + len(new.answers)
        and after.unknown == (before.unknown - new.answers.keys()) | new.unknown
        and after.targets == before.targets
    )


def _bare(answer: Answer) -> Answer:
    return answer._replace(line=0, column=0)


class Notebook:
    """Keeps answers in a file, each one as soon as it is given.

    `questionnaire` is what the file says now, `given` what was added to it here.
    """

    def __init__(self, path: str, pack: Pack, as_of: date, header: str) -> None:
        """Raises `InputError` when there is a file and it cannot be read. `header` is the comment of a new one."""
        self._path = path
        self._pack = pack
        self._as_of = as_of
        self.given: dict[str, Given] = {}
        self._written = self._on_disk()
        self._base = self._read(f"# {header}\n".encode() if self._written is None else self._written)
        self.questionnaire = self._base.questionnaire

    def keep(self, key: str, given: Given) -> Questionnaire:
        """Add an answer, or put it in place of one that was given before in this notebook. Returns what the file says
        now. Raises as `with_answers` does, `RefusedError` also when somebody else has answered otherwise meanwhile, and
        `InputError` when the file cannot be written; in all these cases it stays as it was.
        """
        with alone(Path(self._path)):
            found = self._on_disk()
            if found != self._written and found is not None:
                # Somebody else has changed the file meanwhile: theirs stands, ours is added to it.
                self._base, self._written = self._read(found), found
            there = self._base.questionnaire.answers
            if key in there:
                self._agree(there[key], given)
            all_given = {**self.given, key: given}
            answers = {key: one for key, one in all_given.items() if key not in there}
            sheet = with_answers(self._base, answers, self._pack, self._as_of)
            write_all({Path(self._path): sheet.text})
        self.given, self._written = all_given, sheet.text.encode()
        self.questionnaire = sheet.questionnaire
        return sheet.questionnaire

    def _agree(self, theirs: Answer, given: Given) -> None:
        """Raises `RefusedError` unless the file says the same, or more than that nobody knows."""
        key = theirs.question
        ours = _nothing_but({key: given}, self._path, self._pack, self._as_of).answers.get(key)
        if ours and (ours.value, ours.reason) != (theirs.value, theirs.reason):
            what = ", ".join(theirs.value) or "none" if isinstance(theirs.value, tuple) else theirs.value
            raise RefusedError(f"was answered by others meanwhile: {what!s:.60} ({self._path}:{theirs.line})")

    def _on_disk(self) -> bytes | None:
        return yaml.content(self._path, Budget().size) if os.path.lexists(self._path) else None

    def _read(self, data: bytes) -> Sheet:
        return read_sheet(data, self._path, self._pack, self._as_of)
