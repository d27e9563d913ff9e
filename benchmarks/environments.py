"""Fresh environments: scalecheck from a wheel, and every other tool apart from the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def python_environment(folder: Path, packages: Sequence[str]) -> Path:
    """Installs from PyPI into an environment unless it is there; the folder of its programs. Raises `RuntimeError`."""
    programs = folder / "bin"
    if programs.exists():
        return programs
    _run(sys.executable, "-m", "venv", folder)
    _run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    return programs


def node_environment(folder: Path, packages: Sequence[str]) -> Path:
    """Installs from npm unless it is there; the folder of its programs. Raises `RuntimeError`."""
    programs = folder / "node_modules" / ".bin"
    if not programs.exists():
        _run("npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix", folder, *packages)
    return programs


def scalecheck(folder: Path) -> Path:
    """Builds the wheel of this checkout and installs it; the folder of its programs. Raises `RuntimeError`."""
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "wheel", ROOT)
    (wheel,) = (folder / "wheel").glob("scalecheck-*.whl")
    return python_environment(folder / "environment", [str(wheel)])


def _run(*argv: str | Path) -> None:
    # What compiles modules while it installs must do so here, too.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    try:
        done = subprocess.run(argv, env=environment, capture_output=True, text=True)
    except OSError as error:
        raise RuntimeError(f"{argv[0]} cannot be run: {error.strerror}") from None
    if done.returncode:
        raise RuntimeError((done.stderr.strip() or done.stdout.strip() or "it failed").splitlines()[-1])
