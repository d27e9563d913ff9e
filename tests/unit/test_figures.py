"""Computed figures: worked examples, guards, and that no numbers whatsoever can make them fail."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from each import each
from scalecheck.figures import FORMULAS, NotComputable, Reason, compute, compute_all
from scalecheck.packs import load_pack

LTV = {"arpa_monthly": 50, "gross_margin": 0.80, "logo_churn_monthly": 0.04}
RUNWAY = {"peak_utilization": 0.45, "growth_monthly": 0.12}
STORAGE = {"storage_limit_gb": 8, "storage_used_gb": 5, "storage_growth_gb_monthly": 0}
COST = {"infra_cost_monthly": 9_000, "monthly_active_users": 30_000}


@each(
    ("figure", "known", "expected"),
    [
        ("churn_lifetime_months", {"logo_churn_monthly": 0.04}, 25),
        ("ltv", LTV, 1_000),
        ("ltv_cac", {"ltv": 1_000, "cac": 400}, 2.5),
        ("ltv_cac", {**LTV, "cac": 400}, 2.5),
        ("cac_payback_months", {**LTV, "cac": 400}, 10),
        ("ltv_stated_gap", {**LTV, "ltv": 1_200}, 0.2),
        ("annual_churn", {"logo_churn_monthly": 0.01}, 0.114),
        ("annual_churn", {"logo_churn_monthly": 0.02}, 0.215),
        ("annual_churn", {"logo_churn_monthly": 0.03}, 0.306),
        ("annual_churn", {"logo_churn_monthly": 0.05}, 0.460),
        ("grr_gap", {"revenue_churn_monthly": 0.01, "grr_annual": 0.95}, 0.064),
        ("margin_shortfall", {"cloud_cost_pct_revenue": 0.4, "gross_margin": 0.75}, 0.15),
        ("margin_shortfall", {"cloud_cost_pct_revenue": 0.3, "gross_margin": 0.7}, 0),
        ("organic_paid_gap", {"organic_share": 0.5, "paid_share": 0.52}, 0.02),
        ("organic_paid_gap", {"organic_share": 0.5, "paid_share": 0.4}, 0.1),
        ("annual_growth_multiple", {"mau_growth_monthly": 0.05}, 1.80),
        ("annual_growth_multiple", {"mau_growth_monthly": 0.06}, 2.01),
        ("annual_growth_multiple", {"mau_growth_monthly": 0.10}, 3.14),
        ("annual_growth_multiple", {"mau_growth_monthly": 0.15}, 5.35),
        ("weekly_growth_as_monthly", {"weekly_growth": 0.05}, 0.235),
        ("burn_multiple", {"net_burn": 300_000, "net_new_arr": 200_000}, 1.5),
        ("rule_of_40", {"revenue_growth_yearly": 0.50, "profit_margin": -0.15}, 0.35),
        ("error_budget_minutes", {"target_availability": 0.99}, 432),
        ("error_budget_minutes", {"target_availability": 0.999}, 43.2),
        ("error_budget_minutes", {"target_availability": 0.9995}, 21.6),
        ("error_budget_minutes", {"target_availability": 0.9999}, 4.32),
        ("error_budget_requests", {"target_availability": 0.999, "valid_events": 3_000_000}, 3_000),
        (
            "error_budget_consumed",
            {"bad_events": 1_200, "target_availability": 0.999, "valid_events": 3_000_000},
            0.40,
        ),
        ("error_budget_left", {"error_budget_consumed": 0.4}, 0.6),
        ("error_budget_left", {"error_budget_consumed": 1.3}, 0),
        ("error_budget_days", {"burn_rate": 14.4}, 2.083),
        ("error_budget_days", {"error_rate": 0.0005, "target_availability": 0.999}, 60),
        ("outage_budget_share", {"outage_minutes": 12, "target_availability": 0.999}, 0.278),
        ("burn_rate", {"error_rate": 0.0144, "target_availability": 0.999}, 14.4),
        ("error_rate_excess", {"error_rate": 0.01, "availability": 0.999}, 0.008),
        ("error_rate_excess", {"error_rate": 0.001, "availability": 0.999}, 0),
        ("serial_availability", {"dependency_availability": 0.999, "hard_dependencies": 5}, 0.995),
        ("headroom", {"peak_utilization": 0.62}, 0.38),
        ("n_plus_one_ceiling", {"instances_minimum": 3}, 0.467),
        ("capacity_runway_months", RUNWAY, 4.51),
        ("capacity_runway_months", {**RUNWAY, "safe_limit": 0.9}, 6.12),
        ("connections_runway_months", {"db_connection_utilization": 0.5, "growth_monthly": 0.1}, 4.93),
        ("write_runway_months", {"write_utilization_of_largest": 0.35, "growth_monthly": 0.12}, 6.12),
        ("doubling_months", {"growth_monthly": 0.12}, 6.12),
        (
            "linear_runway_months",
            {"storage_limit_gb": 800, "storage_used_gb": 500, "storage_growth_gb_monthly": 25},
            12,
        ),
        ("wait_multiplier", {"peak_utilization": 0.5}, 2),
        ("wait_multiplier", {"peak_utilization": 0.7}, 3.33),
        ("wait_multiplier", {"peak_utilization": 0.8}, 5),
        ("wait_multiplier", {"peak_utilization": 0.9}, 10),
        ("workers_needed", {"job_arrivals_per_second": 40, "job_seconds": 0.9}, 52),
        ("workers_needed", {"job_arrivals_per_second": 7, "job_seconds": 0.1}, 1),
        ("concurrency", {"requests_per_second": 200, "latency_p50_ms": 250}, 50),
        (
            "backlog_drain_minutes",
            {"backlog_jobs": 60_000, "drain_capacity_per_second": 100, "job_arrivals_per_second": 80},
            50,
        ),
        ("db_pool_start", {"db_cores": 8}, 17),
        ("pool_per_instance", {"db_cores": 8, "app_instances": 6}, 2.83),
        ("connections_total", {"app_instances": 6, "db_pool_size": 10}, 120),
        ("cloud_cost_pct_revenue", {"infra_cost_monthly": 9_000, "revenue_monthly": 60_000}, 0.15),
        ("cost_per_user", COST, 0.30),
        ("cost_to_arpu", {**COST, "revenue_monthly": 60_000}, 0.15),
        ("cost_elasticity", {"infra_cost_change": 0.12, "users_change": 0.20}, 0.6),
        ("revenue_per_engineer", {"revenue_yearly": 3_000_000, "engineers_mean": 12}, 250_000),
        ("arr_per_fte", {"arr": 2_400_000, "fte": 20}, 120_000),
        ("engineer_share", {"team.engineers": 9, "team.size": 12}, 0.75),
        ("k_amplification", {"k_factor": 0.4}, 1.67),
        ("services_per_engineer", {"architecture.services": 9, "team.engineers": 6}, 1.5),
        (
            "services_per_engineer",
            {"architecture.services": 9, "team.engineers": 6, "architecture.service_maintainers": 3},
            3,
        ),
        ("services_per_engineer", {"architecture.services": 9, "architecture.service_maintainers": 3}, 3),
        ("tech_debt_ratio", {"remediation_minutes": 90_000, "lines_of_code": 40_000}, 0.075),
        ("nps_margin", {"nps": 30, "nps.sample": 50, "nps_promoter_share": 0.5}, 21.6),
        ("nps_margin", {"nps": 30, "nps.sample": 50}, 26.4),
        ("pmf_interval_low", {"pmf_score": 13 / 30, "pmf_score.sample": 30}, 0.27),
        ("pmf_interval_high", {"pmf_score": 13 / 30, "pmf_score.sample": 30}, 0.61),
        ("pmf_interval_low", {"pmf_score": 0.45, "pmf_score.sample": 100}, 0.36),
        ("pmf_interval_high", {"pmf_score": 0.45, "pmf_score.sample": 100}, 0.55),
    ],
)
def test_worked_examples(figure: str, known: dict[str, float], expected: float) -> None:
    found = compute(figure, known)
    assert found.reason is None
    assert found.value == pytest.approx(expected, abs=_half_a_digit(expected))


def _half_a_digit(expected: float) -> float:
    """Examples are given to the digits that they show: 0.27 stands for anything from 0.265 to 0.275."""
    digits = len(f"{float(expected):.6f}".rstrip("0").partition(".")[2])
    return 0.51 * math.pow(10, -digits) if digits else 1e-9


def test_an_error_budget_of_28_days() -> None:
    assert FORMULAS["error_budget_minutes"].compute(0.999, 28) == pytest.approx(40.32)


def test_burning_at_14_4_empties_a_30_day_budget_in_50_hours() -> None:
    rate = compute("burn_rate", {"error_rate": 0.0144, "target_availability": 0.999}).value
    assert rate is not None
    assert 30 * 24 / rate == pytest.approx(50)


@each(
    ("figure", "known", "expected"),
    [
        ("churn_lifetime_months", {"logo_churn_monthly": 0}, 60),
        ("ltv", {**LTV, "logo_churn_monthly": 0}, 2_400),
        ("cac_payback_months", {"cac": 400, "arpa_monthly": 50, "gross_margin": 0}, 240),
        ("cac_payback_months", {"cac": 400, "arpa_monthly": 50, "gross_margin": -0.2}, 240),
        ("cac_payback_months", {"cac": 0, "arpa_monthly": 0, "gross_margin": 0.8}, 0),
        ("burn_multiple", {"net_burn": 1, "net_new_arr": 0}, 1_000),
        ("burn_multiple", {"net_burn": 1, "net_new_arr": -5}, 1_000),
        ("burn_multiple", {"net_burn": -50, "net_new_arr": 100}, -0.5),
        ("burn_multiple", {"net_burn": 300_000, "net_new_arr": 200_000, "arr": 200_000}, 1.5),
        ("capacity_runway_months", {**RUNWAY, "growth_monthly": 0}, 240),
        ("capacity_runway_months", {**RUNWAY, "growth_monthly": -0.1}, 240),
        ("capacity_runway_months", {**RUNWAY, "peak_utilization": 0}, 240),
        ("capacity_runway_months", {**RUNWAY, "peak_utilization": 0.75}, 0),
        ("capacity_runway_months", {"peak_utilization": 0.8, "growth_monthly": 0}, 0),
        ("connections_runway_months", {"db_connection_utilization": 0.8, "growth_monthly": 0.1}, 0),
        ("write_runway_months", {"write_utilization_of_largest": 0.1, "growth_monthly": 0}, 240),
        ("linear_runway_months", STORAGE, 1_200),
        ("linear_runway_months", {**STORAGE, "storage_used_gb": 8}, 0),
        ("doubling_months", {"growth_monthly": 1e-9}, 1_200),
        ("annual_growth_multiple", {"mau_growth_monthly": -1}, 0),
        ("pmf_interval_low", {"pmf_score": 0, "pmf_score.sample": 10}, 0),
        ("pmf_interval_high", {"pmf_score": 1, "pmf_score.sample": 10}, 1),
        ("n_plus_one_ceiling", {"instances_minimum": 2}, 0.35),
        ("revenue_per_engineer", {"revenue_yearly": 5, "engineers_mean": 1}, 5),
    ],
)
def test_what_has_no_end_gets_the_value_that_stands_for_it(
    figure: str, known: dict[str, float], expected: float
) -> None:
    assert compute(figure, known).value == pytest.approx(expected, abs=1e-9)


GUARDS: list[tuple[str, dict[str, float], Reason]] = [
    ("churn_lifetime_months", {"logo_churn_monthly": 1.5}, "churn_out_of_range"),
    ("annual_churn", {"logo_churn_monthly": -0.1}, "churn_out_of_range"),
    ("ltv", {**LTV, "gross_margin": 0}, "no_margin"),
    ("ltv_cac", {"ltv": 1_000, "cac": 0}, "no_acquisition_cost"),
    ("ltv_cac", {**LTV, "gross_margin": -1, "cac": 9}, "no_margin"),
    ("ltv_stated_gap", {**LTV, "ltv": 5, "arpa_monthly": 0}, "no_revenue_per_account"),
    ("burn_multiple", {"net_burn": 0, "net_new_arr": 0}, "nothing_burned_or_added"),
    ("burn_multiple", {"net_burn": 3, "net_new_arr": 2, "arr": 199_999}, "little_revenue"),
    ("weekly_growth_as_monthly", {"weekly_growth": -1.1}, "shrinks_to_less_than_nothing"),
    ("k_amplification", {"k_factor": 1}, "endless_growth"),
    ("nps_margin", {"nps": 30, "nps.sample": 9}, "few_answers"),
    ("nps_margin", {"nps": 30, "nps.sample": 50, "nps_promoter_share": 0.2}, "promoters_do_not_fit"),
    ("pmf_interval_low", {"pmf_score": 0.4, "pmf_score.sample": 9}, "few_answers"),
    ("pmf_interval_high", {"pmf_score": 1.4, "pmf_score.sample": 40}, "share_out_of_range"),
    ("burn_rate", {"error_rate": 0, "target_availability": 1}, "no_target"),
    ("error_budget_minutes", {"target_availability": 0}, "no_target"),
    ("outage_budget_share", {"outage_minutes": 12, "target_availability": 1}, "no_target"),
    ("error_budget_consumed", {"bad_events": 1, "target_availability": 0.9, "valid_events": 0}, "no_events"),
    ("outage_budget_share", {"outage_minutes": 12, "error_budget_minutes": 0}, "no_budget"),
    ("error_budget_days", {"burn_rate": 0}, "no_errors"),
    ("pool_per_instance", {"db_cores": 8, "app_instances": 0}, "no_instances"),
    ("serial_availability", {"dependency_availability": 1.2, "hard_dependencies": 2}, "availability_out_of_range"),
    ("serial_availability", {"dependency_availability": 0, "hard_dependencies": -1}, "negative_dependencies"),
    ("n_plus_one_ceiling", {"instances_minimum": 1}, "few_instances"),
    ("doubling_months", {"growth_monthly": 0}, "no_load_growth"),
    ("wait_multiplier", {"peak_utilization": 1}, "full_queue"),
    (
        "backlog_drain_minutes",
        {"backlog_jobs": 6, "drain_capacity_per_second": 8, "job_arrivals_per_second": 8},
        "backlog_stays",
    ),
    ("cloud_cost_pct_revenue", {"infra_cost_monthly": 9, "revenue_monthly": 0}, "no_revenue"),
    ("cost_per_user", {**COST, "monthly_active_users": 0}, "no_users"),
    ("cost_to_arpu", {**COST, "revenue_monthly": 0}, "no_revenue"),
    ("cost_elasticity", {"infra_cost_change": 0.1, "users_change": 0.05}, "few_new_users"),
    ("revenue_per_engineer", {"revenue_yearly": 5, "engineers_mean": 0.9}, "no_engineer"),
    ("arr_per_fte", {"arr": 5, "fte": 0}, "no_positions"),
    ("services_per_engineer", {"architecture.services": 4, "team.engineers": 0}, "no_maintainers"),
    ("engineer_share", {"team.engineers": 0, "team.size": 0}, "nobody"),
    ("tech_debt_ratio", {"remediation_minutes": 5, "lines_of_code": 0}, "no_code"),
    ("annual_growth_multiple", {"mau_growth_monthly": 1e300}, "too_extreme"),
    ("churn_lifetime_months", {"logo_churn_monthly": 5e-324}, "too_extreme"),
]


@each(("figure", "known", "reason"), GUARDS)
def test_a_guard_says_why(figure: str, known: dict[str, float], reason: str) -> None:
    found = compute(figure, known)
    assert found.value is None
    assert found.reason == reason
    assert found.missing == ()


def test_there_is_no_reason_that_no_numbers_give() -> None:
    assert {reason for *_, reason in GUARDS} | {"missing"} == set(get_args(Reason))


@each(
    ("figure", "known", "missing"),
    [
        ("ltv", {"gross_margin": 0.8}, ["metrics.arpa_monthly", "metrics.logo_churn_monthly"]),
        (
            "ltv_cac",
            {},
            ["metrics.arpa_monthly", "metrics.gross_margin", "metrics.logo_churn_monthly", "metrics.cac"],
        ),
        ("ltv_cac", {"ltv": 5}, ["metrics.cac"]),
        ("services_per_engineer", {}, ["architecture.services"]),
        ("services_per_engineer", {"architecture.services": 4}, ["team.engineers"]),
        ("pmf_interval_low", {"pmf_score": 0.4}, ["metrics.pmf_score.sample"]),
    ],
)
def test_what_is_missing_is_named_by_its_place(figure: str, known: dict[str, float], missing: list[str]) -> None:
    found = compute(figure, known)
    assert (found.value, found.reason, found.missing) == (None, "missing", tuple(missing))
    assert found.inputs == tuple(known.items())


def test_a_figure_lists_the_numbers_it_was_computed_from() -> None:
    found = compute("services_per_engineer", {"team.engineers": 6, "architecture.services": 9, "cac": 1})
    assert found.inputs == (("architecture.services", 9), ("team.engineers", 6))


def test_a_stated_figure_is_taken_before_a_computed_one() -> None:
    assert compute("ltv_cac", {**LTV, "ltv": 800, "cac": 400}).value == 2


NUMBERS = sorted({name for formula in FORMULAS.values() for name in (*formula.inputs, *formula.optional)})


@given(st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from((0.0, 0.5, 1.0, 20.0, 300_000.0))))
def test_figures_that_are_computed_together_come_out_as_each_alone(known: dict[str, float]) -> None:
    assert compute_all(FORMULAS, known) == {figure: compute(figure, known) for figure in FORMULAS}


def test_a_formula_called_directly_raises_its_reason() -> None:
    with pytest.raises(NotComputable, match="no_users"):
        FORMULAS["cost_per_user"].compute(1, 0)


NAMES = sorted({name for formula in FORMULAS.values() for name in (*formula.inputs, *formula.optional)})
FINITE = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.one_of(st.sampled_from([0.0, 1.0, -1.0, 0.5, 10.0]), st.floats(0, 1), st.floats(0, 1e6))


@given(
    known=st.dictionaries(st.sampled_from(NAMES), st.one_of(FINITE, USUAL)),
    figure=st.sampled_from(sorted(FORMULAS)),
)
def test_whatever_is_known_there_is_a_finite_value_or_a_reason(known: dict[str, float], figure: str) -> None:
    found = compute(figure, known)
    assert (found.value is None) == bool(found.reason)
    assert found.value is None or math.isfinite(found.value)


@given(data=st.data(), figure=st.sampled_from(sorted(FORMULAS)))
def test_no_numbers_make_a_figure_fail(data: st.DataObject, figure: str) -> None:
    formula = FORMULAS[figure]
    values = st.one_of(FINITE, USUAL)
    known = {name: data.draw(values, name) for name in formula.inputs}
    known |= {name: data.draw(values, name) for name in formula.optional if data.draw(st.booleans())}
    found = compute(figure, known)
    assert found.reason if found.value is None else math.isfinite(found.value)


def test_the_guide_and_the_formulas_know_each_other() -> None:
    pack = load_pack()
    assert {metric.id for metric in pack.metrics if metric.computed} == set(FORMULAS)
    numbers = {question.id for question in pack.question.values() if question.kind in ("whole", "number")}
    samples = {f"{metric.id}.sample" for metric in pack.metrics}
    inputs = {name for formula in FORMULAS.values() for name in formula.inputs}
    assert inputs <= set(pack.metric) | numbers | samples
