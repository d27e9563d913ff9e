"""The pages for people who write questionnaires and packs do what they say, and the index names every page.

docs/gate.md, docs/ci.md and docs/formats.md have tests of their own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT
from scalecheck.render import PLAN_RENDERERS
from system.docpages import STEPS, follow


@pytest.mark.parametrize("name", ["editors", "over-time", "writing-packs"])
def test_a_page_can_be_followed_from_the_top(name: str, run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert STEPS.search(page)
    follow(page, run, tmp_path)


def test_the_tutorial_runs_all_that_it_shows_and_leaves_a_report(run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    follow(page, run, tmp_path)
    for command in re.findall(r"`scalecheck ([^`\n]+)`", page):
        day = ["--as-of", "2026-11-24"] if "project.yaml" in command else []
        assert run(*command.split(), *day).code == 0, command
    shown = sum(2 if step["shown"] else 1 for step in STEPS.finditer(page))
    assert page.count("```") == 2 * shown
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_page_about_planning_can_be_followed_to_its_python(run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "planning.md").read_text(encoding="utf-8")
    follow(page, run, tmp_path, "--as-of", "2026-11-24")
    written = {"plan.md", "plan.csv", "plan.json", "plan.sh", "jira.csv", "linear.csv"}
    assert written <= {path.name for path in tmp_path.iterdir()}
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", env=os.environ, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 ['reliability.backups', 'reliability.restore-drill'")
    assert not [name for name in PLAN_RENDERERS if f"`{name}`" not in page]
    known = run("plan", "--help").stdout
    assert not [option for option in re.findall(r"(?<![-\w])--[a-z][-a-z]*", page) if option not in known]


def test_the_index_names_every_page_once() -> None:
    index = ROOT / "docs" / "README.md"
    named = re.findall(r"\]\(([^)]+)\)", index.read_text(encoding="utf-8"))
    pages = {page.relative_to(index.parent).as_posix() for page in index.parent.rglob("*.md")}
    assert sorted(named) == sorted({"../SECURITY.md"} | pages - {index.name})
