"""What changed between two results, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.render.escape import for_terminal
from scalecheck.render.screen import BLANK, PIPED, Grid, Part, Screen, Text, grid, printed, section, styled
from scalecheck.render.symbols import SYMBOLS
from scalecheck.report.rows import Changed, ChangeGroup, ChangeRow, Comparison
from scalecheck.words import Words

__all__ = ["changed_parts", "changes_terminal"]

_MOST = 8
_STYLE = {"better": "green", "worse": "red"}


def changes_terminal(comparison: Comparison, screen: Screen = PIPED) -> str:
    """The whole comparison as text of at most `screen.width` columns."""
    return printed(_parts(comparison, screen), screen)


def _parts(comparison: Comparison, screen: Screen) -> Iterator[Part]:
    words = comparison.words
    yield styled(comparison.product, "bold")
    editions = grid("tight", "fold")
    for column, edition in (("column.before", comparison.before), ("column.after", comparison.after)):
        editions.add_row(styled(words(column), "dim"), styled(" · ".join(edition)))
    yield editions
    yield from section(words("section.changes"), changed_parts(comparison.changed, words, screen))


def changed_parts(changed: Changed, words: Words, screen: Screen) -> Iterator[Part]:
    """The sentence, what puts it in doubt, and a table for each group; long ones in full only when `verbose`."""
    yield styled(changed.sentence)
    for text in changed.doubts:
        yield styled(f"! {text}", "yellow")
    for group in changed.groups:
        yield from _group(group, words, screen)
    if changed.answers:
        title = words("report.changes_answers", count=len(changed.answers))
        yield from _group(ChangeGroup(kind="answers", title=title, rows=changed.answers), words, screen)


def _group(group: ChangeGroup, words: Words, screen: Screen) -> Iterator[Part]:
    shown = group.rows if screen.verbose else group.rows[:_MOST]
    yield BLANK
    yield styled(group.title, "underline")
    yield _wide(group, shown, words) if screen.wide else _narrow(group, shown)
    if len(shown) < len(group.rows):
        more = words("more", count=len(group.rows) - len(shown))
        yield styled(f"{more}; {words('more.verbose')}", "dim")


def _wide(group: ChangeGroup, rows: tuple[ChangeRow, ...], words: Words) -> Grid:
    """Answers may be long texts, everything else is a word or two."""
    heads = [
        *([("column.before", "before")] if group.named else []),
        ("column.after", "after"),
        *([("column.cause", "cause")] if group.caused else []),
    ]
    title, value = ("tight", "fold") if group.kind == "answers" else ("fold", "tight")
    table = grid(*(["tight"] if group.marked else []), title, *(value for _ in heads))
    if len(heads) > 1:
        table.add_row(*([""] if group.marked else []), "", *(styled(words(head), "dim") for head, _ in heads))
    for row in rows:
        table.add_row(*_mark(group, row), styled(row.title), *(styled(getattr(row, name)) for _, name in heads))
    return table


def _narrow(group: ChangeGroup, rows: tuple[ChangeRow, ...]) -> Grid:
    """One cell a row, as there is no room for columns."""
    table = grid(*(["tight"] if group.marked else []), "fold")
    for row in rows:
        what = styled(row.title)
        for text in (" → ".join(filter(None, (row.before, row.after))), row.cause):
            what.append(f" · {for_terminal(text)}" if text else "", "dim")
        table.add_row(*_mark(group, row), what)
    return table


def _mark(group: ChangeGroup, row: ChangeRow) -> list[Text]:
    return [styled(SYMBOLS[row.direction], _STYLE.get(row.direction, "dim"))] if group.marked else []
