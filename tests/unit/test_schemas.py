"""The published schemas: current, kept by every example, and as strict as the readers, as an independent validator and
an independent reader of YAML see it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import meta
from ruamel.yaml.error import YAMLError

from bad_questionnaires import BAD, HEAD
from conftest import ROOT, TODAY
from each import each
from example_reports import EXAMPLES, json_of, product_of
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.policy import load_policy
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.json_ import to_json
from scalecheck.report import make_report
from scalecheck.schemas import SCHEMAS, schema_of
from scalecheck.waiver import load_waivers
from scalecheck.words import load_words
from schema_errors import errors, text_of
from yaml12 import loaded, quickly_loaded

PUBLISHED = ROOT / "docs" / "schemas"
QUESTIONNAIRES = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "examples" / "cases").glob("*.yaml")),
]
PACK_FILES = [
    *sorted((ROOT / "rules").rglob("*.yaml")),
    *sorted((ROOT / "examples" / "packs").glob("*/*.yaml")),
    ROOT / "tests" / "packs" / "small.yaml",
]


@each("name", SCHEMAS)
def test_the_published_schema_is_current(name: str) -> None:
    path = PUBLISHED / f"{name}-1.schema.json"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(name), encoding="utf-8")
    current = path.read_text(encoding="utf-8") == text_of(name)
    assert current, "run UPDATE_SNAPSHOTS=1 python -m pytest tests/unit/test_schemas.py and read the difference"


@each("name", SCHEMAS)
def test_the_schema_of_a_small_pack_is_one_by_the_schema_of_schemas(name: str, small: Pack) -> None:
    """So are the long ones for the built-in pack, as tests/system has them checked by another tool."""
    meta.validate(json.loads(schema_of(name, small)))


@each("name", EXAMPLES)
def test_the_result_of_every_example_keeps_the_schema(name: str) -> None:
    assert errors("assessment", json.loads(json_of(name))) == []


@each("path", QUESTIONNAIRES)
def test_every_example_keeps_the_schema_of_questionnaires(path: Path) -> None:
    assert errors("questionnaire", quickly_loaded(path.read_text(encoding="utf-8"))) == []


@each("name", BAD)
def test_what_the_loader_refuses_the_schema_refuses_where_it_can(name: str, guide: Pack) -> None:
    text, can = BAD[name]
    with pytest.raises(InputError):
        load_questionnaire(parse(text.encode()), guide, TODAY)
    try:
        data = loaded(text)
    except YAMLError:
        assert not can
        return
    assert bool(errors("questionnaire", data)) == can


@each(
    "answer",
    [
        "team: {size: 3}",
        "team: {size: '14'}",
        "team: {size: 14.0}",
        "team: {size: {answer: 14, note: counted, owner: ann, reviewed: 2026-10-01, evidence: team.md}}",
        "team: {size: {note: asked}}",
        "team: {size: }",
        "team: {size: unknown}\nmetrics: {nps: '?'}",
        "team:\nmetrics:\npractices:\ntargets:\nsymptoms:",
        "metrics: {mau: 120000}",
        "metrics: {monthly_active_users: 120_000}",
        "metrics: {nps: {value: 31, sample: 90, previous: [28, 30], measured: 2026-11-01, source: survey}}",
        "metrics: {nps: {value: 31, previous: 28, sample: ?}}".replace("?", "'?'"),
        "practices: {reliability: {backups: YES, restore_drill: planned}, testing: {unit: true, e2e: Off}}",
        "practices: {testing: {unit: {answer: partial, evidence: [a.md, 'https://example.com/b', 3]}}}",
        "infrastructure: {read_replicas: {answer: n/a, reason: one small database}}",
        "infrastructure: {read_replicas: {value: NA, reason: one small database}}",
        "symptoms: timeouts",
        "symptoms: [Timeouts, slow_responses]",
        "symptoms: []",
        "targets: {nps: '40', logo_churn_monthly: 0.02}",
        "scalecheck: '1'",
    ],
)
def test_what_the_loader_accepts_the_schema_accepts(answer: str, guide: Pack) -> None:
    text = f"{HEAD}{answer}\n"
    assert load_questionnaire(parse(text.encode()), guide, TODAY).name == "Shop"
    assert errors("questionnaire", loaded(text)) == []


@each("name", ["no", "1.10", "yes", "2026-11-01", "0x10", "true", "~"])
def test_a_name_may_look_like_anything(name: str) -> None:
    assert errors("questionnaire", loaded(f"product: {{phase: mvp, name: {name}}}")) == []


def test_every_question_is_explained(guide: Pack) -> None:
    schema = json.loads(schema_of("questionnaire", guide))

    def at(key: str) -> Any:
        node = schema
        for part in key.split("."):
            node = node["properties"][part]
        return node

    for question in guide.question.values():
        told = at(question.id)["description"]
        assert question.prompt in told
        assert question.help in told
        assert question.partial in told
        assert question.example in told
        assert all(title in told for title in question.choices.values())
    for metric in guide.metrics:
        assert at(metric.key)["title"] == metric.title
        assert metric.definition in at(metric.key)["description"]


def test_the_schema_follows_the_pack(small: Pack, tmp_path: Path) -> None:
    schema = json.loads(schema_of("questionnaire", small))
    assert set(schema["properties"]) == {"scalecheck", "product", "team", "symptoms", "metrics", "practices", "targets"}
    assert set(schema["properties"]["targets"]["properties"]) == set(small.metric)


@each("path", PACK_FILES)
def test_every_file_of_rules_keeps_the_schema(path: Path) -> None:
    assert errors("pack", quickly_loaded(path.read_text(encoding="utf-8"))) == []


SMALL = (ROOT / "tests" / "packs" / "small.yaml").read_text(encoding="utf-8")
WARN = "warn_when: {answer: team.services, at_least: 4}"


@each(
    ("old", "new"),
    [
        ("  impact: 2\n", "  impact: 9\n"),
        ("  effort: M\n", ""),
        ("- id: shape.borders\n", "- id: shape.borders\n  colour: red\n"),
        ("levels: {pmf: recommended,", "levels: {pmf: recomended,"),
        ("levels: {pmf: recommended,", "levels: {fit: recommended,"),
        ("critical: true", "critical: perhaps"),
        ("pmf: [0.05, 0.1]", "pmf: few"),
        (WARN, "warn_when: {answer: team.services, at_leas: 4}"),
        (WARN, "warn_when: {answer: team.services}"),
        (WARN, "warn_when: {answer: team.services, at_least: 4, below: 9}"),
        (WARN, "warn_when: {answer: team.services, at_least: many}"),
        (WARN, "warn_when: {answer: team.services, between: [1]}"),
        (WARN, "warn_when: {all: []}"),
        (WARN, "warn_when: {alle: [{answered: team.size}]}"),
        (WARN, "warn_when: {phase: groth}"),
        (WARN, "warn_when: {metric: churn, reads: fine}"),
        (WARN, "warn_when: {practice: tests.layers, is: open}"),
        (WARN, "warn_when: yes"),
        ("pack:\n", "overrides: [{id: churn, levels: {pmf: none}}]\npack:\n"),
        ("pack:\n", "disabled: [{id: churn}]\npack:\n"),
    ],
)
def test_what_the_reader_of_packs_refuses_the_schema_refuses(old: str, new: str, tmp_path: Path) -> None:
    assert old in SMALL
    path = tmp_path / "pack.yaml"
    path.write_text(SMALL.replace(old, new, 1))
    with pytest.raises(InputError):
        load_pack(path)
    assert errors("pack", quickly_loaded(path.read_text()))


def test_a_practice_needs_a_condition_or_questions() -> None:
    data = quickly_loaded(SMALL)
    del data["practices"][0]["questions"]
    assert len(errors("pack", data)) == 1


WAIVER = "{rule: reliability.backups, reason: the move is on its way, owner: ann, approved_by: bob, created: 2026-11-01, expires: 2027-01-31}"
CHANGED = "{rule: reliability.backups, levels: {mvp: recommended}, reason: nothing is stored yet}"


@each(
    ("name", "text", "good"),
    [
        ("waivers", "waivers: []", True),
        ("waivers", f"scalecheck: 1\nwaivers: [{WAIVER}]", True),
        ("waivers", f"waivers: [{WAIVER.replace('}', ', ticket: 12}')}]", True),
        ("waivers", "", False),
        ("waivers", "waivers: ", False),
        ("waivers", f"waiver: [{WAIVER}]", False),
        ("waivers", f"waivers: [{WAIVER.replace('backups', 'backup')}]", False),
        ("waivers", f"waivers: [{WAIVER.replace('the move is on its way', 'moving')}]", False),
        ("waivers", f"waivers: [{WAIVER.replace('owner: ann, ', '')}]", False),
        ("waivers", f"waivers: [{WAIVER.replace('2026-11-01', 'soon')}]", False),
        ("waivers", f"waivers: [{WAIVER.replace('owner', 'ower')}]", False),
        ("policy", "name: Acme", True),
        ("policy", "{name: Acme, pack: {name: guide}, gate: {fail_on: recommended}, waivers: {longest_days: 90, approver: other}}", True),
        ("policy", "{name: Acme, gate: {partial: warn, reason: a pilot until March}}", True),
        ("policy", f"{{name: Acme, practices: [{CHANGED}], metrics: [{{metric: nps, targets: {{growth: [40, 20]}}, reason: we sell to schools}}]}}", True),
        ("policy", "{name: Acme, practices: , metrics: []}", True),
        ("policy", "{owner: cto}", False),
        ("policy", "{name: Acme, gate: {partial: warn}}", False),
        ("policy", "{name: Acme, gate: {partial: warn, reason: pilot}}", False),
        ("policy", "{name: Acme, gate: {fail_on: optional}}", False),
        ("policy", "{name: Acme, waivers: {longest_days: 0}}", False),
        ("policy", f"{{name: Acme, practices: [{CHANGED.replace('backups', 'backup')}]}}", False),
        ("policy", f"{{name: Acme, practices: [{CHANGED.replace('mvp: recommended', '')}]}}", False),
        ("policy", f"{{name: Acme, practices: [{CHANGED.replace('recommended', 'must')}]}}", False),
        ("policy", f"{{name: Acme, practices: [{CHANGED.replace('nothing is stored yet', 'no')}]}}", False),
        ("policy", "{name: Acme, metrics: [{metric: nps, targets: {growth: 40}, reason: we sell to schools}]}", False),
        ("policy", "{name: Acme, colour: red}", False),
    ],
)  # fmt: skip
def test_waivers_and_policies_are_read_as_their_schemas_say(name: str, text: str, good: bool, guide: Pack) -> None:
    def read_it() -> None:
        document = parse(text.encode())
        if name == "waivers":
            load_waivers(document, guide.practice)
        else:
            load_policy(document, guide)

    if good:
        read_it()
    else:
        with pytest.raises(InputError):
            read_it()
    assert bool(errors(name, loaded(text))) != good


def test_the_same_input_gives_the_same_bytes(guide: Pack) -> None:
    again = make_report(assess(product_of("growth"), guide, as_of=TODAY), guide, load_words())
    assert to_json(again) == json_of("growth")


def test_every_finding_is_explained(guide: Pack) -> None:
    data = json.loads(json_of("growth"))
    assert len(data["findings"]) == len(guide.practices) + len(guide.cautions)
    for finding in data["findings"]:
        assert finding["because"], finding["rule"]
        assert bool(finding["missing"]) == (finding["outcome"] == "unknown"), finding["rule"]


def test_a_figure_without_a_value_says_why(guide: Pack) -> None:
    readings = json.loads(json_of("gaps"))["readings"]
    why = {item["metric"]: item["reason"] for item in readings if item["value"] is None and item["reason"]}
    assert why["ltv"] == "Needs: metrics.arpa_monthly, metrics.gross_margin, metrics.logo_churn_monthly"
    assert set(why) <= {metric.id for metric in guide.metrics if metric.computed}
