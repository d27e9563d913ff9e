"""Texts that try to be more than text: the one list of them, for every field, every format and every message.

Whoever reads a format back shows that it holds the same as with `HARMLESS` in their place, and the texts as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conftest import TODAY
from scalecheck.pack import Metric, Pack, Question

HARMLESS = "plain words"

TEXTS = [
    # Terminals: colors, titles, the cursor, the clipboard, links, in seven and in eight bits; directions; nothing to see.
    "\x1b[31mred\x1b[0m \x1b[2J\x1b[H\x1b]0;title\x07\x1b]52;c;Y2xpcA==\x07\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mred\x9b2J\x9d0;title\x9c\x90q\x9c \x08\x08\x7f\x85\x0b\x0c\x00",
    "\u202eesrever\u202c \u2066inside\u2069 \u061c\u200e\u200f \u200b\u2060\ufeff\u00ad\ufffe\uffff\U000e0041",
    "two\nlines\r\nand\u2028more\u2029 one\n\n# two\r\n| three |\n|---|\n- four",
    # HTML, in text, in attributes, in styles and scripts.
    "<script>ran = 1</script><img src=x onerror=ran=1><svg onload=ran=1><b onmouseover=\"ran=1\">bold</b><iframe srcdoc='x'>",
    "\" onmouseover=\"ran=1\" ' onfocus='ran=1' autofocus ` style=display:none",
    "</style></title></script></textarea></td></table></main></details></summary>--> <!-- x ]]> /* */ //",
    "} body { display: none } \\22 \\3c @import url(x); expression(ran=1)",
    "&lt;i&gt; &#60;i&#62; &amp &#0; &#x202e; &copy;",
    # XML: the end of its sections, entities, processing instructions.
    "]]></failure><![CDATA[ <?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    # Templates and formats.
    "{{7*7}} {% raw %} {# x #} ${7*7} <%= 7 %> ${{ secrets.TOKEN }} $(id) `id` %s %(a)s {0} {0.__class__} {a!r}",
    "[red]bold[/red] [link=https://example.com]x[/link] [@click=ran]x[/] :tada:",
    # Markdown, and what forges make of it.
    "**bold** __bold__ *em* _em_ ~~del~~ a|b | c \\| d \\\\|",
    *("`" * count + "x" for count in (1, 2, 3, 4)),
    "`a` ``b`` ```",
    "[x](javascript:ran=1) ![](https://example.com/x.png) [y]: https://example.com",
    "[^1] [^1]: note",
    "@everyone #1 GH-2 org/repo#3 org/repo@16c999e8 !4 ann@example.com 16c999e8abcdef $x$",
    "https://example.com/?a=b&lt;c www.example.com",
    "===",
    "---",
    "- [ ] task",
    "1. first",
    "> quoted",
    "/approve",
    "# heading #",
    "\\",
    # Orders to a CI server.
    "::add-mask::e",
    "a,b::c%0A::stop-commands::x\n::set-output name=a::b",
    "##[add-mask]e ##vso[task.complete]x ##teamcity[buildStop]",
    # Placeholders and links of SARIF.
    "[a](0) {0} {{1}}",
    # Formulas of spreadsheets.
    "=1+1|cmd' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    # Long ones, with and without a place to break them.
    "x" * 1_980,
    "many words " * 180,
    "\U0001f600" * 1_000,
]  # fmt: skip
"""Texts that a questionnaire takes."""

HALVES = ["\ud800", "a\udfffb", "\udc00\ud800", "caf\udce9"]
"""Halves of surrogate pairs. No YAML holds them, but JSON can spell them, arguments, names of files and variables of the
environment have them for what is no text there, and so may callers of the library."""

LONGEST = "<b>\"'&|`\\" * 110_000
"""A megabyte, which no field takes."""

LINKS = {
    "javascript:ran=1": HARMLESS,
    "JaVaScRiPt:ran=1": HARMLESS,
    " javascript:ran=1": HARMLESS,
    "java\tscript:ran=1": HARMLESS,
    "\x01javascript:ran=1": HARMLESS,
    "data:text/html,<script>ran=1</script>": HARMLESS,
    "vbscript:ran=1": HARMLESS,
    "//example.com/x": HARMLESS,
    "http:javascript:ran=1": HARMLESS,
    "https://javascript:ran=1@example.com\u202e/": HARMLESS,
    'https://example.com/" onclick="ran=1': HARMLESS,
    "https://example.com/?a=1&quot;&b='onclick='ran=1": "https://example.com/a/plain/place",
    "https://example.com/{{7*7}}": HARMLESS,
    "https://example.com/</a><script>ran=1</script>": HARMLESS,
}
"""Texts where an address may stand, each with something harmless that a report treats in the same way."""


def questionnaire(pack: Pack, write: Callable[[], str], link: Callable[[], str]) -> str:
    """Every question of the pack answered, with a text in every place that takes one."""
    tree: dict[str, Any] = {}
    for index, question in enumerate([*pack.question.values(), *pack.metrics]):
        key = question.key if isinstance(question, Metric) else question.id
        *parents, name = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        details = {
            "note": write(),
            "owner": write(),
            "reason": write(),
            "source": link(),
            "evidence": [link(), link(), write()],
        }
        place[name] = {"answer": _answer(question, index, write), **details}
    tree["product"]["phase"] = "growth"
    return json.dumps(tree)


def _answer(question: Question | Metric, index: int, write: Callable[[], str]) -> Any:
    if isinstance(question, Metric):
        low, high = question.bounds
        return min(high, max(low, 0.01))
    match question.kind:
        case "practice":
            return "n/a" if question.not_applicable and index % 2 else ("no", "partial", "yes")[index % 3]
        case "yes_no":
            return "yes"
        case "choice" | "choices":
            return next(iter(question.choices), [])
        case "date":
            return str(TODAY)
        case "text":
            return write()
        case _:
            return int(question.bounds[0]) + 1 if question.bounds else 1
