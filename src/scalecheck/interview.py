"""The questions of a phase: which ones, in which order, which of them are still open, and which one comes next.

Nothing here prints or reads keys: whoever asks is given a `Step` and hands back a `Reply`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Literal

from scalecheck.condition import Facts, Truth
from scalecheck.frozen import Frozen
from scalecheck.metrics import values_of
from scalecheck.pack import Level, Metric, Pack, Practice, Question
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer, Questionnaire
from scalecheck.relevance import Relevance, subjects
from scalecheck.sheet import Given, RefusedError

__all__ = ["Interview", "Move", "Part", "Reply", "Step", "conduct", "key_of", "parts"]

_PHASE = "product.phase"
_FIRST = ("product.name", _PHASE)


Kind = Literal["facts", "numbers", "practices"]


class Part(Frozen):
    """Questions that are asked together: facts by the section of the file in which they stand, numbers and practices
    by area."""

    kind: Kind
    name: str
    questions: tuple[Question | Metric, ...]


def parts(pack: Pack, phase: Phase, everything: bool = False) -> tuple[Part, ...]:
    """What a phase asks, in order: the product and its phase, further facts, numbers, practices.

    A phase asks for what it requires or recommends; `everything` takes in all other phases. Numbers that are computed
    from others are left out unless `everything` is wanted. Numbers that only make sense with a practice, such as how
    often a cache is hit, come after the practices.
    """
    facts: dict[str, list[Question | Metric]] = {}
    for fact in sorted(pack.question.values(), key=lambda item: item.id not in _FIRST):
        if fact.id not in pack.practice_of and (everything or fact.ask.rank <= phase.rank):
            facts.setdefault(fact.id.rpartition(".")[0] or fact.id, []).append(fact)
    numbers = [item for item in pack.metrics if everything or (item.ask.rank <= phase.rank and not item.computed)]
    practices = sorted(
        (item for item in pack.practices if everything or item.levels.get(phase) in ("required", "recommended")),
        key=lambda item: _LEVELS.index(item.levels.get(phase)),
    )
    return (
        *(Part("facts", section, tuple(asked)) for section, asked in facts.items()),
        *_by_area(pack, "numbers", ((item.area, item) for item in numbers if not _needs_practice(pack, item))),
        *_by_area(pack, "practices", ((item.area, asked) for item in practices for asked in item.questions)),
        *_by_area(pack, "numbers", ((item.area, item) for item in numbers if _needs_practice(pack, item))),
    )


def _by_area(pack: Pack, kind: Kind, found: Iterable[tuple[str, Question | Metric]]) -> Iterator[Part]:
    """One part for each area that has any questions, in the order of the pack."""
    areas: dict[str, list[Question | Metric]] = {area: [] for area in pack.areas}
    for area, asked in found:
        areas[area].append(asked)
    yield from (Part(kind, area, tuple(questions)) for area, questions in areas.items() if questions)


_LEVELS: tuple[Level | None, ...] = ("required", "recommended", "optional", None)


def _needs_practice(pack: Pack, metric: Metric) -> bool:
    return metric.applies_when is not None and any(key in pack.practice_of for key in subjects(metric.applies_when))


def key_of(asked: Question | Metric) -> str:
    """Where its answer stands in a questionnaire."""
    return asked.key if isinstance(asked, Metric) else asked.id


class Step(Frozen):
    """One question to ask, with what a person needs to know to answer it.

    `level` is the level of the question's practice in the phase. `so_far` is the answer that there is, when somebody
    has gone back to it; `unsure` says that it is written down as not known. `problem` is why the last reply was not
    taken, going on from "it"; `doubts` are contradictions that the last answer brought in. `left` counts the questions
    to go, this one included, `here` those of them in the same part; both are 0 while the phase is open.
    """

    part: Part
    asked: Question | Metric
    phase: Phase
    practice: Practice | None = None
    level: Level | None = None
    so_far: Answer | None = None
    unsure: bool = False
    first: bool = False
    problem: str = ""
    doubts: tuple[str, ...] = ()
    left: int = 0
    here: int = 0


class Move(Enum):
    """A reply that is no answer."""

    SKIP = "skip"
    BACK = "back"
    NEXT_PART = "next part"
    STOP = "stop"


Reply = Given | Move
_Item = tuple[Part, Question | Metric]


class Interview:
    """Where somebody stands in the questions of a phase."""

    def __init__(
        self, pack: Pack, questionnaire: Questionnaire, phase: Phase | None = None, everything: bool = False
    ) -> None:
        """`phase` is the one whose questions are asked, by default the declared one."""
        self.questionnaire = questionnaire
        self._pack = pack
        self._phase = phase
        self._everything = everything
        self._relevance = Relevance(pack)
        self._later = questionnaire.unknown
        self._shown: list[_Item] = []
        self._passed: set[str] = set()
        self._again: _Item | None = None

    @property
    def phase(self) -> Phase:
        """The phase whose questions are asked."""
        return self._phase or self.questionnaire.phase

    def open(self) -> list[_Item]:
        """What is missing, in the order in which it is asked: what was already said to be unknown comes last."""
        idle = self._relevance.idle(self.questionnaire, self.phase)
        found = [
            (part, asked)
            for part in parts(self._pack, self.phase, self._everything)
            for asked in part.questions
            if key_of(asked) not in self.questionnaire.answers and key_of(asked) not in idle
        ]
        return sorted(found, key=lambda item: key_of(item[1]) in self._later)

    def step(self, problem: str = "") -> Step | None:
        """The question to ask now; None when none is left."""
        waiting = self._waiting()
        if self._again:
            waiting = [self._again, *(item for item in waiting if item != self._again)]
        if not waiting:
            return None
        part, asked = waiting[0]
        key = key_of(asked)
        practice = self._pack.practice_of.get(key)
        known = self._phase or _PHASE in self.questionnaire.answers
        return Step(
            part=part,
            asked=asked,
            phase=self.phase,
            practice=practice,
            level=practice.levels.get(self.phase) if practice else None,
            so_far=self.questionnaire.answers.get(key),
            unsure=key in self.questionnaire.unknown,
            first=not self._shown,
            problem=problem,
            doubts=self._doubts() if not problem else (),
            left=len(waiting) if known else 0,
            here=sum(other == part for other, _ in waiting) if known else 0,
        )

    def _doubts(self) -> tuple[str, ...]:
        """What cannot be true together with the answer to the last question."""
        if not self._shown or self._again:
            return ()
        last = key_of(self._shown[-1][1])
        facts = Facts(self.phase, values_of(self.questionnaire.answers))
        checks = (check for check in self._pack.checks if last in check.about and last in facts.values)
        return tuple(check.title for check in checks if check.when.truth(facts) is Truth.TRUE)

    def _waiting(self) -> list[_Item]:
        done = self._passed | {key_of(asked) for _, asked in self._shown}
        return [item for item in self.open() if key_of(item[1]) not in done]

    def go_on(self, step: Step, questionnaire: Questionnaire | None = None) -> None:
        """Leave a question behind, answered in `questionnaire` or skipped."""
        self._again = None
        self._shown.append((step.part, step.asked))
        self.questionnaire = questionnaire or self.questionnaire

    def go_back(self) -> None:
        """Return to the question that was shown before, if there is one."""
        if self._shown:
            self._again = self._shown.pop()

    def pass_part(self, step: Step) -> None:
        """Leave a question behind, and all others of its part."""
        self.go_on(step)
        self._passed.update(key_of(asked) for part, asked in self._waiting() if part == step.part)


def conduct(interview: Interview, ask: Callable[[Step], Reply], keep: Callable[[str, Given], Questionnaire]) -> None:
    """Ask until nothing is left to ask or somebody stops. `keep` stores an answer and returns all of them; when it
    raises `RefusedError`, the question is asked again."""
    problem = ""
    while step := interview.step(problem):
        reply, problem = ask(step), ""
        if isinstance(reply, Given):
            try:
                interview.go_on(step, keep(key_of(step.asked), reply))
            except RefusedError as error:
                problem = str(error)
        elif reply is Move.SKIP:
            interview.go_on(step)
        elif reply is Move.BACK:
            interview.go_back()
        elif reply is Move.NEXT_PART:
            interview.pass_part(step)
        else:
            return
