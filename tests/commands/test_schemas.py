"""`scalecheck schema` offers every format."""

from __future__ import annotations

from conftest import ROOT
from scalecheck.cli.schema import SchemaName
from scalecheck.schemas import SCHEMAS
from scalecheck.view import FORMAT

PUBLISHED = ROOT / "docs" / "schemas"


def test_every_format_has_a_schema_and_can_be_asked_for() -> None:
    assert {item.value for item in SchemaName} == set(SCHEMAS)
    assert {path.name for path in PUBLISHED.iterdir()} == {f"{name}-1.schema.json" for name in SCHEMAS}
    assert FORMAT == "scalecheck-assessment/1"
