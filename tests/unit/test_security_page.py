"""SECURITY.md names the limits that the code has."""

from __future__ import annotations

from conftest import ROOT
from scalecheck.document import Budget
from scalecheck.jsonfile import LARGEST
from scalecheck.policy import LONGEST_TERM
from scalecheck.waiver import Terms

PAGE = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())


def test_the_page_tells_the_limits_of_the_code() -> None:
    one, results = Budget(), LARGEST // 1_000_000
    told = f"{one.size // 1_000_000} MB, {one.depth} levels, {one.nodes:,} values and {one.aliases} aliases"
    assert told in PAGE
    assert f"{results} MB for a result" in PAGE
    assert f"({Terms().longest_days} without one, never more than {LONGEST_TERM})" in PAGE
