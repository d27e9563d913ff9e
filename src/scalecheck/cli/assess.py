"""`scalecheck assess`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import AsOf, Files, Judged, day_of, reports_on
from scalecheck.cli.outputs import joined_json, screen_of, show

if TYPE_CHECKING:
    from scalecheck.report import Report


class Format(str, Enum):
    """What `assess` prints."""

    TERMINAL = "terminal"
    JSON = "json"


@app.command(epilog="Example: scalecheck assess project.yaml --phase growth")
def assess(
    files: Files,
    output: Annotated[Format, typer.Option("-f", "--format", help="What to print.")] = Format.TERMINAL,
    phase: Judged = None,
    as_of: AsOf = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print the verdict only, one line a file.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Print everything, with sources.")] = False,
) -> None:
    """Evaluate questionnaires and report on them."""
    reports = reports_on(files, phase, day_of(as_of))
    if output is Format.JSON:
        show(_as_json(reports))
        return
    if quiet:
        from scalecheck.render.line import one_line

        show("".join(map(one_line, reports)))
        return
    from scalecheck.render.terminal import terminal

    screen = screen_of(verbose)
    show("\n".join(terminal(report, screen) for report in reports))


def _as_json(reports: list[Report]) -> str:
    from scalecheck.render.json_ import to_json

    return joined_json([to_json(report) for report in reports], len(reports))
