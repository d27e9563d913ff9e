"""The verdict, at the edges of its thresholds: what is missing, what came too early, what nobody answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from each import each
from scalecheck.findings import Finding, Outcome
from scalecheck.pack import Caution, Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.phases import Indication
from scalecheck.verdict import Gap, Kind, Verdict, measure_gap, reach_verdict

NO_GAP = Gap(phase=Phase.PMF, missing=0.0, known=1.0, decided=10, failing=(), halved=0, critical=())
ONE, TWO = ("a",), ("a", "b")


@each(
    ("serious", "fields"),
    [
        (True, {"missing": 0.21, "failing": TWO}),
        (False, {"missing": 0.20, "failing": TWO}),
        (False, {"missing": 0.40, "failing": ONE}),
        (True, {"missing": 0.41, "failing": ONE}),
        (True, {"missing": 0.21, "failing": ONE, "halved": 1}),
        (False, {"missing": 0.40, "halved": 5}),
        (True, {"missing": 0.41, "halved": 5}),
        (False, {"missing": 1.0, "failing": TWO, "known": 0.19, "decided": 3}),
        (True, {"missing": 1.0, "failing": TWO, "known": 0.20, "decided": 3}),
        (True, {"missing": 1.0, "failing": TWO, "known": 0.19, "decided": 4}),
    ],
)
def test_a_gap_is_serious_when_much_is_absent_and_enough_is_known(serious: bool, fields: dict[str, Any]) -> None:
    assert replace(NO_GAP, **fields).serious(0.2) is serious


def finding(pack: Pack, rule: str, outcome: Outcome, best: float) -> Finding:
    return Finding(rule=rule, outcome=outcome, level=pack.practice[rule].levels.get(Phase.PMF), worst=best, best=best)


def gap(pack: Pack, backups: Outcome, layers: Outcome, borders: Outcome, phase: Phase = Phase.PMF) -> Gap:
    credit = {Outcome.PASS: 1.0, Outcome.PARTIAL: 0.5, Outcome.UNKNOWN: 1.0}
    outcomes = {"safety.backups": backups, "tests.layers": layers, "shape.borders": borders}
    return measure_gap(
        pack, phase, phase, {rule: finding(pack, rule, each, credit.get(each, 0.0)) for rule, each in outcomes.items()}
    )


def test_a_gap_is_weighted_like_the_score(small: Pack) -> None:
    """Backups weigh 15, tests 12, borders 2; of what is answered, only required practices count."""
    found = gap(small, Outcome.FAIL, Outcome.PARTIAL, Outcome.UNKNOWN)
    assert found.missing == pytest.approx((15 + 6) / 27)
    assert (found.phase, found.known, found.decided) == (Phase.PMF, 1.0, 2)
    assert (found.failing, found.halved, found.critical) == (("safety.backups",), 1, ("safety.backups",))
    half_known = gap(small, Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL)
    assert half_known.missing == pytest.approx(2 / 17)
    assert half_known.known == pytest.approx(5 / 9)
    assert (half_known.failing, half_known.halved, half_known.critical) == (("shape.borders",), 0, ())


def test_every_required_practice_that_is_there_in_part_is_counted(small: Pack) -> None:
    found = gap(small, Outcome.PARTIAL, Outcome.PARTIAL, Outcome.PARTIAL)
    assert (found.missing, found.failing, found.halved, found.decided) == (0.5, (), 2, 3)


def test_what_does_not_apply_leaves_the_rest_as_it_is(small: Pack) -> None:
    found = gap(small, Outcome.NOT_APPLICABLE, Outcome.FAIL, Outcome.PASS)
    assert found.missing == pytest.approx(12 / 14)
    assert (found.known, found.decided, found.failing) == (1.0, 2, ("tests.layers",))


def test_what_does_not_apply_or_is_not_asked_for_is_no_gap(small: Pack) -> None:
    nothing = gap(small, Outcome.NOT_APPLICABLE, Outcome.FAIL, Outcome.FAIL, Phase.MVP)
    assert (nothing.missing, nothing.known, nothing.decided) == (0.0, 1.0, 0)
    assert nothing.failing == ()


def indication(phase: Phase | None) -> Indication:
    return Indication(phase=phase, lowest=PHASES[0], highest=PHASES[-1], known=1, total=1, signals=())


def caution(pack: Pack, severity: str, points_to: str = "premature") -> Caution:
    ident = f"{points_to}.{severity}"
    return replace(pack.caution["shape.many-services"], id=ident, severity=severity, points_to=points_to)  # type: ignore[arg-type]


def verdict(
    found: Gap = NO_GAP, *raised: Caution, indicated: Phase | None = None, symptoms: tuple[str, ...] = ()
) -> Verdict:
    return reach_verdict(Phase.PMF, indication(indicated), found, raised, symptoms)


@each(
    ("indicated", "ahead", "behind"),
    [(Phase.MVP, True, False), (Phase.PMF, False, False), (Phase.GROWTH, False, True), (None, False, False)],
)
def test_a_phase_declared_later_than_the_signals_point_to_is_premature(
    indicated: Phase | None, ahead: bool, behind: bool
) -> None:
    result = verdict(indicated=indicated)
    assert (result.ahead, result.behind) == (ahead, behind)
    assert result.kind is (Kind.PREMATURE if ahead else Kind.ON_TRACK)


@each(
    ("severities", "kind"),
    [
        (["high"], Kind.PREMATURE),
        (["warn", "warn"], Kind.PREMATURE),
        (["warn"], Kind.ON_TRACK),
        (["warn", "info"], Kind.ON_TRACK),
        (["info", "info", "info"], Kind.ON_TRACK),
    ],
)
def test_one_severe_or_two_milder_cautions_mean_premature_scaling(
    small: Pack, severities: list[str], kind: Kind
) -> None:
    result = verdict(NO_GAP, *(caution(small, severity) for severity in severities))
    assert result.kind is kind
    assert result.premature == tuple(f"premature.{severity}" for severity in severities)


def test_only_a_severe_caution_of_lagging_foundations_decides(small: Pack) -> None:
    severe = verdict(NO_GAP, caution(small, "high", "lagging"))
    assert (severe.kind, severe.lagging, severe.premature) == (Kind.LAGGING, ("lagging.high",), ())
    mild = verdict(NO_GAP, caution(small, "warn", "lagging"), caution(small, "high", "imbalance"))
    assert (mild.kind, mild.lagging) == (Kind.ON_TRACK, ("lagging.warn",))


@pytest.mark.parametrize(("symptoms", "most"), [((), 0.2), (("slow",), 0.1)])
def test_more_than_a_fifth_may_not_be_missing_or_a_tenth_where_it_is_felt(
    symptoms: tuple[str, ...], most: float
) -> None:
    def kind(missing: float) -> Kind:
        return verdict(replace(NO_GAP, missing=missing, failing=TWO), symptoms=symptoms).kind

    assert (kind(most), kind(most + 0.0001)) == (Kind.ON_TRACK, Kind.LAGGING)


def test_a_smaller_gap_is_enough_when_it_is_felt() -> None:
    felt = replace(NO_GAP, missing=0.15, failing=TWO)
    assert verdict(felt).kind is Kind.ON_TRACK
    told = verdict(felt, symptoms=("slow",))
    assert (told.kind, told.symptoms) == (Kind.LAGGING, ("slow",))


@each(
    ("kind", "known", "decided", "symptoms"),
    [
        (Kind.ON_TRACK, 0.20, 0, ("slow",)),
        (Kind.OPEN, 0.19, 9, ("slow",)),
        (Kind.ON_TRACK, 0.10, 6, ()),
        (Kind.OPEN, 0.10, 5, ()),
        (Kind.OPEN, 0.09, 6, ()),
    ],
)
def test_too_few_answers_are_the_main_finding(
    kind: Kind, known: float, decided: int, symptoms: tuple[str, ...]
) -> None:
    assert verdict(replace(NO_GAP, known=known, decided=decided), symptoms=symptoms).kind is kind


def test_data_at_risk_outweighs_haste_and_both_directions_are_told(small: Pack) -> None:
    risk, wide = replace(NO_GAP, critical=ONE), replace(NO_GAP, missing=0.5, failing=TWO)
    hasty = caution(small, "high")
    assert (verdict(risk).kind, verdict(risk).both) == (Kind.LAGGING, False)
    assert (verdict(risk, hasty).kind, verdict(risk, hasty).both) == (Kind.LAGGING, True)
    assert (verdict(wide, hasty).kind, verdict(wide, hasty).both) == (Kind.PREMATURE, True)
    assert (verdict(NO_GAP, hasty).kind, verdict(NO_GAP, hasty).both) == (Kind.PREMATURE, False)
