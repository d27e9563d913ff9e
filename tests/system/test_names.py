"""Names of files, arguments and variables of the environment whose bytes are no text: what is told and written is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from scalecheck.render import GATE_RENDERERS, PLAN_RENDERERS, RENDERERS

NAME = os.fsdecode(b"caf\xe9")
Text = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of that name in which everything has that name."""
    try:
        (folder := tmp_path / NAME).mkdir()
    except OSError:
        pytest.skip("this system names files in text only")
    (folder / f"{NAME}.yaml").write_text("product: {phase: mvp}\nteam: {size: 3}\n")
    (folder / f"{NAME}.wrong").write_text("product: {phase: never}\n")
    shutil.copytree(ROOT / "examples" / "packs" / "production-readiness", folder / NAME)
    (folder / NAME / "data.yaml").rename(folder / NAME / f"{NAME}.yaml")
    return folder


def scalecheck(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """The exit code and what was told, which is text, as is all that lies in the folder afterwards but what was there."""
    before = set(folder.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "scalecheck", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
    )
    for path in set(folder.rglob("*")) - before:
        text = path.read_text(encoding="utf-8") if path.is_file() and "packs" not in path.parts else ""
        if path.suffix in (".json", ".sarif"):
            json.dumps(json.loads(text), ensure_ascii=False).encode()  # strict readers refuse halves of pairs
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(("command", "formats"), [("assess", RENDERERS), ("gate", GATE_RENDERERS), ("plan", PLAN_RENDERERS)])  # fmt: skip
def test_a_questionnaire_whose_name_is_no_text(command: str, formats: dict[str, object], folder: Path) -> None:
    outputs = [part for name in formats for part in ("-o", f"{name}:{NAME}.{command}.{name}")]
    code, _, errors = scalecheck(folder, command, f"{NAME}.yaml", *outputs)
    assert (code, errors) == (1 if command == "gate" else 0, "")
    assert len(list(folder.glob(f"*.{command}.*"))) == len(formats)
    assert scalecheck(folder, command, f"{NAME}.wrong")[::2] == (
        2,
        "caf .wrong:1:18: product.phase: must be one of mvp, pmf, growth, maturity, not 'never'\n",
    )


def test_a_result_of_such_a_file_is_found_again_by_its_name(folder: Path) -> None:
    accept = ("create", f"{NAME}.yaml", "--baseline", f"{NAME}.json", "--reason", f"the gaps of today, {NAME}")
    assert scalecheck(folder, "baseline", *accept)[::2] == (0, "")
    assert scalecheck(folder, "gate", f"{NAME}.yaml", "--baseline", f"{NAME}.json")[::2] == (1, "")
    assert scalecheck(folder, "assess", "-q", f"{NAME}.yaml", "--baseline", f"{NAME}.json")[::2] == (0, "")
    assert scalecheck(folder, "history", ".", "-o", f"{NAME}.html", "-o", "json:history.json")[::2] == (0, "")
    assert scalecheck(folder, "compare", f"{NAME}.json", f"{NAME}.yaml", "-o", "changes.md")[::2] == (0, "")


def test_a_pack_in_files_whose_names_are_no_text(folder: Path) -> None:
    cache = str(folder / NAME / "packs")
    assert scalecheck(folder, "rules", "check", NAME)[0] == 0
    assert scalecheck(folder, "rules", "test", NAME)[0] == 0
    told = {scalecheck(folder, "rules", "list", "--rules", NAME, XDG_CACHE_HOME=cache) for _ in range(2)}
    assert [(code, errors) for code, _, errors in told] == [(0, "")]
    (folder / NAME / f"{NAME}.yaml").write_text("practices: [{id: x}]\n")
    code, _, errors = scalecheck(folder, "rules", "check", NAME)
    assert (code, errors.splitlines()[0]) == (2, "caf /caf .yaml:1:13: practices[0].area: is missing")


@pytest.mark.parametrize("assigned", ["team.size={}", "product.name={}", "{}=1", "product.name=[{}", "{}"])
def test_a_value_of_set_that_is_no_text_is_refused(assigned: str, folder: Path) -> None:
    code, _, errors = scalecheck(folder, "gate", f"{NAME}.yaml", "--set", assigned.format(NAME))
    assert code == 2
    assert errors.endswith("is not UTF-8 text\n")


def test_variables_of_the_environment_that_are_no_text(folder: Path) -> None:
    for variable in ("HOME", "XDG_CACHE_HOME", "TERM", "LANG", "LC_ALL", "COLUMNS", "NO_COLOR", "FORCE_COLOR", NAME):
        value = str(folder / NAME) if variable in ("HOME", "XDG_CACHE_HOME") else NAME
        found = scalecheck(folder, "assess", "-q", f"{NAME}.yaml", "--rules", str(ROOT / "rules"), **{variable: value})
        assert found[::2] == (0, ""), variable
    scalecheck(
        folder, "gate", f"{NAME}.yaml", "-f", "github", "--step-summary", GITHUB_STEP_SUMMARY=str(folder / f"{NAME}.md")
    )
    assert (folder / f"{NAME}.md").read_text(encoding="utf-8")
