"""`scalecheck gate`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import AsOf, Files, Judged, day_of, reports_on
from scalecheck.cli.outputs import OutputPaths, Target, show, targets_of, texts_by_path
from scalecheck.errors import InputError

if TYPE_CHECKING:
    from scalecheck.gatereport import GateRun
    from scalecheck.pack import Pack
    from scalecheck.waiver import Waiver

WAIVERS = "scalecheck-waivers.yaml"


class GateFormat(str, Enum):
    """What `gate` prints: the names of `render.GATE_RENDERERS`."""

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
    paths: OutputPaths = None,
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
    from scalecheck.files import write_all
    from scalecheck.gate import judge
    from scalecheck.gatereport import GateRun, make_gate_report
    from scalecheck.render import GATE_RENDERERS

    targets = targets_of(paths, {name: renderer.suffix for name, renderer in GATE_RENDERERS.items()})
    day = day_of(as_of)

    def run_on(name: str) -> GateRun:
        try:
            (report,) = reports_on([name], phase, day)
            excused = _waivers(name, waivers, waivers_from_ref, report.pack)
            result = judge(report.assessment, excused, fail_on=fail_on.value)
        except InputError as error:
            return GateRun(faults=error.faults)
        return GateRun(reports=(make_gate_report(result, report.pack, report.words),))

    runs = [run_on(name) for name in files]
    whole = GateRun(
        reports=tuple(report for run in runs for report in run.reports),
        faults=tuple(fault for run in runs for fault in run.faults),
    )
    faults = list(whole.faults)
    try:
        write_all(_written(whole, dict(zip(files, runs, strict=True)), targets))
    except InputError as error:
        faults += error.faults
    show(GATE_RENDERERS[output.value](whole))
    if faults:
        raise InputError(faults)
    if whole.exit_code and exit_zero:
        typer.echo("scalecheck: the gate failed; --exit-zero turns the exit code into 0", err=True)
    elif whole.exit_code:
        raise typer.Exit(whole.exit_code)


def _written(whole: GateRun, runs: Mapping[str, GateRun], targets: Iterable[Target]) -> dict[Path, str]:
    """The text of every file to write; with {name} in its path each questionnaire gets one. Raises `InputError`."""
    from scalecheck.render import GATE_RENDERERS

    pieces = []
    for target in targets:
        parts = [(target.path_for(name), run) for name, run in runs.items()]
        for path, run in parts if target.each else [(Path(target.path), whole)]:
            pieces.append((target, path, GATE_RENDERERS[target.format](run)))
    return texts_by_path(pieces)


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
