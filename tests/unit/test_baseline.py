"""A baseline: known gaps are accepted until they are closed, new ones block, and it never grows by itself."""

from __future__ import annotations

from conftest import TODAY
from scalecheck.assessment import Assessment, assess
from scalecheck.baseline import Decision, accepted, create, prune, update
from scalecheck.compare import compare
from scalecheck.document import parse
from scalecheck.gate import GateResult, Standing, judge
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.policy import Policy, govern, load_policy
from scalecheck.questionnaire import load_questionnaire
from scalecheck.report import make_report
from scalecheck.result import AssessmentView
from scalecheck.view import view_of
from scalecheck.waiver import Waiver
from scalecheck.words import load_words

GOOD = "product: {phase: pmf, keeps_data: yes}\npractices: {safety: {backups: yes}, testing: {unit: yes, e2e: yes}}\n"
NO_TESTS = GOOD.replace("e2e: yes", "e2e: no")
NOTHING = NO_TESTS.replace("backups: yes", "backups: no")
OPEN = GOOD.replace(", e2e: yes", "")
WAIVER = Waiver(
    rule="tests.layers",
    reason="moving to the new suite",
    owner="ann",
    approved_by="bob",
    created=TODAY,
    expires=TODAY,
)


def product(text: str, pack: Pack, phase: Phase | None = None, *waivers: Waiver) -> Assessment:
    questionnaire = load_questionnaire(parse(text.encode(), "p.yaml"), pack, TODAY)
    return assess(questionnaire, pack, as_of=TODAY, phase=phase, waivers=waivers)


def result(text: str, pack: Pack, phase: Phase | None = None, *waivers: Waiver) -> AssessmentView:
    return view_of(make_report(product(text, pack, phase, *waivers), pack, load_words()))


def gate(text: str, pack: Pack, baseline: AssessmentView, phase: Phase | None = None) -> GateResult:
    return judge(product(text, pack, phase), baseline=baseline)


def test_known_gaps_are_accepted_and_new_ones_block(small: Pack) -> None:
    known = result(NO_TESTS, small)
    assert gate(NO_TESTS, small, known).passed
    assert [item.finding.rule for item in gate(NO_TESTS, small, known).those(Standing.BASELINED)] == ["tests.layers"]
    assert [item.rule for item in gate(NOTHING, small, known).blocking] == ["safety.backups"]


def test_an_accepted_gap_may_be_half_closed(small: Pack) -> None:
    assert gate(GOOD.replace("e2e: yes", "e2e: partial"), small, result(NO_TESTS, small)).passed


def levels(baseline: AssessmentView) -> dict[str, str | None]:
    return {rule: item.level for rule, item in accepted(baseline).items()}


def test_what_nobody_answered_is_accepted_only_where_a_plain_no_was(small: Pack) -> None:
    assert accepted(result(OPEN, small)) == {}
    assert not gate(OPEN, small, result(OPEN, small)).passed, "not when it was open before"
    half = result(GOOD.replace("e2e: yes", "e2e: partial"), small)
    assert not gate(OPEN, small, half).passed, "not when it was half there, as it may be less now"
    assert gate(OPEN, small, result(NO_TESTS, small)).passed, "nothing worse can be behind it than a no"


def test_what_was_half_there_may_not_be_lost(small: Pack) -> None:
    half = result(GOOD.replace("e2e: yes", "e2e: partial"), small)
    assert gate(GOOD.replace("e2e: yes", "e2e: partial"), small, half).passed
    assert not gate(NO_TESTS, small, half).passed


def test_a_waived_gap_is_not_accepted_as_well_so_the_waiver_still_ends(small: Pack) -> None:
    assert accepted(result(NO_TESTS, small, None, WAIVER)) == {}
    assert create(result(NO_TESTS, small, None, WAIVER)).baseline is not None


def test_a_gap_is_accepted_at_the_level_that_it_had(small: Pack) -> None:
    text = GOOD.replace("testing:", "shape: {borders: no}, testing:")
    recommended = result(text, small)
    assert levels(recommended) == {"shape.borders": "recommended"}
    assert judge(product(text, small), Policy(fail_on="recommended"), (), recommended).passed
    assert not gate(text, small, recommended, Phase.GROWTH).passed, "growth requires it, which is new"
    assert gate(text, small, result(text, small, Phase.GROWTH), Phase.GROWTH).passed


def test_what_is_closed_or_no_rule_any_more_is_named(small: Pack) -> None:
    known = result(NOTHING, small)
    assert gate(NO_TESTS, small, known).fixed == ("safety.backups",)
    assert gate(NO_TESTS.replace("keeps_data: yes", "keeps_data: no"), small, known).fixed == ("safety.backups",)
    renamed = view_with(known, "tests.layers", "tests.gone")
    assert gate(NOTHING, small, renamed).gone == ("tests.gone",)
    assert [item.rule for item in gate(NOTHING, small, renamed).blocking] == ["tests.layers"]


def view_with(known: AssessmentView, old: str, new: str) -> AssessmentView:
    """The result as if a rule had another name then."""
    from dataclasses import replace

    findings = tuple(replace(item, rule=new) if item.rule == old else item for item in known.findings)
    return replace(known, findings=findings)


def test_it_grows_by_update_only_and_keeps_its_history(small: Pack) -> None:
    first = create(result(NO_TESTS, small), Decision(by="ann"))
    assert (levels(first), levels(prune(first, result(NOTHING, small)))) == ({"tests.layers": "required"},) * 2
    second = update(first, result(NOTHING, small), Decision(reason="bought another product", by="bob"))
    assert set(accepted(second)) == {"safety.backups", "tests.layers"}
    assert second.baseline
    assert [(step.action, step.by, step.reason, step.added) for step in second.baseline.history] == [
        ("create", "ann", "", ("tests.layers",)),
        ("update", "bob", "bought another product", ("safety.backups",)),
    ]


def test_prune_forgets_what_is_closed_and_adds_nothing(small: Pack) -> None:
    first = create(result(NOTHING, small))
    better = prune(first, result(NO_TESTS, small))
    assert set(accepted(better)) == {"tests.layers"}
    assert not gate(NOTHING, small, better).passed, "it cannot come back"
    assert set(accepted(prune(better, result(GOOD, small)))) == set()
    assert prune(better, result(NO_TESTS, small)) is better, "nothing to do leaves no trace"
    assert set(accepted(prune(first, result(OPEN, small)))) == {"tests.layers"}, "an answer taken away closes nothing"


def test_a_baseline_holds_what_would_block_not_what_is_only_recommended(small: Pack) -> None:
    text = NO_TESTS.replace("testing:", "shape: {borders: no}, testing:")
    assert set(accepted(create(result(text, small)))) == {"tests.layers"}
    assert set(accepted(create(result(text, small), fail_on="recommended"))) == {"tests.layers", "shape.borders"}


def test_anything_that_got_worse_fails_when_asked_for(small: Pack) -> None:
    before = result(GOOD + "metrics: {churn: 0.04}\nteam: {services: 3, size: 9}\n", small)

    def worse(text: str, *waivers: Waiver) -> list[str]:
        assessment = product(text, small)
        changes = compare(before, view_of(make_report(assessment, small, load_words())))
        judged = judge(assessment, waivers=waivers, baseline=before, changes=changes)
        assert judged.passed == (not judged.worse and not judged.blocking)
        assert (judged.since, judged.alike) == (TODAY.isoformat(), True)
        return [item.id for item in judged.worse]

    same = GOOD + "metrics: {churn: 0.04}\nteam: {services: 3, size: 9}\n"
    assert worse(same) == []
    assert worse(same.replace("0.04", "0.2")) == ["churn"]
    assert worse(same.replace("services: 3", "services: 5")) == ["shape.many-services"]
    assert worse(same.replace("e2e: yes", "e2e: partial")) == ["tests.layers"]
    assert worse(same.replace("e2e: yes", "e2e: partial"), WAIVER) == [], "a waiver excuses this too"


def test_another_policy_is_no_change_of_the_product(small: Pack) -> None:
    policy = load_policy(parse(b"name: Acme"), small)
    governed = govern(small, policy)
    before, after = result(GOOD, small), product(GOOD, governed)
    changes = compare(before, view_of(make_report(after, governed, load_words())))
    assert (changes.apart, changes.worse) == (("policy",), ())
    judged = judge(after, policy, baseline=before, changes=changes)
    assert (judged.passed, judged.alike) == (True, False), "the gate says that it compares two policies"
