"""Some of the rules of a pack: by phase, level, area and point of the guide."""

from __future__ import annotations

from collections.abc import Iterable

from scalecheck.document import nearest
from scalecheck.errors import ScalecheckError
from scalecheck.pack import Caution, Level, Pack, Practice
from scalecheck.phase import Phase

__all__ = ["select"]


def select(
    pack: Pack,
    *,
    phase: Phase | None = None,
    level: Level | None = None,
    area: str | None = None,
    point: str | None = None,
) -> tuple[Practice | Caution, ...]:
    """The practices and cautions to which everything that is asked for applies, area by area in the order of the pack.

    A level is that of the phase, or of any phase when none is named; cautions have no level. A point of the guide may
    be the beginning of several: `growth.infra` has all those of `growth.infra.5` and its like. Raises
    `ScalecheckError` for an area or a point that the pack does not know.
    """
    rules: tuple[Practice | Caution, ...] = (*pack.practices, *pack.cautions)
    _known(area, pack.areas, "an area", pack)
    points = {beginning for rule in rules for known in rule.guide for beginning in _beginnings(known)}
    _known(point, points, "a point of the guide", pack)
    order = {area: place for place, area in enumerate(pack.areas)}
    found = [
        rule
        for rule in rules
        if _speaks(rule, phase, level)
        and area in (None, rule.area)
        and (point is None or any(point in _beginnings(known) for known in rule.guide))
    ]
    return tuple(sorted(found, key=lambda rule: order[rule.area]))


def _known(word: str | None, known: Iterable[str], what: str, pack: Pack) -> None:
    names = set(known)
    if word is not None and word not in names:
        raise ScalecheckError(f"{word} is not {what} of {pack.name_and_version}{nearest(word, sorted(names))}")


def _beginnings(point: str) -> list[str]:
    parts = point.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _speaks(rule: Practice | Caution, phase: Phase | None, level: Level | None) -> bool:
    if isinstance(rule, Caution):
        return level is None and (phase is None or phase in rule.phases)
    levels = {rule.levels[phase]} if phase in rule.levels else set(rule.levels.values()) if phase is None else set()
    return bool(levels) if level is None else level in levels
