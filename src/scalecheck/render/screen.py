"""What everything on a terminal is laid out with: rich, held to plain text, tables without lines, and sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scalecheck.frozen import Frozen
from scalecheck.render.escape import for_terminal

__all__ = ["PIPED", "Screen", "grid", "printed", "section", "styled"]

_WIDE = 96


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


def printed(parts: Iterable[RenderableType], screen: Screen) -> str:
    """The parts as text of at most `screen.width` columns (never fewer than 40), with escape sequences only when colors
    are wanted."""
    out = StringIO()
    console = Console(
        file=out,
        width=max(screen.width, 40),
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n") + "\n"


def styled(text: str, style: str = "") -> Text:
    """Text of anybody, made harmless."""
    return Text(for_terminal(text), style=style)


def grid(*widths: str) -> Table:
    """A table without lines; a width is `fold` (takes the rest), `tight`, or `right`."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        table.add_column(
            ratio=1 if width == "fold" else None,
            no_wrap=width != "fold",
            justify="right" if width == "right" else "left",
            overflow="fold",
        )
    return table


def section(title: str, parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """The parts under a title; nothing when there are none."""
    found = list(parts)
    if found:
        yield Text()
        yield styled(title, "bold")
        for part in found:
            yield Padding(part, (0, 0, 0, 1), expand=False)
