"""The published schema of the JSON output: current, and kept by every example, as an independent validator sees it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT, TODAY
from scalecheck.assessment import assess
from scalecheck.document import read
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.json_ import to_json
from scalecheck.report import make_report
from scalecheck.schemas import schema_of
from scalecheck.view import FORMAT
from scalecheck.words import load_words

PUBLISHED = ROOT / "docs" / "schemas" / "assessment-1.schema.json"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def as_json(path: Path, pack: Pack) -> str:
    product = load_questionnaire(read(path), pack, TODAY)
    return to_json(make_report(assess(product, pack, as_of=TODAY), pack, load_words()))


def test_the_published_schema_is_current() -> None:
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PUBLISHED.parent.mkdir(exist_ok=True)
        PUBLISHED.write_text(schema_of("assessment"), encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == schema_of("assessment")
    assert PUBLISHED.stem.startswith(FORMAT.removeprefix("scalecheck-").replace("/", "-"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_keeps_the_schema(path: Path, guide: Pack) -> None:
    schema = json.loads(schema_of("assessment"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(as_json(path, guide)))


def test_the_same_input_gives_the_same_bytes(guide: Pack) -> None:
    path = ROOT / "examples" / "growth.yaml"
    assert as_json(path, guide) == as_json(path, guide)


def test_every_finding_is_explained(guide: Pack) -> None:
    data = json.loads(as_json(ROOT / "examples" / "growth.yaml", guide))
    assert len(data["findings"]) == len(guide.practices) + len(guide.cautions)
    for finding in data["findings"]:
        assert finding["because"], finding["rule"]
        assert bool(finding["missing"]) == (finding["outcome"] == "unknown"), finding["rule"]


def test_a_figure_without_a_value_says_why(guide: Pack) -> None:
    readings = json.loads(as_json(ROOT / "examples" / "gaps.yaml", guide))["readings"]
    why = {item["metric"]: item["reason"] for item in readings if item["value"] is None and item["reason"]}
    assert why["ltv"] == "Needs: metrics.arpa_monthly, metrics.gross_margin, metrics.logo_churn_monthly"
    assert set(why) <= {metric.id for metric in guide.metrics if metric.computed}
