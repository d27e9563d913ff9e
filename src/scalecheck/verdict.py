"""The verdict: what the three phases, the cautions and the symptoms say together, and the facts that led to it.

Both directions are always weighed. What is missing speaks for lagging foundations, what came too early for premature
scaling; what nobody answered speaks for neither. The thresholds below are our own judgement (basis: house);
`docs/verdicts.md` explains them with an example computed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from scalecheck.findings import Finding, Outcome
from scalecheck.frozen import Frozen
from scalecheck.pack import Caution, Pack, per_pack
from scalecheck.phase import Phase
from scalecheck.phases import Indication, judged_on
from scalecheck.score import LEVEL_WEIGHT

__all__ = ["Gap", "Kind", "Verdict", "measure_gap", "reach_verdict"]

SERIOUS_GAP = 0.2
"""The share of the known weight that may be missing before the foundations lag."""

SERIOUS_GAP_WITH_SYMPTOMS = 0.1
"""The same when the team reports symptoms of a challenge: a smaller gap is then already felt."""

PARTLY_THERE = 2.0
"""How much further the share may go while everything that is missing is at least partly there."""

ENOUGH_KNOWN = 0.2
"""The share of the required weight that must be answered before silence is not the main finding."""

ENOUGH_DECIDED = 4
"""This many decided practices are enough to say that the foundations lag, however much else is open."""

QUIETLY_KNOWN = 0.1
QUIETLY_DECIDED = 6
"""With neither symptoms nor a serious gap, a smaller known share is enough when this many practices are decided."""

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


class Gap(Frozen, kw_only=True):
    """How much of what a phase asks for is missing, weighted like the score; a partial answer misses half.

    `missing` is a share of what is known (from 0 to 1), over required and recommended practices; `decided` counts
    those. `known` is the share of the required weight that is answered. `failing` are practices that are not there at
    all, `halved` counts the required ones that are there in part, `critical` are those whose absence alone decides.
    """

    phase: Phase
    missing: float
    known: float
    decided: int
    failing: tuple[str, ...]
    halved: int
    critical: tuple[str, ...]

    def serious(self, limit: float) -> bool:
        """Whether the foundations lag: more is missing than `limit` allows, and not only by halves."""
        if self.known < ENOUGH_KNOWN and self.decided < ENOUGH_DECIDED:
            return False
        absent = len(self.failing) > 1 or (bool(self.failing) and self.halved > 0)
        return self.missing > (limit if absent else limit * PARTLY_THERE)


class Verdict(Frozen, kw_only=True):
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


@per_pack
def _asked(pack: Pack, phase: Phase, judged: Phase) -> tuple[tuple[str, int, int, bool], ...]:
    """The practices that count for a phase: by id, each with its impact, its weight, and whether it is required."""
    required = {item.id for item in judged_on(pack, phase, judged)}
    return tuple(
        (item.id, item.impact, item.impact * LEVEL_WEIGHT["required" if gates else "recommended"], gates)
        for item, gates in ((item, item.id in required) for item in pack.practices)
        if gates or item.levels.get(phase) == "recommended"
    )


def measure_gap(pack: Pack, phase: Phase, judged: Phase, findings: Mapping[str, Finding]) -> Gap:
    """What is missing for a phase."""
    fail, unknown, not_applicable = Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
    decided = halved = total = everything = known = 0
    missing = 0.0
    failing: list[str] = []
    critical: list[str] = []
    for rule, impact, weight, required in _asked(pack, phase, judged):
        finding = findings[rule]
        outcome, best = finding.outcome, finding.best
        if outcome is not_applicable:
            continue
        if required:
            everything += impact
        if outcome is unknown:
            continue
        decided += 1
        total += weight
        missing += weight * (1 - best)
        if required:
            known += impact
        if outcome is fail:
            failing.append(rule)
            if required and pack.practice[rule].critical:
                critical.append(rule)
        elif required and best < 1:
            halved += 1
    return Gap(
        phase=phase,
        missing=missing / total if total else 0.0,
        known=known / everything if everything else 1.0,
        decided=decided,
        failing=tuple(failing),
        halved=halved,
        critical=tuple(critical),
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
    lags = bool(gap.critical) or gap.serious(limit) or any(item.severity == "high" for item in lagging)
    quiet = gap.known >= QUIETLY_KNOWN and gap.decided >= QUIETLY_DECIDED and not symptoms
    if gap.critical:
        kind = Kind.LAGGING
    elif hasty:
        kind = Kind.PREMATURE
    elif lags:
        kind = Kind.LAGGING
    else:
        kind = Kind.ON_TRACK if gap.known >= ENOUGH_KNOWN or quiet else Kind.OPEN
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
