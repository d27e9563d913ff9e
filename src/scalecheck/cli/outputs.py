"""What commands print, and on what kind of screen."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from scalecheck.errors import ScalecheckError

if TYPE_CHECKING:
    from scalecheck.render.terminal import Screen

__all__ = ["joined_json", "screen_of", "show"]


def screen_of(verbose: bool) -> Screen:
    from scalecheck.render.terminal import PIPED, Screen

    shown = sys.stdout is not None and sys.stdout.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    color = os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false") or (shown and not plain)
    width = min(shutil.get_terminal_size().columns, 160) if shown else PIPED.width
    return Screen(width=width, color=color, verbose=verbose)


def show(text: str) -> None:
    if sys.stdout is None:
        raise ScalecheckError("standard output is closed")
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    sys.stdout.write(text)


def joined_json(texts: list[str], files: int) -> str:
    """One object when one file was given, a list for several, even if some of them could not be judged."""
    return texts[0] if files == 1 else "[\n" + ",\n".join(text.rstrip() for text in texts) + "\n]\n"
