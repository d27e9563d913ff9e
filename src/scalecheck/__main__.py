"""`python -m scalecheck` and the console script: where anything unexpected becomes exit code 3."""

from __future__ import annotations

import os
import sys
import traceback

from scalecheck.errors import ExitCode

__all__ = ["main"]

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code; never with 1 unless a gate failed."""
    try:
        from scalecheck.cli import app

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("SCALECHECK_TRACEBACK"):
            traceback.print_exc()
        print(
            f"scalecheck: this is a bug in scalecheck: {type(error).__name__}: {' '.join(str(error).split())[:300]}\n"
            "Set SCALECHECK_TRACEBACK=1 to see where it happened, and please report it.",
            file=sys.stderr,
        )
        sys.exit(ExitCode.BUG)


if __name__ == "__main__":
    main()
