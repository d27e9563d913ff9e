"""The report as Markdown, for a pull request, a wiki, or a plain text editor.

Whatever a template prints is escaped by the environment, so that nothing can be forgotten; `Markup` is what already is
Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from scalecheck import __version__
from scalecheck.addresses import web_address
from scalecheck.render.escape import for_markdown, for_markdown_code, for_markdown_link
from scalecheck.render.issues import Issue
from scalecheck.render.pages import environment
from scalecheck.render.symbols import SYMBOLS, bar
from scalecheck.report import Report
from scalecheck.report.rows import Comparison, HistoryReport
from scalecheck.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "DETAILS",
    "SMALLEST",
    "changes_markdown",
    "history_markdown",
    "issue_text",
    "markdown",
    "plan_markdown",
    "templates",
]

DETAILS = (
    "advice",
    "counting",
    "evidence",
    "sources",
    "signals",
    "good",
    "checklist",
    "figures",
    "later",
    "guidance",
    "runways",
    "areas",
    "metrics",
    "questions",
    "plan",
)
"""What a report is shortened by, in the order in which it is left out."""

SMALLEST = 2_000
"""The least that a report can be held to, in bytes."""


def markdown(report: Report, limit: int | None = None) -> str:
    """The whole report; with a `limit` of at least `SMALLEST`, in at most so many bytes of UTF-8.

    To fit, one of `DETAILS` after the other is left out, and at last the end. The first lines say what was.
    """
    page = _page(report)
    text = _tidy(page)
    if limit is None or _size(text) <= limit:
        return text
    left_out: list[str] = []
    for detail in DETAILS:
        shorter = _without(page, detail)
        if shorter == page:
            continue
        page = shorter
        left_out.append(detail)
        text = _note(report.words, left_out, limit) + _tidy(page)
        if _size(text) <= limit:
            return text
    return _beginning(_note(report.words, [*left_out, "end"], limit) + _tidy(page), limit)


def plan_markdown(report: Report) -> str:
    """The plan alone, with a task list for each iteration."""
    return _tidy(_without(_page(report, "plan"), "sources"))


def issue_text(issue: Issue) -> str:
    """What an issue says below its title."""
    steps = "\n".join(f"- [ ] {for_markdown(step)}" for step in issue.how)
    facts = "\n".join(f"- {for_markdown(fact)}" for fact in issue.facts)
    head = f"### {for_markdown(issue.how_title)}"
    return "\n\n".join((for_markdown(issue.why), head, steps, for_markdown(issue.check), facts))


def _note(words: Words, left_out: Iterable[str], limit: int) -> str:
    details = "; ".join(words(f"detail.{detail}") for detail in left_out)
    return f"> {for_markdown(words('markdown.shortened', limit=f'{limit:,}', details=details))}\n\n"


def _size(text: str) -> int:
    return len(text.encode())


def _beginning(text: str, limit: int) -> str:
    """As many lines as fit, without a heading, or the head of a table, that nothing follows."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        limit -= _size(line)
        if limit < 0:
            break
        lines.append(line)
    while lines and _dangling(lines):
        lines.pop()
    return "".join(lines)


def _dangling(lines: Sequence[str]) -> bool:
    rows = sum(1 for _ in takewhile(lambda line: line.startswith("|"), reversed(lines)))
    return lines[-1] == "\n" or lines[-1].startswith("#") or 0 < rows <= 2


def _page(report: Report, name: str = "report") -> str:
    """What a template makes of a report, in which every detail stands between its marks."""
    practices = {row.rule: row for group in report.checklist for row in group.practices}
    planned = [practices[row.rule] for row in report.actions if row.rule in practices]
    return _filled(
        name,
        report.words,
        report=report,
        numbered={source.id: number for number, source in enumerate(report.references, 1)},
        advised=[row for row in planned if row.step],
        actions={row.rule: row for row in report.actions},
    )


def changes_markdown(comparison: Comparison) -> str:
    """What changed between two results."""
    return _tidy(_filled("changes", comparison.words, report=comparison))


def history_markdown(told: HistoryReport) -> str:
    """How products went over time."""
    return _tidy(_filled("history", told.words, report=told))


def _filled(name: str, words: Words, **values: Any) -> str:
    """What a template makes, with what all of them may use."""
    page = templates().get_template(f"markdown/{name}.md.j2")
    return page.render(
        words=words,
        symbols={state: Markup(sign and f"{sign}{_TIE}") for state, sign in SYMBOLS.items()},
        bar=bar,
        detail=_detail,
        version=__version__,
        **values,
    )


# The marks around a detail: no text can hold them, as they are taken out of all that is printed.
_BEGIN, _END = "\x02", "\x03"


def _detail(name: str, caller: Callable[[], str]) -> Markup:
    """What a template calls around a part that may be left out."""
    content = caller()
    return Markup(f"{_BEGIN}{name}{_BEGIN}{content}{_END}{name}{_END}" if content.strip() else "")


def _without(page: str, detail: str) -> str:
    return re.sub(f"{_BEGIN}{detail}{_BEGIN}.*?{_END}{detail}{_END}", "", page, flags=re.DOTALL)


@cache
def templates() -> Environment:
    """The templates of this page, with what they may call."""
    # Escaping by Jinja makes macros give Markup. It finds nothing to do, as `finalize` comes before it.
    made = environment(_finished)
    made.filters.update(code=_code, evidence=_evidence, dotted=_dotted, link=_link, tight=_tight)
    return made


def _finished(value: Any) -> Markup:
    return value if isinstance(value, Markup) else Markup(for_markdown(str(value)))


_TIE = "\u00a0"
"""A space at which no line breaks."""


def _tight(text: str) -> Markup:
    """A few words that stay on one line."""
    return Markup(for_markdown(text).replace(" ", _TIE))


def _dotted(parts: Iterable[str]) -> Markup:
    """What is not empty, with dots between."""
    return Markup(" · ").join(_finished(part) for part in parts if part)


def _code(text: str) -> Markup:
    return Markup(for_markdown_code(text))


def _evidence(text: str) -> Markup:
    """An address on the web as a link, anything else as code."""
    return Markup(f"<{for_markdown_link(text)}>") if web_address(text) else _code(text)


def _link(text: str, address: str) -> Markup:
    """A text that leads to an address, or only the text when that is not on the web."""
    said = for_markdown(text)
    return Markup(f"[{said}]({for_markdown_link(address)})" if web_address(address) else said)


_WIDEST = 44
"""The longest cell of a table whose columns are lined up for those who read the text itself; longer cells are prose."""


def _tidy(page: str) -> str:
    """The text without the marks of details and the gaps of templates, and with its tables lined up."""
    unmarked = re.sub(f"[{_BEGIN}{_END}][a-z]+[{_BEGIN}{_END}]", "", page)
    lines = [line.rstrip() for line in unmarked.split("\n")]
    told = (
        line
        for is_table, group in groupby(lines, lambda line: line.startswith("|"))
        for line in (_lined_up(list(group)) if is_table else group)
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(told)).strip("\n") + "\n"


def _lined_up(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a table; with columns of equal width unless a cell is long."""
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if max(widths) > _WIDEST:
        return lines
    return ["| " + " | ".join(map(_padded, row, widths, rows[1])) + " |" for row in rows]


def _padded(cell: str, width: int, rule: str) -> str:
    if cell == rule:
        return ("-" * width)[:-1] + rule[-1]
    return cell.rjust(width) if rule.endswith(":") else cell.ljust(width)
