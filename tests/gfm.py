"""Markdown read by the parser that GitHub's own came from, with nothing filtered, so that every slip shows."""

from __future__ import annotations

from functools import cached_property
from xml.parsers.expat import ParserCreate

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

__all__ = ["Page", "rendered"]

_EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist"]
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_VOID = {"input", "br", "hr", "img"}


def rendered(markdown: str) -> str:
    """The HTML of a Markdown text."""
    return str(markdown_to_html_with_extensions(markdown, _OPTIONS, _EXTENSIONS))


class Page:
    """Rendered Markdown taken apart: its elements in order, their attributes, the headings
    of its sections, and its text without the layout.

    It is read as XML, which cmark writes: whatever is not closed, or closed by another element, is an error.
    """

    def __init__(self, markdown: str) -> None:
        self.tags: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.headings: list[str] = []
        self._in_heading = False
        self._texts: list[str] = []
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(f"<body>{rendered(markdown)}</body>", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags.append(tag)
        self.attributes.append(attributes)
        if tag == "h2":
            self.headings.append("")
            self._in_heading = True

    def _end(self, tag: str) -> None:
        if tag not in _VOID:
            self.tags.append(f"/{tag}")
        if tag == "h2":
            self._in_heading = False

    def _data(self, data: str) -> None:
        self._texts.append(data)
        if self._in_heading:
            self.headings[-1] += data.replace("\u00a0", " ")

    @property
    def layout(self) -> list[str]:
        """The elements but for code, which is how some text is shown."""
        return [tag for tag in self.tags if tag.strip("/") != "code"]

    @cached_property
    def text(self) -> str:
        return " ".join("".join(self._texts).split())
