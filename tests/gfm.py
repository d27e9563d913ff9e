"""Markdown read by the parser that GitHub's own came from, with nothing filtered, so that every slip shows."""

from __future__ import annotations

from html.parser import HTMLParser

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

__all__ = ["Page", "rendered"]

_EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist"]
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_VOID = {"input", "br", "hr", "img"}


def rendered(markdown: str) -> str:
    """The HTML of a Markdown text."""
    return str(markdown_to_html_with_extensions(markdown, _OPTIONS, _EXTENSIONS))


class Page(HTMLParser):
    """Rendered Markdown taken apart: its elements in order, their attributes, the headings
    of its sections, and its text without the layout."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.headings: list[str] = []
        self._texts: list[str] = []
        self.feed(rendered(markdown))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "h2":
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag, f"</{tag}> closes another element"
            self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
        if "h2" in self.open:
            self.headings[-1] += data.replace("\u00a0", " ")

    @property
    def layout(self) -> list[str]:
        """The elements but for code, which is how some text is shown."""
        return [tag for tag in self.tags if tag.strip("/") != "code"]

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts).split())
