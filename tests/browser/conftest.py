"""The report of every example, written once by the command line and opened in one browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from typer.testing import CliRunner

from browser.pages import MODULES, Sheet, open_sheet
from conftest import ROOT, TODAY
from scalecheck.cli.app import app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXAMPLES = sorted([*(ROOT / "examples").glob("*.yaml"), *(ROOT / "examples" / "cases").glob("*.yaml")])
NAMES = (os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
NEEDS = {
    "pip install '.[dev,browser]'": find_spec("playwright"),
    "npm ci --prefix tests/browser": MODULES.exists(),
    "Chromium or Chrome, or CHROMIUM with its path": CHROMIUM,
}
MISSING = "; ".join(need for need, there in NEEDS.items() if not there)

collect_ignore = [] if os.environ.get("SCALECHECK_SHOTS") else ["test_shots.py"]


class Unreadable(pytest.Module):
    """A file of tests that cannot run here: skipped, or a fault where the browser tests are required."""

    def collect(self) -> NoReturn:
        if os.environ.get("BROWSER_TESTS") == "required":
            raise self.CollectError(f"needs {MISSING}")
        pytest.skip(f"needs {MISSING} (see CONTRIBUTING.md)", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    return Unreadable.from_parent(parent, path=module_path) if MISSING else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    return browser.new_context(offline=True, reduced_motion="reduce")


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> BrowserContext:
    return browser.new_context(offline=True, java_script_enabled=False)


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of every example, as `assess -o` writes it, of one that was another before,
    and of one that is judged for another phase."""
    folder = tmp_path_factory.mktemp("reports")

    def assess(name: str, *arguments: str) -> None:
        outputs = [part for suffix in ("html", "json") for part in ("-o", str(folder / f"{name}.{suffix}"))]
        result = CliRunner().invoke(app, ["assess", *arguments, "-q", "--as-of", str(TODAY), *outputs])
        assert result.exit_code == 0, result.output

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assess("{name}", *(str(path.relative_to(ROOT)) for path in EXAMPLES))
        before = str(folder / "knight-2012-08-as-believed.json")
        assess("changed", "examples/cases/knight-2012-08.yaml", "--baseline", before)
        assess("beside", "examples/growth.yaml", "--phase", "maturity")
    return folder


@pytest.fixture(scope="session", params=[*(path.stem for path in EXAMPLES), "changed", "beside"])
def report(request: pytest.FixtureRequest, reports: Path) -> Path:
    """The report of one example."""
    return reports / f"{request.param}.html"


@pytest.fixture(scope="session")
def result(report: Path) -> dict[str, Any]:
    """The same assessment for machines."""
    return json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def opened(report: Path, context: BrowserContext) -> Iterator[Sheet]:
    """The report, opened once for all tests that only look at it."""
    sheet = open_sheet(context, report)
    yield sheet
    sheet.page.close()


@pytest.fixture
def page(opened: Sheet) -> Page:
    """The opened report as a person with a desk sees it first."""
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    opened.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    return opened.page


@pytest.fixture(scope="session")
def plain(report: Path, scriptless: BrowserContext) -> Iterator[Page]:
    """The report where scripts do not run, for tests that only look at it."""
    sheet = open_sheet(scriptless, report)
    yield sheet.page
    sheet.page.close()
