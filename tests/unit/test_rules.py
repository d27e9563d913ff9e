"""The built-in pack as data: its cases pass, every part of every condition matters, and the whole guide is covered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from conftest import ROOT
from each import each
from scalecheck.cases import Rule, facts_of, outcome_on, problems_of
from scalecheck.condition import All, AnyOf, Comparison, Condition, Count, Facts, Not, PhaseTest, Presence, Reference
from scalecheck.document import Hints
from scalecheck.pack import Caution, Pack, Practice
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase

GUIDE = load_pack()
HINTS = Hints()
RULES: tuple[Rule, ...] = (*GUIDE.practices, *GUIDE.cautions, *GUIDE.signals, *GUIDE.checks)


@each("rule", RULES)
def test_every_case_passes_and_every_part_of_every_condition_matters(rule: Rule) -> None:
    """Turning around any operator, threshold or group of a rule makes at least one of its cases fail."""
    assert not [problem for case in rule.tests for problem in problems_of(GUIDE, case.answers, HINTS)]
    facts_on = facts_of(GUIDE, rule)
    cases = [(case.expect, facts_on(case)) for case in rule.tests]
    assert [outcome_on(rule, facts) for _, facts in cases] == [expected for expected, _ in cases]
    survivors = [what for what, mutant in mutants(rule) if not killed(mutant, cases)]
    assert not survivors


def killed(mutant: Rule, cases: list[tuple[str, Facts]]) -> bool:
    return any(outcome_on(mutant, facts) != expected for expected, facts in cases)


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if isinstance(rule, Practice):
        fields = ["applies_when", "require"]
    elif isinstance(rule, Caution):
        fields = ["warn_when", "unless"]
    else:
        fields = ["when"]
    for name in fields:
        condition = getattr(rule, name)
        if condition:
            for what, mutated in changes(condition):
                yield f"{name}: {what}", replace(rule, **{name: mutated})


OPPOSITE = {
    "is": ["is_not"],
    "is_not": ["is"],
    "in": ["not_in"],
    "not_in": ["in"],
    "at_least": ["above", "below"],
    "above": ["at_least", "at_most"],
    "at_most": ["below", "above"],
    "below": ["at_most", "at_least"],
}


def changes(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Every way to change one place of a condition."""
    if isinstance(condition, Comparison):
        for operator in OPPOSITE.get(condition.operator, []):
            yield f"{condition.subject} {condition.operator} > {operator}", replace(condition, operator=operator)
        if isinstance(condition.operand, tuple) and condition.operator in ("in", "not_in"):
            for item in condition.operand:
                rest = tuple(other for other in condition.operand if other != item)
                yield f"{condition.subject} {condition.operator} without {item}", replace(condition, operand=rest)
        if condition.operator == "between":
            low, high = condition.operand
            yield f"{condition.subject} starts later", replace(condition, operand=(low + 1e-9, high))
            yield f"{condition.subject} ends earlier", replace(condition, operand=(low, high - 1e-9))
            yield f"{condition.subject} is open below", Comparison(condition.subject, "at_most", high)
            yield f"{condition.subject} is open above", Comparison(condition.subject, "at_least", low)
    elif isinstance(condition, Presence):
        yield f"{condition.subject} answered turned", replace(condition, answered=not condition.answered)
    elif isinstance(condition, Not):
        yield "not dropped", condition.of
        for what, child in changes(condition.of):
            yield what, Not(child)
    elif isinstance(condition, All | AnyOf | Count):
        for index, child in enumerate(condition.of):
            for what, changed in changes(child):
                yield what, replace(condition, of=(*condition.of[:index], changed, *condition.of[index + 1 :]))
        if len(condition.of) > 1 and isinstance(condition, All):
            yield "all > any", AnyOf(condition.of)
        if len(condition.of) > 1 and isinstance(condition, AnyOf):
            yield "any > all", All(condition.of)
        if isinstance(condition, Count) and condition.at_least < len(condition.of):
            yield "one more", Count(condition.at_least + 1, condition.of)
        if isinstance(condition, Count) and condition.at_least > 1:
            yield "one less", Count(condition.at_least - 1, condition.of)
    else:
        assert isinstance(condition, PhaseTest | Reference)


def test_the_whole_guide_is_covered(guide: Pack) -> None:
    points = set((ROOT / "tests" / "guide-points.txt").read_text(encoding="utf-8").split())
    assert len(points) == 110
    named = {
        point
        for section in (
            guide.practices,
            guide.metrics,
            guide.cautions,
            guide.signals,
            guide.challenges,
            guide.balances,
            guide.bands,
            *(challenge.symptoms for challenge in guide.challenges),
        )
        for item in section
        for point in item.guide
    }
    assert named == points


@each(("phase", "most"), [(Phase.MVP, 15), (Phase.PMF, 20), (Phase.GROWTH, 30), (Phase.MATURITY, 40)])
def test_required_is_scarce(guide: Pack, phase: Phase, most: int) -> None:
    assert 10 <= len(guide.required(phase)) <= most


BASELINES = {
    "delivery.continuous-integration",
    "operations.error-alerts",
    "security.secrets-and-access",
    "reliability.backups",
    "reliability.restore-drill",
}


def test_required_comes_from_the_guide_or_is_a_baseline(guide: Pack) -> None:
    """A practice is required only from the phase on in which the guide names it; debt already matters from fit on."""
    for practice in guide.practices:
        if practice.id in BASELINES:
            continue
        named = [
            PHASES.index(Phase(point.split(".")[0]))
            for point in practice.guide
            if point.split(".")[0] in [str(p) for p in PHASES]
        ]
        required = [phase.rank for phase in practice.levels if practice.levels[phase] == "required"]
        if required and practice.id != "learning.debt-time":
            assert named, practice.id
            assert min(required) >= min(named), practice.id


def test_every_practice_asks_something_and_every_text_fits(guide: Pack) -> None:
    for practice in guide.practices:
        assert practice.questions, practice.id
        assert len(practice.title) <= 60, practice.id
        assert all(len(step) <= 130 for step in practice.how), practice.id
        assert all(len(question.prompt) <= 220 and "?" in question.prompt for question in practice.questions)
    for caution in guide.cautions:
        assert len(caution.title) <= 60, caution.id
    for metric in guide.metrics:
        assert len(metric.title) <= 36, metric.id


def test_no_text_shouts_or_has_stray_signs() -> None:
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert "—" not in text, path
        assert not re.search(r"[a-z]!(\s|$)", text), path
        assert "TODO" not in text, path


def test_no_sentence_of_the_guide_is_copied() -> None:
    """No run of eight words of the guide stands in a rule; the guide itself is only here as hashes of its runs."""
    runs = set((ROOT / "tests" / "guide-runs.txt").read_text(encoding="utf-8").split())
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        words = re.findall(r"[a-z']+", path.read_text(encoding="utf-8").lower())
        own = (" ".join(words[index : index + 8]) for index in range(len(words) - 7))
        copied = [run for run in own if sha256(run.encode()).hexdigest()[:10] in runs]
        assert not copied, path


def test_no_source_stands_twice_and_every_mark_is_honest(guide: Pack) -> None:
    urls = [source.url for source in guide.sources if source.url]
    assert len(urls) == len(set(urls))
    for source in guide.sources:
        assert source.url or source.checked == "none", source.id


def test_house_numbers_never_look_like_those_of_a_source(guide: Pack) -> None:
    for metric in guide.metrics:
        if metric.judged and metric.basis != "house":
            assert metric.sources, metric.id
            assert metric.note, metric.id
