"""What the shell offers while somebody types: ids, keys, areas and points of the packs that are named so far, each with
what it means. Formats, phases and levels are offered by Typer, which knows their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scalecheck.pack import Pack

    Offered = Iterator[tuple[str, str]]

__all__ = ["areas", "idents", "keys", "points"]


def idents(pack: Pack) -> Offered:
    for section in (pack.practice, pack.caution, pack.metric, {signal.id: signal for signal in pack.signals}):
        yield from ((ident, entry.title) for ident, entry in section.items())
    for question in pack.question.values():
        yield question.id, question.prompt


def keys(pack: Pack) -> Offered:
    for question in pack.question.values():
        yield f"{question.id}=", question.prompt
    for metric in pack.metrics:
        yield f"{metric.key}=", metric.prompt


def points(pack: Pack) -> Offered:
    named = [rule.guide for rule in pack.practices] + [rule.guide for rule in pack.cautions]
    yield from ((point, "") for guide in named for point in guide)


def areas(pack: Pack) -> Offered:
    yield from pack.areas.items()
