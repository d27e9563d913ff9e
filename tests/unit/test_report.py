"""What a report tells: rows that any format can lay out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import TODAY
from each import each
from example_reports import report_on
from scalecheck.assessment import assess
from scalecheck.pack import Pack
from scalecheck.questionnaire import Questionnaire
from scalecheck.report import Report, make_report
from scalecheck.words import load_words

Told = Callable[[str], Report]


@pytest.fixture
def told(fill: Callable[[str], Questionnaire], small: Pack) -> Told:
    def report(text: str) -> Report:
        return make_report(assess(fill(text), small, as_of=TODAY), small, load_words())

    return report


SHOP = "product: {name: Shop, phase: growth, keeps_data: yes}\n"


@each(
    ("value", "place", "off"),
    [(0.0, 0.0, ""), (0.03, 0.5714, ""), (0.06, 1.0, "high"), (0.5, 1.0, "high")],
)
def test_a_value_stands_on_its_scale_or_beyond_its_end(value: float, place: float, off: str, told: Told) -> None:
    """Churn is good up to 0.03 and bad above 0.06: the line runs from 0.0075 to 0.0825."""
    row = next(row for row in told(f"{SHOP}metrics: {{churn: {value}}}").metrics if row.metric == "churn")
    assert row.scale is not None
    assert [state for state, _, _ in row.scale.zones] == ["good", "watch", "bad"]
    low, high = 0.03 - 0.75 * 0.03, 0.06 + 0.75 * 0.03
    assert row.scale.value == pytest.approx(min(max((value - low) / (high - low), 0), 1), abs=1e-4)
    assert row.scale.off == ("low" if value < low else "high" if value > high else "")


def test_the_zones_of_a_scale_fill_it_in_order() -> None:
    scales = [row.scale for row in report_on("growth").metrics if row.scale]
    assert len(scales) > 40
    for scale in scales:
        starts = [start for _, start, _ in scale.zones]
        assert starts == sorted(starts)
        assert sum(width for _, _, width in scale.zones) == pytest.approx(1, abs=0.001)
        assert 0 <= scale.value <= 1


def test_a_value_stands_in_the_zone_that_it_reads() -> None:
    """A scale and a reading cannot contradict each other, unless a trend or a doubt moved the reading."""
    for row in report_on("growth").metrics:
        if (
            row.scale
            and not row.scale.off
            and not set(row.notes) & {"getting worse", "getting better", "out of date", "small sample"}
        ):
            zones = [
                state
                for state, start, width in row.scale.zones
                if start - 1e-3 <= row.scale.value <= start + width + 1e-3
            ]
            assert row.state in zones, row.title


def test_the_map_counts_what_each_phase_asks_for(told: Told) -> None:
    rows = {row.title: row.cells for row in told(f"{SHOP}practices: {{safety: {{backups: partial}}}}").heat}
    assert [cell.text for cell in rows["Safety"]] == ["0 of 1"] * 4
    assert {(cell.detail, cell.state) for cell in rows["Safety"]} == {("1 partly", "watch")}
    assert (rows["Tests"][0].text, rows["Tests"][0].state) == ("nothing asked", "none")
    assert (rows["Tests"][2].detail, rows["Tests"][2].state) == ("1 open", "unknown")


def test_the_checklist_holds_every_practice_once_with_its_answers(guide: Pack) -> None:
    report = report_on("growth")
    rows = [row for group in report.checklist for row in group.practices]
    assert sorted(row.rule for row in rows) == sorted(practice.id for practice in guide.practices)
    drill = next(row for row in rows if row.rule == "reliability.restore-drill")
    assert (drill.answer, drill.owner, drill.critical) == ("no", "platform", True)
    assert [(answer.state, answer.line) for answer in drill.answers] == [("no", drill.line)]
    assert [group.title for group in report.checklist] == ["MVP", "Product-market fit", "Growth", "Maturity"]


def test_open_questions_come_by_what_hangs_on_them(told: Told) -> None:
    report = told("product: {phase: growth}")
    assert [row.group for row in report.open] == sorted(
        (row.group for row in report.open), key=["required", "recommended", "metric", "signal"].index
    )
    first = report.open[0]
    assert (first.group, first.choices) == ("required", ("yes", "no"))
    assert "Backups are kept apart" in first.titles
    assert len({row.key for row in report.open}) == len(report.open)


def test_the_next_rung_is_the_first_above_the_attained_one_that_does_not_hold(told: Told) -> None:
    report = told(f"{SHOP}practices: {{safety: {{backups: yes}}}}")
    assert [step.title for step in report.steps if step.attained] == ["MVP"]
    assert report.next_rung is not None
    assert report.next_rung.title == "Fit"
    assert "Tests come in layers" in [title for _, title in report.next_rung.lacks]


def test_a_formula_speaks_of_numbers_by_their_titles() -> None:
    figures = {row.metric: row for row in report_on("growth").figures}
    assert figures["ltv_cac"].formula == "Customer lifetime value (LTV) / Customer acquisition cost (CAC)"
    assert all(row.value or row.reason for row in figures.values())
    assert all(row.inputs for row in figures.values() if row.value)
