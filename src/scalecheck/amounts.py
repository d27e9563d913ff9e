"""Numbers with their units, as people read them."""

from __future__ import annotations

__all__ = ["amount", "target_text"]

_SUFFIX = {
    "ms": " ms",
    "s": " s",
    "kB": " kB",
    "GB": " GB",
    "minutes": " min",
    "hours": " h",
    "days": " days",
    "weeks": " weeks",
    "months": " months",
    "count/week": "/week",
    "count/month": "/month",
    "money/month": "/month",
    "money/year": "/year",
    "people": " people",
    "users": " users",
}


def amount(value: float, unit: str) -> str:
    """`0.372` as a ratio is 37.2 %, `2.5` times is 2.5x, `120000` users are 120,000 users."""
    if unit == "ratio":
        # Availability lives in its last digits: 99.999 % is not 100 %.
        return f"{value * 100:.9g} %" if 0.99 < value < 1 else f"{_short(value * 100)} %"
    if unit == "times":
        return f"{_short(value)}x"
    return f"{_short(value)}{_SUFFIX.get(unit, '')}"


def _short(value: float) -> str:
    """Two significant digits below ten and three above, but never fewer than those before the point."""
    if abs(value) >= 1e12:
        return f"{value:.3g}"
    if abs(value) >= 100 or value == int(value):
        return f"{value + 0.0:,.0f}"
    digits = 2 if abs(value) < 10 else 3
    return f"{float(f'{value:.{digits}g}'):,.10g}"


def target_text(target: tuple[float, ...], direction: str, unit: str) -> str:
    """What a target asks for: `≤ 300 ms`, `≥ 40 %`, `30 % to 70 %`, and `100 %` where there is no more."""
    if direction == "band":
        return f"{amount(target[1], unit)} to {amount(target[2], unit)}"
    if target[0] == (1 if direction == "up" and unit == "ratio" else 0):
        return amount(target[0], unit)
    return f"{'≥' if direction == 'up' else '≤'} {amount(target[0], unit)}"
