"""docs/ci.md cannot lie: its commands run, and what it shows to paste fits the files that it is about."""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from pathlib import Path

import yaml

import scalecheck
from commandline import Run
from conftest import ROOT
from system.test_drop_in import ACTION, GITLAB

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
SNIPPETS = [
    (kind, argument, textwrap.dedent(text))
    for kind, argument, text in re.findall(r"<!-- (file|run|needs): (\S+) -->\n *```\w+\n(.*?)```", PAGE, re.DOTALL)
]
FILES = [(name, text) for kind, name, text in SNIPPETS if kind == "file"]
COMMANDS = [(argument, text) for kind, argument, text in SNIPPETS if kind == "run"]
HOME = "https://github.com/OWNER/scalecheck"


def test_nothing_stands_on_the_page_unmarked() -> None:
    assert PAGE.count("```") == 2 * len(SNIPPETS)


def test_the_commands_run_in_their_order(run: Run, tmp_path: Path) -> None:
    for name in ("project.yaml", "shop/project.yaml", "billing/project.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "examples" / "mvp.yaml", tmp_path / name)
    for code, text in COMMANDS[1:]:
        for line in text.splitlines():
            command, *arguments = shlex.split(line)
            assert command == ".scalecheck/bin/scalecheck"
            assert run(*arguments, "--as-of", "2026-11-24").code == int(code), line


def test_the_page_tells_every_input_output_and_variable() -> None:
    names = [*ACTION["inputs"], *ACTION["outputs"], *GITLAB["variables"]]
    assert not [name for name in names if f"`{name}`" not in PAGE]


def test_snippets_set_only_what_there_is() -> None:
    told = dict(FILES)
    for name in (".github/workflows/scalecheck.yml", ".github/workflows/scalecheck-alerts.yml"):
        (job,) = yaml.safe_load(told[name])["jobs"].values()
        (step,) = [step for step in job["steps"] if "OWNER" in step["uses"]]
        assert set(step.get("with", {})) <= set(ACTION["inputs"])
        used = {
            match for text in map(str, job["steps"]) for match in re.findall(r"steps\.scalecheck\.outputs\.(\w+)", text)
        }
        assert used <= set(ACTION["outputs"])
    assert set(yaml.safe_load(told[".gitlab-ci.yml"])["scalecheck"]["variables"]) <= set(GITLAB["variables"])
    assert f"/v{scalecheck.__version__}/ci/gitlab.yml\n" in told[".gitlab-ci.yml"]


def test_the_page_names_the_version_at_hand() -> None:
    assert set(re.findall(r"\bv(\d+\.[\d.]*\d)", PAGE)) == {scalecheck.__version__}
