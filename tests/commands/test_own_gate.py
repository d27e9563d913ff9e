"""project.yaml: what scalecheck says about itself."""

from __future__ import annotations

import yaml

from commandline import Run
from conftest import ROOT


def test_the_gate_passes_with_nothing_excused_but_what_the_baseline_names(run: Run) -> None:
    gated = run("gate", ROOT / "project.yaml", "--baseline", ROOT / ".ci" / "baseline.json", "--as-of", "2026-11-24")
    assert gated.code == 0, gated.stdout + gated.stderr
    assert "0 waived" in gated.stdout
    assert "0 only warn" in gated.stdout


def test_the_evidence_is_there() -> None:
    told = yaml.safe_load((ROOT / "project.yaml").read_text(encoding="utf-8"))["practices"]
    answers = [answer for section in told.values() for answer in section.values() if isinstance(answer, dict)]
    named = [answer["evidence"] for answer in answers if "evidence" in answer]
    paths = [path for evidence in named for path in ([evidence] if isinstance(evidence, str) else evidence)]
    assert paths
    assert not [path for path in paths if not (ROOT / path).exists()]
