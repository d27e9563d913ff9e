"""User text in Markdown and JSON: read back it is the same text, and nothing but text."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from each import each
from gfm import Page
from scalecheck.render.escape import for_json, for_markdown, for_markdown_code, for_terminal, for_uri

PLACES = {
    "paragraph": "{}",
    "later line": "text\n{}",
    "heading": "# {}",
    "list item": "- {}",
    "task": "- [ ] {}",
    "cell": "| a | b |\n|---|---|\n| {} | **x** |",
    "bold": "**{}** and **x**",
    "link": "[{}](https://example.com) and **x**",
    "beside code": "`a` ({}) `b`",
}
SIGNS = "\\`*_{}[]()<>#+-.!|~@$%&:;/=^\"' \t\n1aA"
PIECES = [
    "<script>", "</details>", "<!--", "@all", "#1", "GH-1", "a/b#1", "https://x.y", "www.x.y", "a@b.c", "&lt;", "&#60;",
    "**", "__", "~~", "```", "[x](y)", "![](y)", "[^1]", "- [ ] ", "1. ", "---", "===", "{{7*7}}", "{% raw %}", ":tada:",
    "abc1234", "\x1b[0m", "\u202e", "\\", "|",
]  # fmt: skip


@each(
    ("text", "markdown"),
    [
        ("Checkout at 60 %, p95 < 300 ms (e.g. 5-10 a_b, 2 * 3); C:\\temp, ~50 people!", None),
        ("<b>bold</b> a|b", "&lt;b>bold&lt;/b> a\\|b"),
        ("*a* _b_ ~~c~~ `d` [e](f)", "\\*a\\* \\_b\\_ `~~c~~` \\`d\\` \\[e\\](f)"),
        ("# a #", "\\# a \\#"),
        ("- [ ] a", "\\- \\[ \\] a"),
        ("12. a", "12\\. a"),
        ("---", "\\---"),
        ("/approve", "\\/approve"),
        ("one\n\n===\x1b[31m\u202etwo", "one === \\[31m two"),
        ("ask @ann, (@org/team) or ann@example.com.", "ask `@ann`, (`@org/team`) or `ann@example.com`."),
        ("see #12, org/repo#12, GH-12, !7 and 16c999e", "see `#12`, `org/repo#12`, `GH-12`, `!7` and `16c999e`"),
        ("see https://a.example/b?c=d or www.b.example.", "see `https://a.example/b?c=d` or `www.b.example`."),
        ("from $500 to $x$ :tada:", "from `$500` to `$x$` `:tada`:"),
        ("{{7*7}} {% raw %}", "{\\{7\\*7}} {\\% raw %}"),
        ("&lt; R&D teams", "&amp;lt; R&D teams"),
        ("\\* \\@ann", "\\\\\\* \\\\`@ann`"),
    ],
)
def test_only_what_could_be_misread_is_escaped(text: str, markdown: str | None) -> None:
    assert for_markdown(text) == (text if markdown is None else markdown)


HOSTILE = st.lists(st.sampled_from([*PIECES, *SIGNS])).map("".join).filter(for_terminal)


@pytest.mark.parametrize("place", PLACES)
@given(text=HOSTILE | st.text().filter(for_terminal))
def test_text_reads_back_as_it_is_in_every_place(place: str, text: str) -> None:
    page, harmless = (Page(PLACES[place].format(said)) for said in (for_markdown(text), "harmless"))
    assert page.layout == harmless.layout
    shown = harmless.text.replace("harmless", for_terminal(text))
    assert "".join(page.text.split()) == "".join(shown.split())


@given(text=HOSTILE)
def test_nothing_that_a_forge_would_link_stands_outside_of_code(text: str) -> None:
    outside = re.sub(r"(`+).+?\1", "code", re.sub(r"\\.", " ", for_markdown(text)))
    assert not re.search(r"(?<![\w&])@\w|(?<!&)#\d|://\w|www\.\w|\w@\w|(?<!\w)(?i:gh-\d)", outside)


@each(
    ("text", "markdown"),
    [
        ("infra/cdn.tf", "`infra/cdn.tf`"),
        ("a`b", "``a`b``"),
        ("`a``", "``` `a`` ```"),
        ("a\nb\x1b", "`a b`"),
        ("a|@b", "a\\|`@b`"),
        ("", ""),
    ],
)
def test_a_code_span_is_fenced_by_more_backticks_than_it_holds(text: str, markdown: str) -> None:
    assert for_markdown_code(text) == markdown


@pytest.mark.parametrize("place", PLACES)
@given(text=HOSTILE)
def test_a_code_span_reads_back_as_it_is_in_every_place(place: str, text: str) -> None:
    page = Page(PLACES[place].format(for_markdown_code(text)))
    shown = Page(PLACES[place].format("harmless")).text.replace("harmless", for_terminal(text))
    assert "".join(page.text.split()) == "".join(shown.split())


@given(st.text(st.characters() | st.sampled_from("\\ud89abcf\ud800\udfff")))
def test_json_holds_the_text_but_for_halves_of_surrogate_pairs(text: str) -> None:
    read = json.loads(for_json([text, {text: 1}]))
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert read == [whole, {whole: 1}]


def test_a_uri_keeps_the_bytes_of_a_name_that_is_no_text() -> None:
    assert for_uri("/a/caf\udce9") == "file:///a/caf%E9"
    assert for_uri("caf\udce9 \ud800") == "caf%E9%20%EF%BF%BD"
