"""Answers that were checked too long ago."""

from __future__ import annotations

from datetime import date, timedelta

from scalecheck.frozen import Frozen
from scalecheck.pack import Pack
from scalecheck.questionnaire import Questionnaire

__all__ = ["StaleAnswer", "stale_answers"]


class StaleAnswer(Frozen, kw_only=True):
    """An answer that was good until `due`, the last day; `valid_for` days after somebody reviewed it.

    `rule` is the practice that it decides, empty when it decides none by itself.
    """

    question: str
    rule: str
    reviewed: date
    valid_for: int

    @property
    def due(self) -> date:
        return self.reviewed + timedelta(days=self.valid_for)


def stale_answers(pack: Pack, questionnaire: Questionnaire, as_of: date) -> tuple[StaleAnswer, ...]:
    """The answers whose time is over, the longest overdue first. One without a date cannot be overdue."""
    found = [
        StaleAnswer(
            question=key,
            rule=pack.practice_of[key].id if key in pack.practice_of else "",
            reviewed=reviewed,
            valid_for=days,
        )
        for key, days in pack.lifetimes.items()
        if (answer := questionnaire.answers.get(key))
        and (reviewed := answer.reviewed)
        and (as_of - reviewed).days > days
    ]
    return tuple(sorted(found, key=lambda item: (item.due, item.question)))
