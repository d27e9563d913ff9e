"""A plan sliced into iterations, by how much work fits into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import floor
from typing import Literal

from scalecheck.assessment import Assessment
from scalecheck.frozen import Frozen
from scalecheck.planning import Action

__all__ = ["ITERATION", "SHARE", "Capacity", "Iteration", "Work", "capacity_of", "slice_plan"]

ITERATION = 10
"""Working days of an iteration: two weeks (house)."""

SHARE = 0.2
"""The share of engineering time that goes into foundations where the team does not say its own (house)."""

_OWN_SHARE = "metrics.debt_capacity_share"


class Capacity(Frozen, kw_only=True):
    """Person-days for the plan in an iteration, and where that number comes from: it was given, or follows from the
    number of engineers and the share of their time that the team answered or that is usual."""

    days: int
    basis: Literal["given", "answered", "house"]
    engineers: int = 0
    share: float = 0.0


class Work(Frozen, kw_only=True):
    """What is done of one action in one iteration. What does not fit into one runs over several `parts`, of which this
    is number `part`, from 1."""

    rule: str
    days: int
    part: int = 1
    parts: int = 1


class Iteration(Frozen, kw_only=True):
    """The work of one iteration: what goes on first, then what begins, in the order of the plan. `number` counts from
    1."""

    number: int
    work: tuple[Work, ...]

    @property
    def days(self) -> int:
        """Person-days of all its work."""
        return sum(work.days for work in self.work)


def capacity_of(assessment: Assessment) -> Capacity | None:
    """What the team can spend on its foundations in an iteration, at least one day; None while nobody has said how many
    engineers there are, or when there is none."""
    answers = assessment.questionnaire.answers
    found = {key: answers[key].value for key in ("team.engineers", _OWN_SHARE) if key in answers}
    engineers, own = found.get("team.engineers"), found.get(_OWN_SHARE)
    if not isinstance(engineers, int) or engineers < 1:
        return None
    answered = isinstance(own, int | float) and own > 0
    share = float(own) if isinstance(own, int | float) and answered else SHARE
    # Shares are decimal fractions: 29 engineers and 0.1 are 29 days, not 28.999.
    days = max(1, floor(engineers * ITERATION * share + 1e-9))
    return Capacity(days=days, basis="answered" if answered else "house", engineers=engineers, share=share)


def slice_plan(actions: Iterable[Action], capacity: int) -> tuple[Iteration, ...]:
    """The plan in iterations of `capacity` person-days (at least 1): each takes from the top what still fits.

    An action that is larger than an iteration begins where room is left and runs over. None begins in an earlier
    iteration than the one in which the last of its prerequisites is done. Raises `ValueError`.
    """
    if capacity < 1:
        raise ValueError("an iteration must hold at least one person-day")
    room = _Room(capacity)
    earliest: dict[str, int] = {}
    done: dict[int, list[Work]] = defaultdict(list)
    for action in actions:
        shares = room.take(action.days, earliest.get(action.rule, 1))
        for part, (number, days) in enumerate(shares, 1):
            done[number].append(Work(rule=action.rule, days=days, part=part, parts=len(shares)))
        for name in action.needed_by:
            earliest[name] = max(earliest.get(name, 1), shares[-1][0])
    return tuple(
        Iteration(number=number, work=tuple(sorted(done[number], key=lambda work: work.part == 1)))
        for number in sorted(done)
    )


class _Room:
    """The person-days that are left in each iteration."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._left: dict[int, int] = defaultdict(lambda: capacity)
        self._later: dict[int, dict[int, int]] = defaultdict(dict)

    def take(self, days: int, number: int) -> Sequence[tuple[int, int]]:
        """In which iterations an action is worked on from `number` on, and for how many days."""
        least = days if days <= self._capacity else 1
        shares: list[tuple[int, int]] = []
        while days or not shares:
            number = self._first(number, least)
            spent = min(self._left[number], days)
            self._left[number] -= spent
            shares.append((number, spent))
            days -= spent
        return shares

    def _first(self, number: int, days: int) -> int:
        """The first iteration from `number` on in which so many days are left."""
        # What is too full for them stays so, so it is passed only a few times and then skipped.
        later = self._later[days]
        passed: list[int] = []
        while self._left[number] < days:
            passed.append(number)
            number = later.get(number, number + 1)
        later.update(dict.fromkeys(passed, number))
        return number
