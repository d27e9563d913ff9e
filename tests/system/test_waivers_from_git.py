"""Waivers as they stand in a ref of git, so that a change cannot excuse itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commands.test_gate import MVP, WAIVED, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.yaml").write_text(MVP.replace("critical_paths: yes", "critical_paths: no"))
    return tmp_path


def test_a_change_cannot_excuse_itself_when_waivers_come_from_a_ref(folder: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "bad.yaml")
    git("commit", "-qm", "base")
    (folder / "scalecheck-waivers.yaml").write_text(WAIVED)
    assert run(folder, "bad.yaml")[0] == 0
    assert run(folder, "--waivers-from-ref", "main", "bad.yaml")[0] == 1
    assert run(folder, "--waivers-from-ref", "main", "--waivers", "scalecheck-waivers.yaml", "bad.yaml")[0] == 2
    assert run(folder, "--waivers-from-ref", "nowhere", "bad.yaml")[0] == 2
    assert run(folder, "--waivers-from-ref", "--help", "bad.yaml")[0] == 2
    assert run(folder, "--waivers-from-ref", "", "bad.yaml")[0] == 2, "an unset variable of the CI is no ref"
    assert run(folder, "--waivers", "", "bad.yaml")[0] == 2
    git("add", "scalecheck-waivers.yaml")
    git("commit", "-qm", "waive")
    assert run(folder, "--waivers-from-ref", "main", "bad.yaml")[0] == 0
    (blob,) = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "main:scalecheck-waivers.yaml"], check=True, capture_output=True
    ).stdout.split()
    stored = folder / ".git" / "objects" / blob.decode()[:2] / blob.decode()[2:]
    stored.rename(folder / "elsewhere")
    code, _, err = run(folder, "--waivers-from-ref", "main", "bad.yaml")
    assert (code, "cannot be read in main" in err) == (2, True), "a broken repository is not an absent file"


def test_git_looks_beside_the_file_even_inside_of_a_hook(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    (folder / "scalecheck-waivers.yaml").write_text(WAIVED)
    (folder / "sub").mkdir()
    (folder / "bad.yaml").rename(folder / "sub" / "bad.yaml")
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), "add", "scalecheck-waivers.yaml", "sub"], check=True)
    subprocess.run(["git", "-C", str(folder), *identity, "commit", "-qm", "base"], check=True)
    monkeypatch.setenv("GIT_DIR", str(folder / ".git"))
    assert run(folder, "--waivers-from-ref", "main", "sub/bad.yaml")[0] == 1
