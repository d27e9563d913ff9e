"""Every command on a page for people is executed: where its page is followed, by `.ci/run`, or here.

A command that is new on a page is executed here from then on. What truly cannot be, stands in `NOT_HERE` with its reason.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT
from system.docpages import STEPS

PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8")
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
}

FOLLOWED = {
    "docs/ci.md": "test_ci_page.py",
    "docs/editors.md": "test_docs.py",
    "docs/filling-in.md": "test_filling_page.py",
    "docs/gate.md": "test_gate_page.py",
    "docs/over-time.md": "test_docs.py",
    "docs/planning.md": "test_docs.py",
    "docs/tutorial.md": "test_docs.py",
    "docs/writing-packs.md": "test_docs.py",
}
"""The tests that execute what is marked with `run: CODE` on a page."""

NOT_HERE = {
    "bash .ci/run": "it runs these tests",
    ".venv/bin/python -m pytest -q -n 2 tests/": "it is among these tests",
    ".venv/bin/pip install atheris": "it asks a package index",
    ".venv/bin/python tests/fuzz.py": "it searches for minutes; test_fuzz.py does the same for a moment",
    "FUZZ_EXAMPLES=": "it searches for minutes; the same tests do so for a moment",
    ".venv/bin/uv pip compile ": "it asks a package index; test_lock.py holds what it wrote against pyproject.toml",
    "npm install --package-lock-only ": "it asks a package index; test_lock.py holds what it wrote against package.json",
    ".venv/bin/mutmut ": "it takes half an hour",
    "chromium --headless ": "it needs a browser; tests/browser reads the same page in one",
    "docker build ": "it needs Docker; hadolint reads the Dockerfile, and test_drop_in.py holds it against what the wheel needs",
    "docker run ": "it needs Docker; the arguments are those of the gate, which runs everywhere",
    "git push ": "it publishes",
    "sh plan.sh": "it opens issues; test_plan_script.py runs it with a program in the place of GitHub's",
    "python benchmarks/": "it takes minutes of a machine that does nothing else",
}  # fmt: skip
"""What tests cannot execute, by how it begins: why not, and what is checked in its place."""


def blocks(page: str) -> list[tuple[str, list[str]]]:
    """The shell blocks of a page: the mark that stands before each, and its lines."""
    found = re.findall(r"(?:<!-- ([^\n]*) -->\n)? *```(?:sh|bash|shell|console)\n(.*?)```", page, re.DOTALL)
    return [(mark, [line.strip() for line in lines.splitlines() if line.strip()]) for mark, lines in found]


def plain(command: str) -> str:
    """A command without where its program lies and how much it says, as pages and `.ci/run` differ in both."""
    command = re.sub(r'"\$bin/(\w[\w-]*)"|\.venv/bin/', lambda found: found[1] or "", command)
    return re.sub(r" (?:-q|--quiet|--disable-pip-version-check)(?= |$)", "", command, flags=re.MULTILINE)


def by_the_gate() -> str:
    """What `.ci/run` executes: its own lines, and the commands that it reads from the README."""
    promised = [line for mark, lines in blocks(PAGES["README.md"]) if mark.startswith("command: ") for line in lines]
    return plain("\n".join([(ROOT / ".ci" / "run").read_text(encoding="utf-8"), *promised])) + "\n"


def is_for_others(command: str) -> bool:
    return command.startswith(tuple(NOT_HERE))


LINES = [(page, mark, line) for page, text in PAGES.items() for mark, lines in blocks(text) for line in lines]
GATE = by_the_gate()
HERE = [
    pytest.param(command, id=f"{page}: {command}")
    for page, mark, line in LINES
    if not re.fullmatch(r"run: \w+", mark)
    for command in line.split(" && ")
    if not is_for_others(command) and not re.search(rf"{re.escape(plain(command))}(?![\w./-])", GATE)
]


def test_every_page_with_marked_commands_is_followed() -> None:
    marked = {page for page, text in PAGES.items() if "<!-- run: " in text}
    assert marked == FOLLOWED.keys()
    for page, test in FOLLOWED.items():
        assert Path(page).stem in (ROOT / "tests" / "system" / test).read_text(encoding="utf-8")


def test_what_is_not_executed_still_stands_on_a_page() -> None:
    commands = [command for _, _, line in LINES for command in line.split(" && ")]
    for known in NOT_HERE:
        assert any(command.startswith(known) for command in commands), known


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this tree as somebody has cloned it, and a repository with the policy that docs/gate.md tells of."""
    folder = tmp_path_factory.mktemp("workshop") / "scalecheck"
    ignored = shutil.ignore_patterns(".git", ".*cache", ".venv", ".hypothesis", "node_modules", "__pycache__", "dist")
    shutil.copytree(ROOT, folder, ignore=ignored)
    # Nothing more of the environment that runs these tests: an install from here would change it.
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("ruff", "scalecheck"):
        (programs / name).symlink_to(Path(sys.prefix) / "bin" / name)
    # A link to the Python of an environment is none of that environment.
    (programs / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    (programs / "python").chmod(0o755)
    files = {step["file"]: step["content"] for step in STEPS.finditer(PAGES["docs/gate.md"]) if step["file"]}
    policy = folder.parent / "policy"
    policy.mkdir()
    for place in (folder, policy):
        (place / "acme-policy.yaml").write_text(files["acme-policy.yaml"], encoding="utf-8")
        for told in ("init -q -b main", "add acme-policy.yaml", "commit -qm policy", "tag 2026.11"):
            bash(f"git {told}", place)
    bash("git update-ref refs/remotes/origin/main HEAD", folder)
    (folder.parent / "temp").mkdir()
    return folder


def bash(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{folder.parent}/policy.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://git.example.com/acme/engineering-policy",
        "PATH": f"{folder}/.venv/bin{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": f"{folder.parent}/temp",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("command", HERE)
def test_a_command_does_what_it_is_asked(command: str, workshop: Path) -> None:
    done = bash(command, workshop)
    # The gate may find that something is missing, which is what it is for.
    assert done.returncode in ((0, 1) if "scalecheck gate " in command else (0,)), done.stdout + done.stderr


def test_commands_and_options_inside_of_sentences_exist(run: Run) -> None:
    for page, text in PAGES.items():
        for words in map(shlex.split, re.findall(r"(?<!`)`(?:\.venv/bin/)?scalecheck ([^`\n]+)`(?!`)", text)):
            command = words[:1] + [word for word in words[1:2] if words[0] in ("rules", "baseline") and word.isalpha()]
            told = run(*command, "--help") if command[0][0] != "-" else run("--help")
            assert told.code == 0, (page, words)
            for option in (word.partition("=")[0] for word in words if word.startswith("--")):
                assert option in told.stdout, (page, words)
