"""What a baseline accepts, and what was changed about it."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.baseline import accepted
from scalecheck.render.escape import for_terminal
from scalecheck.result import AssessmentView
from scalecheck.words import Words

__all__ = ["baseline_text"]


def baseline_text(before: AssessmentView | None, after: AssessmentView, words: Words) -> str:
    """How many gaps of a product are accepted, then each that was put on or taken off, and what nobody answered.

    `before` is None for a new baseline.
    """
    return "".join(f"{for_terminal(line)}\n" for line in _lines(before, after, words))


def _lines(before: AssessmentView | None, after: AssessmentView, words: Words) -> Iterator[str]:
    old, new = accepted(before) if before else {}, accepted(after)
    titles = {item.rule: item.title for item in (*(before.findings if before else ()), *after.findings)}
    yield words("baseline.accepts", product=after.product.name or after.product.file, count=len(new))
    for rule in new:
        if rule not in old:
            yield words("baseline.added", rule=rule, title=titles[rule])
    for rule in old:
        if rule not in new:
            yield words("baseline.removed", rule=rule, title=titles[rule])
    unanswered = [item.rule for item in after.findings if item.outcome == "unknown" and item.level == "required"]
    if unanswered:
        yield words("baseline.unanswered", count=len(unanswered), rules=", ".join(unanswered))
