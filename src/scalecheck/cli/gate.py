"""`scalecheck gate`."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import AsOf, Files, Judged, day_of, reports_on
from scalecheck.cli.outputs import show
from scalecheck.errors import ExitCode, Fault, InputError

if TYPE_CHECKING:
    from scalecheck.pack import Pack
    from scalecheck.waiver import Waiver

WAIVERS = "scalecheck-waivers.yaml"


class GateFormat(str, Enum):
    """What `gate` prints."""

    TEXT = "text"
    JSON = "json"


class FailOnLevel(str, Enum):
    """The lowest level that blocks."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"


@app.command(epilog="Example: scalecheck gate project.yaml")
def gate(
    files: Files,
    output: Annotated[GateFormat, typer.Option("-f", "--format", help="What to print.")] = GateFormat.TEXT,
    phase: Judged = None,
    fail_on: Annotated[
        FailOnLevel, typer.Option("--fail-on", help="The lowest level of practices that blocks.")
    ] = FailOnLevel.REQUIRED,
    waivers: Annotated[
        str | None,
        typer.Option("--waivers", metavar="FILE", help=f"Accepted gaps; {WAIVERS} beside the file by default."),
    ] = None,
    waivers_from_ref: Annotated[
        str | None,
        typer.Option("--waivers-from-ref", metavar="REF", help="Read the waivers as they are in this git ref."),
    ] = None,
    as_of: AsOf = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Turn exit code 1, and no other, into 0.")] = False,
) -> None:
    """Fail (exit code 1) when the phase lacks a practice that it requires."""
    from scalecheck.gate import judge
    from scalecheck.render import json_list
    from scalecheck.render.gate import gate_json, gate_text

    faults: list[Fault] = []
    texts: list[str] = []
    failed = False
    for name in files:
        try:
            (report,) = reports_on([name], phase, day_of(as_of))
            excused = _waivers(name, waivers, waivers_from_ref, report.pack)
            result = judge(report.assessment, excused, fail_on=fail_on.value)
        except InputError as error:
            faults.extend(error.faults)
            continue
        failed = failed or not result.passed
        texts.append(gate_json(result) if output is GateFormat.JSON else gate_text(result, report.pack, report.words))
    if texts:
        # A list for several files, even if some of them could not be judged.
        show("\n".join(texts) if output is not GateFormat.JSON else json_list(texts) if len(files) > 1 else texts[0])
    if faults:
        raise InputError(faults)
    if failed and exit_zero:
        typer.echo("scalecheck: the gate failed; --exit-zero turns the exit code into 0", err=True)
    elif failed:
        raise typer.Exit(ExitCode.GATE_FAILED)


def _waivers(name: str, given: str | None, ref: str | None, pack: Pack) -> tuple[Waiver, ...]:
    """The waivers for a questionnaire: from the named file, or from the usual one beside it when there is one."""
    from scalecheck.document import parse, read
    from scalecheck.git import at_ref
    from scalecheck.waiver import load_waivers

    beside = str(Path(name).parent / WAIVERS) if name != "-" else WAIVERS
    path = beside if given is None else given
    if ref is not None:
        text = at_ref(path, ref, needed=given is not None)
        return load_waivers(parse(text, f"{ref}:{path}"), pack.practice) if text is not None else ()
    if given is None and not os.path.lexists(beside):
        return ()
    return load_waivers(read(path), pack.practice)
