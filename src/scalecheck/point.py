"""Where a product stood on a day: what a comparison and a history look at first.

Its shape is public as part of theirs. Fields are only ever added, with a default, as in `result`.
"""

from __future__ import annotations

from typing import Literal

from scalecheck.frozen import Frozen
from scalecheck.result import AssessmentView, PackView, ScoreView

__all__ = ["Apart", "Point", "apart", "point_of"]

Apart = Literal["pack", "policy", "phase"]
"""What two points were judged by differently."""


class Point(Frozen, kw_only=True):
    """One result in a few numbers.

    `as_of` is ISO, `file` the questionnaire. `policy` is the name of the policy and `policy_digest` the SHA-256 of its
    file, both empty without one. Phases are null when there is none. `blocking` are the required practices that are
    known to lack something and not waived, `unanswered` those that nobody answered, `cautions` those that were raised.
    """

    product: str
    file: str
    as_of: str
    pack: PackView
    policy: str
    policy_digest: str
    judged: str
    declared: str
    attained: str | None
    indicated: str | None
    verdict: str
    score: ScoreView
    blocking: tuple[str, ...]
    unanswered: tuple[str, ...]
    cautions: tuple[str, ...]


def point_of(result: AssessmentView) -> Point:
    """The point that a result marks."""
    asked = [item for item in result.findings if item.level == "required" and not item.waived]
    return Point(
        product=result.product.name,
        file=result.product.file,
        as_of=result.as_of,
        pack=result.pack,
        policy=result.policy.name if result.policy else "",
        policy_digest=result.policy.digest if result.policy else "",
        judged=result.phases.judged,
        declared=result.phases.declared,
        attained=result.phases.attained,
        indicated=result.phases.indicated,
        verdict=result.verdict.kind,
        score=result.score,
        blocking=tuple(item.rule for item in asked if item.outcome in ("fail", "partial")),
        unanswered=tuple(item.rule for item in asked if item.outcome == "unknown"),
        cautions=tuple(item.rule for item in result.findings if item.kind == "caution" and item.outcome == "fail"),
    )


def apart(before: Point, after: Point) -> tuple[Apart, ...]:
    """What the two were judged by differently, so that a change need not come from the product."""
    same: dict[Apart, bool] = {
        "pack": before.pack == after.pack,
        "policy": (before.policy, before.policy_digest) == (after.policy, after.policy_digest),
        "phase": before.judged == after.judged,
    }
    return tuple(name for name, alike in same.items() if not alike)
