"""The file of accepted gaps: strict, with every fault at its place, and nothing in it for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from conftest import TODAY
from each import each
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.findings import Outcome
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import load_questionnaire
from scalecheck.report import make_report
from scalecheck.view import view_of
from scalecheck.waiver import Terms, Waiver, load_waivers
from scalecheck.words import load_words

FULL = "waivers:\n- rule: tests.layers\n  reason: moving to the new suite\n  owner: ann\n  approved_by: bob\n  created: 2026-11-01\n  expires: 2026-12-31\n"


def faults(text: str, pack: Pack, terms: Terms = Terms()) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_waivers(parse(text.encode(), "w.yaml"), pack.practice, terms)
    return str(caught.value).splitlines()


def test_a_waiver_file_is_read(small: Pack) -> None:
    assert load_waivers(parse(FULL.encode()), small.practice) == (
        Waiver(
            rule="tests.layers",
            reason="moving to the new suite",
            owner="ann",
            approved_by="bob",
            created=date(2026, 11, 1),
            expires=date(2026, 12, 31),
        ),
    )
    assert load_waivers(parse(b"waivers: []"), small.practice) == ()


@each(
    ("old", "new", "fault"),
    [
        ("rule: tests.layers", "rule: tests.layer", "w.yaml:2:9: waivers[0].rule: tests.layer is not a practice that can be waived (did you mean tests.layers?)"),
        ("rule: tests.layers", "rule: shape.many-services", "w.yaml:2:9: waivers[0].rule: shape.many-services is not a practice that can be waived"),
        ("  owner: ann\n", "", "w.yaml:2:3: waivers[0].owner: is missing"),
        ("  approved_by: bob\n", "  approved_by: ~\n", "w.yaml:5:16: waivers[0].approved_by: is missing"),
        ("waivers:\n", "scalecheck: 99\nwaivers:\n", "w.yaml:1:13: scalecheck: is the version of the format and must be 1"),
        ("created: 2026-11-01", "created: 2026-W45-1", "w.yaml:6:12: waivers[0].created: must be a date such as 2026-11-01, not '2026-W45-1'"),
        ("  owner: ann\n", "  owner: ' '\n", "w.yaml:4:10: waivers[0].owner: is missing"),
        ("reason: moving to the new suite", "reason: later", "w.yaml:3:11: waivers[0].reason: must say why in at least 10 characters"),
        ("expires: 2026-12-31", "expires: 2027-12-31", "w.yaml:7:12: waivers[0].expires: is more than 180 days after `created`"),
        ("expires: 2026-12-31", "expires: 2026-10-31", "w.yaml:7:12: waivers[0].expires: lies before `created`"),
        ("expires: 2026-12-31", "expires: never", "w.yaml:7:12: waivers[0].expires: must be a date such as 2026-11-01, not 'never'"),
        ("  owner: ann\n", "  owner: ann\n  until: 2030-01-01\n", "w.yaml:5:3: waivers[0].until: is not a key of a waiver"),
        ("waivers:\n", "waiver: []\nwaivers:\n", "w.yaml:1:1: waiver: is not a key of a waiver file (did you mean waivers?)"),
    ],
)  # fmt: skip
def test_what_a_waiver_may_not_say(small: Pack, old: str, new: str, fault: str) -> None:
    assert faults(FULL.replace(old, new), small) == [fault]


def test_waivers_of_one_rule_may_follow_but_not_overlap(small: Pack) -> None:
    second = (
        FULL.replace("waivers:\n", "")
        .replace("2026-11-01", "2026-12-31")
        .replace("expires: 2026-12-31", "expires: 2027-01-31")
    )
    assert faults(FULL + second, small) == [
        "w.yaml:8:1: tests.layers: overlaps with the waiver of tests.layers in line 2"
    ]
    later = second.replace("created: 2026-12-31", "created: 2027-01-01")
    assert len(load_waivers(parse((FULL + later).encode()), small.practice)) == 2


def test_of_waivers_that_end_on_the_same_day_the_first_is_the_one_that_others_overlap_with(small: Pack) -> None:
    entry = FULL.replace("waivers:\n", "")
    second, third = (entry.replace("2026-11-01", day) for day in ("2026-11-15", "2026-12-01"))
    assert [fault.rpartition(": ")[2] for fault in faults(FULL + second + third, small)] == [
        "overlaps with the waiver of tests.layers in line 2",
        "overlaps with the waiver of tests.layers in line 2",
    ]


def test_every_fault_of_a_file_comes_at_once(small: Pack) -> None:
    assert faults("waivers: [{rule: nonsense, reason: short}, later]\n", small) == [
        "w.yaml:1:11: waivers[0].approved_by: is missing",
        "w.yaml:1:11: waivers[0].created: is missing",
        "w.yaml:1:11: waivers[0].expires: is missing",
        "w.yaml:1:11: waivers[0].owner: is missing",
        "w.yaml:1:18: waivers[0].rule: nonsense is not a practice that can be waived",
        "w.yaml:1:36: waivers[0].reason: must say why in at least 10 characters",
        "w.yaml:1:44: waivers[1]: must be a waiver, with rule, reason, owner, approved_by, created, expires, ticket",
    ]


def test_a_file_with_more_than_a_thousand_faults_is_not_looked_through(small: Pack) -> None:
    told = faults("waivers:\n" + "- {rule: tests.layers}\n" * 10_000, small)
    assert told[0] == "w.yaml: has more than 1,000 faults; what stands behind them was not looked at"
    assert told[-1].startswith("w.yaml:202:3: waivers[200].")
    assert len(told) == 1 + 1_001


def test_a_waiver_may_name_a_ticket_and_knows_its_place(small: Pack) -> None:
    (read,) = load_waivers(parse(f"{FULL}  ticket: OPS-1\n".encode(), "w.yaml"), small.practice)
    assert (read.ticket, read.path, read.line) == ("OPS-1", "w.yaml", 2)


def test_a_waiver_may_last_for_one_day(small: Pack) -> None:
    (read,) = load_waivers(parse(FULL.replace("2026-12-31", "2026-11-01").encode()), small.practice)
    assert read.created == read.expires


def test_what_is_no_waiver_overlaps_with_none(small: Pack) -> None:
    entry = FULL.replace("waivers:\n", "")
    undated = entry.replace("  created: 2026-11-01\n", "")
    assert faults(FULL + undated, small) == ["w.yaml:8:3: waivers[1].created: is missing"]
    nonsense = entry.replace("tests.layers", "nonsense")
    assert [fault.split(": ")[1] for fault in faults(f"waivers:\n{nonsense * 2}", small)] == [
        "waivers[0].rule",
        "waivers[1].rule",
    ]


def test_a_file_without_waivers_must_say_so(small: Pack) -> None:
    assert faults("scalecheck: 1", small) == ["w.yaml:1:1: waivers: must be a list, even if it is empty: `waivers: []`"]


@pytest.mark.parametrize("text", ["", "[]", "just text"])
def test_a_file_that_is_something_else_is_one_fault(small: Pack, text: str) -> None:
    assert faults(text, small) == ["w.yaml:1:1: must be a waiver file, with scalecheck, waivers"]


def test_a_policy_may_shorten_or_lengthen_the_term(small: Pack) -> None:
    assert faults(FULL, small, Terms(longest_days=59)) == [
        "w.yaml:7:12: waivers[0].expires: is more than 59 days after `created`"
    ]
    assert load_waivers(parse(FULL.encode()), small.practice, Terms(longest_days=60))
    long = FULL.replace("expires: 2026-12-31", "expires: 2027-10-31")
    assert load_waivers(parse(long.encode()), small.practice, Terms(longest_days=364))


def test_a_policy_may_ask_for_another_approver(small: Pack) -> None:
    own = FULL.replace("approved_by: bob", "approved_by: Ann")
    assert load_waivers(parse(own.encode()), small.practice)
    assert faults(own, small, Terms(other_approver=True)) == [
        "w.yaml:5:16: waivers[0].approved_by: must be somebody else than the owner; the policy asks for it"
    ]
    assert load_waivers(parse(FULL.encode()), small.practice, Terms(other_approver=True))


# What a waiver means for the assessment.

LACKING = (
    "product: {phase: pmf, keeps_data: yes}\npractices: {safety: {backups: yes}, testing: {unit: yes, e2e: partial}}\n"
)


def assessed(pack: Pack, *waivers: Waiver) -> Assessment:
    product = load_questionnaire(parse(LACKING.encode(), "p.yaml"), pack, TODAY)
    return assess(product, pack, as_of=TODAY, waivers=waivers)


@pytest.fixture
def waiver(small: Pack) -> Waiver:
    (only,) = load_waivers(parse(FULL.encode(), "w.yaml"), small.practice)
    return only


def test_what_is_waived_neither_scores_nor_keeps_a_phase_from_being_attained(small: Pack, waiver: Waiver) -> None:
    before, after = assessed(small), assessed(small, waiver)
    assert (before.attained, after.attained) == (Phase.MVP, Phase.MATURITY)
    assert (before.score.total, after.score.total) == (3, 2)
    finding = after.finding("tests.layers")
    assert (finding.outcome, finding.waived) == (Outcome.PARTIAL, True)
    assert [rung.waived for rung in after.rungs] == [(), *[("tests.layers",)] * 3]
    assert after.waivers == (waiver,)
    assert after.verdict == before.verdict, "the verdict is about the product"


def test_a_waiver_out_of_its_time_or_without_a_gap_changes_nothing(small: Pack, waiver: Waiver) -> None:
    over = replace(waiver, expires=date(2026, 11, 21))
    later = replace(waiver, created=date(2026, 11, 23))
    needless = replace(waiver, rule="safety.backups")
    assert assessed(small, over, later, needless) == assessed(small)


def test_a_report_tells_of_it_once_and_names_it_where_it_helps(small: Pack, waiver: Waiver) -> None:
    report = make_report(assessed(small, waiver), small, load_words())
    assert [(row.rule, row.expires, row.owner) for row in report.waived] == [("tests.layers", "2026-12-31", "ann")]
    assert not report.blockers
    assert "tests.layers" not in {row.rule for row in report.actions}
    assert "Attained: Maturity, with waivers for: Tests come in layers" in report.facts
    assert report.sentence == "Everything that Fit requires is in place or waived."
    view = view_of(report)
    assert [item.rule for item in view.waivers] == ["tests.layers"]
    assert [item.rule for item in view.findings if item.waived] == ["tests.layers"]
