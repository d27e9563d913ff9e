"""What changed between two results, and which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conftest import TODAY
from scalecheck.assessment import assess
from scalecheck.baseline import create
from scalecheck.compare import Changes, compare
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.render.json_ import view_json
from scalecheck.report import Report, make_report
from scalecheck.report.changes import with_changes
from scalecheck.result import AssessmentView, PackView
from scalecheck.resultfile import load_results
from scalecheck.view import view_of
from scalecheck.words import load_words

Fill = Callable[[str], Questionnaire]
BASE = "product: {name: Shop, phase: growth, keeps_data: yes}\n"


@pytest.fixture
def result(fill: Fill, small: Pack) -> Callable[[str], AssessmentView]:
    return lambda text: view_of(report(text, fill, small))


def report(text: str, fill: Fill, small: Pack) -> Report:
    return make_report(assess(fill(BASE + text), small, as_of=TODAY), small, load_words())


def ways(changes: Changes) -> dict[str, tuple[str, str, str]]:
    return {item.id: (item.before, item.after, item.direction) for item in changes.practices}


def test_nothing_has_changed_between_equal_results(result: Callable[[str], AssessmentView]) -> None:
    changes = compare(result("team: {size: 3}"), result("team: {size: 3}"))
    assert changes.nothing
    assert changes.apart == ()


def test_a_practice_gets_better_or_worse_by_its_outcome(result: Callable[[str], AssessmentView]) -> None:
    key, rule = "practices: {{safety: {{backups: {}}}}}", "safety.backups"
    answers = ["no", "partial", "yes", "unknown"]
    seen = {
        (a, b): ways(compare(result(key.format(a)), result(key.format(b)))).get(rule, ("", "", ""))[2]
        for a in answers
        for b in answers
    }
    assert [pair for pair, way in seen.items() if way == "better"] == [
        ("no", "partial"),
        ("no", "yes"),
        ("partial", "yes"),
        ("unknown", "partial"),
        ("unknown", "yes"),
    ]
    assert [pair for pair, way in seen.items() if way == "worse"] == [
        ("partial", "no"),
        ("partial", "unknown"),
        ("yes", "no"),
        ("yes", "partial"),
        ("yes", "unknown"),
    ]
    assert [pair for pair, way in seen.items() if way == "other"] == [("no", "unknown"), ("unknown", "no")]


def test_other_rules_and_another_phase_are_told_apart_from_the_product(result: Callable[[str], AssessmentView]) -> None:
    old = result("team: {size: 3}")
    other = replace(old, pack=PackView(name="small", version="2", digest="f"), phases=replace(old.phases, judged="mvp"))
    changes = compare(other, old)
    assert changes.apart == ("pack", "phase")


def test_a_report_tells_the_changes_in_words(fill: Fill, small: Pack) -> None:
    old, new = (
        report("practices: {safety: {backups: yes}}", fill, small),
        report("practices: {safety: {backups: no}}", fill, small),
    )
    told = with_changes(new, compare(view_of(old), view_of(new))).changed
    assert told is not None
    assert told.sentence == "Compared with the earlier answers: 0 better and 1 worse."
    groups = {group.kind: group.rows for group in told.groups}
    assert [(row.before, row.after, row.mark) for row in groups["practices"]] == [("in place", "no", "worse")]
    assert [(row.id, row.before, row.after) for row in told.answers] == [("practices.safety.backups", "yes", "no")]
    assert new.changed is None


def causes(changes: Changes) -> dict[str, tuple[str, ...]]:
    return {item.id: item.causes for item in changes.moved}


def other_pack(result: AssessmentView, **more: object) -> AssessmentView:
    """The same result of another version of the pack, with other parts."""
    return replace(result, pack=PackView(name="small", version="0.2", digest="f"), **more)  # type: ignore[arg-type]


def with_finding(result: AssessmentView, rule: str, **other: object) -> AssessmentView:
    """The result with one finding that came out otherwise."""
    findings = tuple(
        replace(item, **other) if item.rule == rule else item  # type: ignore[arg-type]
        for item in result.findings
    )
    return replace(result, findings=findings)


def without(result: AssessmentView, rule: str) -> AssessmentView:
    return replace(result, findings=tuple(item for item in result.findings if item.rule != rule))


def test_with_the_same_rules_every_change_comes_from_the_product(result: Callable[[str], AssessmentView]) -> None:
    old = result("practices: {safety: {backups: no}}\nmetrics: {churn: 0.1}\nteam: {services: 2, size: 9}")
    new = result("practices: {safety: {backups: yes}}\nmetrics: {churn: 0.01}\nteam: {services: 5, size: 9}")
    changes = compare(old, new)
    assert causes(changes) == dict.fromkeys(["safety.backups", "shape.many-services", "churn"], ("product",))
    assert changes.rules == ()


def test_the_same_answers_with_another_outcome_come_from_the_rules(result: Callable[[str], AssessmentView]) -> None:
    old = result("practices: {safety: {backups: partial}}")
    new = other_pack(with_finding(old, "safety.backups", outcome="fail"))
    assert causes(compare(old, new)) == {"safety.backups": ("rules",)}


def test_another_answer_under_the_same_condition_comes_from_the_product_whatever_the_pack(
    result: Callable[[str], AssessmentView],
) -> None:
    old, new = (result(f"practices: {{safety: {{backups: {answer}}}}}") for answer in ("no", "yes"))
    assert causes(compare(old, other_pack(new)))["safety.backups"] == ("product",)


def test_when_the_answer_and_the_condition_are_others_both_may_be_the_cause(
    result: Callable[[str], AssessmentView],
) -> None:
    old, new = (result(f"practices: {{safety: {{backups: {answer}}}}}") for answer in ("no", "yes"))
    (finding,) = (item for item in new.findings if item.rule == "safety.backups")
    because = {**finding.because, "require": replace(finding.because["require"], operator="in")}
    changes = compare(old, other_pack(with_finding(new, "safety.backups", because=because)))
    assert causes(changes)["safety.backups"] == ("product", "rules")
    assert [(item.id, item.what) for item in changes.rules] == [("safety.backups", "condition")]


def test_a_reading_against_another_target_comes_from_the_rules_or_from_the_judged_phase(
    fill: Fill, small: Pack
) -> None:
    product = fill(BASE + "metrics: {churn: 0.04}")

    def judged(phase: Phase) -> AssessmentView:
        return view_of(make_report(assess(product, small, as_of=TODAY, phase=phase), small, load_words()))

    pmf, growth = judged(Phase.PMF), judged(Phase.GROWTH)
    assert causes(compare(pmf, growth))["churn"] == ("phase",)
    stricter = tuple(
        replace(item, target=(0.03, 0.06), state="watch") if item.metric == "churn" else item for item in pmf.readings
    )
    changes = compare(pmf, other_pack(pmf, readings=stricter))
    assert causes(changes) == {"churn": ("rules",)}
    assert [(item.id, item.what, item.before, item.after) for item in changes.rules] == [
        ("churn", "target", (0.05, 0.1), (0.03, 0.06))
    ]


def test_a_number_that_grew_old_comes_from_the_passing_of_time(small: Pack) -> None:
    text = (BASE + "metrics: {churn: {value: 0.01, measured: 2026-01-01}}").encode()

    def on(day: date) -> AssessmentView:
        product = load_questionnaire(parse(text, "project.yaml"), small, day)
        return view_of(make_report(assess(product, small, as_of=day), small, load_words()))

    assert causes(compare(on(date(2026, 1, 2)), on(TODAY)))["churn"] == ("day",)


def test_rules_that_came_went_or_have_another_level_are_told(result: Callable[[str], AssessmentView]) -> None:
    old = result("team: {size: 3}")
    new = other_pack(with_finding(without(old, "safety.backups"), "shape.borders", level="recommended"))
    told = [(item.id, item.kind, item.what, item.before, item.after) for item in compare(old, new).rules]
    assert told == [
        ("shape.borders", "practice", "level", "required", "recommended"),
        ("safety.backups", "practice", "gone", None, None),
    ]
    back = compare(new, old).rules
    assert [(item.id, item.what) for item in back] == [("safety.backups", "new"), ("shape.borders", "level")]
    same = compare(old, replace(new, pack=old.pack))
    assert same.rules == (), "without another pack or policy there is nothing to tell"


def test_what_was_done_from_the_plan_is_told_apart_from_what_left_it_otherwise(
    result: Callable[[str], AssessmentView],
) -> None:
    old = result("practices: {safety: {backups: no}, shape: {borders: no}}")
    new = result("practices: {safety: {backups: yes}, shape: {borders: no}, testing: {unit: no, e2e: no}}")
    changes = compare(old, new)
    assert [(item.id, item.before) for item in changes.done] == [
        ("safety.backups", "blocker"),
    ]
    excused = with_finding(replace(new, actions=()), "shape.borders", waived=True)
    assert [item.id for item in compare(new, excused).dropped] == [item.rule for item in new.actions]
    assert [item.id for item in compare(excused, new).added] == [item.rule for item in new.actions]


def test_an_answer_to_an_open_question_is_done_although_it_says_no(result: Callable[[str], AssessmentView]) -> None:
    open_, answered = result(""), result("practices: {shape: {borders: no}}")
    changes = compare(open_, answered)
    assert "shape.borders" not in [item.id for item in changes.done], "it is still on the plan, now to be put in place"
    closed = compare(open_, result("practices: {shape: {borders: yes}}"))
    assert ("shape.borders", "find_out") in [(item.id, item.before) for item in closed.done]


def test_a_baseline_has_no_plan_to_compare_with(result: Callable[[str], AssessmentView]) -> None:
    old, new = (result(f"practices: {{safety: {{backups: {answer}}}}}") for answer in ("no", "yes"))
    changes = compare(create(old), new)
    assert (changes.done, changes.added, changes.dropped) == ((), (), ())
    assert causes(changes)["safety.backups"] == ("product",)


def test_a_result_read_back_from_a_file_compares_like_the_fresh_one(
    result: Callable[[str], AssessmentView], tmp_path: Path
) -> None:
    old, new = (result(f"practices: {{safety: {{backups: {answer}}}}}") for answer in ("no", "yes"))
    (tmp_path / "old.json").write_text(view_json(old), encoding="utf-8")
    (read_back,) = load_results(tmp_path / "old.json")
    assert compare(read_back, new) == compare(old, new)
    assert compare(read_back, other_pack(old)).rules == ()
