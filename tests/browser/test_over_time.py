"""The pages of `compare` and `history`: valid, without a fault for axe, never wider than the screen, and silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from typer.testing import CliRunner

from browser.pages import axe_faults, check_html, open_sheet, sticking_out
from conftest import ROOT
from scalecheck.cli.app import app

HOSTILE = "</title><b onclick=x>" + "W" * 120
"""A name that could break out, and a word that no line can hold."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each kind, about a product with a name that is no help."""
    folder = tmp_path_factory.mktemp("over time")
    name = f"product.name={HOSTILE}"

    def run(*arguments: str) -> None:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == 0, result.output

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for day, phase in (("2026-11-20", "pmf"), ("2026-11-21", "pmf"), ("2026-11-24", "growth")):
            given = ("--set", name, "--set", f"product.phase={phase}")
            run("assess", "-q", "examples/growth.yaml", "--as-of", day, *given, "-o", f"{folder}/{day}.json")
        run("compare", f"{folder}/2026-11-20.json", f"{folder}/2026-11-24.json", "-o", f"{folder}/changes.html")
        run("history", str(folder), "-o", f"{folder}/history.html")
    return folder


def test_they_are_valid(pages: Path) -> None:
    assert check_html([pages / "changes.html", pages / "history.html"]) == {}


@pytest.mark.parametrize("name", ["changes", "history"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_they_can_be_read_by_everybody(
    name: str, width: int, scheme: str, pages: Path, context: BrowserContext
) -> None:
    sheet = open_sheet(context, pages / f"{name}.html")
    page = sheet.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert sticking_out(page) == []
    assert axe_faults(page) == []
    assert (sheet.said, sheet.asked) == ([], [sheet.address])
    assert HOSTILE in page.inner_text("body")
    page.close()
