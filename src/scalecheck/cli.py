"""The command line: parse, call, print, exit. The only module that knows Typer, reads arguments or prints.

Commands import what they need when they run, so that `--version` and `--help` do not pay for the engine.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from scalecheck import __version__
from scalecheck.errors import ExitCode, Fault, InputError, ScalecheckError

if TYPE_CHECKING:
    from scalecheck.document import Document
    from scalecheck.render.terminal import Screen
    from scalecheck.report import Report

__all__ = ["app"]


class _Group(TyperGroup):
    """The one place where errors become exit codes."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ScalecheckError as error:
            from scalecheck.render.escape import for_terminal

            for line in str(error).splitlines():
                typer.echo(for_terminal(line), err=True)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Nobody reads on; what is left must not fail again when the interpreter flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.UNUSABLE) from None
        return result


app = typer.Typer(
    name="scalecheck",
    cls=_Group,
    help="Is this product ready for the phase it says it is in, what is missing, what is too early, and what next?",
    epilog="Example: scalecheck assess project.yaml",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Check and test packs of rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class Format(str, Enum):
    """What `assess` prints."""

    TERMINAL = "terminal"
    JSON = "json"


class PhaseName(str, Enum):
    """The phases, for completion."""

    MVP = "mvp"
    PMF = "pmf"
    GROWTH = "growth"
    MATURITY = "maturity"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scalecheck {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Questionnaires; - reads standard input.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Judge as of this day instead of today.")]
PackPath = Annotated[
    Path | None, typer.Argument(metavar="[PATH]", help="A folder or file of rules; the built-in guide by default.")
]


@app.command(epilog="Example: scalecheck assess project.yaml --phase growth")
def assess(
    files: Files,
    output: Annotated[Format, typer.Option("-f", "--format", help="What to print.")] = Format.TERMINAL,
    phase: Annotated[
        PhaseName | None, typer.Option("--phase", help="Judge for this phase instead of the declared one.")
    ] = None,
    as_of: AsOf = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print the verdict only, one line a file.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Print everything, with sources.")] = False,
) -> None:
    """Evaluate questionnaires and report on them."""
    reports = _reports(files, phase, _day(as_of))
    if output is Format.JSON:
        _print(_as_json(reports))
        return
    from scalecheck.render.terminal import one_line, terminal

    if quiet:
        _print("".join(map(one_line, reports)))
        return
    screen = _screen(verbose)
    _print("\n".join(terminal(report, screen) for report in reports))


def _as_json(reports: list[Report]) -> str:
    from scalecheck.render.json_ import to_json

    texts = [to_json(report) for report in reports]
    return texts[0] if len(texts) == 1 else "[\n" + ",\n".join(text.rstrip() for text in texts) + "\n]\n"


def _reports(files: list[str], phase: PhaseName | None, day: date) -> list[Report]:
    """A report on every file; the faults of all files are raised together."""
    from scalecheck.assessment import assess as run
    from scalecheck.lint import load_pack
    from scalecheck.phase import Phase
    from scalecheck.questionnaire import load_questionnaire
    from scalecheck.report import make_report
    from scalecheck.words import load_words

    pack, words = load_pack(), load_words()
    judged = Phase(phase.value) if phase else None
    reports: list[Report] = []
    faults: list[Fault] = []
    for name in files:
        try:
            product = load_questionnaire(_document(name), pack, day)
            reports.append(make_report(run(product, pack, as_of=day, phase=judged), pack, words))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(faults)
    return reports


def _document(name: str) -> Document:
    from scalecheck.document import Budget, parse, read

    if name != "-":
        return read(name)
    return parse(sys.stdin.buffer.read(Budget().size + 1), "stdin")


def _day(text: str) -> date:
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-01", param_hint="--as-of") from None


def _screen(verbose: bool) -> Screen:
    from scalecheck.render.terminal import PIPED, Screen

    shown = sys.stdout.isatty()
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    color = bool(os.environ.get("FORCE_COLOR")) or (shown and not plain)
    width = min(shutil.get_terminal_size().columns, 160) if shown else PIPED.width
    return Screen(width=width, color=color, verbose=verbose)


def _print(text: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    sys.stdout.write(text)


@app.command(epilog="Example: scalecheck explain reliability.restore-drill project.yaml")
def explain(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A rule, metric or question.")],
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Explain how it came out here.")] = "",
    phase: Annotated[
        PhaseName | None, typer.Option("--phase", help="Judge for this phase instead of the declared one.")
    ] = None,
    as_of: AsOf = "",
) -> None:
    """Tell the whole story of a rule, or why it came out as it did."""
    from scalecheck.lint import load_pack
    from scalecheck.render.explain import explain_outcome, explain_rule
    from scalecheck.words import load_words

    pack, words = load_pack(), load_words()
    if not file:
        _print(explain_rule(pack, ident, words))
        return
    (report,) = _reports([file], phase, _day(as_of))
    _print(explain_outcome(report.assessment, pack, ident, words))


@rules_app.command("check", epilog="Example: scalecheck rules check my-pack/")
def rules_check(path: PackPath = None) -> None:
    """Look for everything that is wrong with a pack of rules."""
    from scalecheck.lint import load_pack

    pack = load_pack(path)
    rules = len(pack.practices) + len(pack.cautions)
    _print(f"{pack.name_and_version}: {rules} rules and {len(pack.metrics)} metrics, nothing wrong\n")


@rules_app.command("test", epilog="Example: scalecheck rules test my-pack/")
def rules_test(path: PackPath = None) -> None:
    """Run the test cases that the rules of a pack carry."""
    from scalecheck.cases import run_cases
    from scalecheck.lint import load_pack

    pack = load_pack(path)
    results = run_cases(pack)
    failed = [result for result in results if not result.passed]
    for result in failed:
        _print(f"{result.rule}: case {result.index + 1}: expected {result.expected}, got {result.actual}\n")
    if not results:
        raise InputError([Fault(str(path or pack.name), 0, 0, "", "holds no test case")])
    _print(f"{len(results) - len(failed)} cases passed, {len(failed)} failed\n")
    if failed:
        raise typer.Exit(ExitCode.UNUSABLE)


class SchemaName(str, Enum):
    """The formats that have a published schema."""

    ASSESSMENT = "assessment"


@app.command(epilog="Example: scalecheck schema assessment > assessment.schema.json")
def schema(name: Annotated[SchemaName, typer.Argument(help="The format to describe.")]) -> None:
    """Print the JSON Schema of a format."""
    from scalecheck.schemas import schema_of

    _print(schema_of(name.value))
