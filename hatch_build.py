"""Stores the built-in pack in the wheel, validated, so that a run does not have to read and check the rules again."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilePack(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for every wheel; an editable one keeps reading the rules that are being edited."""

    _scratch = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from scalecheck.packs import COMPILED, compile_built_in

        self._scratch = tempfile.mkdtemp()
        target = Path(self._scratch) / COMPILED
        compile_built_in(target)
        build_data["force_include"][str(target)] = f"scalecheck/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._scratch:
            shutil.rmtree(self._scratch)
