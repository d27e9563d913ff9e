"""The report on paper, read back from the PDF that the browser prints."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pypdfium2 import PdfDocument

from browser.pages import open_sheet

HYPHEN_AT_END_OF_LINE = "\x02"  # as PDFium tells it

# Writes tiny marks at both ends of every cell, so that the PDF tells on which pages a row lies; and at every heading
# and at what follows it.
MARK = """() => {
  const mark = text => Object.assign(document.createElement("span"), {textContent: text, style: "font-size: 1px"});
  const printed = element => element instanceof HTMLElement && element.checkVisibility() && element.offsetWidth > 1;
  const after = heading => document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, node =>
    heading.compareDocumentPosition(node) === Node.DOCUMENT_POSITION_FOLLOWING && node.textContent.trim()
      && printed(node.parentElement) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT).nextNode();
  const headings = [...document.querySelectorAll("h2, h3")].filter(printed).map(heading => [heading, after(heading)]);
  headings.forEach(([heading, text], index) => {
    heading.append(mark(`#${index}#`));
    text.before(mark(`~${index}~`));
  });
  [...document.querySelectorAll("tbody tr")].forEach((row, index) => {
    for (const cell of row.cells) {
      cell.prepend(mark(`@${index}@`));
      cell.append(mark(`@${index}@`));
    }
  });
}"""


@pytest.fixture(scope="session")
def marked(report: Path, context: BrowserContext) -> Iterator[Page]:
    page = open_sheet(context, report).page
    page.emulate_media(media="print")
    page.evaluate(MARK)
    yield page
    page.close()


@pytest.fixture(scope="session", params=["A4", "Letter"])
def pages(request: pytest.FixtureRequest, marked: Page) -> list[str]:
    """The text of each page that comes out of the printer."""
    texts = [sheet.get_textpage().get_text_bounded() for sheet in PdfDocument(marked.pdf(format=request.param))]
    return [unicodedata.normalize("NFKC", text).replace(HYPHEN_AT_END_OF_LINE, "-") for text in texts]


def places_of(mark: str, pages: list[str]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(pages, 1):
        for name in re.findall(rf"{mark}(\d+){mark}", re.sub(r"\s", "", text)):
            places[name].add(number)
    return places


def test_every_sheet_says_which_product_and_which_day(pages: list[str], result: dict[str, Any]) -> None:
    for page in pages:
        assert result["product"]["name"] in " ".join(page.split())
        assert result["as_of"] in page


def test_no_row_of_a_table_is_cut(pages: list[str]) -> None:
    places = places_of("@", pages)
    assert places
    assert {mark: on for mark, on in places.items() if len(on) > 1} == {}


def test_no_heading_stands_alone_at_the_foot_of_a_sheet(pages: list[str]) -> None:
    headings, texts = places_of("#", pages), places_of("~", pages)
    assert len(headings) == len(texts) > 0
    assert [(on, texts[mark]) for mark, on in headings.items() if min(texts[mark]) > max(on)] == []


def test_the_addresses_of_links_are_on_paper(pages: list[str], marked: Page) -> None:
    addresses = marked.evaluate(
        "[...document.querySelectorAll('a[href^=http]')].map(link => link.getAttribute('href'))"
    )
    text = re.sub(r"\s", "", "".join(pages))
    assert [address for address in addresses if address not in text] == []
