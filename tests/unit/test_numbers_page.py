"""docs/numbers.md explains every figure; its formulas, sources and examples are those of the pack and the engine."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conftest import ROOT, TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.figures import FORMULAS, compute
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.symbols import course
from scalecheck.runway import RESOURCES, runways

PAGE = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| \[`(\w+)`\]\(reference/metrics\.md#(\w+)\) \| (.*?) \| (?:(.*?) )?\| (.*?) = \*\*(.*?)\*\* \| (.*?) \|$",
    re.MULTILINE,
)
ROWS = [match.groups() for match in ROW.finditer(PAGE)]


def number(text: str) -> float:
    return float(text.replace(",", ""))


def test_every_figure_stands_on_the_page_once() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(FORMULAS)
    assert all(row[0] == row[1] for row in ROWS)


@each("row", ROWS)
def test_a_row_says_what_the_pack_says(row: tuple[str, ...], guide: Pack) -> None:
    figure, _, formula, _, _, _, source = row
    metric = guide.metric[figure]
    assert formula == metric.formula
    assert source.partition(":")[0] == metric.basis
    assert tuple(re.findall(r"\[([\w-]+)\]", source)) == metric.sources


@each("row", ROWS)
def test_an_example_by_hand_is_what_the_engine_computes(row: tuple[str, ...]) -> None:
    known = {name: number(value) for name, value in (part.split(" ") for part in row[4].split(", "))}
    value = compute(row[0], known).value
    assert value is not None
    assert number(row[5]) == pytest.approx(value, rel=0.0005)


def test_the_page_names_every_runway_and_what_it_follows_from() -> None:
    table = PAGE[PAGE.index("## Runways") : PAGE.index("The months count")]
    for resource in RESOURCES:
        (row,) = (line for line in table.splitlines() if line.startswith(f"| `{resource.load}`"))
        wanted = (resource.limit, resource.growth, resource.lead)
        assert all(f"`{name}`" in row for name in wanted if name)
        assert f"{resource.usual_lead:g} month" in row
        assert resource.usual_limit is None or f"{resource.usual_limit:g}" in row


def test_the_runway_by_hand(guide: Pack) -> None:
    text = """product: {phase: growth}
metrics: {peak_utilization: 0.45, growth_monthly: 0.12, remedy_lead_time_months: 2.5}
"""
    product = load_questionnaire(parse(text.encode()), guide, TODAY)
    (peak,) = runways(assess(product, guide, as_of=TODAY))
    assert date(2026, 11, 22) == TODAY
    assert (peak.full_on, peak.start_by, peak.standing) == (date(2027, 4, 8), date(2027, 1, 21), "soon")
    assert f"`{course(peak.course)}`" in PAGE
