"""Every way in which scalecheck can fail, and the exit code that each one has."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from enum import IntEnum
from operator import attrgetter

from scalecheck.frozen import Frozen

__all__ = ["ENDINGS", "INTERRUPTED", "ExitCode", "Fault", "Faults", "InputError", "ScalecheckError"]


class ExitCode(IntEnum):
    """What the process tells its caller; the same for every command and format."""

    OK = 0
    GATE_FAILED = 1
    UNUSABLE = 2
    BUG = 3


ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a run: somebody or something else wants it to, or the terminal is closed."""

INTERRUPTED = 130
"""What a shell sees when a program was stopped with Ctrl-C."""


class ScalecheckError(Exception):
    """Something that the user can put right. Its text is complete and needs no traceback."""

    exit_code = ExitCode.UNUSABLE


class Fault(Frozen):
    """One thing that is wrong with one place of a file.

    `line` and `column` count from 1; 0 means that the fault has no place inside the file. `key` is the dotted path of
    the value, empty for the file as a whole.
    """

    path: str
    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.text}"

    @property
    def text(self) -> str:
        """What is wrong with what, without the place; cut where it quotes too much of what was written."""
        whole = f"{self.key}: {self.message}" if self.key else self.message
        return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"


_LONGEST = 1_000
_ORDER = attrgetter("path", "line", "column", "key", "message")


class InputError(ScalecheckError):
    """All faults of all files that were read, in the order of path and place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        places = {_ORDER(fault): fault for fault in faults}
        self.faults = tuple(places[place] for place in sorted(places))
        super().__init__()

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


_MOST = 1_000


class Faults(list[Fault]):
    """What was found wrong so far with what lies at `path`.

    Raises `InputError` once there are more than a thousand: to find and tell every single one takes a while, and what
    has so many is something else.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def append(self, fault: Fault) -> None:
        super().append(fault)
        if len(self) > _MOST:
            more = f"has more than {_MOST:,} faults; what stands behind them was not looked at"
            raise InputError([Fault(self._path, 0, 0, "", more), *self])

    def extend(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.append(fault)
