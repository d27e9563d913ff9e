"""The architecture is a test: the layer contract of pyproject.toml holds."""

from __future__ import annotations

import pytest

from conftest import ROOT


def test_every_module_imports_only_what_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter.cli import lint_imports

    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not broken, capsys.readouterr().out
