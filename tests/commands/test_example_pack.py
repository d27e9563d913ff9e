"""The worked pack under `examples/packs` in every format of the command line."""

from __future__ import annotations

import pytest

from commandline import run
from conftest import ROOT
from scalecheck.render import GATE_RENDERERS, RENDERERS

FOLDER = ROOT / "examples" / "packs" / "production-readiness"
ARGUMENTS = ("examples/packs/checkout.yaml", "--rules", FOLDER, "--as-of", "2026-11-22")


def test_a_practice_without_a_question_is_told_by_the_metric_that_it_requires() -> None:
    told = run("gate", "-v", *ARGUMENTS).stdout
    assert "maintainability.coverage: Tests run through four of five lines" in told
    assert "examples/packs/checkout.yaml:11: metrics.test_coverage: no" in told


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_can_show_it(name: str) -> None:
    assert run("assess", "-f", name, *ARGUMENTS).code == 0


@pytest.mark.parametrize("name", GATE_RENDERERS)
def test_every_format_of_the_gate_can_show_it(name: str) -> None:
    assert run("gate", "-f", name, *ARGUMENTS).code == 1
