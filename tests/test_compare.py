"""What changed between two results, and which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conftest import TODAY
from scalecheck.assessment import assess
from scalecheck.compare import Changes, compare
from scalecheck.pack import Pack
from scalecheck.questionnaire import Questionnaire
from scalecheck.report import Report, make_report
from scalecheck.report.changes import with_changes
from scalecheck.result import AssessmentView, PackView
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
    assert (changes.same_pack, changes.same_phase) == (True, True)


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
    assert (changes.same_pack, changes.same_phase) == (False, False)


def test_a_report_tells_the_changes_in_words(fill: Fill, small: Pack) -> None:
    old, new = (
        report("practices: {safety: {backups: yes}}", fill, small),
        report("practices: {safety: {backups: no}}", fill, small),
    )
    told = with_changes(new, compare(view_of(old), view_of(new))).changed
    assert told is not None
    assert told.sentence == f"Since {TODAY}: 0 better and 1 worse."
    assert [(row.before, row.after, row.mark) for row in told.practices] == [("in place", "no", "worse")]
    assert [(row.id, row.before, row.after) for row in told.answers] == [("practices.safety.backups", "yes", "no")]
    assert new.changed is None
