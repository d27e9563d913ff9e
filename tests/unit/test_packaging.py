"""What is shipped: one version everywhere, public names that stay, and data without code."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib

import pytest

import scalecheck
from conftest import ROOT


def test_no_python_file_hides_among_the_data() -> None:
    assert not [path for folder in ("rules", "templates") for path in (ROOT / folder).rglob("*.py")]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == scalecheck.__version__
    assert f"## {scalecheck.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_public_names_are_sorted_and_stay_what_they_are() -> None:
    assert list(scalecheck.__all__) == sorted(scalecheck.__all__)
    before = {name: getattr(scalecheck, name) for name in scalecheck.__all__}
    for module in pkgutil.walk_packages(scalecheck.__path__, "scalecheck."):
        if module.name != "scalecheck.__main__":
            importlib.import_module(module.name)
    assert {name: getattr(scalecheck, name) for name in scalecheck.__all__} == before
    assert not set(scalecheck.__all__) & {module.name for module in pkgutil.iter_modules(scalecheck.__path__)}
    with pytest.raises(AttributeError):
        scalecheck.nothing  # noqa: B018  the access is the test
