"""What others drop into their CI, in the hands of tools that we did not write: linters, pre-commit, pip.

They come with the extra `ci`, and pip needs a package index; `.ci/run` has both.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scalecheck
from conftest import ROOT, copy_tree
from system.test_ci_page import COMMANDS, FILES, HOME
from system.test_drop_in import GITLAB, INSTALL, machine, scripts_of

BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))},
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
}

pytestmark = pytest.mark.skipif(
    not (BIN / "pre-commit").exists(), reason="the extra `ci` is not installed here; .ci/run installs it"
)


def do(*command: str | Path, at: Path, code: int = 0, **environment: str) -> str:
    """Run a command, and what it said; it must end with `code`."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=at,
        env=ENVIRONMENT | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def commit(folder: Path, *names: str) -> None:
    if not (folder / ".git").exists():
        do("git", "init", "-q", "-b", "main", at=folder)
    do("git", "add", "--", *names, at=folder)
    do("git", "commit", "-qm", "a change", at=folder)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a repository that holds this tree under the tag that docs/ci.md names."""
    folder = copy_tree(tmp_path_factory.mktemp("published"))
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    commit(folder, ".")
    do("git", "tag", f"v{scalecheck.__version__}", at=folder)
    return folder.as_uri()


def write_snippets(folder: Path) -> list[Path]:
    """Every file that the page shows, each in a folder of its own, since some are shown in two ways."""
    written = []
    for number, (name, text) in enumerate(FILES):
        written.append(folder / str(number) / name)
        written[-1].parent.mkdir(parents=True)
        written[-1].write_text(text, encoding="utf-8")
    return written


SCHEMAS = {
    "action.yml": "github-actions",
    "ci.yml": "github-workflows",
    "scalecheck.yml": "github-workflows",
    "scalecheck-alerts.yml": "github-workflows",
    "feedback.yml": "github-issue-forms",
    "gitlab.yml": "gitlab-ci",
    ".gitlab-ci.yml": "gitlab-ci",
}


def test_schemas_accept_our_files_and_what_the_page_shows(tmp_path: Path) -> None:
    ours = [ROOT / "action.yml", ROOT / "ci" / "gitlab.yml", *(ROOT / ".github").glob("*/*.yml")]
    checked = [path for path in (*ours, *write_snippets(tmp_path)) if path.name in SCHEMAS]
    assert {path.name for path in checked} == set(SCHEMAS)
    for path in checked:
        do("check-jsonschema", "--builtin-schema", f"vendor.{SCHEMAS[path.name]}", path, at=tmp_path)


def test_the_published_schemas_are_such_by_the_schema_of_schemas(tmp_path: Path) -> None:
    do("check-jsonschema", "--check-metaschema", *(ROOT / "docs" / "schemas").glob("*.json"), at=tmp_path)


def test_zizmor_finds_nothing_unsafe(tmp_path: Path) -> None:
    audit = ("zizmor", "--offline", "--no-progress", "--strict-collection", "--collect=all", "--config")
    ours = ("action.yml", ".github", ".pre-commit-hooks.yaml")
    do(*audit, ROOT / ".github" / "zizmor.yml", *ours, at=ROOT)
    # The page names actions by tag; who pastes it may pin harder.
    settings = tmp_path / "zizmor.yml"
    settings.write_text('rules: {unpinned-uses: {config: {policies: {"*": ref-pin}}}}\n', encoding="utf-8")
    pages = [path for path in write_snippets(tmp_path) if path.parent.name == "workflows"]
    do(*audit, settings, *pages, at=tmp_path)


def test_shellcheck_finds_nothing_in_our_scripts(tmp_path: Path) -> None:
    said = [*scripts_of(ROOT / "action.yml"), "\n".join([*GITLAB["before_script"], *GITLAB["script"]])]
    for number, script in enumerate([*said, *(text for _, text in COMMANDS)]):
        (tmp_path / f"{number}.sh").write_text(script, encoding="utf-8")
    do("shellcheck", "--shell=bash", *tmp_path.iterdir(), ROOT / ".ci" / "run", ROOT / ".ci" / "audit", at=tmp_path)


def test_hadolint_finds_nothing_in_the_recipe_of_the_image() -> None:
    do("hadolint", "Dockerfile", at=ROOT)


def test_the_recipe_of_the_image_gives_a_command_that_runs(tmp_path: Path) -> None:
    """Its first stage by hand, in other folders, as there may be no Docker here."""
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    for folder in ("/opt/", "/wheels"):
        recipe = recipe.replace(folder, f"{tmp_path}{folder}")
    (tmp_path / "opt").mkdir()
    (script,) = re.findall(r"^RUN (.*)$", recipe, re.MULTILINE)
    do("bash", "-euc", script, at=copy_tree(tmp_path / "src"), PIP_DISABLE_PIP_VERSION_CHECK="1")
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", recipe, re.MULTILINE)
    do(*json.loads(entry), "gate", "mvp.yaml", "--as-of", "2026-11-24", at=ROOT / "examples")


def test_the_action_installs_itself_and_nothing_of_what_it_judges(tmp_path: Path) -> None:
    runner = machine(tmp_path)
    for name in ("venv.py", "pip.py", "scalecheck.py"):
        (runner.checkout / name).write_text("open('pwned', 'w')\n", encoding="utf-8")
    runner.command.unlink()
    own = {"PYTHON": sys.executable, "GITHUB_ACTION_PATH": str(copy_tree(tmp_path / "action"))}
    assert runner.bash(INSTALL["run"], own).code == 0
    assert runner.action().code == 1
    assert runner.action(files="fine.yaml").code == 0
    assert not (runner.checkout / "pwned").exists()


def test_the_page_installs_the_command_that_it_runs(published: str, tmp_path: Path) -> None:
    (kind, text), (_, first), *_ = COMMANDS
    assert kind == "install"
    do("bash", "-euc", text.replace(HOME, published), at=tmp_path)
    shutil.copy(ROOT / "examples" / "mvp.yaml", tmp_path / "project.yaml")
    do("bash", "-euc", first, at=tmp_path)


def test_pre_commit_lets_a_change_through_or_stops_it(published: str, tmp_path: Path) -> None:
    store, product = {"PRE_COMMIT_HOME": str(tmp_path / "store")}, tmp_path / "product"
    usual, elsewhere = [text.replace(HOME, published) for name, text in FILES if name == ".pre-commit-config.yaml"]
    project, settings = product / "project.yaml", product / ".pre-commit-config.yaml"
    product.mkdir()

    def change(example: str, code: int, config: str = usual) -> str:
        settings.write_text(config, encoding="utf-8")
        shutil.copy(ROOT / "examples" / example, project)
        do("git", "add", ".", at=product)
        return do("git", "commit", "-qm", "a change", at=product, code=code, **store)

    (product / "README.md").write_text("A product.\n", encoding="utf-8")
    commit(product, "README.md")
    do("pre-commit", "install", at=product, **store)
    assert re.search(r"^scalecheck gate\.+Passed$", change("mvp.yaml", 0), re.MULTILINE)
    stopped = change("gaps.yaml", 1)
    assert "- exit code: 1" in stopped
    assert "FAILED" in stopped
    do("git", "reset", "-q", "--hard", at=product)
    (product / "README.md").write_text("A good product.\n", encoding="utf-8")
    do("git", "add", ".", at=product)
    assert "no files to check" in do("git", "commit", "-qm", "words", at=product, **store)

    project = product / "shop" / "project.yaml"
    project.parent.mkdir()
    (product / "billing").mkdir()
    shutil.copy(ROOT / "examples" / "mvp.yaml", product / "billing" / "project.yaml")
    assert "- exit code: 1" in change("mvp.yaml", 1, elsewhere)  # it lacks what is only recommended
