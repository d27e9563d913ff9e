"""Whole processes, interleaved: every command once a round in a new order, as ratios to the first command of the round.

Ratios hold when the speed of a machine drifts; absolute times do not.
"""

from __future__ import annotations

import os
import pty
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Python must be able to keep what it compiled, as it is wherever people install things.
HIDDEN = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED")


@dataclass(frozen=True)
class Command:
    """A process to measure. `code` is how it must end, `terminal` gives it one to write to, and `forgetful` gives it
    an empty cache folder each time."""

    name: str
    argv: Sequence[str | Path]
    code: int = 0
    terminal: bool = False
    forgetful: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def seconds(command: Command) -> float:
    """How long one run takes. Raises `RuntimeError` when it does not end as it must."""
    environment = {key: value for key, value in os.environ.items() if key not in HIDDEN} | dict(command.environment)
    if not command.forgetful:
        return _run(command, environment)
    with tempfile.TemporaryDirectory() as cache:
        return _run(command, environment | {"XDG_CACHE_HOME": cache})


def _run(command: Command, environment: Mapping[str, str]) -> float:
    end, out = pty.openpty() if command.terminal else (None, subprocess.DEVNULL)
    start = time.perf_counter()
    process = subprocess.Popen(command.argv, env=environment, stdout=out, stderr=subprocess.DEVNULL)
    if end is not None:
        os.close(out)
        _read_to_end(end)
    code = process.wait()
    taken = time.perf_counter() - start
    if code != command.code:
        raise RuntimeError(f"{command.name} ended with {code}, not {command.code}: {' '.join(map(str, command.argv))}")
    return taken


def _read_to_end(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # how Linux says that the other side has closed it
        pass
    os.close(terminal)


def ratios(commands: Sequence[Command], rounds: int) -> dict[str, list[float]]:
    """For every command its times as multiples of the first command's in the same round; a first round warms up."""
    for command in commands:
        seconds(command)
    found: dict[str, list[float]] = {command.name: [] for command in commands}
    for _ in range(rounds):
        times = {command.name: seconds(command) for command in random.sample(commands, len(commands))}
        for name, taken in times.items():
            found[name].append(taken / times[commands[0].name])
    return found


def table(found: Mapping[str, Sequence[float]]) -> str:
    """The ratios in Markdown: median and quartiles."""
    lines = ["| command | times a bare start | quartiles |", "|---|---|---|"]
    for name, values in found.items():
        low, middle, high = statistics.quantiles(values, n=4)
        lines.append(f"| {name} | {middle:.1f} | {low:.1f} to {high:.1f} |")
    return "\n".join(lines)
