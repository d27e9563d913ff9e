"""Reading answers: shorthand and long form, types by question, and every fault with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from conftest import TODAY
from each import each
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire, load_questionnaire

Fill = Callable[[str], Questionnaire]
HEAD = "product: {name: Shop, phase: pmf}\n"


def faults(text: str, pack: Pack) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_questionnaire(parse(text.encode(), "p.yaml"), pack, TODAY)
    return str(caught.value).splitlines()


def test_shorthand_and_long_form_mix(fill: Fill) -> None:
    product = fill(
        HEAD
        + "practices:\n"
        + "  safety: {backups: yes}\n"
        + "  testing:\n"
        + "    unit: {answer: partial, note: api only, owner: ann, evidence: [a.md, b.md], reviewed: 2026-10-01}\n"
        + "metrics:\n"
        + "  churn: {value: 0.04, measured: 2026-11-01, sample: 120, previous: [0.06, 0.05], source: billing}\n"
    )
    assert (product.name, product.phase) == ("Shop", Phase.PMF)
    assert product.answers["practices.safety.backups"].value == "yes"
    assert product.answers["practices.testing.unit"] == Answer(
        question="practices.testing.unit",
        value="partial",
        line=5,
        column=11,
        note="api only",
        owner="ann",
        evidence=("a.md", "b.md"),
        reviewed=date(2026, 10, 1),
    )
    churn = product.answers["metrics.churn"]
    assert (churn.value, churn.sample, churn.previous, churn.measured) == (0.04, 120, (0.06, 0.05), date(2026, 11, 1))


def test_of_many_earlier_values_the_newest_are_kept_and_all_are_looked_at(fill: Fill) -> None:
    values = ", ".join(map(str, range(40)))
    kept = fill(f"{HEAD}metrics: {{churn: {{value: 0.04, previous: [{values}]}}}}").answers["metrics.churn"]
    assert kept.previous == tuple(range(4, 40))
    with pytest.raises(InputError, match="banana"):
        fill(f"{HEAD}metrics: {{churn: {{value: 0.04, previous: [{values}, banana]}}}}")


def test_a_dotted_key_stands_for_its_sections(fill: Fill) -> None:
    product = fill(HEAD + "team.size: 12\npractices: {testing.unit: yes}\n")
    assert {key: answer.value for key, answer in product.answers.items() if "product" not in key} == {
        "team.size": 12,
        "practices.testing.unit": "yes",
    }
    assert product.line_of("team.size") == 2


@each("nothing", ["", "null", "~", "unknown", "Unknown", "'?'", "{answer: }", "{note: asked}"])
def test_ways_to_say_that_an_answer_is_missing(fill: Fill, nothing: str) -> None:
    assert "team.size" not in fill(f"{HEAD}team:\n  size: {nothing}\n").answers


@each("answer", ["unknown", "Unknown", "'?'", "{note: asked, answer: unknown}"])
def test_that_nobody_knows_is_more_than_nothing(fill: Fill, answer: str) -> None:
    assert fill(f"{HEAD}team:\n  size: {answer}\n  services:\n").unknown == {"team.size"}
    assert fill(f"{HEAD}metrics: {{churn: {answer}}}\n").unknown == {"metrics.churn"}


def test_a_file_that_is_being_filled_in_need_not_declare_a_phase(small: Pack) -> None:
    document = parse(b"product: {name: Shop}\n")
    product = load_questionnaire(document, small, TODAY, undeclared=Phase.GROWTH)
    assert (product.phase, "product.phase" in product.answers) == (Phase.GROWTH, False)
    declared = load_questionnaire(parse(HEAD.encode()), small, TODAY, undeclared=Phase.GROWTH)
    assert declared.phase is Phase.PMF


@each(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("true", "yes"),
        ("On", "yes"),
        ("no", "no"),
        ("FALSE", "no"),
        ("partial", "partial"),
        ("planned", "planned"),
    ],
)
def test_words_of_a_practice(fill: Fill, written: str, value: str) -> None:
    assert (
        fill(f"{HEAD}practices: {{safety: {{backups: {written}}}}}").answers["practices.safety.backups"].value == value
    )


@each("name", ["no", "1.10", "2026-11-01", "yes", "0x10", "'null'"])
def test_a_name_is_text_whatever_it_looks_like(fill: Fill, name: str) -> None:
    assert fill(f"product: {{name: {name}, phase: mvp}}").name == name.strip("'")


def test_numbers_may_be_quoted_or_grouped(fill: Fill) -> None:
    assert fill(f"{HEAD}team: {{size: '14'}}").answers["team.size"].value == 14
    assert fill(f"{HEAD}metrics: {{users: 120_000}}").answers["metrics.users"].value == 120000


def test_not_applicable_needs_a_reason_and_a_question_that_allows_it(fill: Fill, small: Pack) -> None:
    long_form = "{answer: n/a, reason: there is no interface}"
    product = fill(f"{HEAD}practices: {{testing: {{e2e: {long_form}}}}}")
    assert product.answers["practices.testing.e2e"].value == "n/a"
    assert faults(f"{HEAD}practices: {{testing: {{e2e: n/a}}}}", small) == [
        "p.yaml:2:28: practices.testing.e2e: n/a needs a reason: {answer: n/a, reason: …}"
    ]
    (message,) = faults(f"{HEAD}practices: {{testing: {{unit: {long_form}}}}}", small)
    assert "cannot be n/a" in message


def test_own_targets_and_symptoms(fill: Fill) -> None:
    product = fill(HEAD + "targets: {churn: 0.02}\nsymptoms: [slow, timeouts, slow]\n")
    assert product.targets == {"churn": 0.02}
    assert product.answers["symptoms"].value == ("slow", "timeouts")


@each(
    ("text", "expected"),
    [
        ("product: {phase: Groth}", "p.yaml:1:18: product.phase: must be one of mvp, pmf, growth, maturity, not 'Groth' (did you mean growth?)"),
        (HEAD + "team: {size: -3}", "p.yaml:2:14: team.size: must be from 0 to 1,000, not -3"),
        (HEAD + "team: {size: ten}", "p.yaml:2:14: team.size: must be a whole number, not 'ten'"),
        (HEAD + 'team: {size: "ten"}', "p.yaml:2:14: team.size: must be a whole number, not 'ten'"),
        (HEAD + "team: {size: 2.5}", "p.yaml:2:14: team.size: must be a whole number, not 2.5"),
        (HEAD + "team: {size: [3]}", "p.yaml:2:14: team.size: must be a single value, not a list or a section"),
        (HEAD + "team: {founded: yesterday}", "p.yaml:2:17: team.founded: must be a date such as 2026-11-01, not 'yesterday'"),
        (HEAD + "metrics: {churn: 5%}", "p.yaml:2:18: metrics.churn: is a ratio from 0 to 1, so write 0.05 instead of 5%"),
        (HEAD + "metrics: {churn: 37}", "p.yaml:2:18: metrics.churn: is a ratio from 0 to 1, so write 0.37 instead of 37"),
        (HEAD + "metrics: {churn: .nan}", "p.yaml:2:18: metrics.churn: must be a finite number, not .nan"),
        (HEAD + "metrics: {users: -.inf}", "p.yaml:2:18: metrics.users: must be a finite number, not -.inf"),
        (HEAD + "team: {size: __5__}", "p.yaml:2:14: team.size: must be a whole number, not '__5__'"),
        (HEAD + "team: {founded: 2026-W45-1}", "p.yaml:2:17: team.founded: must be a date such as 2026-11-01, not '2026-W45-1'"),
        (HEAD + "team: {founded: 20261101}", "p.yaml:2:17: team.founded: must be a date such as 2026-11-01, not '20261101'"),
        (HEAD + "metrics: {users: many}", "p.yaml:2:18: metrics.users: must be a number, not 'many'"),
        (HEAD + "metrics: {curn: 0.1}", "p.yaml:2:11: metrics.curn: is not a key of a questionnaire (did you mean churn?)"),
        (HEAD + "churn: 0.1", "p.yaml:2:1: churn: is not a key of a questionnaire (did you mean metrics.churn?)"),
        (HEAD + "tema: {size: 3}", "p.yaml:2:1: tema: is not a key of a questionnaire (did you mean team?)"),
        (HEAD + "metrics: {churn: {value: 0.1, measured: 2030-01-01}}", "p.yaml:2:41: metrics.churn.measured: 2030-01-01 lies after the day of this assessment (2026-11-22)"),
        (HEAD + "metrics: {churn: {valu: 0.1}}", "p.yaml:2:19: metrics.churn.valu: is not a key of an answer (did you mean value?)"),
        (HEAD + "team: 14", "p.yaml:2:7: team: is a section, so it holds further keys such as founded, services, size"),
        (HEAD + "targets: {chur: 0.1}", "p.yaml:2:11: targets.chur: is not a known metric (did you mean churn?)"),
        (HEAD + "symptoms: [slwo]", "p.yaml:2:12: symptoms: must be one of slow, timeouts, not 'slwo' (did you mean slow?)"),
        (HEAD + "scalecheck: 2", "p.yaml:2:13: scalecheck: is the version of the format and must be 1"),
        (HEAD + "practices: {safety: {backups: maybe}}", "p.yaml:2:31: practices.safety.backups: must be one of yes, partial, planned, no, n/a, unknown, not 'maybe'"),
        ("team: {size: 3}", "p.yaml:1:1: product.phase: is missing; write the phase that the team says it is in: mvp, pmf, growth, maturity"),
        ("", "p.yaml:1:1: is empty; `product: {name: …, phase: mvp}` is the least that it needs"),
        ("- a\n- b\n", "p.yaml:1:1: must be a mapping with sections such as product: and metrics:"),
        ("just text", "p.yaml:1:1: must be a mapping with sections such as product: and metrics:"),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_what_to_write(small: Pack, text: str, expected: str) -> None:
    assert faults(text, small) == [expected]


def test_all_faults_come_at_once_in_the_order_of_the_file(small: Pack) -> None:
    text = "product: {phase: Groth}\nteam: {size: -3, size: 4}\nmetrics: {churn: 5%, users: many}\nnonsense: 1\n"
    keys = [line.split(": ")[1] for line in faults(text, small)]
    assert keys == ["product.phase", "team.size", "team.size", "metrics.churn", "metrics.users", "nonsense"]


def test_overlong_text_is_refused_and_shown_short(small: Pack) -> None:
    (message,) = faults(f"product: {{phase: mvp, name: {'x' * 3000}}}", small)
    assert message == "p.yaml:1:29: product.name: is longer than 2,000 characters"
    (message,) = faults(f"product: {{phase: {'x' * 3000}}}", small)
    assert len(message) < 200


def test_a_metric_may_be_called_by_another_of_its_names_but_only_once(guide: Pack) -> None:
    text = "product: {phase: mvp}\nmetrics: {mau: 5}\n"
    product = load_questionnaire(parse(text.encode()), guide, TODAY)
    assert product.answers["metrics.monthly_active_users"].value == 5
    (message,) = faults(text.replace("mau: 5", "mau: 5, monthly_active_users: 6"), guide)
    assert message.endswith(
        "metrics.monthly_active_users: is the same as metrics.monthly_active_users, which is given in line 2"
    )


def test_there_is_an_end_to_evidence(small: Pack) -> None:
    def text(pieces: int) -> bytes:
        lists = ["[" + "a," * (pieces // 2) + "]"] * 2
        return f"product: {{phase: pmf, keeps_data: {{answer: yes, evidence: {lists[0]}}}}}\nteam: {{size: {{value: 3, evidence: {lists[1]}}}}}".encode()

    load_questionnaire(parse(text(1_000)), small, TODAY)
    with pytest.raises(InputError, match=r"2:35: team\.size\.evidence: makes it more than 1,000 pieces of evidence"):
        load_questionnaire(parse(text(1_002)), small, TODAY)
