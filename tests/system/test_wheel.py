"""What is shipped: the wheel holds the package, the rules and the templates, and nothing else."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import hatchling.build
import pytest

from conftest import ROOT, copy_tree
from scalecheck.pack import Pack
from scalecheck.resources import digest
from scalecheck.words import read_texts


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from a copy of the tree without git history, in a path with spaces."""
    tree = copy_tree(tmp_path_factory.mktemp("a tree with spaces"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tree)
        return zipfile.ZipFile(tree / hatchling.build.build_wheel(str(tree)))


@pytest.fixture(scope="module")
def unpacked(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it lies where it is installed."""
    folder = tmp_path_factory.mktemp("unpacked")
    wheel.extractall(folder)
    return folder


def test_the_wheel_holds_the_package_its_rules_and_its_templates(wheel: zipfile.ZipFile) -> None:
    shipped = {name for name in wheel.namelist() if ".dist-info/" not in name}
    expected = {
        f"scalecheck/{Path(folder, path.relative_to(ROOT / source)).as_posix()}"
        for source, folder in (("src/scalecheck", ""), ("rules", "rules"), ("templates", "templates"))
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    stored = {"scalecheck/rules.pickle", "scalecheck/words.pickle"}
    assert {name for name in shipped if not name.startswith("scalecheck/render/compiled/")} == expected | stored


def test_the_stored_pack_is_the_one_that_the_rules_give(wheel: zipfile.ZipFile, guide: Pack) -> None:
    assert pickle.loads(wheel.read("scalecheck/rules.pickle")) == (guide.digest, guide)


def test_the_stored_words_are_those_of_the_catalog(wheel: zipfile.ZipFile) -> None:
    catalog = ROOT / "templates" / "words.yaml"
    assert pickle.loads(wheel.read("scalecheck/words.pickle")) == (digest(catalog), read_texts(catalog))


def test_an_installed_copy_uses_the_stored_pack_only_while_the_rules_are_the_same(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    code = (
        "import sys, scalecheck; pack = scalecheck.load_pack();"
        "print(len(pack.practices), 'pydantic' in sys.modules, scalecheck.__file__)"
    )

    def load() -> list[str]:
        command = [sys.executable, "-c", code]
        run = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=True)
        return run.stdout.decode().split()

    practices, validated, where = load()
    assert where.startswith(str(tmp_path))
    assert validated == "False"
    with (tmp_path / "scalecheck" / "rules" / "facts.yaml").open("a") as file:
        file.write("# changed by hand\n")
    assert load()[:2] == [practices, "True"]


def test_an_installed_copy_uses_the_compiled_templates_only_while_the_templates_are_the_same(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    code = (
        "from scalecheck.render import html, markdown;"
        "print(*(page.templates().get_template(f'{name}').render.__self__.filename for page, name in"
        " ((html, 'html/cautions.html.j2'), (markdown, 'markdown/parts.md.j2'))))"
    )

    def used() -> list[str]:
        command = [sys.executable, "-c", code]
        run = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=True)
        return [Path(name).suffix for name in run.stdout.decode().split()]

    assert used() == [".py", ".py"]
    with (tmp_path / "scalecheck" / "templates" / "html" / "cautions.html.j2").open("a") as file:
        file.write("{# changed by hand #}")
    assert used() == [".j2", ".j2"]


TYPER = {"typer", "shellingham", "annotated_doc"}
HOT = {
    "--version": set(),
    "gate {file}": set(),
    "gate {file} -f json -o gate.sarif -o gate.xml": set(),
    "assess -q {file}": set(),
    "assess -f json {file}": set(),
    "assess {file}": {"rich"},
    "plan {file}": {"rich"},
    "assess -q {file} -o report.html": {"jinja2", "markupsafe"},
    "--help": TYPER,
}


@pytest.mark.parametrize("line", HOT)
def test_a_hot_command_imports_no_other_package_than_these(unpacked: Path, tmp_path: Path, line: str) -> None:
    """What a package costs is paid only by the commands that need it."""
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from scalecheck.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*{*sys.modules} - before, file=sys.stderr)"
    )
    words = [word.format(file=ROOT / "examples" / "growth.yaml") for word in line.split()]
    command = [sys.executable, "-c", code, *words]
    run = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(unpacked)}, capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stderr.decode().splitlines()[-1].split()}
    other = {name for name in loaded - sys.stdlib_module_names - {"scalecheck"} if not name.startswith(("_", "cython"))}
    assert other == HOT[line]
    if line.startswith("gate {file}"):
        assert not loaded & {"argparse", "dataclasses", "inspect", "logging", "subprocess"}
