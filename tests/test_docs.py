"""The pages for people who write questionnaires and packs do what they say; docs/gate.md has a test of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, Run
from docpages import STEPS, follow


@pytest.mark.parametrize("name", ["editors", "writing-packs"])
def test_a_page_can_be_followed_from_the_top(name: str, run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert STEPS.search(page)
    follow(page, run, tmp_path)
