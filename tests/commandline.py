"""The command line run in the process of the tests, as somebody types it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typer.testing
from typer.testing import CliRunner

from conftest import ROOT
from scalecheck.cli.app import app

# Typer makes its commands anew for every run in a test, which takes longer than what most of these runs do.
typer.testing._get_command = cache(typer.testing._get_command)


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


def run(
    *arguments: str | Path, folder: Path = ROOT, data: bytes | None = None, charset: str = "utf-8", **environment: str
) -> Result:
    """Run a command from a folder, on a terminal with this charset; the tests fail where it ends in a traceback."""
    with contextlib.chdir(folder):
        result = CliRunner(charset).invoke(app, [str(argument) for argument in arguments], input=data, env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Result(result.exit_code, result.stdout, result.stderr)
