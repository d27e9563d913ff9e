"""A policy named with `--policy`."""

from __future__ import annotations

import json
from pathlib import Path

from commandline import Run
from conftest import ROOT

# From outside, with the built-in guide.

ACME = """name: Acme
practices:
- {rule: reliability.restore-drill, levels: {growth: recommended}, reason: the provider restores for us}
metrics:
- {metric: latency_p95_ms, targets: {growth: [100, 200]}, reason: our customers are traders}
"""


def test_a_report_says_what_the_policy_changed_and_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ACME)
    out = run("assess", ROOT / "examples" / "growth.yaml", "--policy", tmp_path / "acme.yaml").stdout
    assert "guide 1.0.0 · policy: Acme" in " ".join(out.split())
    assert "Changed by the policy Acme" in out
    lines = " ".join(out.split())
    assert (
        "A backup was restored, checked and timed, in Growth: recommended instead of required; the provider restores"
        in lines
    )
    assert "in Growth: ≤ 100 ms instead of ≤ 400 ms; our customers are traders" in lines
    assert "set by the policy" in out
    told = run("assess", ROOT / "examples" / "growth.yaml", "--policy", tmp_path / "acme.yaml", "-f", "json").stdout
    data = json.loads(told)["policy"]
    assert (data["name"], data["levels"][0]["after"], data["targets"][0]["before"]) == (
        "Acme",
        "recommended",
        [400, 1000],
    )


def test_a_pin_that_does_not_match_gives_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text("name: Acme\npack: {version: 0.9.0}\n")
    for command in ("assess", "gate"):
        result = run(command, ROOT / "examples" / "growth.yaml", "--policy", tmp_path / "acme.yaml")
        assert (result.code, result.stdout) == (2, "")
        assert "pack.version: expects 0.9.0, but the pack in use has 1.0.0" in result.stderr


def test_a_flag_asks_for_more_than_the_policy_but_never_for_less(run: Run, tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text("name: Acme\ngate: {fail_on: recommended}\n")
    arguments = ["gate", ROOT / "examples" / "mvp.yaml", "--policy", tmp_path / "strict.yaml"]
    assert run(*arguments, "--fail-on", "required").code == 2
    assert "required or recommended practices" in run(*arguments).stdout
    (tmp_path / "strict.yaml").write_text("name: Acme\n")
    assert "required or recommended practices" in run(*arguments, "--fail-on", "recommended").stdout
