"""Which answers were overruled by further files or by the command line."""

from __future__ import annotations

from scalecheck.questionnaire import Answer, Questionnaire
from scalecheck.render.escape import for_terminal
from scalecheck.words import Words

__all__ = ["replaced"]


def replaced(product: Questionnaire, words: Words) -> str:
    """A line for every answer that a later one overruled; empty when there is none."""
    lines = []
    for before in product.replaced:
        after = product.answers.get(before.question)
        old = {"question": before.question, "before": _shown(before), "where": product.place(before)}
        if after is None:
            lines.append(words("replaced.unknown", **old))
        else:
            lines.append(words("replaced.value", **old, after=_shown(after), place=product.place(after)))
    return "".join(f"{for_terminal(line)}\n" for line in lines)


def _shown(answer: Answer) -> str:
    return ", ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
