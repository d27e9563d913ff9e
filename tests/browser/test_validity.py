"""The Nu Html Checker finds no error in any report."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.pages import check_html


@pytest.fixture(scope="session")
def faults(reports: Path) -> dict[str, list[str]]:
    return check_html(sorted(reports.glob("*.html")))


def test_it_is_valid_html_and_css(report: Path, faults: dict[str, list[str]]) -> None:
    assert faults.get(report.name, []) == []


def test_the_checker_would_tell(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><head><title>x</title><style>p { colour: red }</style></head><body><p><p id=""></body></html>'
    (tmp_path / "faulty.html").write_text(page, encoding="utf-8")
    assert len(check_html([tmp_path / "faulty.html"])["faulty.html"]) == 2
