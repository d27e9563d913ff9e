"""What a person can reply to a question: keys, and what each of them stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scalecheck.condition import NOT_APPLICABLE
from scalecheck.frozen import Frozen
from scalecheck.interview import Move, Reply, Step
from scalecheck.pack import Metric
from scalecheck.sheet import Given

__all__ = ["EXPLAIN", "MOVES", "PRACTICE", "Menu", "menu_of"]

EXPLAIN = "?"
MOVES = {"s": Move.SKIP, "b": Move.BACK, ">": Move.NEXT_PART, "q": Move.STOP}
PRACTICE = {"y": "yes", "p": "partial", "l": "planned", "n": "no"}
_YES_NO = {"y": "yes", "n": "no"}
_MOST_KEYS = 9


class Menu(Frozen):
    """The replies to one question by the keys for them. `line` is true when an answer is typed on a line that Enter
    ends, `letters` when it can begin with a letter, `several` when it can name more than one answer."""

    answers: Mapping[str, str]
    moves: Mapping[str, Move]
    line: bool = False
    letters: bool = False
    several: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that need no Enter behind them: all of them, unless an answer could begin with one."""
        return () if self.letters else (*self.answers, *self.moves, EXPLAIN)

    def reply(self, typed: str) -> Reply | None:
        """What was typed, as a reply; None when it is not on the menu. An empty line never is: an Enter too many must
        not skip anything."""
        text = typed.strip() if self.line else typed.strip().casefold()
        if not text:
            return None
        if text in self.moves:
            return self.moves[text]
        if self.several and text not in self.answers:
            names = [self.answers.get(name, name) for name in re.split(r"[\s,]+", text.strip(","))]
            return Given(() if names == [_NONE] else tuple(names))
        if text in self.answers:
            return Given(self.answers[text])
        return Given(text) if self.line or text in self.answers.values() else None


_NONE = "0"


def menu_of(step: Step) -> Menu:
    """The menu of a question. What is typed on a line is for the reader of questionnaires to judge."""
    moves = {key: move for key, move in MOVES.items() if move is not Move.BACK or not step.first}
    unknown = {"u": "unknown"}
    asked = step.asked
    if isinstance(asked, Metric) or asked.kind in ("whole", "number", "date"):
        return Menu(unknown, moves, line=True)
    if asked.kind == "text":
        return Menu({}, moves, line=True, letters=True)
    if asked.kind == "practice":
        beside = {"x": NOT_APPLICABLE} if asked.not_applicable else {}
        return Menu({**PRACTICE, **beside, **unknown}, moves)
    if asked.kind == "yes_no":
        return Menu({**_YES_NO, **unknown}, moves)
    if asked.id == "product.phase":
        # Everything else depends on it, so there is no way around it.
        unknown, moves = {}, {key: move for key, move in moves.items() if move in (Move.BACK, Move.STOP)}
    numbered = {str(place): name for place, name in enumerate(asked.choices, 1)}
    several = asked.kind == "choices"
    line = several or len(numbered) > _MOST_KEYS
    return Menu({**numbered, **unknown}, moves, line=line, letters=line, several=several)
