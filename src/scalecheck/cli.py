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
from scalecheck.errors import INTERRUPTED, ExitCode, Fault, InputError, ScalecheckError
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.document import Document
    from scalecheck.pack import Pack
    from scalecheck.render.terminal import Screen
    from scalecheck.report import Report
    from scalecheck.waiver import Waiver

__all__ = ["app"]


MOST_FAULTS = 100
WAIVERS = "scalecheck-waivers.yaml"


class _Group(TyperGroup):
    """The one place where errors become exit codes."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            if sys.stdout:
                sys.stdout.flush()
        except ScalecheckError as error:
            _complain(error)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            # What is left unwritten must not fail again when the interpreter flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            typer.echo(f"scalecheck: reading or writing failed: {error.strerror or error}", err=True)
            raise typer.Exit(ExitCode.UNUSABLE) from None
        return result


def _complain(error: ScalecheckError) -> None:
    """One line for each fault; a line break inside of one must not look like another."""
    from scalecheck.render.escape import for_terminal

    lines = [str(fault) for fault in error.faults] if isinstance(error, InputError) else [str(error)]
    for line in lines[:MOST_FAULTS]:
        typer.echo(for_terminal(line), err=True)
    if len(lines) > MOST_FAULTS:
        typer.echo(f"and {len(lines) - MOST_FAULTS} more", err=True)


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
Judged = Annotated[Phase | None, typer.Option("--phase", help="Judge for this phase instead of the declared one.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Judge as of this day instead of today.")]
PackPath = Annotated[
    Path | None, typer.Argument(metavar="[PATH]", help="A folder or file of rules; the built-in guide by default.")
]


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
    reports = _reports(files, phase, _day(as_of))
    if output is Format.JSON:
        _print(_as_json(reports))
        return
    if quiet:
        from scalecheck.render.line import one_line

        _print("".join(map(one_line, reports)))
        return
    from scalecheck.render.terminal import terminal

    screen = _screen(verbose)
    _print("\n".join(terminal(report, screen) for report in reports))


def _as_json(reports: list[Report]) -> str:
    from scalecheck.render.json_ import to_json

    return _joined_json([to_json(report) for report in reports], len(reports))


def _joined_json(texts: list[str], files: int) -> str:
    """One object when one file was given, a list for several, even if some of them could not be judged."""
    return texts[0] if files == 1 else "[\n" + ",\n".join(text.rstrip() for text in texts) + "\n]\n"


def _reports(files: list[str], phase: Phase | None, day: date) -> list[Report]:
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


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    from scalecheck.document import day_of

    try:
        return day_of(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-01", param_hint="--as-of") from None


def _screen(verbose: bool) -> Screen:
    from scalecheck.render.terminal import PIPED, Screen

    shown = sys.stdout is not None and sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    color = os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false") or (shown and not plain)
    width = min(shutil.get_terminal_size().columns, 160) if shown else PIPED.width
    return Screen(width=width, color=color, verbose=verbose)


def _print(text: str) -> None:
    if sys.stdout is None:
        raise ScalecheckError("standard output is closed")
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    sys.stdout.write(text)


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
    from scalecheck.render.gate import gate_json, gate_text

    faults: list[Fault] = []
    texts: list[str] = []
    failed = False
    for name in files:
        try:
            (report,) = _reports([name], phase, _day(as_of))
            excused = _waivers(name, waivers, waivers_from_ref, report.pack)
            result = judge(report.assessment, excused, fail_on=fail_on.value)
        except InputError as error:
            faults.extend(error.faults)
            continue
        failed = failed or not result.passed
        texts.append(gate_json(result) if output is GateFormat.JSON else gate_text(result, report.pack, report.words))
    if texts:
        _print(_joined_json(texts, len(files)) if output is GateFormat.JSON else "\n".join(texts))
    if faults:
        raise InputError(faults)
    if failed and exit_zero:
        typer.echo("scalecheck: the gate failed; --exit-zero turns the exit code into 0", err=True)
    elif failed:
        raise typer.Exit(ExitCode.GATE_FAILED)


def _waivers(name: str, given: str | None, ref: str | None, pack: Pack) -> tuple[Waiver, ...]:
    """The waivers for a questionnaire: from the named file, or from the usual one beside it when there is one."""
    from scalecheck.document import parse, read
    from scalecheck.waiver import load_waivers

    beside = str(Path(name).parent / WAIVERS) if name != "-" else WAIVERS
    path = beside if given is None else given
    if ref is not None:
        text = _at_ref(path, ref, needed=given is not None)
        return load_waivers(parse(text, f"{ref}:{path}"), pack.practice) if text is not None else ()
    if given is None and not os.path.lexists(beside):
        return ()
    return load_waivers(read(path), pack.practice)


def _at_ref(path: str, ref: str, *, needed: bool) -> bytes | None:
    """A file as it is in a git ref; None when the usual file is not there."""
    import subprocess

    folder, name = str(Path(path).parent), Path(path).name
    # With the GIT_DIR of a hook, git would take the top of the repository for the folder of the file.
    place = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE")
    environment = {key: value for key, value in os.environ.items() if key not in place}

    def git(*arguments: str, wrong: str) -> bytes:
        try:
            done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False, env=environment)
        except OSError as error:
            raise InputError([Fault(path, 0, 0, "", f"git cannot be run: {error.strerror}")]) from None
        if done.returncode:
            said = " ".join(done.stderr.decode(errors="replace").split())[:200]
            raise InputError([Fault(path, 0, 0, "", f"{wrong}; git says: {said or 'nothing'}")])
        return done.stdout

    revision = f"{ref}^{{commit}}"
    wrong = f"{ref!r} is not a commit of a git repository here"
    commit = git("rev-parse", "--verify", "--end-of-options", revision, wrong=wrong).decode().strip()
    # Only a name that git does not list is absent: a file that cannot be read must not look like no waivers.
    unread = f"cannot be read in {ref}"
    if not git("--literal-pathspecs", "ls-tree", "--name-only", commit, "--", f"./{name}", wrong=unread):
        if needed:
            raise InputError([Fault(path, 0, 0, "", f"is not there in {ref}")])
        return None
    return git("show", f"{commit}:./{name}", wrong=unread)


@app.command(epilog="Example: scalecheck explain reliability.restore-drill project.yaml")
def explain(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A rule, metric or question.")],
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Explain how it came out here.")] = None,
    phase: Judged = None,
    as_of: AsOf = None,
) -> None:
    """Tell the whole story of a rule, or why it came out as it did."""
    from scalecheck.packs import load_pack
    from scalecheck.render.explain import explain_outcome, explain_rule
    from scalecheck.words import load_words

    pack, words = load_pack(), load_words()
    if file is None:
        if phase or as_of:
            raise typer.BadParameter("needs a FILE to judge", param_hint="--phase" if phase else "--as-of")
        _print(explain_rule(pack, ident, words))
        return
    (report,) = _reports([file], phase, _day(as_of))
    _print(explain_outcome(report.assessment, pack, ident, words))


@rules_app.command("check", epilog="Example: scalecheck rules check my-pack/")
def rules_check(path: PackPath = None) -> None:
    """Look for everything that is wrong with a pack of rules."""
    from scalecheck.packs import load_pack

    pack = load_pack(path)
    rules = len(pack.practices) + len(pack.cautions)
    _print(f"{pack.name_and_version}: {rules} rules and {len(pack.metrics)} metrics, nothing wrong\n")


@rules_app.command("test", epilog="Example: scalecheck rules test my-pack/")
def rules_test(path: PackPath = None) -> None:
    """Run the test cases that the rules of a pack carry."""
    from scalecheck.cases import run_cases
    from scalecheck.packs import load_pack

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
