"""axe-core finds no fault with any report, on a desk or a phone, by day or by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.pages import MODULES

AXE = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    assert result["passes"]
    assert [
        (violation["id"], violation["help"], [node["html"][:150] for node in violation["nodes"][:5]])
        for violation in result["violations"]
    ] == []
