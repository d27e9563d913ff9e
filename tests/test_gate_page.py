"""docs/gate.md cannot lie: read from the top, its files are written, its commands run, its outputs compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, Run

PAGE = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
STEPS = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```yaml\n(?P<content>.*?)```"
    r"|<!-- run: (?P<code>\d) -->\n```sh\n(?P<commands>.*?)```(\n```text\n(?P<shown>.*?)```)?",
    re.DOTALL,
)
DAY = "2026-11-23"


def follow(run: Run, folder: Path) -> None:
    """Do everything that the page says, in its order."""
    (folder / "project.yaml").write_bytes((ROOT / "examples" / "growth.yaml").read_bytes())
    for step in STEPS.finditer(PAGE):
        if step["file"]:
            (folder / step["file"]).write_text(step["content"], encoding="utf-8")
            continue
        results = [run(*shlex.split(line)[1:], "--as-of", DAY) for line in step["commands"].splitlines()]
        assert results[-1].code == int(step["code"]), step["commands"]
        left = "".join(result.stdout for result in results)
        for part in filter(None, (step["shown"] or "").split("…\n")):
            _, found, left = left.partition(part)
            assert found, f"{step['commands']}{part}"


def test_the_page_can_be_followed_from_the_top_to_its_python(run: Run, tmp_path: Path) -> None:
    follow(run, tmp_path)
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
