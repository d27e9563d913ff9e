"""Whole processes, interleaved, as ratios to a bare interpreter start measured in the same rounds.

    python benchmarks/startup.py [ROUNDS] > benchmarks/startup.json

Prints a table to standard error and the raw figures as JSON to standard output. Ratios are medians of per-round ratios
with their quartiles; they hold when the machine's speed drifts, absolute times do not. Run it from a checkout, in the
environment that scalecheck is installed in, while the machine is otherwise idle.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = str(Path(tempfile.gettempdir()) / "scalecheck-benchmark.html")
EXAMPLE = str(ROOT / "examples" / "growth.yaml")
SCALECHECK = [sys.executable, "-m", "scalecheck"]
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "import typer": [sys.executable, "-c", "import typer"],
    "import pydantic": [sys.executable, "-c", "from pydantic import TypeAdapter"],
    "import rich.table": [sys.executable, "-c", "import rich.table"],
    "scalecheck --version": [*SCALECHECK, "--version"],
    "scalecheck --help": [*SCALECHECK, "--help"],
    "scalecheck assess -q": [*SCALECHECK, "assess", "-q", "--as-of", "2026-11-23", EXAMPLE],
    "scalecheck assess": [*SCALECHECK, "assess", "--as-of", "2026-11-23", EXAMPLE],
    "scalecheck assess -f json": [*SCALECHECK, "assess", "-f", "json", "--as-of", "2026-11-23", EXAMPLE],
    "scalecheck assess -q -o html": [*SCALECHECK, "assess", "-q", "--as-of", "2026-11-23", EXAMPLE, "-o", PAGE],
}


def seconds(command: list[str]) -> float:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    for command in COMMANDS.values():
        seconds(command)
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        names = list(COMMANDS)
        random.shuffle(names)
        times = {name: seconds(COMMANDS[name]) for name in names}
        for name, taken in times.items():
            ratios[name].append(taken / times["bare interpreter"])
    print(f"{'command':30}  median  quartiles  ({rounds} rounds)", file=sys.stderr)
    for name, values in ratios.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"{name:30}  {middle:6.1f}  {low:.1f} to {high:.1f}", file=sys.stderr)
    print(json.dumps({"python": sys.version, "rounds": rounds, "ratios": ratios}, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
