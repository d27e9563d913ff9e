"""What everything on a terminal is laid out with: lines of styled text, tables without lines, and sections.

rich measures what a character takes on a screen and knows the colors. Its tables and console would take longer than
everything else that a report needs, so the few kinds of columns that we use are laid out here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from rich.cells import cell_len

from scalecheck.frozen import Frozen
from scalecheck.render.escape import for_terminal

__all__ = ["BLANK", "NARROWEST", "PIPED", "Grid", "Part", "Screen", "Text"]
__all__ += ["grid", "indented", "printed", "section", "styled"]

_WIDE = 96
NARROWEST = 40
_LEAST = 8


class Screen(Frozen):
    """What is shown on: columns, whether colors are wanted, and whether everything is."""

    width: int = 100
    color: bool = False
    verbose: bool = False

    @property
    def wide(self) -> bool:
        """Whether there is room for every column of a table."""
        return self.width >= _WIDE


PIPED = Screen()


class Text:
    """Pieces of text that follow each other, each in a style such as `bold red`."""

    def __init__(self, text: str = "", style: str = "") -> None:
        self.style = style
        self.pieces: list[Piece] = [(text, style)]

    def append(self, text: str, style: str | None = None) -> Text:
        """A further piece, by default in the style of the first."""
        self.pieces.append((text, self.style if style is None else style))
        return self

    def append_text(self, text: Text) -> Text:
        self.pieces += text.pieces
        return self

    @property
    def plain(self) -> str:
        return "".join([text for text, _ in self.pieces])


class Grid:
    """Rows of cells. A column is `fold` (as wide as there is room, and broken into lines), `tight` (as wide as what is
    in it) or `right` (tight, and set to the right); one that is `spread` takes the room that is left."""

    def __init__(self, columns: Sequence[str], gap: int) -> None:
        self.columns = columns
        self.gap = gap
        self.rows: list[list[Text]] = []

    def add_row(self, *cells: Text | str) -> None:
        self.rows.append([Text(cell) if isinstance(cell, str) else cell for cell in cells])


class Indented(Frozen):
    """A part that begins some columns to the right."""

    part: Part
    columns: int


Part = Text | Grid | Indented
Piece = tuple[str, str]
Line = tuple[str, int]
"""A line as it is printed, and the columns that it takes."""

BLANK = Text()


def styled(text: str, style: str = "") -> Text:
    """Text of anybody, made harmless."""
    return Text(for_terminal(text), style)


def grid(*columns: str, gap: int = 2) -> Grid:
    """A table with these columns; see `Grid`."""
    return Grid(columns, gap)


def indented(part: Part, columns: int = 2) -> Part:
    return Indented(part, columns)


def section(title: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts under a title; nothing when there are none."""
    found = list(parts)
    if found:
        yield BLANK
        yield styled(title, "bold")
        for part in found:
            yield Indented(part, 1)


def printed(parts: Iterable[Part], screen: Screen) -> str:
    """The parts as text of at most `screen.width` columns (never fewer than 40), with escape sequences only when colors
    are wanted."""
    room = max(screen.width, NARROWEST)
    lines = [line.rstrip() for part in parts for line, _ in _lines(part, room, screen.color)]
    return "\n".join(lines).strip("\n") + "\n"


def _lines(part: Part, room: int, color: bool) -> list[Line]:
    if isinstance(part, Text):
        return [_painted(pieces, color) for pieces in _wrapped(part, room)]
    if isinstance(part, Grid):
        return _table(part, room, color)
    lines = _lines(part.part, room - part.columns, color)
    return [(" " * part.columns + line, columns + part.columns) for line, columns in lines]


def _painted(pieces: Iterable[Piece], color: bool) -> Line:
    columns = cell_len("".join([text for text, _ in pieces]))
    return "".join([_ink(style)(text) if color else text for text, style in pieces]), columns


@cache
def _ink(style: str) -> Callable[[str], str]:
    if not style:
        return str
    from rich.color import ColorSystem
    from rich.style import Style

    return partial(Style.parse(style).render, color_system=ColorSystem.STANDARD)


def _wrapped(text: Text, room: int) -> list[list[Piece]]:
    """The lines of a text; they end where a word does, or in a word that is longer than a line."""
    plain = text.plain
    if cell_len(plain) <= room:
        return [text.pieces]
    starts = [0, *_breaks(plain, room)]
    return [_cut(text.pieces, start, end) for start, end in zip(starts, [*starts[1:], len(plain)], strict=True)]


def _breaks(plain: str, room: int) -> Iterator[int]:
    """Where the second line begins, and each that follows."""
    start = 0
    for begin, end in _stretches(plain, room):
        if cell_len(plain[start:end].rstrip(" ")) > room and begin > start:
            start = begin
            yield start


def _stretches(plain: str, room: int) -> Iterator[tuple[int, int]]:
    """What stays together: words; of one that is longer than a line its parts up to a hyphen, and at last characters.
    Such a word begins a line of its own."""
    for word in re.finditer(r" *[^ ]+ *", plain):
        yield word.span()
        if cell_len(word[0].strip(" ")) > room:
            for part in re.compile("[^-]*-|[^-]+").finditer(plain, *word.span()):
                yield part.span()
                if cell_len(part[0].strip(" ")) > room:
                    yield from ((place, place + 1) for place in range(*part.span()))


def _cut(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """What lies between two places of the text, without the spaces at its end."""
    found, place = [], 0
    for text, style in pieces:
        part = text[max(start - place, 0) : max(end - place, 0)]
        place += len(text)
        if part:
            found.append((part, style))
    return [*found[:-1], (found[-1][0].rstrip(" "), found[-1][1])]


def _table(table: Grid, room: int, color: bool) -> list[Line]:
    widths = _widths(table, room)
    lines: list[Line] = []
    for row in table.rows:
        cells = [_lines(cell, width, color) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = [cell[number] if number < len(cell) else ("", 0) for cell in cells]
            line = (" " * table.gap).join(map(_set, parts, widths, table.columns))
            lines.append((line, sum(widths) + table.gap * (len(widths) - 1)))
    return lines


def _set(line: Line, width: int, column: str) -> str:
    text, columns = line
    space = " " * (width - columns)
    return space + text if column == "right" else text + space


def _widths(table: Grid, room: int) -> list[int]:
    """How wide each column is: those that are tight come first, the others share what is left, the narrowest before."""
    widths = [max(cell_len(cell.plain) for cell in column) for column in zip(*table.rows, strict=True)]
    sharing = [index for index, column in enumerate(table.columns) if column in ("fold", "spread")]
    left = room - table.gap * (len(widths) - 1)
    if left - sum(widths) + sum(widths[index] for index in sharing) < _LEAST * len(sharing):
        sharing = list(range(len(widths)))
    left -= sum(width for index, width in enumerate(widths) if index not in sharing)
    wanted = {index: room if table.columns[index] == "spread" else widths[index] for index in sharing}
    for done, index in enumerate(sorted(sharing, key=lambda index: wanted[index])):
        widths[index] = max(min(wanted[index], -(-left // (len(sharing) - done))), 1)
        left -= widths[index]
    return widths
