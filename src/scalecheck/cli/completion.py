"""What the shell offers while somebody types: ids, keys, areas and points of the packs that are named so far.

A shell waits for this and shows whatever is printed, so it is quick and never complains: what cannot be read offers
nothing. Formats, phases and levels are offered by Typer, which knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from scalecheck.errors import ScalecheckError

if TYPE_CHECKING:
    from scalecheck.pack import Pack

__all__ = ["areas", "idents", "keys", "points"]

Offer = tuple[str, str]
"""A word with what it means."""


def _offered(found: Callable[[Pack], Iterator[Offer]]) -> Callable[[typer.Context, str], list[Offer]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[Offer]:
        from scalecheck.packs import load_pack

        try:
            pack = load_pack(*ctx.params.get("packs") or ())
        except (ScalecheckError, OSError):
            return []
        return sorted({word: help for word, help in found(pack) if word.startswith(incomplete)}.items())

    return complete


def _idents(pack: Pack) -> Iterator[Offer]:
    for section in (pack.practice, pack.caution, pack.metric, {signal.id: signal for signal in pack.signals}):
        yield from ((ident, entry.title) for ident, entry in section.items())
    for question in pack.question.values():
        yield question.id, question.prompt


def _keys(pack: Pack) -> Iterator[Offer]:
    for question in pack.question.values():
        yield f"{question.id}=", question.prompt
    for metric in pack.metrics:
        yield f"{metric.key}=", metric.prompt


def _points(pack: Pack) -> Iterator[Offer]:
    named = [rule.guide for rule in pack.practices] + [rule.guide for rule in pack.cautions]
    yield from ((point, "") for guide in named for point in guide)


idents = _offered(_idents)
keys = _offered(_keys)
areas = _offered(lambda pack: iter(pack.areas.items()))
points = _offered(_points)
