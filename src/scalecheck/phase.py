"""The four phases of the guide, in their order."""

from __future__ import annotations

from enum import Enum

__all__ = ["PHASES", "Phase"]


class Phase(str, Enum):
    """A phase of a product's life."""

    MVP = "mvp"
    PMF = "pmf"
    GROWTH = "growth"
    MATURITY = "maturity"

    @property
    def rank(self) -> int:
        """0 for `mvp` to 3 for `maturity`."""
        return _RANKS[self.value]

    @property
    def next(self) -> Phase | None:
        """The phase after this one; None after the last."""
        return PHASES[self.rank + 1] if self.rank + 1 < len(PHASES) else None

    def __str__(self) -> str:
        return self.value


PHASES: tuple[Phase, ...] = tuple(Phase)
_RANKS = {phase.value: rank for rank, phase in enumerate(PHASES)}
