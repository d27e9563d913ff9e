"""Why a figure has no value: every reason has its words, with the numbers that the code goes by."""

from __future__ import annotations

import re
from typing import get_args

from each import each
from example_reports import report_on
from scalecheck.figures import Reason, compute
from scalecheck.reasons import reason_text
from scalecheck.words import load_words

WORDS = load_words()


def test_every_reason_has_a_text_and_every_text_a_reason() -> None:
    texts = {key for key in WORDS.texts if key.startswith("reason.")}
    assert texts == {f"reason.{reason}" for reason in get_args(Reason)}


def test_no_text_repeats_a_number_of_the_code() -> None:
    texts = " ".join(text for key, text in WORDS.texts.items() if key.startswith("reason."))
    assert set(re.findall(r"\d+", texts)) == {"0", "100"}


@each(
    ("figure", "known", "text"),
    [
        ("ltv", {"arpa_monthly": 50, "gross_margin": 0.8, "logo_churn_monthly": 0.04}, ""),
        ("ltv_cac", {"ltv": 5}, "Needs: metrics.cac"),
        ("ltv", {"gross_margin": 0.8}, "Needs: metrics.arpa_monthly, metrics.logo_churn_monthly"),
        ("cost_per_user", {"infra_cost_monthly": 9_000, "monthly_active_users": 0}, "There are no active users"),
        (
            "burn_multiple",
            {"net_burn": 3, "net_new_arr": 2, "arr": 199_999},
            "Below 200,000 of yearly recurring revenue the ratio swings too much to say anything",
        ),
        (
            "cost_elasticity",
            {"infra_cost_change": 0.1, "users_change": 0.05},
            "Users grew by 5 % or less, so the ratio says nothing",
        ),
        ("nps_margin", {"nps": 30, "nps.sample": 9}, "There are fewer than 10 answers"),
    ],
)
def test_a_reason_is_one_sentence(figure: str, known: dict[str, float], text: str) -> None:
    found = compute(figure, known)
    assert reason_text(WORDS, found, found.missing) == text


def test_a_report_calls_what_is_missing_by_its_title() -> None:
    report = report_on("gaps")
    reasons = {row.metric: row.reason for row in report.figures}
    assert reasons["capacity_runway_months"] == "Needs: Peak utilization, Load growth per month"
