"""What all tests share: the built-in pack read once, a fixed day, and an environment without surprises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.questionnaire import Questionnaire, load_questionnaire

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def guide() -> Pack:
    """The built-in pack."""
    return load_pack()


@pytest.fixture(scope="session")
def small() -> Pack:
    """A pack of a few rules, small enough to reason about by hand."""
    return load_pack(Path(__file__).parent / "packs" / "small.yaml")


@pytest.fixture
def fill(small: Pack) -> Callable[[str], Questionnaire]:
    """Read the text of a questionnaire against the small pack."""
    return lambda text: load_questionnaire(parse(text.encode(), "project.yaml"), small, TODAY)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "SCALECHECK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
