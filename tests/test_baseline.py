"""A baseline: known gaps are accepted until they are closed, new ones block, and it never grows by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Result, Run
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
    changes = compare(result(GOOD, small), view_of(make_report(product(GOOD, governed), governed, load_words())))
    assert (changes.apart, changes.worse) == (("policy",), ())


# From outside, with the built-in guide.

GROWTH = (ROOT / "examples" / "growth.yaml").read_text()
DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "p.yaml").write_text(GROWTH)
    assert run("baseline", "create", "p.yaml", "--baseline", "b.json", *DAY).code == 0
    return tmp_path


def gated(run: Run, *arguments: str) -> Result:
    return run("gate", "p.yaml", *DAY, *arguments)


def test_a_product_adopts_the_gate_step_by_step(folder: Path, run: Run) -> None:
    assert gated(run).code == 1
    assert gated(run, "--baseline", "b.json").code == 0
    worse = GROWTH.replace("feature_flags: yes", "feature_flags: no")
    assert worse != GROWTH
    (folder / "p.yaml").write_text(worse)
    failed = gated(run, "--baseline", "b.json")
    assert failed.code == 1
    assert "1 of 21 required practices block" in failed.stdout
    assert "delivery.feature-flags" in failed.stdout

    assert run("baseline", "update", "p.yaml", "--baseline", "b.json", *DAY).code == 2, "never without a reason"
    reason = ["--reason", "we merged with another product", "--by", "ann"]
    updated = run("baseline", "update", "p.yaml", "--baseline", "b.json", *reason, *DAY)
    assert updated.stdout == (
        "Shelfline: 11 gaps accepted\n+ delivery.feature-flags: New features are switched on step by step\n"
    )
    assert gated(run, "--baseline", "b.json").code == 0

    (folder / "p.yaml").write_text(GROWTH)
    assert "no longer lacking, but still in the baseline" in gated(run, "--baseline", "b.json").stdout
    pruned = run("baseline", "prune", "p.yaml", "--baseline", "b.json", *DAY)
    assert pruned.stdout == (
        "Shelfline: 10 gaps accepted\n- delivery.feature-flags: New features are switched on step by step\n"
    )
    assert "still in the baseline" not in gated(run, "--baseline", "b.json").stdout


def test_the_json_of_assess_is_a_baseline_too(folder: Path, run: Run) -> None:
    assert run("assess", "p.yaml", "-o", "result.json", *DAY).code == 0
    assert gated(run, "--baseline", "result.json").code == 0
    assert run("baseline", "prune", "p.yaml", "--baseline", "result.json", *DAY).code == 2, "it names no decisions"


def test_worse_than_the_baseline_is_named_and_fails(folder: Path, run: Run) -> None:
    assert gated(run, "--baseline", "b.json", "--no-regress").code == 0
    slower = GROWTH.replace("latency_p95_ms:\n    value: 310", "latency_p95_ms:\n    value: 1100")
    assert slower != GROWTH
    (folder / "p.yaml").write_text(slower)
    assert gated(run, "--baseline", "b.json").code == 0
    failed = gated(run, "--baseline", "b.json", "--no-regress")
    assert failed.code == 1
    assert "No required practice blocks, but one thing got worse than the baseline." in failed.stdout
    assert "was made with other rules" not in failed.stdout
    other = gated(run, "--baseline", "b.json", "--no-regress", "--phase", "pmf").stdout
    assert "the baseline of 2026-11-23 was made with other rules or for another phase" in other
    assert "got worse than the baseline: p95 latency, good before and bad now" in failed.stdout


def test_a_comparison_under_one_policy_is_of_like_with_like(folder: Path, run: Run) -> None:
    (folder / "acme.yaml").write_text(
        "name: Acme\n"
        "practices:\n- {rule: delivery.feature-flags, levels: {growth: recommended}, reason: we have a switchboard}\n"
        "metrics:\n- {metric: latency_p95_ms, targets: {growth: [350, 700]}, reason: our customers are patient}\n"
    )
    policy = ["--policy", "acme.yaml"]
    assert run("baseline", "create", "p.yaml", "--baseline", "acme.json", *policy, *DAY).code == 0
    (folder / "p.yaml").write_text(GROWTH.replace("latency_p95_ms:\n    value: 310", "latency_p95_ms:\n    value: 400"))
    told = gated(run, "--baseline", "acme.json", "--no-regress", *policy).stdout
    assert "got worse than the baseline: p95 latency, good before and watch now" in told
    assert "was made with other rules" not in told
    assert "was made with other rules" in gated(run, "--baseline", "b.json", "--no-regress", *policy).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["gate", "p.yaml", "--baseline", "none.json"],
        ["gate", "p.yaml", "--baseline", "p.yaml"],
        ["gate", "p.yaml", "--no-regress"],
        ["gate", "other.yaml", "--baseline", "b.json"],
        ["baseline", "create", "p.yaml", "--baseline", "b.json"],
        ["baseline", "create", "p.yaml", "--baseline", "c.json", "--reason", "why"],
        ["baseline", "create", "none.yaml", "--baseline", "c.json"],
        ["baseline", "update", "p.yaml", "--baseline", "none.json", "--reason", "a good reason"],
        ["baseline", "update", "other.yaml", "--baseline", "b.json", "--reason", "a good reason"],
        ["baseline", "prune", "p.yaml"],
        ["baseline", "forget", "p.yaml", "--baseline", "b.json"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_gives_2_and_leaves_the_baseline_alone(
    folder: Path, run: Run, arguments: list[str]
) -> None:
    (folder / "other.yaml").write_text(GROWTH.replace("name: Shelfline", "name: Other"))
    before = (folder / "b.json").read_bytes()
    failed = run(*arguments)
    assert (failed.code, failed.stdout) == (2, "")
    assert failed.stderr
    assert (folder / "b.json").read_bytes() == before
    assert not (folder / "c.json").exists()


def test_one_file_may_hold_several_products(folder: Path, run: Run) -> None:
    (folder / "other.yaml").write_text(GROWTH.replace("name: Shelfline", "name: Other"))
    both = ["p.yaml", "other.yaml", "--baseline", "both.json", *DAY]
    assert run("baseline", "create", *both).code == 0
    assert run("gate", *both).code == 0
    (folder / "other.yaml").write_text(
        GROWTH.replace("name: Shelfline", "name: Other").replace("feature_flags: yes", "feature_flags: no")
    )
    assert run("gate", *both).code == 1
    update = ["baseline", "update", "other.yaml", "--baseline", "both.json", "--reason", "we merged with another"]
    assert run(*update, *DAY).stdout.startswith("Other: 11 gaps accepted\n")
    assert [len(item["baseline"]["accepted"]) for item in json.loads((folder / "both.json").read_text())] == [10, 11]
    assert run("gate", *both).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "p.yaml", "--baseline", "-"), "kept in a file"),
        (("create", "p.yaml", "p.yaml", "--baseline", "b.json"), "p.yaml: is named twice"),
        (("prune", "p.yaml", "--baseline", "plain.json"), "is a plain result that accepts all its gaps"),
    ],
)
def test_what_makes_no_baseline_gives_2(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "p.yaml").write_text((ROOT / "examples" / "growth.yaml").read_text())
    assert run("assess", "-q", "p.yaml", "-o", "plain.json", *DAY).code == 0
    before = sorted(path.name for path in tmp_path.iterdir())
    result = run("baseline", *arguments, *DAY)
    assert result.code == 2
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
