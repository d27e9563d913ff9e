"""The benchmark compares like with like: the twenty checks of its peers say the same of its questionnaire."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator

import pytest
from jsonschema_rs import Draft7Validator, ValidationError

from conftest import ROOT
from yaml12 import quickly_loaded

BENCHMARKS = ROOT / "benchmarks"
PEERS = BENCHMARKS / "peers"
EXAMPLE = ROOT / "examples" / "growth.yaml"


@pytest.fixture
def fires(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What every peer is asked for before it is measured."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from peers import FIRES

    return set(FIRES)


def _table() -> dict[str, str]:
    rows = [line.split(" | ") for line in (PEERS / "README.md").read_text().splitlines() if line.startswith("| `")]
    return {row[0].strip("|` "): row[-1].strip("| ") for row in rows}


def test_the_table_of_checks_says_which_fire(fires: set[str]) -> None:
    assert len(_table()) == 20
    assert {check for check, says in _table().items() if says == "fires"} == fires


def test_the_json_schema_fires_them(fires: set[str]) -> None:
    schema = json.loads((PEERS / "schema.json").read_text())
    found = Draft7Validator(schema).iter_errors(quickly_loaded(EXAMPLE.read_text()))
    assert {".".join(_answer(error)) for error in found} == fires


def _answer(error: ValidationError) -> Iterator[str]:
    return (str(name) for name in error.instance_path if name not in ("answer", "value"))


def test_the_plugin_of_repo_review_fires_them(fires: set[str]) -> None:
    plugin = runpy.run_path(str(PEERS / "repo_review" / "twenty_checks.py"))
    answers = plugin["answers"](EXAMPLE.parent)
    checks = plugin["repo_review_checks"]().values()
    assert {check.__doc__ for check in checks} == set(_table())
    assert {check.__doc__ for check in checks if not check.check(answers)} == fires


def test_every_peer_that_has_rules_in_a_file_names_every_answer() -> None:
    for file in ("checks.rego", "schema.json", "spectral.yaml"):
        text = (PEERS / file).read_text()
        assert [check for check in _table() if check.rpartition(".")[2] not in text] == [], file
