"""A pack of one practice and nothing else: whatever a report has no row for, it does without."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT
from scalecheck.render import CHANGE_RENDERERS, GATE_RENDERERS, HISTORY_RENDERERS, PLAN_RENDERERS, RENDERERS

PACK = str(ROOT / "tests" / "packs" / "smallest.yaml")
RULES = ("--rules", PACK, "--as-of", "2026-11-29")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for answer in ("yes", "no"):
        text = f"product: {{phase: growth}}\npractices: {{area: {{one: {answer}}}}}\n"
        (tmp_path / f"{answer}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "open.yaml").write_text("product: {phase: mvp}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["yes", "no", "open"])
def test_every_command_tells_of_it_in_every_format(name: str, folder: Path, run: Run) -> None:
    file = f"{name}.yaml"
    told = [run("assess", "-v", file, "-f", format, *RULES) for format in RENDERERS]
    told += [run("plan", "-v", file, "-f", format, *RULES) for format in PLAN_RENDERERS]
    told += [run("compare", "-v", "yes.yaml", file, "-f", format, *RULES) for format in CHANGE_RENDERERS]
    assert [(result.code, result.stderr) for result in told] == [(0, "")] * len(told)
    assert all(result.stdout for result in told)
    gates = {run("gate", "-v", file, "-f", format, *RULES).code for format in GATE_RENDERERS}
    assert gates == {{"yes": 0, "no": 1, "open": 2}[name]}, "its first phase asks for nothing, so nothing can be judged"


def test_so_do_those_over_time(folder: Path, run: Run) -> None:
    for name in ("no", "yes"):
        (folder / "file.yaml").write_text((folder / f"{name}.yaml").read_text())
        assert run("assess", "-q", "file.yaml", "-o", f"{name}.json", *RULES).code == 0
    told = [run("history", "no.json", "yes.json", "-f", format) for format in HISTORY_RENDERERS]
    assert [(result.code, result.stderr) for result in told] == [(0, "")] * len(told)
    assert run("assess", "-v", "file.yaml", "--baseline", "no.json", *RULES).code == 0
    assert run("rules", "test", PACK).code == 0
    assert run("init", "--template", "--full", *RULES[:2]).code == 0
