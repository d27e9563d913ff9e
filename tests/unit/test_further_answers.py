"""Answers merged over a questionnaire: by further files, and by `--set` for what-if and for numbers from CI."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from conftest import ROOT, TODAY
from each import each
from scalecheck.assessment import assess
from scalecheck.document import assignment, parse
from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.render.explain import explain_outcome
from scalecheck.render.html import html
from scalecheck.render.json_ import to_json
from scalecheck.render.markdown import markdown
from scalecheck.report import make_report
from scalecheck.words import load_words

Merge = Callable[..., Questionnaire]

BASE = "product: {name: Shop, phase: pmf}\nteam: {size: 14}\nmetrics: {churn: 0.2, users: 5}\npractices: {testing: {unit: no}}\n"


@pytest.fixture
def merge(small: Pack) -> Merge:
    """The base with the texts of further files merged over it, then with assignments."""

    def merged(*texts: str, assigned: tuple[str, ...] = ()) -> Questionnaire:
        files = [parse(text.encode(), f"{index}.yaml") for index, text in enumerate(texts, 1)]
        base = parse(BASE.encode(), "p.yaml")
        return load_questionnaire(base, small, TODAY, [*files, *map(assignment, assigned)])

    return merged


def faults(merge: Merge, *texts: str, assigned: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(InputError) as caught:
        merge(*texts, assigned=assigned)
    return str(caught.value).splitlines()


def test_later_answers_win_and_the_others_stay(merge: Merge) -> None:
    product = merge(
        "metrics: {churn: 0.04}", "\n\nmetrics: {churn: {value: 0.03, sample: 60}}", assigned=("team.size=3",)
    )
    values = {key: answer.value for key, answer in product.answers.items()}
    assert values["metrics.churn"] == 0.03
    assert values["metrics.users"] == 5
    assert values["team.size"] == 3
    assert [product.place(product.answers[key]) for key in ("metrics.churn", "metrics.users", "team.size")] == [
        "2.yaml:3",
        "p.yaml:3",
        "--set",
    ]


def test_an_answer_is_replaced_as_a_whole(merge: Merge) -> None:
    product = merge("metrics: {churn: {value: 0.04, source: billing, sample: 90}}", "metrics: {churn: 0.05}")
    assert (product.answers["metrics.churn"].source, product.answers["metrics.churn"].sample) == ("", None)


def test_unknown_takes_an_answer_back_and_nothing_says_nothing(merge: Merge) -> None:
    assert "team.size" not in merge("team: {size: unknown}").answers
    assert merge("team: {size: }\nmetrics:\n").answers["team.size"].value == 14
    assert "team.size" not in merge(assigned=("team.size=unknown",)).answers


def test_the_phase_and_own_targets_can_be_merged_too(merge: Merge) -> None:
    product = merge("targets: {churn: 0.02}", assigned=("product.phase=growth", "targets.churn=0.01"))
    assert str(product.phase) == "growth"
    assert product.targets == {"churn": 0.01}


def test_what_was_overruled_with_another_value_is_remembered(merge: Merge) -> None:
    product = merge("team: {size: 14}\nmetrics: {churn: 0.04}", assigned=("metrics.users=unknown",))
    assert [(item.question, item.value, item.line) for item in product.replaced] == [
        ("metrics.churn", 0.2, 3),
        ("metrics.users", 5, 3),
    ]


def test_every_document_that_was_read_is_pinned(merge: Merge) -> None:
    text, value = "team: {size: 3}", "team.size=4"
    product = merge(text, assigned=(value,))
    assert product.further == (("1.yaml", parse(text.encode()).digest), ("--set", assignment(value).digest))


@each(
    ("assigned", "value"),
    [
        ("team.size=1_000", 1000),
        ("team.founded=2026-01-02", "2026-01-02"),
        ("product.name=a: b, #c", "a: b, #c"),
        ("product.keeps_data=TRUE", "yes"),
        ("symptoms=slow", ("slow",)),
        ("symptoms=[slow, timeouts]", ("slow", "timeouts")),
        ("practices.testing.e2e={answer: n/a, reason: there is no interface}", "n/a"),
        (" team.size = 7 ", 7),
    ],
)
def test_a_value_is_read_by_the_kind_of_its_question(merge: Merge, assigned: str, value: object) -> None:
    key = assigned.partition("=")[0].strip()
    assert merge(assigned=(assigned,)).answers[key].value == value


def test_all_faults_come_at_once_with_their_source(merge: Merge) -> None:
    assigned = (
        "team.sze=3",
        "metrics.churn=37",
        "team.size",
        "team.size=",
        "practices.testing.e2e=n/a",
        "symptoms=[slow",
        "team.size={value: 3, onwer: ann}",
        "team=3",
    )
    assert faults(merge, "team: {size: ten}", "", assigned=assigned) == [
        "--set: metrics.churn: is a ratio from 0 to 1, so write 0.37 instead of 37",
        "--set: practices.testing.e2e: n/a needs a reason: {answer: n/a, reason: …}",
        "--set: symptoms: is not valid YAML: did not find expected ',' or ']'",
        "--set: team: is a section, so it holds further keys such as founded, services, size",
        "--set: team.size: must be KEY=VALUE, such as team.size=14",
        "--set: team.size.onwer: is not a key of an answer (did you mean owner?)",
        "--set: team.sze: is not a key of a questionnaire (did you mean size?)",
        "1.yaml:1:14: team.size: must be a whole number, not 'ten'",
        "2.yaml:1:1: is empty; leave it out, or answer something",
    ]


def test_answers_that_contradict_each_other_are_told_where_they_stand(merge: Merge, small: Pack) -> None:
    product = merge("team: {services: 901}")
    with pytest.raises(InputError, match=r"^1\.yaml:1:18: team\.services: More services than users"):
        assess(product, small, as_of=TODAY)


def test_reports_name_the_file_of_an_answer(merge: Merge, small: Pack) -> None:
    product = merge("practices:\n  testing: {unit: partial, e2e: yes}\n")
    report = make_report(assess(product, small, as_of=TODAY), small, load_words())
    (blocker,) = report.blockers
    assert (blocker.where, blocker.file, blocker.line) == ("1.yaml:2", "1.yaml", 2)
    assert "<bdi>1.yaml</bdi>, line 2" in html(report)
    assert "`1.yaml`, line\u00a02" in markdown(report)
    assert "partial (1.yaml:2)" in explain_outcome(report.assessment, small, "tests.layers", load_words())
    told = json.loads(to_json(report))
    assert told["answers"]["practices.testing.unit"]["file"] == "1.yaml"
    assert told["answers"]["team.size"]["file"] == ""
    assert {item["rule"]: item["file"] for item in told["findings"]}["tests.layers"] == "1.yaml"
    assert [item["file"] for item in told["product"]["further"]] == ["1.yaml"]


def test_merging_leaves_what_was_not_mentioned_untouched(merge: Merge) -> None:
    alone, merged = merge(), merge("team: {size: 3}")
    others = {key: answer for key, answer in alone.answers.items() if key != "team.size"}
    assert {key: merged.answers[key] for key in others} == others
    assert replace(alone, answers=merged.answers, further=merged.further, replaced=merged.replaced) == merged


def test_the_examples_pin_nothing_more_than_before(guide: Pack) -> None:
    product = load_questionnaire(parse((ROOT / "examples" / "mvp.yaml").read_bytes()), guide, TODAY)
    assert (product.further, product.replaced) == ((), ())
