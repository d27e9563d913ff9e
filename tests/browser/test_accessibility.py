"""axe-core finds no fault with any report, on a desk or a phone, by day or by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser.pages import axe_faults


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert axe_faults(page) == []
