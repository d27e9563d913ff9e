"""A person at a real terminal, 80 columns wide, mostly one who answers what `scalecheck init` asks."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
READY = "[?] explain"
"""The end of the keys that are offered: what is typed now is read."""


class Program:
    """A program that believes to run in a terminal, because it does."""

    def __init__(self, folder: Path, *command: str, **environment: str) -> None:
        self._child = pexpect.spawn(
            command[0],
            [*command[1:]],
            cwd=folder,
            env={**os.environ, **environment},
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=60,
        )
        self._shown = ""
        self.echoes = True
        """Whether the terminal was left showing what is typed, as it was found."""

    def sees(self, *texts: str) -> None:
        """Waits until each of the texts has come, one after the other."""
        for text in texts:
            self._child.expect_exact(text)
            self._shown += self._child.before + self._child.after

    def types(self, keys: str) -> None:
        self._child.send(keys)

    def leaves(self) -> int:
        """Waits for the end, and tells the exit code."""
        self._child.expect(pexpect.EOF)
        self._shown += self._child.before
        self.echoes = self._child.getecho()
        self._child.close()
        return int(self._child.exitstatus)

    def is_sent(self, number: int) -> None:
        """Gets a signal from elsewhere."""
        self._child.kill(number)

    def is_cut_off(self) -> None:
        """Ends at once, without a word to whoever listens."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()

    @property
    def shown(self) -> str:
        """Everything that came so far, with plain line ends."""
        return self._shown.replace("\r\n", "\n")


class Terminal(Program):
    """`scalecheck init` in a folder. A dumb terminal knows no cursor, no colors and no single keys."""

    def __init__(
        self, folder: Path, *arguments: str, term: str = "xterm", start: tuple[str, ...] = ("-m", "scalecheck")
    ) -> None:
        super().__init__(folder, sys.executable, *start, "init", *arguments, TERM=term, NO_COLOR="1")
