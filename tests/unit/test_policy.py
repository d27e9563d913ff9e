"""A policy: what an organization asks beyond the pack, strict to read, and told wherever it makes a difference."""

from __future__ import annotations

import pytest

from conftest import TODAY
from each import each
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.gate import Standing, judge
from scalecheck.gatereport import make_gate_report
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.policy import Policy, govern, load_policy
from scalecheck.questionnaire import load_questionnaire
from scalecheck.waiver import Terms
from scalecheck.words import load_words

FULL = """scalecheck: 1
name: Acme
pack: {name: small, version: "0.1"}
gate: {fail_on: recommended, partial: warn, unknown: warn, reason: adopting it step by step}
waivers: {longest_days: 90, approver: other}
practices:
- rule: tests.layers
  levels: {pmf: optional, growth: required, maturity: none}
  reason: our products have no screens
metrics:
- metric: churn
  targets: {pmf: [0.02, 0.04], mvp: [0.1, 0.2]}
  reason: our contracts run for years
"""


def policy(text: str, pack: Pack) -> Policy:
    return load_policy(parse(text.encode(), "policy.yaml"), pack)


def faults(text: str, pack: Pack) -> list[str]:
    with pytest.raises(InputError) as caught:
        policy(text, pack)
    return str(caught.value).splitlines()


def product(text: str, pack: Pack, phase: Phase | None = None) -> Assessment:
    return assess(load_questionnaire(parse(text.encode(), "p.yaml"), pack, TODAY), pack, as_of=TODAY, phase=phase)


def test_a_policy_file_is_read(small: Pack) -> None:
    read = policy(FULL, small)
    assert (read.name, read.fail_on, read.partial, read.unknown) == ("Acme", "recommended", "warn", "warn")
    assert read.terms == Terms(longest_days=90, other_approver=True)
    assert [(item.rule, item.phase, item.level) for item in read.levels] == [
        ("tests.layers", Phase.PMF, "optional"),
        ("tests.layers", Phase.GROWTH, "required"),
        ("tests.layers", Phase.MATURITY, None),
    ]
    assert [(item.phase, item.target) for item in read.targets] == [(Phase.MVP, (0.1, 0.2)), (Phase.PMF, (0.02, 0.04))]


def test_a_policy_that_only_has_a_name_changes_nothing(small: Pack) -> None:
    read = policy("name: Acme", small)
    assert read == Policy(name="Acme")
    governed = govern(small, read)
    assert (governed.practices, governed.metrics) == (small.practices, small.metrics)


@each(
    ("old", "new", "fault"),
    [
        ("waivers:", "waiver:", "policy.yaml:5:1: waiver: is not a key of a policy (did you mean waivers?)"),
        ("name: Acme\n", "", "policy.yaml:1:1: name: is missing"),
        ("scalecheck: 1", "scalecheck: 2", "policy.yaml:1:13: scalecheck: is the version of the format and must be 1"),
        ('"0.1"', '"0.2"', "policy.yaml:3:30: pack.version: expects 0.2, but the pack in use has 0.1"),
        ("name: small", "name: guide", "policy.yaml:3:14: pack.name: expects guide, but the pack in use has small"),
        ('"0.1"}', '"0.1", checksum: 1}', "policy.yaml:3:37: pack.checksum: is not a key of a pin"),
        ("partial: warn", "partial: warm", "policy.yaml:4:39: gate.partial: must be one of fail, warn, not 'warm' (did you mean warn?)"),
        ("fail_on: recommended", "fail_on: optional", "policy.yaml:4:17: gate.fail_on: must be one of required, recommended, not 'optional'"),
        (", reason: adopting it step by step", "", "policy.yaml:4:7: gate.reason: is missing"),
        ("longest_days: 90", "longest_days: 3650", "policy.yaml:5:25: waivers.longest_days: must be a whole number from 1 to 730"),
        ("approver: other", "approver: different", "policy.yaml:5:39: waivers.approver: must be one of any, other, not 'different'"),
        ("rule: tests.layers", "rule: tests.layer", "policy.yaml:7:9: practices[0].rule: tests.layer is not a practice of the pack (did you mean tests.layers?)"),
        ("rule: tests.layers", "rule: shape.many-services", "policy.yaml:7:9: practices[0].rule: shape.many-services is not a practice of the pack"),
        ("pmf: optional", "pmf: maybe", "policy.yaml:8:17: practices[0].levels.pmf: must be one of required, recommended, optional, none, not 'maybe'"),
        ("pmf: optional", "fit: optional", "policy.yaml:8:12: practices[0].levels.fit: is not a key of levels by phase"),
        ("levels: {pmf: optional, growth: required, maturity: none}", "levels: {}", "policy.yaml:8:11: practices[0].levels: must name at least one phase"),
        ("levels: {pmf: optional, growth: required, maturity: none}", "levels: required", "policy.yaml:8:11: practices[0].levels: must be levels by phase, with mvp, pmf, growth, maturity"),
        ("  reason: our products have no screens\n", "", "policy.yaml:7:3: practices[0].reason: is missing"),
        ("our products have no screens", "later", "policy.yaml:9:11: practices[0].reason: must say why in at least 10 characters"),
        ("metric: churn", "metric: chrun", "policy.yaml:11:11: metrics[0].metric: chrun is not a metric of the pack (did you mean churn?)"),
        ("metric: churn", "metric: users", "policy.yaml:12:12: metrics[0].targets: do not go with users, which has the direction info"),
        ("[0.02, 0.04]", "[0.04, 0.02]", "policy.yaml:12:18: metrics[0].targets.pmf: is not in the order of direction down"),
        ("[0.02, 0.04]", "[0.04, 1.2]", "policy.yaml:12:18: metrics[0].targets.pmf: lies outside the bounds"),
        ("[0.02, 0.04]", "[0.04]", "policy.yaml:12:18: metrics[0].targets.pmf: must be [good, bad]"),
        ("[0.02, 0.04]", "2 %", "policy.yaml:12:18: metrics[0].targets.pmf: must be a list of numbers"),
        ("metrics:\n", "- rule: tests.layers\n  levels: {mvp: required}\n  reason: it says so twice\nmetrics:\n", "policy.yaml:10:9: practices[1].rule: tests.layers is already changed above; put all phases in one entry"),
    ],
)  # fmt: skip
def test_what_a_policy_may_not_say(small: Pack, old: str, new: str, fault: str) -> None:
    assert faults(FULL.replace(old, new), small) == [fault]


def test_the_digest_of_the_pack_can_be_pinned(small: Pack) -> None:
    assert policy(f"name: Acme\npack: {{digest: {small.digest}}}", small)
    (fault,) = faults("name: Acme\npack: {digest: 00ff}", small)
    assert fault == f"policy.yaml:2:16: pack.digest: expects 00ff, but the pack in use has {small.digest}"


def test_levels_change_in_the_named_phases_only_and_the_pack_says_so(small: Pack) -> None:
    governed = govern(small, policy(FULL, small))
    assert governed.practice["tests.layers"].levels == {
        Phase.MVP: "optional",
        Phase.PMF: "optional",
        Phase.GROWTH: "required",
    }
    assert governed.practice["safety.backups"] is small.practice["safety.backups"]
    assert governed.amendments
    changed = [(item.phase, item.before, item.level, item.lowers) for item in governed.amendments.levels]
    assert changed == [
        (Phase.PMF, "required", "optional", True),
        (Phase.MATURITY, "required", None, True),
    ], "growth asked for it already"


def test_targets_hold_for_every_product_and_are_not_passed_off_as_cited(small: Pack) -> None:
    text = "product: {phase: pmf, keeps_data: yes}\nmetrics: {churn: 0.03}\n"
    (usual,) = [item for item in product(text, small).readings if item.metric == "churn"]
    (ours,) = [item for item in product(text, govern(small, policy(FULL, small))).readings if item.metric == "churn"]
    assert (usual.state, ours.state) == ("good", "watch")
    assert (ours.target, ours.variant, ours.basis) == ((0.02, 0.04), "Acme", "policy")


LACKING = "product: {phase: pmf, keeps_data: yes}\npractices: {safety: {backups: partial}, testing: {unit: yes}}\n"


def test_what_only_warns_is_tolerated_and_told_with_the_reason(small: Pack) -> None:
    soft = Policy(unknown="warn", partial="warn", reason="adopting it step by step")
    assessment = product(LACKING, small)
    assert not judge(assessment).passed
    result = judge(assessment, soft)
    assert result.passed
    assert [item.finding.rule for item in result.those(Standing.TOLERATED)] == ["safety.backups", "tests.layers"]
    assert result.attained is None, "a tolerated practice is not there"
    told = [note.text for note in make_gate_report(result, small, load_words()).notes]
    assert told == [
        "only a warning by the policy: practices that are partial: safety.backups; adopting it step by step",
        "only a warning by the policy: practices that are not answered: tests.layers; adopting it step by step",
    ]


@pytest.mark.parametrize(("partial", "unknown"), [("warn", "fail"), ("fail", "warn")])
def test_each_outcome_is_softened_for_itself_and_a_no_never(small: Pack, partial: str, unknown: str) -> None:
    soft = Policy(partial="warn" if partial == "warn" else "fail", unknown="warn" if unknown == "warn" else "fail")
    blocked = [item.rule for item in judge(product(LACKING, small), soft).blocking]
    assert blocked == ["tests.layers" if partial == "warn" else "safety.backups"]
    assert not judge(product(LACKING.replace("partial", "no"), small), soft).passed


def test_a_lowered_practice_is_always_listed_like_a_waiver(small: Pack) -> None:
    lenient = policy(FULL.replace("fail_on: recommended, partial: warn, unknown: warn, ", ""), small)
    governed = govern(small, lenient)
    good = LACKING.replace("partial", "yes")
    for text, answer in ((good, "not answered"), (good.replace("unit: yes", "unit: no"), "no")):
        result = judge(product(text, governed), lenient)
        assert result.passed
        told = {note.kind: note.text for note in make_gate_report(result, governed, load_words()).notes}
        assert told["lowered"] == (
            f"lowered by the policy: tests.layers ({answer}) is optional instead of required; "
            "our products have no screens"
        )
        assert told["policy"] == "Judged by the policy Acme (levels changed: 2, targets changed: 2)"
    assert judge(product(good, governed, Phase.GROWTH), lenient).lowered == (), "it is required there"


def test_a_raised_practice_blocks(small: Pack) -> None:
    change = "{rule: shape.borders, levels: {pmf: required}, reason: our teams share code}"
    strict = policy(f"name: Acme\npractices: [{change}]\n", small)
    text = LACKING.replace("partial", "yes").replace("unit: yes", "unit: yes, e2e: yes") + "symptoms: [slow]\n"
    assert judge(product(text, small)).passed
    assert [item.rule for item in judge(product(text, govern(small, strict)), strict).blocking] == ["shape.borders"]


def test_a_policy_that_asks_for_nothing_is_no_pass(small: Pack) -> None:
    empty = "name: Acme\npractices:\n" + "".join(
        f"- {{rule: {rule}, levels: {{pmf: none}}, reason: we trust our teams}}\n" for rule in small.practice
    )
    lenient = policy(empty, small)
    with pytest.raises(InputError, match="there is nothing to judge"):
        judge(product(LACKING, govern(small, lenient)), lenient)


def test_a_policy_cannot_be_forgotten_between_assessing_and_judging(small: Pack) -> None:
    with pytest.raises(ValueError, match=r"^assess on the pack that the policy governs: `govern\(pack, policy\)`$"):
        judge(product(LACKING, small), policy(FULL, small))
