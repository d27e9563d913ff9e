"""Another phase beside the declared one, asked for by an option of `scalecheck assess`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT, TODAY
from gfm import Page as Markdown
from schema_errors import errors
from webpage import Page

GROWTH = ROOT / "examples" / "growth.yaml"
DAY = ("--as-of", str(TODAY))


@pytest.mark.parametrize("option", ["--phase", "--what-if"])
def test_both_names_of_the_option_show_it_in_every_format(option: str, run: Run, tmp_path: Path) -> None:
    outputs = [part for suffix in ("html", "md", "json") for part in ("-o", f"r.{suffix}")]
    result = run("assess", GROWTH, option, "maturity", *DAY, *outputs)
    assert (result.code, result.stderr) == (0, "")
    title, only = "Growth and Maturity, side by side", "Blocks Maturity, but not Growth"
    page = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    markdown = Markdown((tmp_path / "r.md").read_text(encoding="utf-8"))
    for text in (result.stdout, page.text, markdown.text):
        assert title in text
        assert only in text
    ids = page.all("id")
    assert all(link.removeprefix("#") in ids for link in page.all("href") if link.startswith("#"))
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert errors("assessment", found) == []
    declared, judged = found["beside"]["declared"], found["beside"]["judged"]
    assert (declared["phase"], judged["phase"]) == ("growth", "maturity")
    assert len(judged["failing"]) == 6
    assert found["score"] == judged["score"]


def test_without_it_the_reports_say_nothing_of_another_phase(run: Run, tmp_path: Path) -> None:
    result = run("assess", GROWTH, "--phase", "growth", *DAY, "-o", "r.json")
    assert "side by side" not in result.stdout
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["beside"] is None
