"""The engine: one product's answers and a pack to an `Assessment`. Pure: no printing, no clock, no files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from scalecheck.condition import Condition, Explanation, Facts, smallest_change
from scalecheck.consistency import Contradiction, contradictions
from scalecheck.diagnosis import BalanceReading, Diagnosis, band_of, diagnose, weigh_balances
from scalecheck.findings import Finding, Outcome, weigh_cautions, weigh_practices
from scalecheck.freshness import StaleAnswer, stale_answers
from scalecheck.frozen import Frozen, field, replace
from scalecheck.metrics import Reading, derive, small_samples, view
from scalecheck.pack import Amendments, Pack, per_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.phases import Indication, Rung, climb, indicate
from scalecheck.questionnaire import Questionnaire
from scalecheck.score import AreaScore, Score, score_all
from scalecheck.verdict import Verdict, measure_gap, reach_verdict
from scalecheck.waiver import Waiver

__all__ = ["Assessment", "assess", "explain", "turn_over"]


class Assessment(Frozen, kw_only=True):
    """Everything that was found out about one product at one moment.

    `declared` is what the team says, `phase` the phase that was judged (the declared one unless another was asked for),
    `attained` the highest phase whose required practices all hold or are waived, None for none yet. `amendments` are
    what a policy changed in the pack, `waivers` those that excuse something on this day, `stale` the answers that are
    due for a review. `facts` is what the conditions
    of practices saw, `caution_facts` what those of cautions saw (they speak in the indicated phase). `outcomes` are
    those of all practices by phase: a number may be good enough for one phase and not for the next.
    """

    questionnaire: Questionnaire
    pack: str
    pack_version: str
    pack_digest: str
    amendments: Amendments | None
    waivers: tuple[Waiver, ...]
    as_of: date
    declared: Phase
    phase: Phase
    attained: Phase | None
    indication: Indication
    verdict: Verdict
    rungs: tuple[Rung, ...]
    outcomes: Mapping[Phase, Mapping[str, Outcome]] = field(repr=False)
    findings: tuple[Finding, ...]
    cautions: tuple[Finding, ...]
    readings: tuple[Reading, ...]
    score: Score
    areas: tuple[AreaScore, ...]
    contradictions: tuple[Contradiction, ...]
    stale: tuple[StaleAnswer, ...]
    diagnoses: tuple[Diagnosis, ...]
    balances: tuple[BalanceReading, ...]
    band: str
    facts: Facts = field(repr=False)
    caution_facts: Facts = field(repr=False)

    def finding(self, rule: str) -> Finding:
        """The finding of a rule. Raises `KeyError`."""
        for finding in (*self.findings, *self.cautions):
            if finding.rule == rule:
                return finding
        raise KeyError(rule)


def assess(
    questionnaire: Questionnaire,
    pack: Pack,
    *,
    as_of: date,
    phase: Phase | None = None,
    waivers: Iterable[Waiver] = (),
) -> Assessment:
    """Judge a product for `phase`, by default the phase that it declares.

    What a waiver accepts on this day does not score and does not keep a phase from being attained; the verdict looks at
    the product as it is. Raises `InputError` when answers contradict each other so that no judgement is possible.
    """
    judged = phase or questionnaire.phase
    holding = {waiver.rule: waiver for waiver in waivers if waiver.holds(as_of)}
    values, figures = derive(pack, questionnaire.answers)

    def seen_in(item: Phase) -> tuple[tuple[Reading, ...], Facts]:
        return view(pack, questionnaire, values, figures, item, as_of)

    def weigh(facts: Facts, only: Collection[str] | None = None) -> dict[str, Finding]:
        found = weigh_practices(pack, judged, facts, only)
        for rule in holding:
            if rule in found and found[rule].lacks:
                found[rule] = replace(found[rule], waived=True)
        return found

    readings, facts = seen_in(judged)
    everything = weigh(facts)
    findings = dict.fromkeys(PHASES, everything)
    outcomes = dict.fromkeys(PHASES, _outcomes(everything))
    for item in PHASES if pack.phased else ():
        if item is not judged:
            # Few practices come out differently in another phase.
            findings[item] = {**everything, **weigh(seen_in(item)[1], pack.phased)}
            outcomes[item] = _outcomes(findings[item])
    results = dict(zip(_places(pack), outcomes[judged].values(), strict=True))
    seen = Facts(judged, facts.values, facts.readings, results)
    rungs = climb(pack, judged, outcomes, holding)
    indication = indicate(pack, facts, small_samples(pack, questionnaire))
    there = indication.phase or judged
    other = facts if there is judged else seen_in(there)[1]
    speaking = Facts(there, other.values, other.readings, results)
    cautions = weigh_cautions(pack, speaking)
    raised = tuple(pack.caution[item.rule] for item in cautions if item.outcome is Outcome.FAIL)
    diagnoses = diagnose(pack, seen, outcomes[judged])
    footing = max(judged, there, key=lambda item: item.rank)
    score, areas = score_all(pack, judged, everything)
    gap = measure_gap(pack, footing, judged, findings[footing])
    symptoms = tuple(symptom for diagnosis in diagnoses for symptom in diagnosis.reported)
    size = values.get("team.size")
    band = band_of(pack, size if isinstance(size, int | float) else None)
    # One waiver file may serve several phases: what any of them lacks is excused there.
    lacking = {rule for rule in holding if rule in everything and everything[rule].waived}
    lacking = lacking.union(*(rung.waived for rung in rungs))
    return Assessment(
        questionnaire=questionnaire,
        pack=pack.name,
        pack_version=pack.version,
        pack_digest=pack.digest,
        amendments=pack.amendments,
        waivers=tuple(waiver for rule, waiver in holding.items() if rule in lacking),
        as_of=as_of,
        declared=questionnaire.phase,
        phase=judged,
        attained=next((rung.phase for rung in reversed(rungs) if rung.holds and rung.counted), None),
        indication=indication,
        verdict=reach_verdict(judged, indication, gap, raised, symptoms),
        rungs=rungs,
        outcomes=outcomes,
        findings=tuple(everything.values()),
        cautions=cautions,
        readings=readings,
        score=score,
        areas=areas,
        contradictions=contradictions(pack, questionnaire, seen),
        stale=stale_answers(pack, questionnaire, as_of),
        diagnoses=diagnoses,
        balances=weigh_balances(pack, facts.readings),
        band=band.id if band else "",
        facts=seen,
        caution_facts=speaking,
    )


def _outcomes(findings: Mapping[str, Finding]) -> dict[str, Outcome]:
    return {rule: finding.outcome for rule, finding in findings.items()}


@per_pack
def _places(pack: Pack) -> tuple[str, ...]:
    """Where the outcomes of practices stand in `Facts.results`."""
    return tuple([f"practice.{item.id}" for item in pack.practices])


def explain(assessment: Assessment, pack: Pack, rule: str) -> tuple[tuple[str, Explanation], ...]:
    """The evaluated condition trees of a rule, by the name that the condition has in the pack. Raises `KeyError`."""
    facts = assessment.facts
    practice = pack.practice.get(rule)
    conditions: tuple[tuple[str, Condition | None], ...]
    if practice:
        conditions = (("applies_when", practice.applies_when), ("require", practice.require))
    else:
        caution = pack.caution[rule]
        conditions = (("warn_when", caution.warn_when), ("unless", caution.unless))
        facts = assessment.caution_facts
    return tuple((name, condition.explain(facts)) for name, condition in conditions if condition)


def turn_over(assessment: Assessment, pack: Pack, rule: str) -> tuple[Explanation, ...]:
    """The fewest conditions that would have to come out otherwise to turn a decided rule over, as they came out.

    None when the rule is not decided. A raised caution is silenced by not warning or by being excused, whichever is
    less; a silent one speaks when it warns and nothing excuses it. Raises `KeyError` for an unknown rule.
    """
    outcome = assessment.finding(rule).outcome
    if outcome not in (Outcome.PASS, Outcome.PARTIAL, Outcome.FAIL):
        return ()
    facts = assessment.facts
    practice = pack.practice.get(rule)
    if practice:
        leaves = smallest_change(practice.require, facts, outcome is not Outcome.PASS)
    else:
        caution, facts = pack.caution[rule], assessment.caution_facts
        silent = outcome is Outcome.PASS
        leaves = smallest_change(caution.warn_when, facts, silent)
        other = smallest_change(caution.unless, facts, not silent) if caution.unless else ()
        if silent:
            leaves += other
        elif other and len(other) < len(leaves):
            leaves = other
    return tuple(leaf.explain(facts) for leaf in leaves)
