"""The verdict: what the three phases, the cautions and the symptoms say together, and the facts that led to it.

Both directions are always weighed. What is missing speaks for lagging foundations, what came too early for premature
scaling; what nobody answered speaks for neither. The thresholds below are our own judgement (basis: house);
`docs/verdicts.md` explains them with an example computed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from scalecheck.findings import Finding, Outcome
from scalecheck.pack import Caution, Pack, Practice
from scalecheck.phase import Phase
from scalecheck.phases import Indication, judged_on

__all__ = ["Gap", "Kind", "Verdict", "measure_gap", "reach_verdict"]

SERIOUS_GAP = 0.2
"""The share of the known required weight that may be missing before the foundations lag."""

SERIOUS_GAP_WITH_SYMPTOMS = 0.1
"""The same when the team reports symptoms of a challenge: a smaller gap is then already felt."""

ENOUGH_KNOWN = 0.2
"""The share of the required weight that must be answered before silence is not the main finding."""

SEVERAL_WARNINGS = 2
"""This many milder cautions of premature scaling weigh as much as one severe caution."""


class Kind(str, Enum):
    """The four verdicts."""

    ON_TRACK = "on_track"
    LAGGING = "lagging_foundations"
    PREMATURE = "premature_scaling"
    OPEN = "not_enough_answers"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How much of what a phase requires is missing, weighted by impact; a partial answer misses half.

    `missing` is a share of what is known, `known` a share of everything that is required; both from 0 to 1.
    `critical` are the practices whose absence alone decides.
    """

    phase: Phase
    missing: float
    known: float
    critical: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict with its facts. `premature` and `lagging` are cautions by id, `gap` is measured on the foundations.

    `ahead` and `behind` are true when the declared phase is later, or earlier, than the indicated one; `both` when
    there are facts enough for either direction.
    """

    kind: Kind
    gap: Gap
    premature: tuple[str, ...]
    lagging: tuple[str, ...]
    symptoms: tuple[str, ...]
    ahead: bool
    behind: bool
    both: bool


def measure_gap(pack: Pack, phase: Phase, judged: Phase, findings: Mapping[str, Finding]) -> Gap:
    """What is missing for a phase."""
    required: list[tuple[Practice, Finding]] = [
        (item, findings[item.id])
        for item in judged_on(pack, phase, judged)
        if findings[item.id].outcome is not Outcome.NOT_APPLICABLE
    ]
    weight = sum(item.impact for item, _ in required)
    decided = [(item, finding) for item, finding in required if finding.outcome is not Outcome.UNKNOWN]
    known = sum(item.impact for item, _ in decided)
    missing = sum(item.impact * (1 - finding.best) for item, finding in decided)
    return Gap(
        phase=phase,
        missing=missing / known if known else 0.0,
        known=known / weight if weight else 1.0,
        critical=tuple(item.id for item, finding in decided if item.critical and finding.outcome is Outcome.FAIL),
    )


def reach_verdict(
    judged: Phase,
    indication: Indication,
    gap: Gap,
    raised: tuple[Caution, ...],
    symptoms: tuple[str, ...],
) -> Verdict:
    """The verdict on a product judged for a phase, from the gap of its foundations and the cautions that were
    raised."""
    premature = tuple(item for item in raised if item.points_to == "premature")
    lagging = tuple(item for item in raised if item.points_to == "lagging")
    severe = any(item.severity == "high" for item in premature)
    warned = sum(item.severity != "info" for item in premature) >= SEVERAL_WARNINGS
    ahead = indication.phase is not None and indication.phase.rank < judged.rank
    behind = indication.phase is not None and indication.phase.rank > judged.rank
    limit = SERIOUS_GAP_WITH_SYMPTOMS if symptoms else SERIOUS_GAP
    hasty = severe or warned or ahead
    gaping = gap.known >= ENOUGH_KNOWN and gap.missing > limit
    lags = bool(gap.critical) or gaping or any(item.severity == "high" for item in lagging)
    if gap.critical:
        kind = Kind.LAGGING
    elif hasty:
        kind = Kind.PREMATURE
    elif lags:
        kind = Kind.LAGGING
    else:
        kind = Kind.ON_TRACK if gap.known >= ENOUGH_KNOWN else Kind.OPEN
    return Verdict(
        kind=kind,
        gap=gap,
        premature=tuple(item.id for item in premature),
        lagging=tuple(item.id for item in lagging),
        symptoms=symptoms,
        ahead=ahead,
        behind=behind,
        both=hasty and lags,
    )
