"""The public shape of an assessment: what the JSON holds, with a version of its own; not a dump of internals.

Fields are only ever added within a version, with a default, so that older results can be read; whatever else changes
gets a new version. Filling it is `view`, reading it from a file is `resultfile`.
"""

from __future__ import annotations

from typing import Any, Literal

from scalecheck.frozen import Frozen

__all__ = [
    "FORMAT",
    "PLAN_FORMAT",
    "ActionView",
    "AmendmentView",
    "AnswerView",
    "AssessmentView",
    "BalanceView",
    "BaselineStepView",
    "BaselineView",
    "BesideView",
    "CapacityView",
    "DiagnosisView",
    "FileView",
    "FindingView",
    "IterationView",
    "PackView",
    "PhasesView",
    "PieceView",
    "PlanView",
    "PolicyView",
    "PostponedView",
    "ProductView",
    "ReadinessView",
    "ReadingView",
    "RouteView",
    "RungView",
    "RunwayView",
    "ScoreView",
    "SignalView",
    "StaleView",
    "TreeView",
    "VerdictView",
    "WaiverView",
    "WorkView",
]

FORMAT: Literal["scalecheck-assessment/1"] = "scalecheck-assessment/1"
PLAN_FORMAT: Literal["scalecheck-plan/1"] = "scalecheck-plan/1"


class PackView(Frozen, kw_only=True):
    """The pack that was used; `digest` is the SHA-256 over its files, and over those of `bases`, the packs that it
    builds on, the lowest one first."""

    name: str
    version: str
    digest: str
    bases: tuple[PackView, ...] = ()


class AmendmentView(Frozen, kw_only=True):
    """A level of a practice or a target of a metric that the policy changed for a phase, and why; null is none."""

    id: str
    phase: str
    before: str | tuple[float, ...] | None
    after: str | tuple[float, ...] | None
    reason: str


class PolicyView(Frozen, kw_only=True):
    """The policy that amended the pack; `digest` is the SHA-256 of its file."""

    name: str
    digest: str
    levels: tuple[AmendmentView, ...]
    targets: tuple[AmendmentView, ...]


class WaiverView(Frozen, kw_only=True):
    """A waiver that excuses something on the day of the assessment. Dates are ISO."""

    rule: str
    reason: str
    owner: str
    approved_by: str
    created: str
    expires: str
    ticket: str


class FileView(Frozen, kw_only=True):
    """A file, or `--set` for a value from the command line; `digest` is the SHA-256 of its bytes."""

    file: str
    digest: str


class ProductView(Frozen, kw_only=True):
    """The product and the questionnaire that was read; `digest` is the SHA-256 of its bytes. `further` are the files
    whose answers were merged over it, in their order."""

    name: str
    file: str
    digest: str
    further: tuple[FileView, ...] = ()


class PhasesView(Frozen, kw_only=True):
    """The phase that was judged and the three phases of the product; null means none."""

    judged: str
    declared: str
    attained: str | None
    indicated: str | None
    indicated_from: str
    indicated_to: str


class VerdictView(Frozen, kw_only=True):
    """The verdict, its sentence, and the facts that led to it. Shares are from 0 to 1."""

    kind: Literal["on_track", "lagging_foundations", "premature_scaling", "not_enough_answers"]
    sentence: str
    facts: tuple[str, ...]
    missing_share: float
    known_share: float
    critical: tuple[str, ...]


class RungView(Frozen, kw_only=True):
    """One phase of the ladder and the practices that keep it from holding; `waived` ones do not."""

    phase: str
    holds: bool
    counted: int
    failing: tuple[str, ...]
    open: tuple[str, ...]
    waived: tuple[str, ...] = ()


class ScoreView(Frozen, kw_only=True):
    """A share of 100, what it can still become, and how many practices are decided."""

    value: float
    low: float
    high: float
    known: int
    total: int


class TreeView(Frozen, kw_only=True):
    """One node of an evaluated condition."""

    truth: str
    kind: str
    subject: str
    operator: str
    expected: Any
    actual: Any
    children: tuple[TreeView, ...]


class FindingView(Frozen, kw_only=True):
    """A rule's outcome, the answers that could still change it, and why it came out.

    `line` is where its weakest answer stands, 0 when there is none; `file` names the file when it is not the
    questionnaire. `waived` means that a waiver accepts what it lacks.
    """

    rule: str
    kind: Literal["practice", "caution"]
    title: str
    area: str
    outcome: Literal["pass", "partial", "fail", "unknown", "not_applicable"]
    level: Literal["required", "recommended", "optional"] | None
    effort: str
    impact: int
    missing: tuple[str, ...]
    line: int
    because: dict[str, TreeView]
    waived: bool = False
    file: str = ""


class ReadingView(Frozen, kw_only=True):
    """A metric against the target of the judged phase. `target` is [good, bad], or four bounds for a band."""

    metric: str
    title: str
    unit: str
    value: float | None
    state: Literal["good", "watch", "bad", "unknown", "not_judged", "not_applicable"]
    target: tuple[float, ...]
    own_target: float | None
    basis: str
    doubts: tuple[str, ...]
    measured: str | None
    computed: bool
    formula: str
    inputs: dict[str, float]
    reason: str
    expected: bool


class SignalView(Frozen, kw_only=True):
    """A signal of a phase: true, false or unknown."""

    signal: str
    title: str
    phase: str
    weight: int
    truth: str
    missing: tuple[str, ...]


class RouteView(Frozen, kw_only=True):
    """What makes some remedies of a challenge the right ones, and whether it holds: true, false or unknown."""

    title: str
    truth: str
    remedies: tuple[str, ...]


class DiagnosisView(Frozen, kw_only=True):
    """A challenge, its symptoms, its remedies by where they stand, and its routes to them."""

    challenge: str
    reported: tuple[str, ...]
    detected: tuple[str, ...]
    first: tuple[str, ...]
    open: tuple[str, ...]
    in_place: tuple[str, ...]
    routes: tuple[RouteView, ...] = ()


class BalanceView(Frozen, kw_only=True):
    """Both sides of a balance, to which side it leans, and the metrics and practices behind the sides, whose readings
    and findings tell how they stand."""

    balance: str
    sides: tuple[str, str]
    leaning: str
    metrics: tuple[tuple[str, ...], ...] = ()
    practices: tuple[tuple[str, ...], ...] = ()


class PieceView(Frozen, kw_only=True):
    """A phase that an action is a missing piece of, and how many are left once the plan was followed up to it."""

    phase: str
    left: int


class ActionView(Frozen, kw_only=True):
    """One step of the plan with its reason.

    `answer` to `question` put it there; it stands in `file` (empty for the questionnaire) at `line`, 0 when it has
    none. `phase` asks for it, or for what builds on it. `after` are the actions to do first, `unlocks` those that wait
    for it, `pieces` the phases that lack it. `days` are the person-days that it counts as, `iterations` the first and
    the last one in which it is worked on, null where the plan is not sliced.
    """

    rule: str
    group: str
    title: str
    reason: str
    step: str
    effort: str
    impact: int
    phase: str = ""
    how: tuple[str, ...] = ()
    verify: str = ""
    owner: str = ""
    question: str = ""
    answer: str = ""
    file: str = ""
    line: int = 0
    after: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()
    pieces: tuple[PieceView, ...] = ()
    days: int = 0
    iterations: tuple[int, int] | None = None


class CapacityView(Frozen, kw_only=True):
    """Person-days for the plan in an iteration: `given`, or of so many `engineers` the `share` that was `answered` or
    is our judgment (`house`)."""

    days: int
    basis: Literal["given", "answered", "house"]
    engineers: int
    share: float


class WorkView(Frozen, kw_only=True):
    """What is done of one action in one iteration: part number `part` of so many `parts`."""

    rule: str
    days: int
    part: int
    parts: int


class IterationView(Frozen, kw_only=True):
    """The work of one iteration: what goes on first, then what begins, in the order of the plan. `number` counts from
    1."""

    number: int
    days: int
    work: tuple[WorkView, ...]


class AnswerView(Frozen, kw_only=True):
    """An answer as it was given, by question id; `line` is 0 when it has no place, and `file` names the file when it is
    not the questionnaire. Dates are ISO, null when not given."""

    value: str | float | int | tuple[str, ...]
    line: int
    note: str
    reason: str
    owner: str
    source: str
    evidence: tuple[str, ...]
    reviewed: str | None
    measured: str | None
    sample: int | None
    previous: tuple[float, ...]
    file: str = ""


class BaselineStepView(Frozen, kw_only=True):
    """One change of a baseline: the practices that it began or ceased to accept on a day (ISO), and why."""

    action: Literal["create", "update", "prune"]
    on: str
    by: str
    reason: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class BaselineView(Frozen, kw_only=True):
    """What makes a result a baseline: the practices whose gaps are accepted, and how the list came about."""

    accepted: tuple[str, ...]
    history: tuple[BaselineStepView, ...]


class StaleView(Frozen, kw_only=True):
    """An answer that was reviewed too long ago: it was good for `valid_for` days, the last one being `due`. Dates are
    ISO."""

    question: str
    reviewed: str
    valid_for: int
    due: str


class PostponedView(Frozen, kw_only=True):
    """Advice of the guide that is not for now: of a caution until `revisit` comes true, or of a practice that only
    `phase` asks for."""

    rule: str
    title: str
    phase: str | None
    revisit: str


class RunwayView(Frozen, kw_only=True):
    """When the load `metric` reaches its limit, `months` after `counted_from`; the reading of `figure` tells how the
    months were computed. `full_on` is null when that is not known or no end is in sight, `start_by` is the last day on
    which to begin what lifts the limit and takes `lead_months`. `course` is the load on `as_of` and in each month after
    it, as a share of the limit. Dates are ISO."""

    figure: str
    metric: str
    load: float | None
    growth_monthly: float | None
    limit: float | None
    limit_stated: bool
    lead_months: float
    lead_stated: bool
    months: float | None
    counted_from: str
    measured: bool
    full_on: str | None
    start_by: str | None
    standing: Literal["full", "late", "soon", "in_time", "endless", "unknown"]
    course: tuple[float, ...]


class ReadinessView(Frozen, kw_only=True):
    """How ready the product is for a phase: what comes out when it is judged for it, and the practices that the phase
    requires, each in one of six lists by how it stands."""

    phase: str
    verdict: str
    score: ScoreView
    passing: tuple[str, ...]
    partial: tuple[str, ...]
    failing: tuple[str, ...]
    open: tuple[str, ...]
    waived: tuple[str, ...]
    not_applicable: tuple[str, ...]
    cautions: tuple[str, ...]


class BesideView(Frozen, kw_only=True):
    """The judged phase beside the declared one."""

    declared: ReadinessView
    judged: ReadinessView


class AssessmentView(Frozen, kw_only=True):
    """Everything that was found out about one product at one moment; `baseline` only in the files of that command,
    `beside` only when another phase than the declared one was judged."""

    format: Literal["scalecheck-assessment/1"]
    baseline: BaselineView | None = None
    as_of: str
    pack: PackView
    product: ProductView
    phases: PhasesView
    verdict: VerdictView
    rungs: tuple[RungView, ...]
    score: ScoreView
    areas: dict[str, ScoreView]
    findings: tuple[FindingView, ...]
    readings: tuple[ReadingView, ...]
    signals: tuple[SignalView, ...]
    diagnoses: tuple[DiagnosisView, ...]
    balances: tuple[BalanceView, ...]
    band: str
    warnings: tuple[str, ...]
    actions: tuple[ActionView, ...]
    answers: dict[str, AnswerView]
    policy: PolicyView | None = None
    waivers: tuple[WaiverView, ...] = ()
    stale: tuple[StaleView, ...] = ()
    runways: tuple[RunwayView, ...] = ()
    postponed: tuple[PostponedView, ...] = ()
    beside: BesideView | None = None
    capacity: CapacityView | None = None
    iterations: tuple[IterationView, ...] = ()


class PlanView(Frozen, kw_only=True):
    """The plan of one product up to the phase `target`. `capacity` is null, and there are no iterations, while nobody
    has said how many engineers there are. `open` are practices that the target requires and nobody has answered, beyond
    those of the plan."""

    format: Literal["scalecheck-plan/1"]
    as_of: str
    pack: PackView
    product: ProductView
    declared: str
    judged: str
    target: str
    capacity: CapacityView | None
    days: int
    actions: tuple[ActionView, ...]
    iterations: tuple[IterationView, ...]
    open: tuple[str, ...]
