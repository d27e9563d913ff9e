"""The reference under `docs/reference` is what the rules say today."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import pytest

from conftest import ROOT
from scalecheck.pack import Pack
from scalecheck.render.reference import reference_pages

FOLDER = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def pages(guide: Pack) -> Mapping[str, str]:
    return reference_pages(guide)


def test_the_reference_is_current(pages: Mapping[str, str]) -> None:
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    assert {path.name for path in FOLDER.glob("*.md")} == set(pages)
    stale = [name for name, text in pages.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert not stale, "run UPDATE_SNAPSHOTS=1 python -m pytest tests/unit/test_reference.py and read the difference"


def test_every_link_of_the_reference_leads_to_a_heading(pages: Mapping[str, str]) -> None:
    headings = {
        name: {
            re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        }
        for name, text in pages.items()
    }
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([\w]*\.?m?d?)#([^)]+)\)", text):
            assert anchor in headings[page or name], f"{name}: {page}#{anchor}"


def test_tables_keep_their_columns(pages: Mapping[str, str]) -> None:
    for name, text in pages.items():
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(widths) == 1, f"{name}: {table[:200]}"
