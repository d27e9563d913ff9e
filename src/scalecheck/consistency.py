"""Answers of one product that contradict each other."""

from __future__ import annotations

from scalecheck.condition import TRUE, Facts
from scalecheck.errors import Fault, InputError
from scalecheck.frozen import Frozen
from scalecheck.pack import Check, Pack
from scalecheck.questionnaire import Questionnaire

__all__ = ["Contradiction", "contradictions"]


class Contradiction(Frozen):
    """Two or more answers that do not fit together, and where they stand."""

    check: str
    answers: tuple[str, ...]


def contradictions(pack: Pack, questionnaire: Questionnaire, facts: Facts) -> tuple[Contradiction, ...]:
    """The contradictions that are worth a warning. Raises `InputError` for those that forbid any judgement."""
    found = [check for check in pack.checks if check.when.truth(facts) is TRUE]
    faults = [_fault(check, questionnaire) for check in found if check.severity == "error"]
    if faults:
        raise InputError(faults)
    return tuple(
        Contradiction(check.id, tuple(key for key in check.about if key in questionnaire.answers)) for check in found
    )


def _fault(check: Check, questionnaire: Questionnaire) -> Fault:
    given = [key for key in check.about if key in questionnaire.answers]
    answer = questionnaire.answers[given[0]] if given else None
    path, line, column = (answer.path, answer.line, answer.column) if answer else ("", 1, 1)
    values = ", ".join(f"{key} {questionnaire.answers[key].value}" for key in given)
    return Fault(path or questionnaire.path, line, column, given[0] if given else "", f"{check.title} ({values})")
