"""Reading a condition of a pack: YAML nodes to the nodes of `condition`, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from scalecheck.condition import (
    CHOOSING,
    NUMERIC,
    All,
    AnyOf,
    Comparison,
    Condition,
    Count,
    Not,
    PhaseTest,
    Presence,
    Reference,
)
from scalecheck.document import MOST_HINTS, Document, Mapping, Node, Scalar, Sequence, nearest
from scalecheck.errors import Fault
from scalecheck.phase import PHASES, Phase

__all__ = ["parse_condition"]


class _Parser:
    """Turns one condition of a file into nodes; what is wrong goes to `faults`, and the result is then None."""

    SHAPES: ClassVar[tuple[str, ...]] = (
        "all", "any", "not", "of", "answer", "metric", "phase", "answered", "unanswered", "signal", "gate", "practice",
    )  # fmt: skip

    def __init__(self, document: Document, faults: list[Fault]) -> None:
        self._document = document
        self._faults = faults

    def _fail(self, node: Node, key: str, message: str) -> None:
        self._faults.append(self._document.fault(node, key, message))

    def _nearest(self, word: str, known: Iterable[str]) -> str:
        return nearest(word, known) if len(self._faults) < MOST_HINTS else ""

    def parse(self, node: Node, key: str) -> Condition | None:
        if not isinstance(node, Mapping):
            self._fail(node, key, "must be a condition such as {answer: team.size, at_least: 10}")
            return None
        shapes = [shape for shape in self.SHAPES if shape in node.items]
        if len(shapes) != 1:
            hint = "".join(self._nearest(word, self.SHAPES) for word in list(node.items)[:1]) if not shapes else ""
            what = f"several ({', '.join(shapes)})" if shapes else "none"
            self._fail(node, key, f"must have exactly one of {', '.join(self.SHAPES)}; it has {what}{hint}")
            return None
        return getattr(self, f"_{shapes[0]}")(node, key)  # type: ignore[no-any-return]

    def _only(self, node: Mapping, key: str, allowed: tuple[str, ...]) -> bool:
        unknown = [name for name in node.items if name not in allowed]
        for name in unknown:
            self._fail(node.keys[name], f"{key}.{name}", f"is not part of this condition{self._nearest(name, allowed)}")
        return not unknown

    def _word(self, node: Node, key: str) -> str:
        if isinstance(node, Scalar) and node.text:
            return node.text
        self._fail(node, key, "must be a word")
        return ""

    def _list(self, node: Node, key: str) -> tuple[Condition, ...] | None:
        if not isinstance(node, Sequence) or not node.items:
            self._fail(node, key, "must be a list with at least one condition")
            return None
        parsed = [self.parse(item, f"{key}[{index}]") for index, item in enumerate(node.items)]
        return tuple(item for item in parsed if item is not None) if None not in parsed else None

    def _all(self, node: Mapping, key: str) -> Condition | None:
        items = self._list(node.items["all"], f"{key}.all") if self._only(node, key, ("all",)) else None
        return All(items) if items else None

    def _any(self, node: Mapping, key: str) -> Condition | None:
        items = self._list(node.items["any"], f"{key}.any") if self._only(node, key, ("any",)) else None
        return AnyOf(items) if items else None

    def _not(self, node: Mapping, key: str) -> Condition | None:
        child = self.parse(node.items["not"], f"{key}.not") if self._only(node, key, ("not",)) else None
        return Not(child) if child else None

    def _of(self, node: Mapping, key: str) -> Condition | None:
        items = self._list(node.items["of"], f"{key}.of") if self._only(node, key, ("of", "at_least")) else None
        count = node.items.get("at_least")
        number = count.value if isinstance(count, Scalar) else None
        if items and (not isinstance(number, int) or not 1 <= number <= len(items)):
            self._fail(count or node, f"{key}.at_least", f"must be a whole number from 1 to {len(items)}")
            return None
        return Count(number, items) if items and isinstance(number, int) else None

    def _answer(self, node: Mapping, key: str) -> Condition | None:
        return self._comparison(node, key, "answer", self._word(node.items["answer"], f"{key}.answer"))

    def _metric(self, node: Mapping, key: str) -> Condition | None:
        return self._comparison(node, key, "metric", "metrics." + self._word(node.items["metric"], f"{key}.metric"))

    def _comparison(self, node: Mapping, key: str, shape: str, subject: str) -> Condition | None:
        allowed = (*CHOOSING, *NUMERIC, "includes") if shape == "answer" else (*NUMERIC, "reads")
        if not self._only(node, key, (shape, *allowed)):
            return None
        if shape == "answer" and subject.startswith("metrics."):
            self._fail(node, f"{key}.answer", f"is a metric; write {{metric: {subject.removeprefix('metrics.')}, …}}")
            return None
        operators = [name for name in node.items if name != shape]
        if len(operators) != 1:
            self._fail(node, key, f"must have exactly one of {', '.join(allowed)}")
            return None
        operator = operators[0]
        place = f"{key}.{operator}"
        value = node.items[operator]
        if isinstance(value, Mapping) and shape == "metric" and operator in NUMERIC and operator != "between":
            if self._only(value, place, ("metric",)) and "metric" in value.items:
                other = self._word(value.items["metric"], f"{place}.metric")
                return Comparison(subject, operator, against=f"metrics.{other}")
            return None
        operand = self._operand(value, place, operator)
        return None if operand is None else Comparison(subject, operator, operand)

    def _operand(self, value: Node, key: str, operator: str) -> Any:
        if operator in ("in", "not_in", "between"):
            if not isinstance(value, Sequence) or not value.items:
                self._fail(value, key, "must be a list with at least one value")
                return None
            items = tuple(self._operand(item, f"{key}[{i}]", "") for i, item in enumerate(value.items))
            if None in items:
                return None
            if operator != "between":
                return items
            if len(items) != 2 or any(isinstance(item, str) for item in items) or items[0] > items[1]:
                self._fail(value, key, "must be two numbers, the lower one first")
                return None
            return items
        if not isinstance(value, Scalar) or value.is_null or value.text == "":
            self._fail(value, key, "must be a single value")
            return None
        operand = value.value
        if operator in NUMERIC and isinstance(operand, str):
            self._fail(value, key, f"must be a number, not {operand[:60]!r}")
            return None
        return operand

    def _phase(self, node: Mapping, key: str) -> Condition | None:
        if not self._only(node, key, ("phase",)):
            return None
        value, place = node.items["phase"], f"{key}.phase"
        if isinstance(value, Scalar):
            one = self._one_phase(value, place)
            return PhaseTest((one,)) if one else None
        if not isinstance(value, Mapping) or len(value.items) != 1:
            self._fail(value, place, "must be a phase, or one of {at_least: …}, {at_most: …}, {in: […]}")
            return None
        ((operator, operand),) = value.items.items()
        if operator == "in" and isinstance(operand, Sequence) and operand.items:
            several = [self._one_phase(item, f"{place}.in") for item in operand.items]
            return PhaseTest(tuple(item for item in several if item)) if None not in several else None
        bound = self._one_phase(operand, f"{place}.{operator}") if operator in ("at_least", "at_most") else None
        if bound is None:
            if operator not in ("at_least", "at_most"):
                self._fail(value, place, "must be a phase, or one of {at_least: …}, {at_most: …}, {in: […]}")
            return None
        if operator == "at_least":
            return PhaseTest(tuple(phase for phase in PHASES if phase.rank >= bound.rank))
        return PhaseTest(tuple(phase for phase in PHASES if phase.rank <= bound.rank))

    def _one_phase(self, node: Node, key: str) -> Phase | None:
        word = self._word(node, key)
        if word in {str(phase) for phase in PHASES}:
            return Phase(word)
        self._fail(node, key, f"must be one of {', '.join(map(str, PHASES))}{self._nearest(word, map(str, PHASES))}")
        return None

    def _answered(self, node: Mapping, key: str) -> Condition | None:
        return self._presence(node, key, "answered")

    def _unanswered(self, node: Mapping, key: str) -> Condition | None:
        return self._presence(node, key, "unanswered")

    def _presence(self, node: Mapping, key: str, shape: str) -> Condition | None:
        subject = self._word(node.items[shape], f"{key}.{shape}") if self._only(node, key, (shape,)) else ""
        return Presence(subject, shape == "answered") if subject else None

    def _signal(self, node: Mapping, key: str) -> Condition | None:
        return self._reference(node, key, "signal")

    def _gate(self, node: Mapping, key: str) -> Condition | None:
        return self._reference(node, key, "gate")

    def _reference(self, node: Mapping, key: str, shape: str) -> Condition | None:
        name = self._word(node.items[shape], f"{key}.{shape}") if self._only(node, key, (shape,)) else ""
        return Reference(f"{shape}.{name}") if name else None

    def _practice(self, node: Mapping, key: str) -> Condition | None:
        if not self._only(node, key, ("practice", "is")):
            return None
        name = self._word(node.items["practice"], f"{key}.practice")
        outcome = self._word(node.items.get("is", node), f"{key}.is")
        if outcome and outcome not in ("pass", "partial", "fail"):
            self._fail(node.items["is"], f"{key}.is", "must be one of pass, partial, fail")
            return None
        return Reference(f"practice.{name}", outcome) if name and outcome else None


def parse_condition(node: Node, document: Document, key: str, faults: list[Fault]) -> Condition | None:
    """The condition that `node` spells, or None with at least one new fault."""
    return _Parser(document, faults).parse(node, key)
