"""`python -m scalecheck` and the console script: where anything unexpected becomes exit code 3."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
from typing import Any

from scalecheck.errors import ENDINGS, INTERRUPTED, ExitCode

__all__ = ["main"]


class _Talk(io.FileIO):
    """Standard error when it is no terminal: what cannot be told there must not change the exit code."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or 0
        except OSError:
            return len(data)


def _end(number: int, _: object) -> None:
    """Leave at once, as a signal asks, with the exit code that shells know."""
    sys.stderr = None  # what is left half made would complain about it
    sys.exit(128 + number)


def main() -> None:
    """Run the command line and leave with its exit code; never with 1 unless a gate failed."""
    # A run makes hardly any garbage. To look for it again and again takes a tenth of its time, and at its end, when
    # Python looks through everything several times, another tenth.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    if hasattr(signal, "SIGPIPE"):
        # Like any filter: when nobody reads on, end at once. Click would turn it into exit code 1, which means a
        # failed gate.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Python would end on the spot at the one and leave behind what is half written, and others take the other away: a
    # prompt that has its reply already forgets it. A shell that starts a job in the background has it ignored.
    for number in ENDINGS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    if sys.stderr and not sys.stderr.isatty():
        talk = io.BufferedWriter(_Talk(sys.stderr.fileno(), "w", closefd=False))
        sys.stderr = io.TextIOWrapper(talk, sys.stderr.encoding, sys.stderr.errors, line_buffering=True)
    try:
        from scalecheck.cli.exits import exit_codes
        from scalecheck.cli.quick import plain

        with exit_codes():
            command = plain(sys.argv[1:])
            if command:
                command()
            else:
                from scalecheck.cli.app import app

                app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("SCALECHECK_TRACEBACK"):
            import traceback

            traceback.print_exc()
        print(
            f"scalecheck: this is a bug in scalecheck: {type(error).__name__}: {' '.join(str(error).split())[:300]}\n"
            "Set SCALECHECK_TRACEBACK=1 to see where it happened, and please report it.",
            file=sys.stderr,
        )
        sys.exit(ExitCode.BUG)


if __name__ == "__main__":
    main()
