"""Guidance: what symptoms point to, what speaks for each side of a balance, what suits a team, and what can wait."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conftest import TODAY
from example_reports import report_on
from made_up import some_of
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.planning import plan
from scalecheck.postponed import postponed
from scalecheck.questionnaire import Answer, Questionnaire, load_questionnaire
from scalecheck.report import Report, make_report
from scalecheck.report.rows import BalanceRow, DiagnosisRow
from scalecheck.words import load_words

GUIDE = load_pack()


def judged(text: str, phase: str = "growth") -> Assessment:
    data = f"scalecheck: 1\nproduct: {{name: Shop, phase: {phase}, traits: {{own_database: yes}}}}\n{text}\n"
    return assess(load_questionnaire(parse(data.encode(), "project.yaml"), GUIDE, TODAY), GUIDE, as_of=TODAY)


def told(text: str, phase: str = "growth") -> Report:
    return make_report(judged(text, phase), GUIDE, load_words())


def diagnosis(text: str) -> DiagnosisRow:
    (row,) = told(text).diagnoses
    return row


# Diagnosis


def test_remedies_stand_in_the_order_in_which_to_try_them() -> None:
    performance, consistency, coordination = (challenge.remedies for challenge in GUIDE.challenges)
    assert performance.index("operations.monitoring") < performance.index("performance.profiling")
    assert performance.index("performance.profiling") < performance.index("infrastructure.caching")
    assert performance.index("infrastructure.database-tuning") < performance.index("performance.upgrade-path")
    assert consistency[:2] == ("data.constraints", "data.idempotency")
    assert consistency[-2:] == ("data.compensated-workflows", "data.scoped-event-sourcing")
    assert coordination[0] == "team.ownership"
    assert coordination[-1] == "architecture.service-boundaries"


def test_a_symptom_that_a_number_shows_is_told_with_that_number() -> None:
    assert diagnosis("metrics: {latency_p95_ms: 2000}").symptoms == (
        "Pages or answers come more slowly than before (p95 latency 2,000 ms)",
    )
    assert diagnosis("symptoms: [slow_responses]").symptoms == ("Pages or answers come more slowly than before",)


def test_the_first_remedies_say_what_makes_them_the_right_ones() -> None:
    row = diagnosis(
        "symptoms: [timeouts]\nmetrics: {latency_p95_ms: 200, db_connection_utilization: 0.9, db_buffer_hit_ratio: 0.8}\n"
        "practices: {performance: {connection_pooling: no, profiling: no, bundle_budget: no}}\n"
        "infrastructure: {database_tuning: partial}"
    )
    assert [(item.title, item.when) for item in row.first] == [
        (
            "The costliest database queries are fixed every month",
            "because: The database reads from disk too often (Database buffer hit ratio 80 %)",
        ),
        (
            "Database connections are pooled and limited",
            "because: Database connections are running out (Database connections in use 90 %)",
        ),
    ]
    later = {item.rule: item.when for item in row.then}
    assert later["performance.profiling"] == (
        "helps most when: Most requests are fast, and a few are very slow (not known here)"
    )


def test_a_remedy_in_place_needs_no_reason() -> None:
    row = diagnosis("symptoms: [timeouts]\ninfrastructure: {database_tuning: yes}\nmetrics: {db_buffer_hit_ratio: 0.8}")
    assert [(item.rule, item.when) for item in row.in_place] == [("infrastructure.database-tuning", "")]


ANSWERS = {key: item for key, item in GUIDE.question.items() if item.kind == "practice"}
PRODUCTS = some_of(dict.fromkeys(ANSWERS, ("yes", "partial", "no")))
METRICS = (
    "latency_p95_ms",
    "lcp_ms",
    "db_buffer_hit_ratio",
    "db_connection_utilization",
    "error_rate",
)


def made_up(answers: dict[str, str], phase: Phase, **further: object) -> Assessment:
    given = {key: Answer(question=key, value=value) for key, value in {**answers, **further}.items()}  # type: ignore[arg-type]
    return assess(Questionnaire(path="p", phase=phase, name="", answers=given), GUIDE, as_of=TODAY)


@given(
    answers=PRODUCTS, phase=st.sampled_from(PHASES), numbers=st.dictionaries(st.sampled_from(METRICS), st.floats(0, 1))
)
def test_every_diagnosis_keeps_the_order_of_the_guide_and_tells_each_remedy_once(
    answers: dict[str, str], phase: Phase, numbers: dict[str, float]
) -> None:
    symptoms = ("timeouts", "inconsistent_data", "slower_features")
    measured = {f"metrics.{name}": value for name, value in numbers.items()}
    result = made_up(answers, phase, symptoms=symptoms, **measured)
    orders = {challenge.id: challenge.remedies for challenge in GUIDE.challenges}
    assert len(result.diagnoses) == 3
    for item in result.diagnoses:
        order = orders[item.challenge]
        for remedies in (item.first, item.open, item.in_place):
            assert list(remedies) == [rule for rule in order if rule in remedies]
        assert set(item.first) <= set(item.open)
        assert not set(item.open) & set(item.in_place)


# Balances and team


def balance(text: str, title: str) -> BalanceRow:
    return next(row for row in told(text).balances if row.title == title)


def test_a_balance_reads_by_its_numbers_and_shows_the_practices_on_each_side() -> None:
    row = balance(
        "metrics: {deploys_per_week: 20, lead_time_hours: 4, change_fail_rate: 0.4, rework_rate: 0.05}\n"
        "practices: {testing: {unit: no, integration: no, e2e: no}, delivery: {fast_iteration: yes}}",
        "Speed and quality",
    )
    speed, quality = row.sides
    assert (row.leaning, speed.state, quality.state) == ("first", "good", "bad")
    assert [(item.metric, item.state) for item in quality.numbers] == [
        ("change_fail_rate", "bad"),
        ("rework_rate", "good"),
    ]
    assert ("delivery.fast-iteration", "pass") in [(item.rule, item.outcome) for item in speed.practices]
    assert ("quality.comprehensive-tests", "fail") in [(item.rule, item.outcome) for item in quality.practices]


def test_practices_alone_never_tip_a_balance() -> None:
    row = balance("practices: {delivery: {fast_iteration: no}, quality: {coding_standards: yes}}", "Speed and quality")
    assert row.leaning == "unknown"


def test_two_sides_that_both_need_watching_are_not_called_good() -> None:
    assert balance("", "Speed and quality").text == "too few numbers"
    row = balance("metrics: {lead_time_hours: 30, change_fail_rate: 0.14}", "Speed and quality")
    assert [side.state for side in row.sides] == ["watch", "watch"]
    assert row.text == "The two sides are in step, and neither is where it should be."


def test_the_band_of_a_team_names_the_practices_that_suit_it_and_how_they_stand() -> None:
    band = told("team: {size: 20}\npractices: {team: {planning_rhythm: yes}, operations: {runbooks: no}}").band
    assert band is not None
    assert band.title == "Medium team, 11 to 50 people"
    standing = {item.rule: item.outcome for item in band.practices}
    assert (standing["team.planning-rhythm"], standing["operations.runbooks"]) == ("pass", "fail")


# Not yet


def waiting(text: str, phase: str) -> dict[str, Phase | None]:
    return {item.rule: item.phase for item in postponed(judged(text, phase), GUIDE)}


def test_what_a_caution_holds_back_waits_until_its_revisit_comes_true() -> None:
    rows = {row.title: row.revisit for row in told("", "mvp").not_yet}
    assert rows["Sharding the database"] == (
        "the primary database will pass 70 % of the largest size on offer within six months"
    )
    assert "A platform team" in rows


def test_what_is_there_already_or_excused_does_not_wait() -> None:
    few, many = (f"architecture: {{services: {count}}}" for count in (9, 40))
    small, large = "team: {size: 9, engineers: 6}", "team: {size: 90, engineers: 60, teams: 8}"
    services = "architecture.too-many-services"
    assert services in waiting(small, "growth")
    assert services not in waiting(f"{small}\n{few}", "growth"), "it is raised, as too early"
    assert services not in waiting(f"{large}\n{many}", "growth"), "so many teams excuse it"
    assert "team.early-platform-team" in waiting(small, "growth")
    assert "team.early-platform-team" not in waiting(large, "growth"), "with so many engineers it would not warn"
    assert "team.early-process" not in waiting(large, "pmf")


def test_practices_wait_for_the_phase_that_is_the_first_to_ask_for_them() -> None:
    later = waiting("", "mvp")
    assert later["performance.profiling"] is Phase.PMF
    assert later["reliability.recovery-plan"] is Phase.GROWTH
    assert later["learning.exploration-time"] is Phase.MATURITY
    assert "data.migrations" not in later, "the next phase requires it, so it is on the plan"
    assert "infrastructure.rate-limiting" not in later, "the phase itself recommends it"


def test_a_practice_that_a_symptom_calls_for_does_not_wait() -> None:
    slow = (
        "symptoms: [timeouts]\ninfrastructure: {database_tuning: no}\nmetrics: {db_buffer_hit_ratio: 0.8}\n"
        "practices: {operations: {monitoring: yes}}"
    )
    assert "infrastructure.database-tuning" in waiting("infrastructure: {database_tuning: no}", "mvp")
    assert "infrastructure.database-tuning" not in waiting(slow, "mvp")


def test_in_the_last_phase_no_practice_waits() -> None:
    assert not any(item.phase for item in postponed(judged("", "maturity"), GUIDE))


@given(answers=PRODUCTS, phase=st.sampled_from(PHASES))
def test_nothing_waits_that_the_phase_asks_for_or_that_is_in_place(answers: dict[str, str], phase: Phase) -> None:
    result = made_up(answers, phase)
    rules = [item.rule for item in postponed(result, GUIDE)]
    assert len(rules) == len(set(rules))
    planned = {action.rule for action in plan(result, GUIDE) if action.group != "prerequisite"}
    for item in postponed(result, GUIDE):
        assert item.rule not in planned
        if item.phase:
            assert item.phase.rank > phase.rank
            assert str(result.finding(item.rule).outcome) not in ("pass", "not_applicable")


def test_what_can_wait_is_short_enough_to_be_read() -> None:
    for name in ("mvp", "pmf", "growth", "maturity"):
        report = report_on(name)
        assert len(report.not_yet) <= 14
        assert len(report.later) <= 3
