"""The application: its name, its options, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scalecheck import __version__
from scalecheck.errors import INTERRUPTED, ExitCode, InputError, ScalecheckError

__all__ = ["app"]


MOST_FAULTS = 100


@contextmanager
def _exit_codes() -> Iterator[None]:
    """The one place where errors become exit codes."""
    try:
        yield
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


class _Group(TyperGroup):
    """Commands whose errors become exit codes; while they run, and while options such as --help answer at once."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        with _exit_codes():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        with _exit_codes():
            return super().invoke(ctx)


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
