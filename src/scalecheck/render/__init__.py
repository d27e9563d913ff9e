"""Renderers: one file a format, each a function from what is told to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

from scalecheck.frozen import Frozen, field

if TYPE_CHECKING:
    from scalecheck.gatereport import GateRun
    from scalecheck.report import Report
    from scalecheck.report.rows import Comparison, HistoryReport

__all__ = [
    "CHANGE_RENDERERS",
    "GATE_RENDERERS",
    "HISTORY_RENDERERS",
    "PLAN_RENDERERS",
    "RENDERERS",
    "Renderer",
    "json_list",
]

Told = TypeVar("Told")


class Renderer(Frozen, Generic[Told]):
    """A format: how its files end, and the function that makes it, imported when it is first called.

    `join` makes one text of those of several products; a format without it holds one product a file. `options` are what
    else the function is given, next to what a call adds.
    """

    suffix: str
    home: str
    join: Callable[[Sequence[str]], str] | None = None
    options: Mapping[str, object] = field(default_factory=dict)

    def __call__(self, told: Told, **further: object) -> str:
        module, _, name = self.home.partition(":")
        function: Callable[..., str] = getattr(import_module(f"{__name__}.{module}"), name)
        return function(told, **{**self.options, **further})


def json_list(texts: Sequence[str]) -> str:
    """A JSON list of JSON texts."""
    return "[\n" + ",\n".join(text.rstrip() for text in texts) + "\n]\n"


RENDERERS: Mapping[str, Renderer[Report]] = {
    "terminal": Renderer(".txt", "terminal:terminal", "\n".join),
    "html": Renderer(".html", "html:html"),
    "markdown": Renderer(".md", "markdown:markdown"),
    "json": Renderer(".json", "json_:to_json", json_list),
}

CHANGE_RENDERERS: Mapping[str, Renderer[Comparison]] = {
    "terminal": Renderer(".txt", "changes:changes_terminal"),
    "html": Renderer(".html", "html:changes_html"),
    "markdown": Renderer(".md", "markdown:changes_markdown"),
    "json": Renderer(".json", "json_:changes_json"),
}

HISTORY_RENDERERS: Mapping[str, Renderer[HistoryReport]] = {
    "terminal": Renderer(".txt", "history:history_terminal"),
    "html": Renderer(".html", "html:history_html"),
    "markdown": Renderer(".md", "markdown:history_markdown"),
    "json": Renderer(".json", "json_:history_json"),
}

GATE_RENDERERS: Mapping[str, Renderer[GateRun]] = {
    "text": Renderer(".txt", "gate:gate_text"),
    "json": Renderer(".json", "gate:gate_json"),
    "sarif": Renderer(".sarif", "sarif:to_sarif"),
    "junit": Renderer(".xml", "junit:to_junit"),
    "github": Renderer(".log", "github:to_github"),
    "gitlab": Renderer(".json", "gitlab:to_gitlab"),
    "markdown": Renderer(".md", "summary:to_markdown"),
    "badge": Renderer(".svg", "badge:to_badge"),
    "shields": Renderer(".json", "badge:to_shields"),
}
"""The formats of a run of the gate, which may be about several files. Of two with the same suffix, `-o` takes the
first; the other has to be named."""

PLAN_RENDERERS: Mapping[str, Renderer[Report]] = {
    "table": Renderer(".txt", "plan:plan_table"),
    "markdown": Renderer(".md", "markdown:plan_markdown"),
    "json": Renderer(".json", "json_:plan_json"),
    "csv": Renderer(".csv", "csv_:to_csv"),
    "github": Renderer(".sh", "ghscript:to_script"),
    "jira": Renderer(".csv", "csv_:to_jira"),
    "linear": Renderer(".csv", "csv_:to_linear"),
}
"""The formats of a plan."""
