"""The README cannot lie: its output is what the command prints, its questionnaire loads, its Python runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, TODAY
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, index: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)[index]


def run(*arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "scalecheck", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return result.stdout


def test_the_shown_output_is_what_the_command_prints() -> None:
    for command, shown in re.findall(r"<!-- output: (.*?) -->\n```text\n(.*?)```", README, re.DOTALL):
        printed = run(*command.split())
        if os.environ.get("UPDATE_SNAPSHOTS"):
            text = README.replace(
                f"<!-- output: {command} -->\n```text\n{shown}```", f"<!-- output: {command} -->\n```text\n{printed}```"
            )
            (ROOT / "README.md").write_text(text, encoding="utf-8")
        else:
            assert shown == printed


def test_the_shown_questionnaire_can_be_assessed(guide: Pack) -> None:
    product = load_questionnaire(parse(block("yaml").encode()), guide, TODAY)
    assert product.answers["practices.testing.integration"].value == "partial"
    assert assess(product, guide, as_of=TODAY).findings


def test_the_shown_python_runs() -> None:
    result = subprocess.run([sys.executable, "-c", block("python")], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("lagging_foundations")


def anchors(page: Path) -> set[str]:
    """The names by which GitHub lets one link to the headings of a page."""
    headings = re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!<?https?://)([^)\s]+)", page.read_text(encoding="utf-8")):
            path, _, anchor = target.partition("#")
            there = page.parent / path if path else page
            assert there.exists(), f"{page}: {target}"
            assert not anchor or anchor in anchors(there), f"{page}: {target}"
