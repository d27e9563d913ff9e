"""Pictures of every report for people to look at: `SCALECHECK_SHOTS=folder pytest tests/browser/test_shots.py`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

FOLDER = os.environ.get("SCALECHECK_SHOTS", "")
HEIGHT = 1600  # of one picture; there are as many as the page is long


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("desk", 1280, "light"), ("night", 1280, "dark"), ("phone", 375, "light")]
)
def test_screens(page: Page, report: Path, name: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    for number, top in enumerate(range(0, page.evaluate("document.documentElement.scrollHeight"), HEIGHT), 1):
        page.evaluate("top => scrollTo(0, top)", top)
        page.screenshot(path=Path(FOLDER, report.stem, f"{name}-{number:02}.png"))


def test_paper(page: Page, report: Path) -> None:
    page.emulate_media(media="print")
    page.pdf(path=Path(FOLDER, report.stem, "paper.pdf"), format="A4")
