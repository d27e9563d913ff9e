"""Waivers in the usual file, as `scalecheck assess` finds them."""

from __future__ import annotations

from pathlib import Path

from commandline import Run
from conftest import ROOT

FULL = "waivers:\n- rule: tests.layers\n  reason: moving to the new suite\n  owner: ann\n  approved_by: bob\n  created: 2026-11-01\n  expires: 2026-12-31\n"


def test_assess_finds_the_usual_file_and_says_what_is_waived(run: Run, tmp_path: Path) -> None:
    (tmp_path / "growth.yaml").write_text((ROOT / "examples" / "growth.yaml").read_text())
    text = FULL.replace("tests.layers", "quality.comprehensive-tests")
    (tmp_path / "scalecheck-waivers.yaml").write_text(text)
    told = " ".join(run("assess", "growth.yaml", "--as-of", "2026-11-23").stdout.split())
    assert (
        "Unit, integration and end-to-end tests guard changes (partial): until 2026-12-31, moving to the new suite "
        "(owner: ann)" in told
    )
    assert "moving to the new suite" not in run("assess", "growth.yaml", "--as-of", "2027-01-01").stdout
    (tmp_path / "scalecheck-waivers.yaml").write_text("waivers: [later]")
    assert run("assess", "growth.yaml").code == 2
