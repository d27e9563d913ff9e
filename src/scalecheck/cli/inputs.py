"""What several commands are given: questionnaires, a phase, a day; and the reports that come of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scalecheck.cli.parameters import WAIVERS, Bar
from scalecheck.errors import Fault, InputError, ScalecheckError
from scalecheck.frozen import Frozen, replace
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.assessment import Assessment
    from scalecheck.document import Document
    from scalecheck.pack import Pack
    from scalecheck.policy import Policy
    from scalecheck.questionnaire import Questionnaire
    from scalecheck.report import Report
    from scalecheck.result import AssessmentView
    from scalecheck.waiver import Waiver

__all__ = [
    "STDIN",
    "Rules",
    "assess_one",
    "content_of",
    "day_of",
    "each_once",
    "given",
    "pack_of",
    "report_on",
    "reports_on",
    "results_of",
    "rules_of",
]

STDIN = "-"
"""What stands for standard input wherever a file is read."""


class Rules(Frozen):
    """What products are judged by: the pack as the policy governs it, and where accepted gaps are written down.

    `waivers` is the named file, if one was named, and `ref` the git ref to read it from. `further` answers are merged
    over those of every questionnaire. `named` are the files and folders that all of this was read from.
    """

    pack: Pack
    policy: Policy
    waivers: str | None = None
    ref: str | None = None
    further: tuple[Document, ...] = ()
    named: tuple[str | Path, ...] = ()

    def reads(self, questionnaires: Iterable[str]) -> Iterator[str | Path]:
        """Everything that a run on these questionnaires reads, or would if it were there."""
        yield from self.named
        for name in questionnaires:
            yield name
            yield self._beside(name)

    @staticmethod
    def _beside(questionnaire: str) -> str:
        return str(Path(questionnaire).parent / WAIVERS) if questionnaire != STDIN else WAIVERS

    def waivers_for(self, questionnaire: str) -> tuple[Waiver, ...]:
        """The waivers in the named file, or in the usual one beside the questionnaire when there is one."""
        from scalecheck.document import parse
        from scalecheck.waiver import load_waivers

        beside = self._beside(questionnaire)
        path = beside if self.waivers is None else self.waivers
        if self.ref is not None:
            from scalecheck.git import at_ref

            text = at_ref(path, self.ref, needed=self.waivers is not None)
            document = parse(b"waivers: []" if text is None else text, f"{self.ref}:{path}")
        elif self.waivers is None and not os.path.lexists(beside):
            return ()
        else:
            document = _document(path)
        return load_waivers(document, self.pack.practice, self.policy.terms)


def rules_of(
    policy: str | None = None,
    waivers: str | None = None,
    ref: str | None = None,
    fail_on: Bar | None = None,
    *,
    answers: list[str] | None = None,
    assigned: list[str] | None = None,
    packs: list[str] | None = None,
    reads: Iterable[str | None] = (),
) -> Rules:
    """The packs, or else the built-in one, governed by the policy in a file if one is named. `fail_on` may ask for more
    than the policy, never for less. `answers` are further files, `assigned` the values of `--set`. What the run `reads`
    beside all of these is only looked at for standard input, of which there is one."""
    from scalecheck.policy import Policy, govern, load_policy

    if [*reads, policy, waivers, *(answers or ())].count(STDIN) > 1:
        raise ScalecheckError("only one file can be read from standard input (-)")
    if ref is not None and waivers == STDIN:
        raise ScalecheckError("--waivers: a git ref holds files; - is none")
    pack, loaded = pack_of(packs), Policy()
    if policy is not None:
        loaded = load_policy(_document(policy), pack)
        pack = govern(pack, loaded)
    if fail_on is Bar.REQUIRED and loaded.fail_on == "recommended":
        raise ScalecheckError("--fail-on: asks for less than the policy, which fails on recommended")
    strict = replace(loaded, fail_on=fail_on.value) if fail_on else loaded
    named = (policy, waivers, *(answers or ()), *(packs or ()))
    return Rules(pack, strict, waivers, ref, _further(answers, assigned), tuple(name for name in named if name))


def given(
    name: str, day: date, rules: Rules, document: Document | None = None
) -> tuple[Questionnaire, tuple[Waiver, ...]]:
    """A questionnaire, from its document if that was read already, and its waivers; the faults of both are raised
    together."""
    from scalecheck.questionnaire import load_questionnaire

    faults: list[Fault] = []
    product: Questionnaire | None = None
    waivers: tuple[Waiver, ...] = ()
    try:
        product = load_questionnaire(document or _document(name), rules.pack, day, rules.further)
    except InputError as error:
        faults += error.faults
    try:
        waivers = rules.waivers_for(name)
    except InputError as error:
        faults += error.faults
    if faults or product is None:
        raise InputError(faults)
    return product, waivers


def assess_one(
    product: Questionnaire, phase: Phase | None, day: date, rules: Rules, waivers: tuple[Waiver, ...] = ()
) -> Assessment:
    """The assessment of a product."""
    from scalecheck.assessment import assess

    return assess(product, rules.pack, as_of=day, phase=phase, waivers=waivers)


def report_on(
    product: Questionnaire, phase: Phase | None, day: date, rules: Rules, waivers: tuple[Waiver, ...]
) -> Report:
    """The report on a product."""
    from scalecheck.evidence import doubtful_evidence
    from scalecheck.report import make_report
    from scalecheck.words import load_words

    assessment = assess_one(product, phase, day, rules, waivers)
    return make_report(assessment, rules.pack, load_words(), doubtful_evidence(product))


def reports_on(files: list[str], phase: Phase | None, day: date, rules: Rules) -> list[Report]:
    """A report on every file, with its waivers; the faults of all files are raised together."""
    reports: list[Report] = []
    faults: list[Fault] = []
    for name in files:
        try:
            product, waivers = given(name, day, rules)
            reports.append(report_on(product, phase, day, rules, waivers))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return reports


def _further(answers: list[str] | None, assigned: list[str] | None) -> tuple[Document, ...]:
    """What `--answers` and `--set` give, in the order in which it wins. What cannot be read carries its faults, so that
    they are told together with those of the questionnaires."""
    from scalecheck.document import assignment, nothing

    documents: list[Document] = []
    for name in answers or ():
        try:
            documents.append(_document(name))
        except InputError as error:
            documents.append(nothing(name, error.faults))
    return (*documents, *map(assignment, assigned or ()))


def _document(name: str) -> Document:
    from scalecheck.document import Budget, parse

    return parse(*content_of(name, Budget().size))


def pack_of(paths: Sequence[str] | None) -> Pack:
    """The packs in these places, each on top of the one that it extends, as one pack; without places the built-in one.
    Raises `ScalecheckError`."""
    from scalecheck.packs import load_pack

    if STDIN in (paths or ()):
        raise ScalecheckError("a pack of rules is a file or a folder; - is none")
    return load_pack(*paths or ())


def each_once(files: Iterable[str]) -> list[str]:
    """The files without those that are named again, as `a.yaml` and `./a.yaml` name one. A link is a file of its own:
    other waivers may lie beside it."""
    found: dict[str | Path, str] = {}
    for name in files:
        found.setdefault(STDIN if name == STDIN else Path(name), name)
    return list(found.values())


def results_of(name: str) -> tuple[AssessmentView, ...]:
    """The results in a file or in standard input. Raises `InputError`."""
    from scalecheck.jsonfile import LARGEST
    from scalecheck.resultfile import results_in

    return results_in(*content_of(name, LARGEST))


def content_of(name: str, most: int) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and what to call them. Of input, at most one byte more than `most` is
    read. Raises `InputError` for what is larger or cannot be read."""
    from scalecheck.document import content

    if name != STDIN:
        return content(name, most), name
    if sys.stdin is None:
        raise ScalecheckError("standard input is closed")
    data = _input(sys.stdin.buffer, most)
    if len(data) > most:
        raise InputError([Fault("stdin", 0, 0, "", f"is larger than {most:,} bytes")])
    return data, "stdin"


@lru_cache(maxsize=1)
def _input(stream: BinaryIO, most: int) -> bytes:
    """What can be read only once, such as waivers that are those of several questionnaires."""
    return stream.read(most + 1)


def day_of(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    from scalecheck import document

    try:
        return document.day_of(text)
    except ValueError:
        raise ScalecheckError(f"--as-of: {text!r} is not a date such as 2026-11-01") from None
