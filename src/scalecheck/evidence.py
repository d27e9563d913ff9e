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
    return tuple(_doubts(questionnaire))


def _doubts(questionnaire: Questionnaire) -> Iterator[EvidenceDoubt]:
    top = _Spot(Path(os.path.realpath(Path(questionnaire.path).parent)))
    for answer in questionnaire.answers.values():
        for item in answer.evidence:
            problem = _problem(item.strip(), top)
            if problem:
                yield EvidenceDoubt(answer, item, problem)


def _problem(item: str, top: _Spot) -> Problem | None:
    if _SCHEME.match(item):
        return None if web_address(item) else "link"
    if not item:
        return None
    if _ROOTED.match(item) or ".." in re.split(r"[/\\]", item):
        return "outside"
    return _looked_up(item, top) and _looked_up(item.partition("#")[0] or item, top)


class _Spot:
    """A place on the disk, all symbolic links followed. What many paths lead through is looked at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._below: dict[str, _Spot] = {}

    def at(self, name: str) -> _Spot:
        if name not in self._below:
            path = self.path / name
            self._below[name] = _Spot(Path(os.path.realpath(path)) if path.is_symlink() else path)
        return self._below[name]


def _looked_up(item: str, top: _Spot) -> Problem | None:
    """What is wrong with a path below a folder."""
    spot = top
    try:
        for name in Path(item).parts:
            spot = spot.at(name)
        inside = spot.path.is_relative_to(top.path)
        there = spot.path.exists()
    except (OSError, ValueError):
        return "absent"
    return "outside" if not inside else None if there else "absent"
