"""Whatever people write into a questionnaire stays text: it adds no element, runs nothing and leads nowhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from browser.pages import Sheet, check_html, open_sheet
from conftest import TODAY
from hostile import LINKS, TEXTS, questionnaire
from scalecheck.cli.app import app
from scalecheck.pack import Pack

VISIBLE = " ".join(text for text in TEXTS if text.isprintable() and set(text) & set('<"{&'))[:520]
UNSEEN = "\x1b[31m\x9b31m\u202e\u2066\u200b\u2028\ufeff"
CONTROLS = {sign for sign in UNSEEN if not sign.isprintable()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, guide: Pack) -> Path:
    """The same questionnaire twice: once with hostile texts, once with harmless ones."""
    folder = tmp_path_factory.mktemp("hostile")
    links, places = itertools.cycle(LINKS), itertools.cycle(LINKS.values())
    texts = {
        "hostile": questionnaire(guide, lambda: VISIBLE + UNSEEN, lambda: next(links)),
        "harmless": questionnaire(guide, lambda: "plain words", lambda: next(places)),
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    files = [str(folder / f"{name}.yaml") for name in texts]
    result = CliRunner().invoke(app, ["assess", *files, "-q", "--as-of", str(TODAY), "-o", str(folder / "{name}.html")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module", params=[False, True], ids=["with its policy", "even without its policy"])
def sheets(request: pytest.FixtureRequest, browser: Browser, folder: Path) -> Iterator[tuple[Sheet, Sheet]]:
    """Both reports in the browser, with and without the Content-Security-Policy as a second line of defense."""
    context = browser.new_context(offline=True, bypass_csp=request.param)
    yield open_sheet(context, folder / "hostile.html"), open_sheet(context, folder / "harmless.html")
    context.close()


@pytest.fixture
def hostile(sheets: tuple[Sheet, Sheet]) -> Sheet:
    return sheets[0]


def test_nothing_runs_and_nothing_is_asked_for(hostile: Sheet) -> None:
    hostile.page.evaluate(
        """() => document.querySelectorAll("*").forEach(element => ["mouseover", "focus", "load", "error"].forEach(
          name => element.dispatchEvent(new Event(name))))"""
    )
    assert hostile.page.evaluate("window.ran") is None
    assert hostile.asked == [hostile.address]
    assert hostile.said == []


def test_no_element_attribute_or_style_is_added(sheets: tuple[Sheet, Sheet]) -> None:
    shapes = [
        sheet.page.evaluate(
            """() => [
              ...[...document.querySelectorAll("*:not(a)")].map(e => [e.localName, ...e.getAttributeNames()].join(" ")),
              ...[...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText.split("{")[0])),
            ]"""
        )
        for sheet in sheets
    ]
    assert shapes[0] == shapes[1]


def test_the_text_can_be_read_as_it_was_written(hostile: Sheet) -> None:
    shown = " ".join(hostile.page.evaluate("document.body.textContent").split())
    assert " ".join(VISIBLE.split()) in shown
    assert [link for link in LINKS if link.isprintable() and link.strip() not in shown] == []


def test_nothing_unseen_reaches_the_page(hostile: Sheet) -> None:
    texts = hostile.page.evaluate(
        """() => [document.documentElement.textContent,
          ...[...document.querySelectorAll("*")].flatMap(element => element.getAttributeNames().map(name => element.getAttribute(name)))]"""
    )
    assert [(text[:80], set(text) & CONTROLS) for text in texts if set(text) & CONTROLS] == []


def test_links_lead_only_to_the_web_or_into_the_page(hostile: Sheet) -> None:
    links = hostile.page.evaluate(
        "[...document.querySelectorAll('[href], [src], [action]')].map(a => [a.href, a.protocol])"
    )
    assert links
    assert [link for link, protocol in links if protocol not in ("https:", "http:", "file:")] == []
    assert [link for link, _ in links if link.startswith("file:") and not link.startswith(hostile.address + "#")] == []


def test_it_is_still_valid_html(folder: Path) -> None:
    assert check_html([folder / "hostile.html"]) == {}
