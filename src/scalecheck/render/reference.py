"""The reference of a pack as Markdown pages: every rule, metric and question, with sources linked."""

from __future__ import annotations

from collections.abc import Mapping

from scalecheck.amounts import amount, target_text
from scalecheck.condition import Comparison, Condition, Count, Not, PhaseTest, Presence, Reference
from scalecheck.pack import Metric, Pack
from scalecheck.phase import PHASES
from scalecheck.render.pages import environment
from scalecheck.words import load_words

__all__ = ["reference_pages"]

_PAGES = ("README", "practices", "metrics", "cautions", "signals", "questions", "sources")


def reference_pages(pack: Pack) -> Mapping[str, str]:
    """The pages by file name. The same pack always gives the same text."""
    made = environment(autoescape=False)  # Markdown, of our own texts only
    made.filters.update(condition=condition_text, cell=_cell, anchor=_anchor)
    values = {"pack": pack, "phases": PHASES, "target": _target, "mark": _mark}
    return {
        f"{page}.md": made.get_template(f"reference/{page}.md.j2").render(values).rstrip() + "\n" for page in _PAGES
    }


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _anchor(ident: str) -> str:
    """The anchor that code hosts give to a heading that is an id."""
    return "".join(sign for sign in ident.lower() if sign.isalnum() or sign in "-_")


def _mark(level: str | None) -> str:
    return {"required": "**required**", "recommended": "recommended", "optional": "optional"}.get(level or "", "")


def _target(metric: Metric, targets: Mapping[object, tuple[float, ...]], phase: object) -> str:
    target, words = targets.get(phase), load_words()
    if not target:
        return ""
    good = target_text(words, target, metric.direction, metric.unit)
    if metric.direction == "band":
        low, high = amount(words, target[0], metric.unit), amount(words, target[3], metric.unit)
        return f"{good} (bad outside {low} to {high})"
    return f"{good} (bad {'<' if metric.direction == 'up' else '>'} {amount(words, target[1], metric.unit)})"


_OPERATOR = {
    "is": "is",
    "is_not": "is not",
    "in": "is one of",
    "not_in": "is none of",
    "includes": "includes",
    "at_least": "≥",
    "at_most": "≤",
    "above": ">",
    "below": "<",
    "between": "lies between",
    "reads": "reads",
}


def condition_text(condition: Condition | None) -> str:
    """A condition in words, on one line."""
    match condition:
        case None:
            return ""
        case Comparison():
            operand = f"`{condition.against}`" if condition.against else _operand(condition.operand)
            return f"`{condition.subject}` {_OPERATOR[condition.operator]} {operand}"
        case Presence():
            return f"`{condition.subject}` is {'answered' if condition.answered else 'not answered'}"
        case PhaseTest():
            return f"the phase is {' or '.join(map(str, condition.phases))}"
        case Reference():
            kind, _, name = condition.subject.partition(".")
            return f"{kind} `{name}`{f' is {condition.outcome}' if condition.outcome else ''}"
        case Not():
            return f"not ({condition_text(condition.of)})"
        case Count():
            return f"at least {condition.at_least} of ({'; '.join(map(condition_text, condition.children))})"
    word = " and " if type(condition).__name__ == "All" else " or "
    texts = [
        f"({condition_text(child)})"
        if len(child.children) > 1 and not isinstance(child, Count)
        else condition_text(child)
        for child in condition.children
    ]
    return word.join(texts)


def _operand(operand: object) -> str:
    if isinstance(operand, tuple):
        return (
            " and ".join(map(str, operand))
            if len(operand) == 2 and not isinstance(operand[0], str)
            else ", ".join(map(str, operand))
        )
    return f"{operand:g}" if isinstance(operand, int | float) else str(operand)
