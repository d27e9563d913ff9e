"""The one place where errors become exit codes, and what is told about them on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scalecheck.errors import INTERRUPTED, ExitCode, InputError, ScalecheckError

__all__ = ["exit_codes", "tell"]

_SHOWN = 100


def tell(text: str) -> None:
    """Write to standard error, if there is one."""
    if sys.stderr is not None:
        sys.stderr.write(text)
        sys.stderr.flush()


@contextmanager
def exit_codes() -> Iterator[None]:
    """Leave with the exit code of whatever error comes up, and say what is wrong."""
    try:
        yield
        if sys.stdout:
            sys.stdout.flush()
    except ScalecheckError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        # What is left unwritten must not fail again when the interpreter flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        tell(f"scalecheck: reading or writing failed: {error.strerror or error}\n")
        sys.exit(ExitCode.UNUSABLE)


def _complain(error: ScalecheckError) -> None:
    """One line for each fault; a line break inside of one must not look like another."""
    from scalecheck.render.escape import for_terminal

    lines = [str(fault) for fault in error.faults] if isinstance(error, InputError) else [str(error)]
    shown = lines[:_SHOWN]
    tell("".join(f"{for_terminal(line)}\n" for line in shown))
    if len(lines) > _SHOWN:
        tell(f"and {len(lines) - _SHOWN} more\n")
