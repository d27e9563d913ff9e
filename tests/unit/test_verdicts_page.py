"""The example of docs/verdicts.md is computed by hand there; the engine must agree with every number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from conftest import ROOT
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse, read
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, load_questionnaire
from scalecheck.verdict import Kind

PAGE = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)


def judge(guide: Pack, **changes: str) -> Assessment:
    product = load_questionnaire(read(ROOT / "docs" / "example-verdict.yaml"), guide, TODAY)
    given = {f"practices.{key.replace('__', '.')}": value for key, value in changes.items()}
    answers = {**product.answers, **{key: Answer(question=key, value=value) for key, value in given.items()}}
    return assess(replace(product, answers=answers), guide, as_of=TODAY)


def test_the_table_holds_every_required_practice_with_its_impact(guide: Pack) -> None:
    rows = re.findall(r"^\| ([a-z -]+) \| (\d) \|", PAGE, re.MULTILINE)
    required = sorted(practice.impact for practice in guide.required(Phase.MVP))
    assert sorted(int(impact) for _, impact in rows) == required
    assert sum(required) == 63


def test_the_numbers_are_those_of_the_engine(guide: Pack) -> None:
    result = judge(guide)
    assert result.verdict.kind is Kind.LAGGING
    assert result.verdict.gap.known == pytest.approx(59 / 63)
    assert result.verdict.gap.missing == pytest.approx(14 / 59)
    assert result.attained is None
    assert (result.score.value, result.score.high) == (pytest.approx(100 * 135 / 226), pytest.approx(100 * 184 / 226))


def test_what_the_page_says_about_further_answers(guide: Pack) -> None:
    answered = judge(guide, operations__error_alerts="yes")
    assert answered.verdict.gap.missing == pytest.approx(14 / 63)
    tested = judge(guide, operations__error_alerts="yes", testing__critical_paths="yes")
    assert tested.verdict.gap.missing == pytest.approx(10 / 63)
    assert tested.verdict.kind is Kind.ON_TRACK


def test_one_absent_thing_with_a_required_half_beside_it_does_not_raise_the_line(guide: Pack) -> None:
    text = """product: {phase: mvp}
practices:
  product: {smallest_feature_set: yes, feedback_loop: partial, real_users: yes}
  technology: {proven_stack: yes}
  operations: {monitoring: no}
"""
    verdict = assess(load_questionnaire(parse(text.encode()), guide, TODAY), guide, as_of=TODAY).verdict
    assert (len(verdict.gap.failing), verdict.gap.halved) == (1, 1)
    assert verdict.gap.missing == pytest.approx((3 * 2.5 + 5) / (3 * 19 + 5))
    assert verdict.kind is Kind.LAGGING
