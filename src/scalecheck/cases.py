"""The test cases that rules carry: these answers must give this outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from itertools import chain

from scalecheck.condition import Condition, Facts, Reference, Truth, Value
from scalecheck.document import Hints
from scalecheck.findings import lenient, weigh_caution, weigh_practice
from scalecheck.frozen import Frozen, replace
from scalecheck.metrics import derive, view
from scalecheck.pack import Caution, Check, Pack, Practice, RuleCase, Signal, per_pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire

__all__ = ["Rule", "TestResult", "facts_of", "outcome_on", "problems_of", "run_cases"]

Rule = Practice | Caution | Signal | Check

_AS_OF = date(2026, 1, 1)
_RAISED = {"fail": "raised", "pass": "clear"}
_SEEN = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown", Truth.NOT_APPLICABLE: "not_applicable"}


class TestResult(Frozen):
    """One case of one rule: the outcome that it expects and the one that came out."""

    __test__ = False

    rule: str
    index: int
    expected: str
    actual: str

    @property
    def passed(self) -> bool:
        return self.expected == self.actual


def run_cases(pack: Pack) -> tuple[TestResult, ...]:
    """The results of all cases of a pack."""
    rules: tuple[Rule, ...] = (*pack.practices, *pack.cautions, *pack.signals, *pack.checks)
    hints = Hints()
    return tuple(chain.from_iterable(_run(pack, rule, hints) for rule in rules))


def _run(pack: Pack, rule: Rule, hints: Hints) -> Iterator[TestResult]:
    """What comes out of a rule on the answers of each of its cases, or what is wrong with these answers."""
    facts_on = facts_of(pack, rule)
    for index, case in enumerate(rule.tests):
        problem = next(problems_of(pack, case.answers, hints), None)
        yield TestResult(rule.id, index, case.expect, problem or outcome_on(rule, facts_on(case)))


def outcome_on(rule: Rule, facts: Facts) -> str:
    """What comes out of a rule on facts, in the words that cases use."""
    if isinstance(rule, Practice):
        return str(weigh_practice(rule, facts, lenient(facts), None).outcome)
    if isinstance(rule, Caution):
        outcome = str(weigh_caution(rule, facts).outcome)
        return _RAISED.get(outcome, outcome)
    return _SEEN[rule.when.truth(facts)]


def _usual_phase(rule: Rule) -> Phase:
    match rule:
        case Practice():
            return rule.first_phase
        case Caution():
            return rule.phases[0]
        case Signal():
            return rule.phase
        case Check():
            return Phase.PMF


_WORDS: Mapping[str, Collection[str]] = {
    "practice": ("yes", "partial", "planned", "no", "n/a"),
    "yes_no": ("yes", "no"),
}


def problems_of(pack: Pack, answers: Mapping[str, object], hints: Hints) -> Iterator[str]:
    """What is wrong with the answers of a case."""
    metrics = pack.metric_at
    for key, value in answers.items():
        question = pack.question.get(key)
        if question is None and key not in metrics:
            yield f"no question {key}{hints(key, chain(pack.question, metrics))}"
        bounds = metrics[key].bounds if key in metrics else question.bounds if question else None
        number = isinstance(value, int | float)
        if bounds and value != "unknown" and not (number and bounds[0] <= float(str(value)) <= bounds[1]):
            yield f"{key} cannot be {value}"
        known = _WORDS.get(question.kind, question.choices) if question else ()
        several = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in several):
            yield f"{key} must be a single value"
        elif known and value != "unknown" and any(item not in known for item in several):
            yield f"{key} cannot be {value}"


def facts_of(pack: Pack, rule: Rule) -> Callable[[RuleCase], Facts]:
    """From cases to the facts that a rule sees on their answers."""
    named = {name for leaf in _leaves(rule) for name in _named(leaf)}
    practices = [pack.practice[name] for name in named]
    subjects = {subject for item in (rule, *practices) for leaf in _leaves(item) for subject in leaf.subjects()}
    seen = _with_metrics(pack, frozenset(subjects & pack.metric_at.keys()))

    def facts_on(case: RuleCase) -> Facts:
        phase = case.phase or _usual_phase(rule)
        given: dict[str, Value] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in case.answers.items()
            if value != "unknown"
        }
        answers = {key: Answer(question=key, value=value) for key, value in given.items()}
        values, figures = derive(pack, answers)
        product = Questionnaire(path="", phase=phase, name="", answers=answers)
        _, facts = view(seen, product, values, figures, phase, _AS_OF)
        generous = lenient(facts)
        results = {
            f"practice.{item.id}": str(weigh_practice(item, facts, generous, None).outcome) for item in practices
        }
        return replace(facts, results=results)

    return facts_on


@per_pack
def _with_metrics(pack: Pack, looked_at: frozenset[str]) -> Pack:
    """The pack with no other metrics than these: to read all of them takes far longer than all the rest of a case."""
    return replace(pack, metrics=tuple(pack.metric_at[key] for key in sorted(looked_at)))


def _leaves(rule: Rule) -> Iterator[Condition]:
    """What the conditions of a rule consist of."""
    return (leaf for condition in _conditions(rule) for leaf in condition.leaves())


def _conditions(rule: Rule) -> tuple[Condition, ...]:
    match rule:
        case Practice():
            return (*((rule.applies_when,) if rule.applies_when else ()), rule.require)
        case Caution():
            return (rule.warn_when, *((rule.unless,) if rule.unless else ()))
        case _:
            return (rule.when,)


def _named(leaf: Condition) -> Iterator[str]:
    """The practice that a leaf refers to."""
    if isinstance(leaf, Reference) and leaf.subject.startswith("practice."):
        yield leaf.subject.removeprefix("practice.")
