"""docs/gate.md cannot lie: read from the top, its files are written, its commands run, its outputs compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from commandline import Run
from conftest import ROOT
from system.docpages import follow

PAGE = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")


def test_the_page_can_be_followed_from_the_top_to_its_python(run: Run, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_bytes((ROOT / "examples" / "growth.yaml").read_bytes())
    follow(PAGE, run, tmp_path, "--as-of", "2026-11-23")
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", env=os.environ, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "True []\n"


def test_every_option_of_the_page_exists(run: Run) -> None:
    known = "".join(run(command, "--help").stdout for command in ("gate", "baseline", "assess"))
    named = set(re.findall(r"(?<![-\w])--[a-z][-a-z]*", PAGE)) - {"--depth", "--branch"}
    assert not [option for option in named if option not in known]
