"""What scripts add for a meeting: filters, opening and closing, copying. Without scripts the report is complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.pages import open_sheet


@pytest.fixture(scope="module")
def scripted(browser: Browser) -> BrowserContext:
    """Where a page may use the clipboard, as a person's click allows it."""
    return browser.new_context(offline=True, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def growth(scripted: BrowserContext, reports: Path) -> Iterator[Page]:
    """The report that has something for every control."""
    page = open_sheet(scripted, reports / "growth.html").page
    yield page
    page.close()


def test_without_scripts_controls_are_hidden_and_nothing_else_is(plain: Page) -> None:
    hidden, controls = plain.evaluate(
        """() => [
          [...document.querySelectorAll("body *")].filter(element => element.textContent.trim()
            && !element.checkVisibility() && !element.closest("script, svg, details:not([open]), .tools, .filters")).map(e => e.outerHTML.slice(0, 150)),
          [...document.querySelectorAll("button, select")].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 150)),
        ]"""
    )
    assert hidden == []
    assert controls == []


def visible_rows(page: Page, table: str) -> list[str]:
    rows: list[str] = page.evaluate(
        "table => [...document.querySelectorAll(`#${table} tbody`)].filter(row => row.checkVisibility()).map(row => row.outerHTML)",
        table,
    )
    return rows


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("checklist-table", "level", "required"),
        ("checklist-table", "outcome", "partial"),
        ("checklist-table", "owner", "platform"),
        ("plan-table", "owner", "platform"),
        ("plan-table", "group", "blocker"),
    ],
)
def test_a_filter_leaves_what_carries_the_value(growth: Page, table: str, field: str, value: str) -> None:
    every = visible_rows(growth, table)
    bar = growth.locator(f".filters[data-for={table}]")
    bar.locator(f"select[data-field={field}]").select_option(value)
    shown = visible_rows(growth, table)
    assert 0 < len(shown) < len(every)
    assert shown == [row for row in every if f'data-{field}="{value}"' in row]
    said = bar.locator("output").inner_text()
    assert str(len(shown)) in said
    assert str(len(every)) in said
    bar.locator(f"select[data-field={field}]").select_option("")
    assert visible_rows(growth, table) == every


def test_filters_add_up(growth: Page) -> None:
    bar = growth.locator(".filters[data-for=checklist-table]")
    bar.locator("select[data-field=level]").select_option("required")
    bar.locator("select[data-field=owner]").select_option("platform")
    shown = visible_rows(growth, "checklist-table")
    assert shown
    assert all('data-level="required"' in row and 'data-owner="platform"' in row for row in shown)


def test_all_details_open_and_close_at_once(growth: Page) -> None:
    opening, closing = growth.locator(".tools button").all()
    opening.click()
    assert growth.locator("main details:not([open])").count() == 0
    closing.click()
    assert growth.locator("main details[open]").count() == 0


def test_a_link_to_a_practice_opens_it(growth: Page) -> None:
    link = growth.locator("#summary .actions a").first
    rule = (link.get_attribute("href") or "").removeprefix("#")
    details = growth.locator(f"tbody[id='{rule}'] details")
    assert details.get_attribute("open") is None
    link.click()
    expect(details).to_have_attribute("open", "")
    growth.reload()
    expect(details).to_have_attribute("open", "")


def test_a_practice_is_copied_as_the_text_of_an_issue(growth: Page) -> None:
    practice = growth.locator("tbody[id='reliability.restore-drill']")
    practice.locator("summary").click()
    button = practice.locator("button.copy")
    before = button.inner_text()
    button.click()
    growth.wait_for_function("before => document.activeElement.textContent !== before", arg=before)
    text = growth.evaluate("navigator.clipboard.readText()")
    title = practice.locator(".title").inner_text()
    assert text.startswith(f"## {title}\n\n")
    assert "\n- [ ] " in text
    assert "`reliability.restore-drill`" in text
