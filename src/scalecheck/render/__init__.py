"""Renderers: one file a format, each a function from a `Report` to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.report import Report

__all__ = ["RENDERERS", "Renderer", "json_list"]


@dataclass(frozen=True, slots=True)
class Renderer:
    """A format: how its files end, and the function that makes it, imported when it is first called.

    `join` makes one text of those of several products; a format without it holds one product a file.
    """

    suffix: str
    home: str
    join: Callable[[Sequence[str]], str] | None = None

    def __call__(self, report: Report) -> str:
        module, _, name = self.home.partition(":")
        function: Callable[[Report], str] = getattr(import_module(f"{__name__}.{module}"), name)
        return function(report)


def json_list(texts: Sequence[str]) -> str:
    """A JSON list of JSON texts."""
    return "[\n" + ",\n".join(text.rstrip() for text in texts) + "\n]\n"


RENDERERS: Mapping[str, Renderer] = {
    "terminal": Renderer(".txt", "terminal:terminal", "\n".join),
    "html": Renderer(".html", "html:html"),
    "json": Renderer(".json", "json_:to_json", json_list),
}
