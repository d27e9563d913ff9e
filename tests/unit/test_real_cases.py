"""Documented products of the past: the verdict that a sensible assessor reaches, what must be said and what must not.

The questionnaires in `examples/cases` hold only documented facts; what no source tells stays unanswered. Expectations are
written as rule ids: `said` are findings that fail or are partial and cautions that are raised, `silent` must be neither, and one
of the first three actions must be in `first`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from conftest import ROOT
from each import each
from scalecheck.assessment import Assessment, assess
from scalecheck.document import read
from scalecheck.findings import Outcome
from scalecheck.pack import Pack
from scalecheck.planning import plan
from scalecheck.questionnaire import load_questionnaire

CASES = ROOT / "examples" / "cases"
TODAY = date(2026, 11, 23)

FIT = {"product.usage-tracking", "product.real-users", "product.feedback-loop", "data.migrations"}
PREMATURE_ARCHITECTURE = {
    "architecture.too-many-services",
    "architecture.early-services",
    "architecture.early-sharding",
    "architecture.sharding-without-pressure",
}


@dataclass(frozen=True)
class Expected:
    verdict: str
    said: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    never_first: frozenset[str] = frozenset()


EXPECTED = {
    "levelsfyi-2018": Expected(
        "on_track",
        silent=frozenset({"infrastructure.read-replicas", "reliability.circuit-breakers", *PREMATURE_ARCHITECTURE}),
        first=frozenset(FIT),
    ),
    "color-2011-03": Expected(
        "premature_scaling",
        said=frozenset({"team.headcount-before-fit", "product.usage-tracking"}),
        first=frozenset(
            {
                "product.usage-tracking",
                "product.real-users",
                "product.smallest-feature-set",
                "team.headcount-before-fit",
            }
        ),
        never_first=frozenset({"infrastructure.caching", "infrastructure.cdn"}),
    ),
    "magnolia-2009-01": Expected(
        "lagging_foundations",
        said=frozenset({"reliability.restore-drill", "reliability.backups"}),
        silent=frozenset(PREMATURE_ARCHITECTURE),
        first=frozenset({"reliability.restore-drill", "reliability.backups"}),
        never_first=frozenset({"quality.comprehensive-tests", "quality.coding-standards"}),
    ),
    "instagram-2011-12": Expected(
        "on_track",
        silent=frozenset({*PREMATURE_ARCHITECTURE, "team.planning-rhythm", "team.autonomous-teams"}),
        first=frozenset(
            {
                "operations.monitoring",
                "infrastructure.database-tuning",
                "infrastructure.caching",
                "delivery.feature-flags",
                "reliability.restore-drill",
                "infrastructure.rate-limiting",
            }
        ),
    ),
    "segment-2017-04": Expected(
        "premature_scaling",
        said=frozenset({"architecture.too-many-services", "quality.shared-code", "quality.comprehensive-tests"}),
        silent=frozenset({"architecture.reliable-events"}),
        first=frozenset({"architecture.too-many-services", "quality.shared-code", "quality.comprehensive-tests"}),
    ),
    "gitlab-2017-01": Expected(
        "lagging_foundations",
        said=frozenset({"reliability.restore-drill", "infrastructure.read-replicas"}),
        silent=frozenset(PREMATURE_ARCHITECTURE),
        first=frozenset({"reliability.restore-drill", "reliability.backups", "team.ownership"}),
    ),
    "stackoverflow-2016-02": Expected(
        "on_track",
        silent=frozenset({*PREMATURE_ARCHITECTURE, "team.autonomous-teams", "team.platform-team"}),
        first=frozenset(
            {
                "quality.comprehensive-tests",
                "reliability.graceful-degradation",
                "reliability.circuit-breakers",
                "reliability.restore-drill",
            }
        ),
    ),
    "knight-2012-08": Expected(
        "lagging_foundations",
        said=frozenset({"delivery.zero-downtime", "reliability.circuit-breakers", "reliability.recovery-plan"}),
        silent=frozenset(PREMATURE_ARCHITECTURE),
        first=frozenset({"delivery.zero-downtime", "reliability.circuit-breakers", "reliability.recovery-plan"}),
        never_first=frozenset({"infrastructure.caching", "infrastructure.cdn"}),
    ),
}


def judge(name: str, pack: Pack) -> Assessment:
    product = load_questionnaire(read(CASES / f"{name}.yaml"), pack, TODAY)
    return assess(product, pack, as_of=TODAY)


def said(assessment: Assessment) -> set[str]:
    findings = {
        item.rule
        for item in assessment.findings
        if item.level in ("required", "recommended") and item.outcome in (Outcome.FAIL, Outcome.PARTIAL)
    }
    return findings | {item.rule for item in assessment.cautions if item.outcome is Outcome.FAIL}


def test_every_case_is_there() -> None:
    assert {path.stem for path in CASES.glob("*.yaml") if not path.stem.endswith("-as-believed")} == set(EXPECTED)


@each("name", EXPECTED)
def test_the_verdict_is_that_of_a_sensible_assessor(name: str, guide: Pack) -> None:
    assert str(judge(name, guide).verdict.kind) == EXPECTED[name].verdict


@each("name", EXPECTED)
def test_what_must_be_said_is_said_and_nothing_that_must_not(name: str, guide: Pack) -> None:
    found = said(judge(name, guide))
    assert EXPECTED[name].said <= found
    assert not EXPECTED[name].silent & found


@each("name", EXPECTED)
def test_the_first_actions_fit_the_case(name: str, guide: Pack) -> None:
    first = [action.rule for action in plan(judge(name, guide), guide)[:4]]
    assert EXPECTED[name].first & set(first), first
    assert not EXPECTED[name].never_first & set(first)


@pytest.mark.parametrize("path", sorted(CASES.glob("*-as-believed.yaml")), ids=lambda path: path.stem)
def test_what_the_team_believed_looked_better_than_it_was(path: object, guide: Pack) -> None:
    name = getattr(path, "stem", "")
    believed, was = judge(name, guide), judge(name.removesuffix("-as-believed"), guide)
    assert believed.score.value > was.score.value


@each("path", sorted(CASES.glob("*.yaml")))
def test_every_answer_about_a_practice_says_where_it_comes_from(path: object, guide: Pack) -> None:
    product = load_questionnaire(read(str(path)), guide, TODAY)
    for key, answer in product.answers.items():
        if key.startswith(("practices.", "infrastructure.")):
            assert answer.evidence or answer.note, key
