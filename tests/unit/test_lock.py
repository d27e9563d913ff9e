"""What CI installs is written down: one version of every package, with the hashes of its files, and nothing else."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from conftest import ROOT
from each import each

LOCK = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?: ; .+)? \\\n"
    r"(?: {4}--hash=sha256:[0-9a-f]{64} \\\n)* {4}--hash=sha256:[0-9a-f]{64}\n"
    r"(?P<via>(?: {4}#.*\n)+)",
    re.MULTILINE,
)
LOCKED = {entry["name"]: entry for entry in ENTRY.finditer(LOCK)}


def asked_for() -> list[Requirement]:
    """Everything that pyproject.toml names, for running, building and working on it."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    extras = project["optional-dependencies"].values()
    texts = [
        *project["dependencies"],
        *pyproject["build-system"]["requires"],
        *(text for some in extras for text in some),
    ]
    return [Requirement(text) for text in texts]


def test_every_line_is_a_package_with_its_hashes() -> None:
    assert not re.sub(r"^#.*\n", "", ENTRY.sub("", LOCK), flags=re.MULTILINE)
    assert len(LOCKED) == len(ENTRY.findall(LOCK))


@each("requirement", asked_for())
def test_the_lock_has_what_the_project_asks_for(requirement: Requirement) -> None:
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    assert requirement.specifier.contains(LOCKED[name]["version"])


def test_the_lock_has_nothing_that_the_project_no_longer_asks_for() -> None:
    direct = {name for name, entry in LOCKED.items() if "scalecheck (pyproject.toml)" in entry["via"]}
    assert direct == {re.sub(r"[-_.]+", "-", item.name).lower() for item in asked_for()}


@pytest.mark.parametrize("folder", ["browser", "node"])
def test_npm_packages_are_locked_by_hash_and_from_no_place_of_their_own(folder: str) -> None:
    wanted, lock = (
        json.loads((ROOT / "tests" / folder / name).read_text(encoding="utf-8"))
        for name in ("package.json", "package-lock.json")
    )
    root, *packages = lock["packages"].values()
    assert root["dependencies"] == wanted["dependencies"]
    assert all(item["integrity"].startswith("sha512-") for item in packages)
    assert not [item for item in packages if "resolved" in item or item.get("link")]
