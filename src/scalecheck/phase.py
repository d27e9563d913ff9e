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

    rank: int
    """0 for `mvp` to 3 for `maturity`."""

    def __init__(self, _: object) -> None:
        self.rank = len(type(self).__members__)

    @property
    def next(self) -> Phase | None:
        """The phase after this one; None after the last."""
        return PHASES[self.rank + 1] if self.rank + 1 < len(PHASES) else None

    # Those of `Enum` are written in Python, and phases are looked up thousands of times a run.
    __hash__ = str.__hash__
    __str__ = str.__str__

    def __reduce_ex__(self, _: object) -> tuple[type[Phase], tuple[str]]:
        # The first releases of 3.11 pickle members by `getattr`, which no kept pack may call.
        return Phase, (self.value,)


PHASES: tuple[Phase, ...] = tuple(Phase)
