"""How products went over time, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.render.screen import BLANK, PIPED, Grid, Part, Screen, grid, printed, section, styled
from scalecheck.render.symbols import bar
from scalecheck.report.rows import HistoryReport, TrendRow, TrendTable
from scalecheck.words import Words

__all__ = ["history_terminal"]

_ROOMY, _NARROW = 76, 50


def history_terminal(told: HistoryReport, screen: Screen = PIPED) -> str:
    """Every trend as text of at most `screen.width` columns."""
    return printed((part for trend in told.trends for part in _trend(trend, screen, told.words)), screen)


def _trend(trend: TrendTable, screen: Screen, words: Words) -> Iterator[Part]:
    yield BLANK
    title = styled(trend.product, "bold")
    title.append(" · ", "").append_text(styled(trend.span))
    yield title
    yield BLANK
    yield _numbers(trend, screen, words)
    yield from section(words("history.standing"), [_standing([row for row in trend.rows if row.turned], words)])
    notes = grid("tight", "fold")
    told = [(row.as_of, text) for row in trend.rows for text in row.apart]
    for day, text in told:
        notes.add_row(styled(day), styled(text, "yellow"))
    yield from section(words("history.apart"), [notes] if told else [])


def _numbers(trend: TrendTable, screen: Screen, words: Words) -> Grid:
    """A row for each result; with little room, without the bars, what is merely not answered, and at last the band."""
    roomy = screen.width >= _ROOMY
    banded = screen.width >= _NARROW and any(row.band for row in trend.rows)
    heads = {"score": True, "can_be": banded, "answered": True, "blocking": True, "unanswered": roomy}
    shown = [head for head, wanted in heads.items() if wanted]
    table = grid("tight", *(["tight"] if roomy else []), *("right" for _ in shown))
    table.add_row("", *([""] if roomy else []), *(styled(words(f"column.{head}"), "dim") for head in shown))
    for row in trend.rows:
        texts = {
            "score": row.value,
            "can_be": row.band,
            "answered": row.known,
            "blocking": row.blocking,
            "unanswered": row.unanswered,
        }
        chart = [styled(bar(row.score))] if roomy else []
        table.add_row(styled(row.as_of), *chart, *(styled(texts[head]) for head in shown))
    return table


def _standing(rows: list[TrendRow], words: Words) -> Grid:
    table = grid("tight", "fold")
    for row in rows:
        told = [
            value if name == "verdict" else words("history.named", name=words(f"ladder.{name}"), value=value)
            for name, value in row.standing
        ]
        table.add_row(styled(row.as_of), styled(" · ".join(told)))
    return table
