"""What an organization asks of its products beyond the pack: a file of its own, so that code owners can guard it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scalecheck.condition import PhaseTest
from scalecheck.document import Document
from scalecheck.errors import Faults, InputError
from scalecheck.fields import Fields
from scalecheck.frozen import Frozen, field, replace
from scalecheck.pack import LEVELS, Amendments, Level, LevelChange, Metric, Pack, Practice, TargetChange, Variant
from scalecheck.phase import PHASES, Phase
from scalecheck.waiver import Terms

__all__ = ["FORMAT", "LONGEST_TERM", "Count", "FailOn", "Policy", "govern", "load_policy"]

FORMAT = 1
"""The version of the policy file that this release reads."""

FailOn = Literal["required", "recommended"]
Count = Literal["fail", "warn"]
Aged = Literal["holds", "unknown"]

_KEYS = ("scalecheck", "name", "pack", "gate", "waivers", "practices", "metrics")
_PHASES = tuple(map(str, PHASES))
_LEVELS = {str(level or "none"): level for level in LEVELS}
LONGEST_TERM = 730


class Policy(Frozen, kw_only=True):
    """How an organization judges its products; without arguments, as the pack says.

    `fail_on` is the lowest level that blocks. `partial` and `unknown` say whether practices that are there in part, or
    not answered, fail the gate or only warn, and `reason` why they only warn. `stale` says whether an answer that is
    due for a review still holds, or counts as unknown. `terms` are those of waivers. `levels` and `targets` replace
    what the pack says (see `govern`).
    """

    name: str = ""
    fail_on: FailOn = "required"
    partial: Count = "fail"
    unknown: Count = "fail"
    stale: Aged = "holds"
    reason: str = ""
    terms: Terms = field(default_factory=Terms)
    levels: tuple[LevelChange, ...] = ()
    targets: tuple[TargetChange, ...] = ()
    digest: str = field(default="", compare=False)


def load_policy(document: Document, pack: Pack) -> Policy:
    """The policy of a file. Raises `InputError` with every fault: unknown keys and ids, missing reasons, a pack that is
    not the pinned one."""
    faults = Faults(document.path)
    faults.extend(document.faults)
    file = Fields(document, document.root, "a policy", _KEYS, faults)
    file.version(FORMAT)
    _check_pin(file.section("pack", "a pin", ("name", "version", "digest")), pack)
    gate = file.section("gate", "a section about the gate", ("fail_on", "partial", "unknown", "stale", "reason"))
    waivers = file.section("waivers", "a section about waivers", ("longest_days", "approver"))
    partial, unknown = gate.choice("partial", ("fail", "warn")), gate.choice("unknown", ("fail", "warn"))
    soft = "warn" in (partial, unknown)
    policy = Policy(
        name=file.text("name"),
        fail_on="recommended" if gate.choice("fail_on", ("required", "recommended")) == "recommended" else "required",
        partial="warn" if partial == "warn" else "fail",
        unknown="warn" if unknown == "warn" else "fail",
        stale="unknown" if gate.choice("stale", ("holds", "unknown")) == "unknown" else "holds",
        reason=gate.reason() if soft else gate.text("reason", needed=False),
        terms=Terms(
            longest_days=waivers.whole("longest_days", 1, LONGEST_TERM, Terms().longest_days),
            other_approver=waivers.choice("approver", ("any", "other")) == "other",
        ),
        levels=tuple(_levels(file, pack)),
        targets=tuple(_targets(file, pack)),
        digest=document.digest,
    )
    if faults:
        raise InputError(faults)
    return policy


def _check_pin(pin: Fields, pack: Pack) -> None:
    for name, found in (("name", pack.name), ("version", pack.version), ("digest", pack.digest)):
        expected = pin.text(name, needed=False)
        if expected and expected != found:
            pin.fault(name, f"expects {expected[:80]}, but the pack in use has {found}")


def _levels(file: Fields, pack: Pack) -> Iterator[LevelChange]:
    seen: set[str] = set()
    for entry in file.entries("practices", "a change of levels", ("rule", "levels", "reason")):
        rule = entry.known("rule", tuple(pack.practice), "a practice of the pack")
        reason = entry.reason()
        levels = entry.section("levels", "levels by phase", _PHASES)
        phases = _phases(entry, levels, "levels")
        _once(entry, "rule", rule, seen)
        for phase in phases:
            level = _LEVELS[levels.choice(str(phase), tuple(_LEVELS))]
            yield LevelChange(rule=rule, phase=phase, level=level, reason=reason)


def _targets(file: Fields, pack: Pack) -> Iterator[TargetChange]:
    seen: set[str] = set()
    for entry in file.entries("metrics", "a change of targets", ("metric", "targets", "reason")):
        ident = entry.known("metric", tuple(pack.metric), "a metric of the pack")
        reason = entry.reason()
        targets = entry.section("targets", "targets by phase", _PHASES)
        phases = _phases(entry, targets, "targets")
        _once(entry, "metric", ident, seen)
        if not ident:
            continue
        metric = pack.metric[ident]
        if metric.direction in ("trend", "info"):
            entry.fault("targets", f"do not go with {ident}, which has the direction {metric.direction}")
            continue
        for phase in phases:
            target = targets.numbers(str(phase))
            for wrong in metric.wrong_with(target) if target else ():
                targets.fault(str(phase), wrong)
            yield TargetChange(metric=ident, phase=phase, target=target, reason=reason)


def _phases(entry: Fields, section: Fields, name: str) -> tuple[Phase, ...]:
    phases = tuple(phase for phase in PHASES if section.node(str(phase)) is not None)
    if not phases and entry.readable and section.readable:
        entry.fault(name, "must name at least one phase")
    return phases


def _once(entry: Fields, name: str, ident: str, seen: set[str]) -> None:
    if ident and ident in seen:
        entry.fault(name, f"{ident} is already changed above; put all phases in one entry")
    seen.add(ident)


def govern(pack: Pack, policy: Policy) -> Pack:
    """The pack with the levels and targets of the policy. Assess on it; it says in `amendments` what was changed.

    A target of the policy holds for every product: it replaces those for special kinds of products too.
    """
    levels = [replace(item, before=pack.practice[item.rule].levels.get(item.phase)) for item in policy.levels]
    targets = [replace(item, before=pack.metric[item.metric].targets.get(item.phase, ())) for item in policy.targets]
    return replace(
        pack,
        practices=tuple(_with_levels(item, levels) for item in pack.practices),
        metrics=tuple(_with_targets(item, targets, policy.name) for item in pack.metrics),
        amendments=Amendments(
            policy=policy.name,
            digest=policy.digest,
            levels=tuple(item for item in levels if item.level != item.before),
            targets=tuple(targets),
        ),
    )


def _with_levels(practice: Practice, changes: list[LevelChange]) -> Practice:
    own = {item.phase: item.level for item in changes if item.rule == practice.id}
    levels: dict[Phase, Level] = {phase: level for phase, level in {**practice.levels, **own}.items() if level}
    return replace(practice, levels=levels) if own else practice


def _with_targets(metric: Metric, changes: list[TargetChange], policy: str) -> Metric:
    own = {item.phase: item.target for item in changes if item.metric == metric.id}
    if not own:
        return metric
    rule = Variant(label=policy, when=PhaseTest(tuple(own)), targets=own, basis="policy")
    return replace(metric, variants=(rule, *metric.variants))
