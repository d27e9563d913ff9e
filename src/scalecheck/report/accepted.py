"""What people decided about the rules for this product: gaps that are waived, and what a policy changed."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.amounts import target_text
from scalecheck.pack import Level
from scalecheck.report.rows import AmendmentRow, WaivedRow
from scalecheck.telling import Context, outcome_text

__all__ = ["amendment_rows", "waived_rows"]


def waived_rows(context: Context) -> Iterator[WaivedRow]:
    """Every waiver that excuses something today, in the order in which they end."""
    for waiver in sorted(context.assessment.waivers, key=lambda item: (item.expires, item.rule)):
        yield WaivedRow(
            rule=waiver.rule,
            title=context.pack.practice[waiver.rule].title,
            answer=outcome_text(context, context.findings[waiver.rule]),
            reason=waiver.reason,
            owner=waiver.owner,
            approved_by=waiver.approved_by,
            expires=waiver.expires.isoformat(),
        )


def amendment_rows(context: Context) -> Iterator[AmendmentRow]:
    """Every change of a policy, levels first."""
    amendments = context.assessment.amendments
    for change in amendments.levels if amendments else ():
        yield AmendmentRow(
            id=change.rule,
            title=context.pack.practice[change.rule].title,
            phase=context.phase_title(change.phase),
            before=_level(context, change.before),
            after=_level(context, change.level),
            reason=change.reason,
        )
    for target in amendments.targets if amendments else ():
        metric = context.pack.metric[target.metric]
        before, after = (
            target_text(context.words, numbers, metric.direction, metric.unit)
            if numbers
            else context.words("target.none")
            for numbers in (target.before, target.target)
        )
        yield AmendmentRow(
            id=metric.id,
            title=metric.title,
            phase=context.phase_title(target.phase),
            before=before,
            after=after,
            reason=target.reason,
        )


def _level(context: Context, level: Level | None) -> str:
    return context.words(f"level.{level or 'none'}")
