"""The report without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page

REACHABLE = """
    const reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
      .filter(element => element.tabIndex >= 0 && !element.disabled
        && element.checkVisibility({contentVisibilityAuto: false, visibilityProperty: true}));
    const told = element => element.outerHTML.slice(0, 150);
"""


def test_the_first_stop_leads_past_the_head_to_the_report(fresh: Page) -> None:
    fresh.keyboard.press("Tab")
    box = fresh.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
    assert box["left"] >= 0
    assert box["top"] >= 0
    assert fresh.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    fresh.keyboard.press("Enter")
    fresh.keyboard.press("Tab")
    assert fresh.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_tab_visits_everything_in_the_order_of_the_document(fresh: Page) -> None:
    stops = fresh.evaluate(
        f"""() => {{ {REACHABLE}
          window.visited = [];
          document.addEventListener("focusin", event => visited.push(event.target));
          return reachable.length;
        }}"""
    )
    for _ in range(stops + 1):
        fresh.keyboard.press("Tab")
    left_out, turned_back = fresh.evaluate(
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


def test_the_stop_can_be_seen_and_nothing_lies_over_it(fresh: Page) -> None:
    fresh.emulate_media(reduced_motion="reduce")  # so that a stop is in view at once
    unseen, covered = fresh.evaluate(
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
