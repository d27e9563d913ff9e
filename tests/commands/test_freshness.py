"""Evidence that cannot be found, as the command line warns of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandline import run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file, and a file that lies outside of it."""
    home = tmp_path / "project"
    (home / "infra").mkdir(parents=True)
    (home / "infra" / "cdn.tf").write_text("")
    (tmp_path / "secret.txt").write_text("")
    return home


def test_doubtful_evidence_is_a_warning_with_a_place(project: Path) -> None:
    path = project / "project.yaml"
    path.write_text(
        "product: {phase: mvp}\nteam:\n  size: {value: 3, evidence: [gone.md, /etc/passwd, infra/cdn.tf]}\n"
    )
    result = run("assess", path, "--as-of", "2026-11-22")
    assert (result.code, result.stderr) == (0, "")
    told = " ".join(result.stdout.partition("Worth checking\n")[2].split())
    assert told.startswith(
        "! Evidence is neither a link nor a file beside the questionnaire: gone.md "
        f"({path}:3) ! Evidence lies outside of the questionnaire's folder: /etc/passwd ({path}:3)"
    )
    warnings = json.loads(run("assess", path, "-f", "json").stdout)["warnings"]
    assert [text.split(": ")[1].split()[0] for text in warnings] == ["gone.md", "/etc/passwd"]


def test_evidence_of_a_merged_file_is_looked_up_beside_the_questionnaire(project: Path, tmp_path: Path) -> None:
    further = tmp_path / "ci.yaml"
    further.write_text("team: {size: {value: 3, evidence: [infra/cdn.tf, secret.txt]}}\n")
    path = project / "project.yaml"
    path.write_text("product: {phase: mvp}\n")
    (warning,) = json.loads(run("assess", path, "--answers", further, "-f", "json").stdout)["warnings"]
    assert "secret.txt" in warning
    assert f"{further}:1" in warning
