"""The same files give the same bytes: on every run, in every locale and time zone, whatever the order of hashes, on
every Python, and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from scalecheck.render import GATE_RENDERERS, RENDERERS

DAY = ("--as-of", "2026-11-23")
ASSESS = ["assess", "-v", "growth.yaml", "gaps.yaml", *DAY, *(part for name in RENDERERS for part in ("-o", f"{name}:{{name}}.{name}"))]  # fmt: skip
GATE = ["gate", "-v", "growth.yaml", "gaps.yaml", *DAY, *(part for name in GATE_RENDERERS for part in ("-o", f"{name}:gate.{name}"))]  # fmt: skip
OTHERS = [path for path in os.environ.get("SCALECHECK_PYTHONS", "").split(os.pathsep) if path]


def written(folder: Path, command: list[str], *before: str, python: str = sys.executable, **environment: str) -> dict[str, bytes]:  # fmt: skip
    """Everything that a process prints and writes, by name, in a folder with two questionnaires."""
    folder.mkdir()
    for name in ("growth", "gaps"):
        shutil.copy(ROOT / "examples" / f"{name}.yaml", folder)
    done = subprocess.run(
        [*before, python, "-m", "scalecheck", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
    )
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {**files, "code": b"%d" % done.returncode, "stdout": done.stdout, "stderr": done.stderr}


@pytest.fixture(scope="module", params=[ASSESS, GATE], ids=["assess", "gate"])
def usual(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, bytes]]:  # fmt: skip
    """A command, and what it gives here."""
    given = written(tmp_path_factory.mktemp("usual") / "here", request.param)
    assert given["stderr"] == b""
    assert len(given) == 5 + len(RENDERERS if request.param is ASSESS else GATE_RENDERERS) * (2 if request.param is ASSESS else 1)  # fmt: skip
    return request.param, given


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
        {"PYTHONHASHSEED": "random", "TZ": "nonsense", "LC_ALL": "", "LANG": "", "HOME": "/nowhere", "USER": ""},
    ],
    ids=["C", "tr_TR", "nothing"],
)
def test_the_environment_changes_no_byte(
    environment: dict[str, str], usual: tuple[list[str], dict[str, bytes]], tmp_path: Path
) -> None:
    command, given = usual
    assert written(tmp_path / "there", command, **environment) == given


@pytest.mark.skipif(not OTHERS, reason="SCALECHECK_PYTHONS names no other Python with scalecheck; .ci/run does")
def test_another_python_changes_no_byte(usual: tuple[list[str], dict[str, bytes]], tmp_path: Path) -> None:
    command, given = usual
    for number, python in enumerate(OTHERS):
        assert written(tmp_path / f"{number}", command, python=python) == given, python


ALONE = ("unshare", "--map-root-user", "--net")
refuses = not shutil.which("unshare") or subprocess.run([*ALONE, "true"], capture_output=True).returncode != 0


@pytest.mark.skipif(refuses, reason="this system lets nobody make a network namespace")
def test_without_a_network_nothing_is_different(usual: tuple[list[str], dict[str, bytes]], tmp_path: Path) -> None:
    command, given = usual
    assert written(tmp_path / "alone", command, *ALONE) == given
