"""Answers that are due for a review, and evidence that is not where an answer says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.document import read
from scalecheck.evidence import doubtful_evidence
from scalecheck.freshness import StaleAnswer
from scalecheck.gate import judge
from scalecheck.gatereport import make_gate_report
from scalecheck.pack import Pack
from scalecheck.policy import Policy
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.render.screen import Screen
from scalecheck.render.terminal import terminal
from scalecheck.report import make_report
from scalecheck.view import view_of
from scalecheck.words import load_words

Fill = Callable[[str], Questionnaire]
HEAD = "product: {name: Shop, phase: pmf}\n"


@pytest.fixture
def aging(small: Pack) -> Pack:
    """The small pack, with an answer about backups good for 30 days and one about end-to-end tests for 10."""
    backups, layers, borders = small.practices
    unit, e2e = layers.questions
    return replace(
        small,
        practices=(
            replace(backups, valid_for=30),
            replace(layers, valid_for=90, questions=(unit, replace(e2e, valid_for=10))),
            borders,
        ),
    )


def reviewed(key: str, days: int) -> str:
    section, name = key.split(".")
    return f"{HEAD}practices: {{{section}: {{{name}: {{answer: yes, owner: ann, reviewed: {TODAY - timedelta(days)}}}}}}}\n"


def stale(fill: Fill, pack: Pack, text: str) -> tuple[StaleAnswer, ...]:
    return assess(fill(text), pack, as_of=TODAY).stale


@pytest.mark.parametrize(
    ("key", "days", "rule"),
    [
        ("safety.backups", 30, "safety.backups"),
        ("testing.unit", 90, "tests.layers"),
        ("testing.e2e", 10, "tests.layers"),
    ],
)
def test_an_answer_is_good_to_the_end_of_its_last_day(fill: Fill, aging: Pack, key: str, days: int, rule: str) -> None:
    assert stale(fill, aging, reviewed(key, days)) == ()
    reviewed_on = TODAY - timedelta(days + 1)
    assert stale(fill, aging, reviewed(key, days + 1)) == (
        StaleAnswer(question=f"practices.{key}", rule=rule, reviewed=reviewed_on, valid_for=days),
    )


def test_without_a_date_or_a_limit_nothing_is_due(fill: Fill, aging: Pack, small: Pack) -> None:
    assert stale(fill, aging, f"{HEAD}practices: {{safety: {{backups: yes}}}}") == ()
    assert stale(fill, aging, reviewed("shape.borders", 9_000)) == ()
    assert stale(fill, small, reviewed("safety.backups", 9_000)) == ()


def test_what_is_due_changes_no_outcome(fill: Fill, aging: Pack) -> None:
    old, new = (assess(fill(reviewed("safety.backups", days)), aging, as_of=TODAY) for days in (900, 1))
    assert [item.outcome for item in old.findings] == [item.outcome for item in new.findings]
    assert old.score == new.score


def test_what_is_due_is_told_in_the_report_and_in_json(fill: Fill, aging: Pack) -> None:
    report = make_report(assess(fill(reviewed("safety.backups", 60)), aging, as_of=TODAY), aging, load_words())
    assert terminal(report, Screen()).split("Due for a review\n")[1].splitlines()[0] == (
        " Backups are kept apart: reviewed 2026-09-23, good until 2026-10-23 (project.yaml:2) · owner: ann"
    )
    (told,) = view_of(report).stale
    assert (told.question, told.reviewed, told.due) == ("practices.safety.backups", "2026-09-23", "2026-10-23")


def test_the_guide_limits_what_goes_bad_unnoticed(guide: Pack) -> None:
    limited = {practice.id for practice in guide.practices if practice.valid_for}
    assert {"reliability.restore-drill", "security.secrets-and-access", "operations.runbooks"} <= limited
    assert guide.valid_for("practices.reliability.restore_drill") == 180


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file, a folder, and symbolic links to inside and outside of it."""
    home = tmp_path / "project"
    (home / "infra").mkdir(parents=True)
    (home / "infra" / "cdn.tf").write_text("")
    (home / "a b.md").write_text("")
    (tmp_path / "secret.txt").write_text("")
    (home / "inside").symlink_to("infra/cdn.tf")
    (home / "outside").symlink_to("../secret.txt")
    (home / "up").symlink_to("..")
    (home / "loop").symlink_to("loop")
    return home


@each(
    ("evidence", "problem"),
    [
        ("infra/cdn.tf", None),
        ("./infra/cdn.tf", None),
        ("infra", None),
        ("a b.md", None),
        ("inside", None),
        ("infra/cdn.tf#L10", None),
        ("https://example.com/wiki/backups?x=1#y", None),
        ("http://[2001:db8::1]/", None),
        ("infra/cdn.tx", "absent"),
        ("see the wiki", "absent"),
        ("loop", "absent"),
        ("x" * 1_900, "absent"),
        ("outside", "outside"),
        ("up/secret.txt", "outside"),
        ("../secret.txt", "outside"),
        ("infra/../../secret.txt", "outside"),
        ("..\\\\secret.txt", "outside"),
        ("/etc/passwd", "outside"),
        ("C:\\\\secret.txt", "outside"),
        ("c:secret.txt", "outside"),
        ("1:secret.txt", "absent"),
        ("\\\\\\\\server\\\\share", "outside"),
        ("ftp://example.com/a", "link"),
        ("javascript:alert(1)", "link"),
        ("file:///etc/passwd", "link"),
        ("https://", "link"),
        ("https://exa mple.com", "link"),
        ("http://[::1", "link"),
    ],
)
def test_evidence_is_looked_up_below_the_folder_of_the_questionnaire(
    project: Path, small: Pack, evidence: str, problem: str | None
) -> None:
    path = project / "project.yaml"
    path.write_text(f'{HEAD}team: {{size: {{value: 3, evidence: ["{evidence}"]}}}}\n')
    doubts = doubtful_evidence(load_questionnaire(read(path), small, TODAY))
    assert [item.problem for item in doubts] == ([problem] if problem else [])


def test_a_day_is_a_day_wherever_it_is_read(aging: Pack, fill: Fill) -> None:
    late = assess(fill(reviewed("safety.backups", 30)), aging, as_of=date(2026, 11, 23))
    assert [item.due for item in late.stale] == [date(2026, 11, 22)]


def test_a_policy_may_let_what_is_due_for_a_review_count_as_not_answered(fill: Fill, aging: Pack) -> None:
    product = fill(reviewed("safety.backups", 31).replace("phase: pmf", "phase: mvp, keeps_data: yes"))
    result = assess(product, aging, as_of=TODAY)
    assert judge(result).passed
    strict = judge(result, Policy(name="Acme", stale="unknown"))
    assert [item.rule for item in strict.blocking] == ["safety.backups"]
    assert strict.unanswered == 1
    told = make_gate_report(strict, aging, load_words())
    assert (told.rows[0].answer, told.rows[0].question) == ("due for a review", "practices.safety.backups")
    assert told.rows[0].step.startswith("check whether the answer to practices.safety.backups still holds")
    fresh = assess(
        fill(reviewed("safety.backups", 30).replace("phase: pmf", "phase: mvp, keeps_data: yes")), aging, as_of=TODAY
    )
    assert judge(fresh, Policy(name="Acme", stale="unknown")).passed


def test_the_gate_always_names_what_is_due_for_a_review(fill: Fill, aging: Pack) -> None:
    product = fill(reviewed("safety.backups", 31).replace("phase: pmf", "phase: mvp, keeps_data: yes"))
    told = make_gate_report(judge(assess(product, aging, as_of=TODAY)), aging, load_words())
    assert [(note.kind, note.loud) for note in told.notes] == [("stale", True)]


def test_what_was_no_before_it_grew_old_stays_no(fill: Fill, aging: Pack) -> None:
    text = (
        reviewed("safety.backups", 31)
        .replace("answer: yes", "answer: no")
        .replace("phase: pmf", "phase: mvp, keeps_data: yes")
    )
    strict = judge(assess(fill(text), aging, as_of=TODAY), Policy(name="Acme", stale="unknown"))
    assert [str(item.outcome) for item in strict.blocking] == ["fail"]
