"""The same files give the same bytes: on every run, in every locale and time zone, whatever the order of hashes, on
every Python, and without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from conftest import ROOT
from hostile import LINKS, TEXTS, questionnaire
from scalecheck.packs import load_pack
from scalecheck.render import CHANGE_RENDERERS, GATE_RENDERERS, HISTORY_RENDERERS, PLAN_RENDERERS, RENDERERS
from sound import bytes_of

DAY = ("--as-of", "2026-11-23")
NAMES = ("growth", "gaps", "hostile")
FILES = [f"{name}.yaml" for name in NAMES]
RESULT = json.loads((ROOT / "tests" / "results" / "assessment-1.json").read_text(encoding="utf-8"))


def outputs(renderers: Iterable[str], name: str = "all") -> list[str]:
    return [part for format in renderers for part in ("-o", f"{format}:{name}.{format}")]


COMMANDS = {
    "assess": ["assess", "-v", *FILES, *DAY, *outputs(RENDERERS, "{name}")],
    "gate": ["gate", "-v", *FILES, *DAY, *outputs(GATE_RENDERERS)],
    "plan": ["plan", "hostile.yaml", *DAY, *outputs(PLAN_RENDERERS)],
    "compare": ["compare", "-v", "gaps.yaml", "hostile.yaml", *DAY, *outputs(CHANGE_RENDERERS)],
    "history": ["history", "old.json", "new.json", *outputs(HISTORY_RENDERERS)],
    "not JSON": ["history", "broken.json"],
}
OTHERS = [path for path in os.environ.get("SCALECHECK_PYTHONS", "").split(os.pathsep) if path]
OTHER = pytest.mark.skipif(not OTHERS, reason="SCALECHECK_PYTHONS names no other Python with scalecheck; .ci/run does")


def written(folder: Path, command: list[str], *before: str, python: str = sys.executable, **environment: str) -> dict[str, bytes]:  # fmt: skip
    """Everything that a process prints and writes, by name, in a folder with questionnaires and results."""
    folder.mkdir()
    for name in FILES[:2]:
        shutil.copy(ROOT / "examples" / name, folder)
    (folder / "hostile.yaml").write_bytes(hostile())
    (folder / "old.json").write_text(json.dumps(RESULT))
    (folder / "new.json").write_text(json.dumps({**RESULT, "as_of": "2027-02-28"}))
    (folder / "broken.json").write_text('{"format": "scalecheck-assessment/1", "findings": [1, 2,\n]}')
    inputs = set(folder.iterdir())
    done = subprocess.run(
        [*before, python, "-m", "scalecheck", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
    )
    files = {path.name: path.read_bytes() for path in set(folder.iterdir()) - inputs}
    return {**files, "code": b"%d" % done.returncode, "stdout": done.stdout, "stderr": done.stderr}


@cache
def hostile() -> bytes:
    """Every question of the guide answered, with every text that tries to be more than text."""
    texts, links = cycle(TEXTS), cycle(LINKS)
    return bytes_of(json.loads(questionnaire(load_pack(), lambda: next(texts), lambda: next(links))))


@pytest.fixture(scope="module", params=COMMANDS)
def usual(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, bytes]]:  # fmt: skip
    """A command, and what it gives here."""
    command = COMMANDS[request.param]
    given = written(tmp_path_factory.mktemp("usual") / "here", command)
    broken = request.param == "not JSON"
    assert (given["code"] == b"2", bool(given["stderr"])) == (broken, broken), given["stderr"]
    assert len(given) == 3 + command.count("-o") * (len(NAMES) if request.param == "assess" else 1)
    return command, given


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


@OTHER
def test_another_python_changes_no_byte(usual: tuple[list[str], dict[str, bytes]], tmp_path: Path) -> None:
    command, given = usual
    for number, python in enumerate(OTHERS):
        assert written(tmp_path / f"{number}", command, python=python) == given, python


@OTHER
def test_another_python_is_spared_the_same(tmp_path: Path) -> None:
    """It reads plain files without PyYAML, and a pack that was checked without pydantic."""
    for number, python in enumerate(OTHERS):
        command = [
            python,
            "-X",
            "importtime",
            "-m",
            "scalecheck",
            "gate",
            "--rules",
            ROOT / "rules",
            ROOT / "project.yaml",
        ]
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / f"{number}")}
        runs = [subprocess.run(command, env=environment, capture_output=True, text=True) for _ in range(2)]
        imported = [{"pydantic", "yaml"} & {*run.stderr.split()} for run in runs]
        assert imported == [{"pydantic"}, set()], python


ALONE = ("unshare", "--map-root-user", "--net")
refuses = not shutil.which("unshare") or subprocess.run([*ALONE, "true"], capture_output=True).returncode != 0


@pytest.mark.skipif(refuses, reason="this system lets nobody make a network namespace")
def test_without_a_network_nothing_is_different(usual: tuple[list[str], dict[str, bytes]], tmp_path: Path) -> None:
    command, given = usual
    assert written(tmp_path / "alone", command, *ALONE) == given
