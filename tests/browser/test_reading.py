"""Reading the report on a screen: offline, at any width, in any colors, with or without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.pages import Sheet, open_sheet, sticking_out

DESK, PHONE, SMALL_PHONE = 1280, 375, 320


def test_it_needs_nothing_but_its_own_file(opened: Sheet) -> None:
    assert opened.asked == [opened.address]
    assert opened.said == []


def test_its_policy_lets_nothing_run_or_load_that_somebody_slipped_in(context: BrowserContext, reports: Path) -> None:
    sheet = open_sheet(context, reports / "growth.html")
    sheet.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const button = document.createElement("button");
          button.setAttribute("onclick", "window.ran = true");
          const image = document.createElement("img");
          image.src = "https://example.com/image.png";
          document.body.append(script, button, image);
          button.click();
        }"""
    )
    assert sheet.page.evaluate("window.ran") is None
    assert len(sheet.said) == 3
    assert all("Content Security Policy" in line for line in sheet.said)
    sheet.page.close()


@pytest.mark.parametrize("width", [DESK, PHONE, SMALL_PHONE])
def test_it_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert sticking_out(page) == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_it_never_scrolls_sideways_without_scripts(plain: Page, width: int) -> None:
    plain.set_viewport_size({"width": width, "height": 800})
    assert sticking_out(plain) == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_it_can_be_turned_from_right_to_left(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.documentElement.dir = 'rtl'")
    found = sticking_out(page)
    page.evaluate("document.documentElement.dir = 'ltr'")
    assert found == []


def test_the_table_of_contents_names_every_section(page: Page) -> None:
    missing = page.evaluate(
        """() => {
          const named = [...document.querySelectorAll("nav a")].map(link => document.getElementById(link.hash.slice(1)));
          return [...document.querySelectorAll("main h2")]
            .filter(heading => !named.some(target => target?.contains(heading))).map(heading => heading.textContent);
        }"""
    )
    assert missing == []


def test_a_colored_cell_says_in_words_what_its_color_says(page: Page) -> None:
    silent = page.evaluate(
        """() => [...document.querySelectorAll("td, th")].filter(cell => {
          const paint = getComputedStyle(cell).backgroundColor;
          return paint !== "rgba(0, 0, 0, 0)" && !cell.innerText.trim() && cell.checkVisibility();
        }).map(cell => cell.outerHTML.slice(0, 150))"""
    )
    assert silent == []


def test_every_chart_has_a_name_and_a_description(page: Page) -> None:
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("svg:not([aria-hidden=true], svg svg)")].filter(chart =>
          !["title", "desc"].every(part => chart.querySelector(`:scope > ${part}`)?.textContent.trim())
        ).map(chart => chart.outerHTML.slice(0, 150))"""
    )
    assert unnamed == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_no_word_is_too_small_to_read(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    small = page.evaluate(
        """() => {
          const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = [];
          while (words.nextNode()) {
            const element = words.currentNode.parentElement, size = parseFloat(getComputedStyle(element).fontSize);
            if (size < 11 && words.currentNode.textContent.trim() && element.checkVisibility())
              small.push(`${size} px: ${element.outerHTML.slice(0, 150)}`);
          }
          return small;
        }"""
    )
    assert small == []


def test_nothing_moves_for_people_who_asked_for_rest(page: Page) -> None:
    moving = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("body *")].filter(element => {
          const style = getComputedStyle(element);
          const seconds = `${style.transitionDuration},${style.animationDuration}`.split(",").map(parseFloat);
          return style.scrollBehavior === "smooth" || seconds.some(duration => duration > 0.01);
        }).map(element => element.outerHTML.slice(0, 150))"""
    )
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_what_a_chart_says_stands_out_from_the_paper(page: Page, scheme: str, forced: str) -> None:
    """Also where the system forces its own colors, as for people who need high contrast."""
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    lost = page.evaluate(
        """() => {
          const light = color => {
            const [red, green, blue] = color.match(/[\\d.]+/g).map(part => {
              const share = part / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const paper = light(getComputedStyle(document.body).backgroundColor);
          return [...document.querySelectorAll("svg :is(.value, .own, .held)")].filter(mark => {
            const ink = light(getComputedStyle(mark).fill);
            return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 3;
          }).map(mark => mark.outerHTML.slice(0, 150));
        }"""
    )
    assert lost == []
