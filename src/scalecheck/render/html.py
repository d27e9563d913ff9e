"""Pages for a meeting, each one self-contained HTML file that can be read, projected and printed.

Nothing is loaded from anywhere, and nothing needs a script. The page forbids itself everything but its own style and
its own script, both named by their hash, so that no text of a user can become either.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from scalecheck import __version__
from scalecheck.addresses import web_address
from scalecheck.render.escape import for_css, visible
from scalecheck.render.pages import environment
from scalecheck.render.symbols import SYMBOLS
from scalecheck.report import Report
from scalecheck.report.rows import Comparison, HistoryReport
from scalecheck.resources import bundled
from scalecheck.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["changes_html", "history_html", "html", "templates"]


def html(report: Report) -> str:
    """The whole report as an HTML document."""
    words = report.words
    return _page(
        "report",
        words,
        title=f"{report.product} · {report.verdict} · {report.assessment.as_of}",
        head=(" · ".join((report.product, report.verdict)), " · ".join(report.edition)),
        script=_tight(_asset("report.js")),
        report=report,
        linked=True,
        numbered={source.id: number for number, source in enumerate(report.references, 1)},
        **_chosen(report),
    )


def changes_html(comparison: Comparison) -> str:
    """What changed between two results as an HTML document."""
    title = f"{comparison.product} · {comparison.words('section.changes')}"
    head = (title, comparison.words("header.as_of", date=comparison.changes.after.as_of))
    return _page("changes", comparison.words, title=title, head=head, report=comparison, linked=False)


def history_html(told: HistoryReport) -> str:
    """How products went over time as an HTML document."""
    names = ", ".join(trend.product for trend in told.trends)
    title = f"{names} · {told.words('section.history')}"
    return _page("history", told.words, title=title, head=(title, ""), style=_asset("trend.css"), report=told)


def _page(
    name: str, words: Words, *, title: str, head: tuple[str, str], style: str = "", script: str = "", **values: Any
) -> str:
    """The page of a template, with the style that all have and its own. `head` stands on top of every printed page."""
    style = _tight(_asset("style.css") + style + _print_head(words, *head))
    page = templates().get_template(f"html/{name}.html.j2")
    return _tight(
        page.render(
            words=words,
            title=title,
            symbols=SYMBOLS,
            version=__version__,
            style=Markup(style),
            script=Markup(script),
            security=_security(style, script),
            **values,
        )
    )


def _tight(text: str) -> str:
    """The text without the indentation and the empty lines of its template; nothing in it depends on them."""
    lines = text.split("\n")
    del text  # a page may be large, and is there again in a moment
    return "\n".join(line for line in map(str.strip, lines) if line) + "\n"


def _chosen(report: Report) -> dict[str, Any]:
    """What is picked for single places of the page."""
    words = report.words
    answers = [answer for group in report.checklist for row in group.practices for answer in row.answers]
    return {
        "owners": _options(answer.owner for answer in answers),
        "levels": [(level, words(f"level.{level}")) for level in ("required", "recommended", "optional", "none")],
        "outcomes": [
            (name, words(f"outcome.{name}")) for name in ("fail", "partial", "unknown", "pass", "not_applicable")
        ],
        "plan_owners": _options(row.owner for row in report.actions),
        "plan_groups": [
            (group, words(f"group.{group}")) for group in dict.fromkeys(row.group for row in report.actions)
        ],
    }


def _options(names: Iterable[str]) -> list[tuple[str, str]]:
    """Every name once, as an option of a list."""
    return [(name, name) for name in sorted({*names} - {""})]


@cache
def templates() -> Environment:
    """The templates of these pages, with what they may call."""
    made = environment(_visible)
    made.filters["address"] = web_address
    return made


def _visible(value: Any) -> Any:
    """Escaping is Jinja's part; what cannot be seen must be taken out before."""
    # Most of what a page shows is like this, and there are ten thousand pieces of it.
    if type(value) is str and value.isprintable():
        return value
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return (bundled("templates") / "html" / name).read_text(encoding="utf-8")


def _print_head(words: Words, name: str, day: str) -> str:
    """The head and foot of printed pages. Only literal text can stand there, so it is part of the style."""
    return (
        f'@page{{@top-left{{content:"{for_css(name)}"}}@top-right{{content:"{for_css(day)}"}}'
        f'@bottom-right{{content:"{for_css(words("html.page"))} " counter(page) " / " counter(pages)}}}}'
    )


def _security(style: str, script: str) -> str:
    """What the page may do: show its own style and run its own script, if it has one."""
    scripts = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
