"""Runways: the day on which a load reaches its limit, and whether what lifts the limit can still be ready by then."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.packs import load_pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.symbols import course
from scalecheck.report import make_report
from scalecheck.report.rows import RunwayRow
from scalecheck.runway import DAYS_PER_MONTH, HIGHEST, HORIZON, Runway, runways
from scalecheck.words import load_words

GUIDE = load_pack()
PEAK = "peak_utilization: 0.45\n  growth_monthly: 0.12\n"


def product(metrics: str, phase: str = "growth") -> str:
    return (
        f"scalecheck: 1\nproduct: {{name: Shop, phase: {phase}, traits: {{own_database: yes}}}}\nmetrics:\n  {metrics}"
    )


def found(metrics: str) -> dict[str, Runway]:
    questionnaire = load_questionnaire(parse(product(metrics).encode(), "project.yaml"), GUIDE, TODAY)
    return {item.resource.load: item for item in runways(assess(questionnaire, GUIDE, as_of=TODAY))}


def told(metrics: str, phase: str = "growth") -> dict[str, RunwayRow]:
    questionnaire = load_questionnaire(parse(product(metrics, phase).encode(), "project.yaml"), GUIDE, TODAY)
    report = make_report(assess(questionnaire, GUIDE, as_of=TODAY), GUIDE, load_words())
    return {row.metric: row for row in report.runways}


def test_a_load_that_grows_by_a_share_reaches_its_limit_after_the_logarithm_of_months() -> None:
    """ln(0.75 / 0.45) / ln(1.12) = 4.51 months, which are 137 whole days after 2026-11-22."""
    peak = found(PEAK)["peak_utilization"]
    assert peak.reading.value == pytest.approx(4.51, abs=0.005)
    assert peak.full_on == date(2027, 4, 8) == TODAY + timedelta(days=137)
    assert (peak.limit, peak.limit_stated) == (0.75, False)


def test_storage_that_grows_by_an_amount_is_full_after_the_quotient_of_months() -> None:
    """(800 - 500) / 25 = 12 months, a year of 365.25 days."""
    storage = found("storage_limit_gb: 800\n  storage_used_gb: 500\n  storage_growth_gb_monthly: 25\n")[
        "storage_used_gb"
    ]
    assert storage.reading.value == 12
    assert storage.full_on == TODAY + timedelta(days=365)
    assert storage.course == tuple(round((500 + 25 * month) / 800, 4) for month in range(13))


def test_months_count_from_the_day_on_which_the_load_was_measured() -> None:
    """Measured 31 days ago, the same load reaches its limit 31 days earlier, and has grown by today."""
    measured = "peak_utilization: {value: 0.45, measured: 2026-10-22}\n  growth_monthly: 0.12\n"
    peak = found(measured)["peak_utilization"]
    assert peak.measured
    assert peak.full_on == date(2026, 10, 22) + timedelta(days=137)
    assert peak.course[0] == pytest.approx(0.45 / 0.75 * 1.12 ** (31 / DAYS_PER_MONTH), abs=1e-4)
    assert "2026-10-22, when the load was measured" in told(measured)["capacity_runway_months"].told[0]
    assert "2026-11-22, the day of this report" in told(PEAK)["capacity_runway_months"].told[0]


@each(
    ("lead", "standing"),
    [
        (2, "in_time"),  # 4.50 months are left, and 2 x 2 = 4
        (2.5, "soon"),  # 2 x 2.5 = 5
        (4.4, "soon"),
        (4.6, "late"),
        (0, "in_time"),
    ],
)
def test_a_fix_should_begin_while_twice_its_lead_time_is_left(lead: float, standing: str) -> None:
    peak = found(f"{PEAK}  remedy_lead_time_months: {lead}\n")["peak_utilization"]
    assert peak.standing == standing
    assert peak.lead_stated
    assert peak.full_on is not None
    assert peak.start_by is not None
    assert (peak.start_by <= TODAY) == (standing == "late")
    assert (peak.full_on - peak.start_by).days == math.ceil(lead * DAYS_PER_MONTH)


def test_a_lead_time_that_nobody_stated_is_our_judgment() -> None:
    loads = found(f"{PEAK}  db_connection_utilization: 0.5\n  write_utilization_of_largest: 0.1\n")
    leads = {name: (item.lead, item.lead_stated) for name, item in loads.items()}
    assert leads == {
        "peak_utilization": (0.25, False),
        "db_connection_utilization": (1, False),
        "write_utilization_of_largest": (6, False),
    }


def test_a_limit_that_is_reached_is_full_and_no_growth_has_no_end() -> None:
    loads = found("peak_utilization: 0.8\n  growth_monthly: 0\n  db_connection_utilization: 0.3\n")
    assert loads["peak_utilization"].standing == "full"
    assert loads["peak_utilization"].full_on == TODAY
    row = told("peak_utilization: 0.8\n  growth_monthly: 0.1\n")["capacity_runway_months"]
    assert row.brief == "80 % of 75 %, growing by 10 % a month; at its limit by 2026-11-22, so begin now"
    assert loads["db_connection_utilization"].standing == "endless"
    assert loads["db_connection_utilization"].full_on is None


def test_what_is_missing_is_asked_for() -> None:
    row = told("peak_utilization: 0.45\n")["capacity_runway_months"]
    assert (row.mark, row.brief) == ("not computable", "Needs: Load growth per month")
    assert row.course == ()


def test_only_loads_that_are_known_or_expected_are_told() -> None:
    assert set(told("growth_monthly: 0.1\n", "mvp")) == set()
    assert set(told("growth_monthly: 0.1\n", "growth")) == {"capacity_runway_months"}


def test_a_pack_that_does_not_ask_for_the_load_has_no_runway_of_it() -> None:
    without = {"peak_utilization", "headroom", "wait_multiplier"}
    asked = (metric for metric in GUIDE.metrics if metric.id not in without)
    pack = replace(
        GUIDE,
        metrics=tuple(
            replace(metric, computed=metric.computed and metric.id != "capacity_runway_months") for metric in asked
        ),
    )
    stated = product("capacity_runway_months: 2\n  db_connection_utilization: 0.5\n  growth_monthly: 0.1\n")
    questionnaire = load_questionnaire(parse(stated.encode(), "project.yaml"), pack, TODAY)
    report = make_report(assess(questionnaire, pack, as_of=TODAY), pack, load_words())
    assert [row.metric for row in report.runways] == ["connections_runway_months"]


def test_a_runway_that_the_team_states_is_taken_as_it_is() -> None:
    stated = f"{PEAK}  capacity_runway_months: {{value: 2, measured: 2026-11-01}}\n"
    peak = found(stated)["peak_utilization"]
    assert peak.full_on == date(2026, 11, 1) + timedelta(days=60)
    assert peak.course == (), "a load that contradicts it is not drawn"


def test_the_chart_has_a_full_cell_from_the_month_in_which_the_limit_is_reached() -> None:
    """0.45 x 1.12^4 = 0.708 and 0.45 x 1.12^5 = 0.793: the limit of 0.75 lies between months 4 and 5."""
    row = told(PEAK)["capacity_runway_months"]
    assert course(row.course) == "▅▅▆▆▇████████"
    assert row.ahead == ("now 45 %", "after 3 months 63.2 %", "after 6 months 88.8 %", "after 12 months 175 %")


RATES = st.one_of(st.floats(-1, 10), st.sampled_from([-1.0, 0.0, 1e-12, 0.08, 10.0]))
SHARES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.75, 1.0]))
DAYS = st.dates(date(1900, 1, 1), TODAY)


@given(load=SHARES, growth=RATES, limit=SHARES, lead=st.floats(0, 60), day=st.none() | DAYS)
def test_whatever_is_answered_the_days_and_the_chart_fit_together(
    load: float, growth: float, limit: float, lead: float, day: date | None
) -> None:
    measured = f", measured: {day}" if day else ""
    peak = found(
        f"peak_utilization: {{value: {load:.15f}{measured}}}\n  growth_monthly: {growth:.15f}\n"
        f"  safe_limit: {limit:.15f}\n  remedy_lead_time_months: {lead:.15f}\n"
    )["peak_utilization"]
    assert peak.counted_from == (day or TODAY)
    assert (peak.full_on is None) == (peak.standing == "endless")
    if peak.full_on is not None and peak.start_by is not None:
        assert peak.start_by <= peak.full_on
        assert (peak.full_on <= TODAY) == (peak.standing == "full")
        assert peak.standing not in ("soon", "in_time") or peak.start_by >= TODAY
    assert len(peak.course) in (0, HORIZON + 1)
    assert all(0 <= share <= HIGHEST for share in peak.course)
    assert not course(peak.course).replace("█", "").strip("▁▂▃▄▅▆▇")
    if peak.full_on and peak.course and peak.reading.value:
        reached = [month for month, share in enumerate(peak.course) if share >= 1]
        left = (peak.full_on - TODAY).days / DAYS_PER_MONTH
        assert all(month >= left - 0.05 for month in reached)


@given(growth=st.floats(0.01, 1), more=st.floats(0.001, 1))
def test_faster_growth_never_moves_the_day_away(growth: float, more: float) -> None:
    slow, fast = (
        found(f"peak_utilization: 0.3\n  growth_monthly: {rate:.9f}\n")["peak_utilization"]
        for rate in (growth, growth + more)
    )
    assert fast.full_on is not None
    assert slow.full_on is None or fast.full_on <= slow.full_on
