"""What several commands are given: questionnaires, a phase, a day; and the reports that come of them."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.errors import Fault, InputError, ScalecheckError
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.document import Document
    from scalecheck.report import Report

__all__ = ["AsOf", "Files", "Judged", "PackPath", "day_of", "reports_on"]


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Questionnaires; - reads standard input.")]
Judged = Annotated[Phase | None, typer.Option("--phase", help="Judge for this phase instead of the declared one.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge as of this day instead of today.")]
PackPath = Annotated[
    Path | None, typer.Argument(metavar="[PATH]", help="A folder or file of rules; the built-in guide by default.")
]


def reports_on(files: list[str], phase: Phase | None, day: date) -> list[Report]:
    """A report on every file; the faults of all files are raised together."""
    from scalecheck.assessment import assess as run
    from scalecheck.packs import load_pack
    from scalecheck.questionnaire import load_questionnaire
    from scalecheck.report import make_report
    from scalecheck.words import load_words

    pack, words = load_pack(), load_words()
    reports: list[Report] = []
    faults: list[Fault] = []
    for name in files:
        try:
            product = load_questionnaire(_document(name), pack, day)
            reports.append(make_report(run(product, pack, as_of=day, phase=phase), pack, words))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return reports


def _document(name: str) -> Document:
    from scalecheck.document import Budget, parse, read

    if name != "-":
        return read(name)
    if sys.stdin is None:
        raise ScalecheckError("standard input is closed")
    return parse(sys.stdin.buffer.read(Budget().size + 1), "stdin")


def day_of(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    from scalecheck import document

    try:
        return document.day_of(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-01", param_hint="--as-of") from None
