"""Whether evidence is where an answer says: files beside the questionnaire; of links only the form. Nothing is fetched.

This looks at the disk, so it is no part of the engine: its result is told beside an assessment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from scalecheck.addresses import web_address
from scalecheck.frozen import Frozen
from scalecheck.questionnaire import Answer, Questionnaire

__all__ = ["EvidenceDoubt", "doubtful_evidence"]

Problem = Literal["absent", "outside", "link"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ROOTED = re.compile(r"[/\\]|[A-Za-z]:")
"""How a path begins that starts at a root or a drive, here or on Windows; what `pathlib` takes for a drive changed."""


class EvidenceDoubt(Frozen):
    """Evidence that is not there, lies outside of the questionnaire's folder, or is no link to the web."""

    answer: Answer
    evidence: str
    problem: Problem


def doubtful_evidence(questionnaire: Questionnaire) -> tuple[EvidenceDoubt, ...]:
    """Everything about evidence that somebody should look at, in the order of the answers."""
    return tuple(_doubts(questionnaire, Path(questionnaire.path).parent))


def _doubts(questionnaire: Questionnaire, folder: Path) -> Iterator[EvidenceDoubt]:
    for answer in questionnaire.answers.values():
        for item in answer.evidence:
            problem = _problem(item.strip(), folder)
            if problem:
                yield EvidenceDoubt(answer, item, problem)


def _problem(item: str, folder: Path) -> Problem | None:
    if _SCHEME.match(item):
        return None if web_address(item) else "link"
    if not item:
        return None
    if _ROOTED.match(item) or ".." in re.split(r"[/\\]", item):
        return "outside"
    return _looked_up(item, folder) and _looked_up(item.partition("#")[0] or item, folder)


def _looked_up(item: str, folder: Path) -> Problem | None:
    """What is wrong with a path below the folder, after all symbolic links are followed."""
    try:
        real = Path(os.path.realpath(folder / item))
        inside = real.is_relative_to(os.path.realpath(folder))
        there = real.exists()
    except (OSError, ValueError):
        return "absent"
    return "outside" if not inside else None if there else "absent"
