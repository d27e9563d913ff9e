"""The report without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

REACHABLE = """
    const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
      .filter(element => element.tabIndex >= 0 && !element.disabled
        && element.checkVisibility({contentVisibilityAuto: false, visibilityProperty: true}));
    const told = element => element.outerHTML.slice(0, 150);
"""


@pytest.fixture(autouse=True)
def _at_the_top(page: Page) -> None:
    """Start where a person starts who has just opened the report."""
    page.evaluate("scrollTo(0, 0)")
    page.mouse.click(0, 0)


def test_the_first_stop_leads_past_the_head_to_the_report(page: Page) -> None:
    page.keyboard.press("Tab")
    box = page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
    assert box["left"] >= 0
    assert box["top"] >= 0
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_tab_visits_everything_in_the_order_of_the_document(page: Page) -> None:
    stops = page.evaluate(
        f"""() => {{ {REACHABLE}
          window.visited = [];
          document.addEventListener("focusin", event => visited.push(event.target));
          return reachable.length;
        }}"""
    )
    for _ in range(stops + 1):
        page.keyboard.press("Tab")
    left_out, turned_back = page.evaluate(
        f"""() => {{ {REACHABLE}
          const stops = [...new Set(visited)];
          return [
            reachable.filter(element => !stops.includes(element)).map(told),
            stops.filter((element, index) => index > 0
              && !(stops[index - 1].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)).map(told),
          ];
        }}"""
    )
    assert left_out == []
    assert turned_back == []


def test_the_stop_can_be_seen_and_nothing_lies_over_it(page: Page) -> None:
    unseen, covered = page.evaluate(
        f"""() => {{ {REACHABLE}
          const unseen = [], covered = [];
          for (const element of reachable) {{
            element.focus({{focusVisible: true}});
            const style = getComputedStyle(element);
            if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) unseen.push(told(element));
            const box = element.getClientRects()[0];
            const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            if (!over || !(element.contains(over) || over.contains(element))) covered.push(told(element));
          }}
          return [unseen, covered];
        }}"""
    )
    assert unseen == []
    assert covered == []
