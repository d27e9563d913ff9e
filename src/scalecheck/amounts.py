"""Numbers with their units, as people read them."""

from __future__ import annotations

from scalecheck.words import Words

__all__ = ["amount", "plain", "target_text"]


def amount(words: Words, value: float, unit: str) -> str:
    """`0.372` as a ratio is 37.2 %, `2.5` times is 2.5x, `120000` users are 120,000 users."""
    text = _percent(value) if unit == "ratio" else plain(value)
    return words(f"unit.{unit}", value=text, count=value) if words.has(f"unit.{unit}") else text


def _percent(value: float) -> str:
    """Availability lives in its last digits: 99.999 % is not 100 %."""
    return f"{value * 100:.9g}" if 0.99 < value < 1 else plain(value * 100)


def plain(value: float) -> str:
    """Two significant digits below ten and three above, but never fewer than those before the point."""
    if abs(value) >= 1e12:
        return f"{value:.3g}"
    if abs(value) >= 100 or value == int(value):
        return f"{value + 0.0:,.0f}"
    digits = 2 if abs(value) < 10 else 3
    return f"{float(f'{value:.{digits}g}'):,.10g}"


def target_text(words: Words, target: tuple[float, ...], direction: str, unit: str) -> str:
    """What a target asks for: `≤ 300 ms`, `≥ 40 %`, `30 % to 70 %`, and `100 %` where there is no more."""
    if direction == "band":
        return words("target.band", low=amount(words, target[1], unit), high=amount(words, target[2], unit))
    best = amount(words, target[0], unit)
    if target[0] == (1 if direction == "up" and unit == "ratio" else 0):
        return best
    return words(f"target.{direction}", value=best)
