"""`scalecheck baseline`, and the gate with what it writes, with the built-in guide."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import commandline
from commandline import Result, Run
from conftest import ROOT

GROWTH = (ROOT / "examples" / "growth.yaml").read_text()
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A product, and the baseline that the command created for it."""
    folder = tmp_path_factory.mktemp("created")
    (folder / "p.yaml").write_text(GROWTH)
    assert commandline.run("baseline", "create", "p.yaml", "--baseline", "b.json", *DAY, folder=folder).code == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path, created: Path) -> Path:
    return Path(shutil.copytree(created, tmp_path, dirs_exist_ok=True))


def gated(run: Run, *arguments: str) -> Result:
    return run("gate", "p.yaml", *DAY, *arguments)


def test_a_product_adopts_the_gate_step_by_step(folder: Path, run: Run) -> None:
    assert gated(run).code == 1
    assert gated(run, "--baseline", "b.json").code == 0
    worse = GROWTH.replace("feature_flags: yes", "feature_flags: no")
    assert worse != GROWTH
    (folder / "p.yaml").write_text(worse)
    failed = gated(run, "--baseline", "b.json")
    assert failed.code == 1
    assert "1 of 21 required practices block" in failed.stdout
    assert "delivery.feature-flags" in failed.stdout

    assert run("baseline", "update", "p.yaml", "--baseline", "b.json", *DAY).code == 2, "never without a reason"
    reason = ["--reason", "we merged with another product", "--by", "ann"]
    updated = run("baseline", "update", "p.yaml", "--baseline", "b.json", *reason, *DAY)
    assert updated.stdout == (
        "Shelfline: 11 gaps accepted\n+ delivery.feature-flags: New features are switched on step by step\n"
    )
    assert gated(run, "--baseline", "b.json").code == 0

    (folder / "p.yaml").write_text(GROWTH)
    assert "no longer lacking, but still in the baseline" in gated(run, "--baseline", "b.json").stdout
    pruned = run("baseline", "prune", "p.yaml", "--baseline", "b.json", *DAY)
    assert pruned.stdout == (
        "Shelfline: 10 gaps accepted\n- delivery.feature-flags: New features are switched on step by step\n"
    )
    assert "still in the baseline" not in gated(run, "--baseline", "b.json").stdout


def test_the_json_of_assess_is_a_baseline_too(folder: Path, run: Run) -> None:
    assert run("assess", "p.yaml", "-o", "result.json", *DAY).code == 0
    assert gated(run, "--baseline", "result.json").code == 0
    assert run("baseline", "prune", "p.yaml", "--baseline", "result.json", *DAY).code == 2, "it names no decisions"


def test_worse_than_the_baseline_is_named_and_fails(folder: Path, run: Run) -> None:
    assert gated(run, "--baseline", "b.json", "--no-regress").code == 0
    slower = GROWTH.replace("latency_p95_ms:\n    value: 310", "latency_p95_ms:\n    value: 1100")
    assert slower != GROWTH
    (folder / "p.yaml").write_text(slower)
    assert gated(run, "--baseline", "b.json").code == 0
    failed = gated(run, "--baseline", "b.json", "--no-regress")
    assert failed.code == 1
    assert "No required practice blocks, but one thing got worse than the baseline." in failed.stdout
    assert "was made with other rules" not in failed.stdout
    other = gated(run, "--baseline", "b.json", "--no-regress", "--phase", "pmf").stdout
    assert "the baseline of 2026-11-23 was made with other rules or for another phase" in other
    assert "got worse than the baseline: p95 latency, good before and bad now" in failed.stdout


def test_a_comparison_under_one_policy_is_of_like_with_like(folder: Path, run: Run) -> None:
    (folder / "acme.yaml").write_text(
        "name: Acme\n"
        "practices:\n- {rule: delivery.feature-flags, levels: {growth: recommended}, reason: we have a switchboard}\n"
        "metrics:\n- {metric: latency_p95_ms, targets: {growth: [350, 700]}, reason: our customers are patient}\n"
    )
    policy = ["--policy", "acme.yaml"]
    assert run("baseline", "create", "p.yaml", "--baseline", "acme.json", *policy, *DAY).code == 0
    (folder / "p.yaml").write_text(GROWTH.replace("latency_p95_ms:\n    value: 310", "latency_p95_ms:\n    value: 400"))
    told = gated(run, "--baseline", "acme.json", "--no-regress", *policy).stdout
    assert "got worse than the baseline: p95 latency, good before and watch now" in told
    assert "was made with other rules" not in told
    assert "was made with other rules" in gated(run, "--baseline", "b.json", "--no-regress", *policy).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["gate", "p.yaml", "--baseline", "none.json"],
        ["gate", "p.yaml", "--baseline", "p.yaml"],
        ["gate", "p.yaml", "--no-regress"],
        ["gate", "other.yaml", "--baseline", "b.json"],
        ["baseline", "create", "p.yaml", "--baseline", "b.json"],
        ["baseline", "create", "p.yaml", "--baseline", "c.json", "--reason", "why"],
        ["baseline", "create", "none.yaml", "--baseline", "c.json"],
        ["baseline", "update", "p.yaml", "--baseline", "none.json", "--reason", "a good reason"],
        ["baseline", "update", "other.yaml", "--baseline", "b.json", "--reason", "a good reason"],
        ["baseline", "prune", "p.yaml"],
        ["baseline", "forget", "p.yaml", "--baseline", "b.json"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_gives_2_and_leaves_the_baseline_alone(
    folder: Path, run: Run, arguments: list[str]
) -> None:
    (folder / "other.yaml").write_text(GROWTH.replace("name: Shelfline", "name: Other"))
    before = (folder / "b.json").read_bytes()
    failed = run(*arguments)
    assert (failed.code, failed.stdout) == (2, "")
    assert failed.stderr
    assert (folder / "b.json").read_bytes() == before
    assert not (folder / "c.json").exists()


def test_one_file_may_hold_several_products(folder: Path, run: Run) -> None:
    (folder / "other.yaml").write_text(GROWTH.replace("name: Shelfline", "name: Other"))
    both = ["p.yaml", "other.yaml", "--baseline", "both.json", *DAY]
    assert run("baseline", "create", *both).code == 0
    assert run("gate", *both).code == 0
    (folder / "other.yaml").write_text(
        GROWTH.replace("name: Shelfline", "name: Other").replace("feature_flags: yes", "feature_flags: no")
    )
    assert run("gate", *both).code == 1
    update = ["baseline", "update", "other.yaml", "--baseline", "both.json", "--reason", "we merged with another"]
    assert run(*update, *DAY).stdout.startswith("Other: 11 gaps accepted\n")
    assert [len(item["baseline"]["accepted"]) for item in json.loads((folder / "both.json").read_text())] == [10, 11]
    assert run("gate", *both).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "p.yaml", "--baseline", "-"), "kept in a file"),
        (("prune", "p.yaml", "--baseline", "plain.json"), "is a plain result that accepts all its gaps"),
    ],
)
def test_what_makes_no_baseline_gives_2(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "p.yaml").write_text((ROOT / "examples" / "growth.yaml").read_text())
    assert run("assess", "-q", "p.yaml", "-o", "plain.json", *DAY).code == 0
    before = sorted(path.name for path in tmp_path.iterdir())
    result = run("baseline", *arguments, *DAY)
    assert result.code == 2
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
