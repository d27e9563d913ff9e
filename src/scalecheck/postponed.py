"""Which advice of the guide a product may leave alone for now, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from scalecheck.assessment import Assessment
from scalecheck.condition import Facts, Truth
from scalecheck.findings import Outcome
from scalecheck.frozen import Frozen, replace
from scalecheck.pack import Caution, Pack, Practice
from scalecheck.phase import PHASES, Phase

__all__ = ["Postponed", "postponed"]

_ASKED = ("required", "recommended")


class Postponed(Frozen, kw_only=True):
    """Advice that is not for now: a caution that holds something back, or a practice that only `phase` asks for; None
    for a caution, whose `revisit` says when."""

    rule: str
    phase: Phase | None = None


def postponed(assessment: Assessment, pack: Pack) -> Iterator[Postponed]:
    """What can wait: first what cautions hold back, in the order of the pack, then practices by phase and impact.

    A caution counts while it is silent and would warn anybody who took up now what it holds back. A practice counts
    while neither the judged phase nor the requirements of the next one ask for it, it is not in place
    and no symptom makes it the first thing to do.
    """
    outcomes = {finding.rule: finding.outcome for finding in (*assessment.findings, *assessment.cautions)}
    for caution in pack.cautions:
        if (
            caution.not_yet
            and outcomes[caution.id] is not Outcome.FAIL
            and _holds_back(caution, assessment.caution_facts)
        ):
            yield Postponed(rule=caution.id)
    urgent = {rule for diagnosis in assessment.diagnoses for rule in diagnosis.first}
    open_ones = (Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN)
    waiting = [item for item in pack.practices if outcomes[item.id] in open_ones and item.id not in urgent]
    for phase in PHASES:
        later = (item for item in waiting if _first_asked(item, assessment.phase) is phase)
        for practice in sorted(later, key=lambda item: (-item.impact, item.id)):
            yield Postponed(rule=practice.id, phase=phase)


def _holds_back(caution: Caution, facts: Facts) -> bool:
    """Whether a caution speaks in this phase and would warn somebody who takes up now what it holds back."""
    if facts.phase not in caution.phases or (caution.unless and caution.unless.truth(facts) is Truth.TRUE):
        return False
    held = caution.not_yet.of if caution.not_yet else ()
    without = replace(facts, values={key: value for key, value in facts.values.items() if key not in held})
    return caution.warn_when.truth(without) is not Truth.FALSE


def _first_asked(practice: Practice, judged: Phase) -> Phase | None:
    """The phase after the judged one that is the first to ask for a practice, None when that is not later."""
    after = judged.next
    if practice.levels.get(judged) in _ASKED or (after and practice.levels.get(after) == "required"):
        return None
    asking = (phase for phase in PHASES if phase.rank > judged.rank and practice.levels.get(phase) in _ASKED)
    return next(asking, None)
