"""Stores what comes out of rules, words and templates in the wheel, so that no run has to read them again."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StoreData(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling for every wheel; an editable one keeps reading the rules that are being edited."""

    _scratch = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from scalecheck.packs import read_built_in
        from scalecheck.render import html, markdown
        from scalecheck.render.pages import COMPILED, compile_into
        from scalecheck.resources import bundled
        from scalecheck.stored import store
        from scalecheck.words import read_texts

        self._scratch = tempfile.mkdtemp()
        rules, words = bundled("rules"), bundled("templates") / "words.yaml"
        store(rules, read_built_in(), Path(self._scratch))
        store(words, read_texts(words), Path(self._scratch))
        for file in Path(self._scratch).iterdir():
            build_data["force_include"][str(file)] = f"scalecheck/{file.name}"
        pages = Path(self._scratch) / COMPILED.name
        compile_into(pages, html.templates(), "html")
        compile_into(pages, markdown.templates(), "markdown")
        build_data["force_include"][str(pages)] = f"scalecheck/render/{COMPILED.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._scratch:
            shutil.rmtree(self._scratch)
