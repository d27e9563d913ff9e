"""The shapes that a report is made of: text, numbers and marks, ready to be laid out.

Every text comes from the pack, the catalog of words, or the user; what comes from the user is hostile.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from scalecheck.assessment import Assessment
from scalecheck.condition import Truth
from scalecheck.findings import Outcome
from scalecheck.frozen import Frozen
from scalecheck.iterations import Capacity, Iteration
from scalecheck.pack import Level, Pack, Source
from scalecheck.phase import Phase
from scalecheck.planning import Action, Group, Piece
from scalecheck.score import Score
from scalecheck.verdict import Kind
from scalecheck.words import Words

if TYPE_CHECKING:
    from scalecheck.compare import Changes
    from scalecheck.history import History
    from scalecheck.readiness import Readiness

__all__ = [
    "ActionRow",
    "AmendmentRow",
    "AnswerRow",
    "AnswerState",
    "AreaRow",
    "BalanceRow",
    "Band",
    "Beside",
    "BesideList",
    "BesideRow",
    "CautionRow",
    "ChangeGroup",
    "ChangeRow",
    "Changed",
    "ChecklistPhase",
    "Comparison",
    "DiagnosisRow",
    "FigureRow",
    "HeatCell",
    "HeatRow",
    "HeatState",
    "HistoryReport",
    "LaterRow",
    "MetricRow",
    "NotYetRow",
    "NumberRow",
    "OpenGroup",
    "OpenRow",
    "Plan",
    "PracticeRow",
    "Remedy",
    "Report",
    "RunwayRow",
    "Scale",
    "SideRow",
    "SignalRow",
    "StaleRow",
    "Standing",
    "Step",
    "TrendChart",
    "TrendRow",
    "TrendTable",
    "WaivedRow",
    "WarningRow",
]

_MOST_ASKED = 5

AnswerState = Literal["yes", "partial", "planned", "no", "not_applicable", "unknown", "value"]
OpenGroup = Literal["required", "recommended", "metric", "signal"]
HeatState = Literal["good", "watch", "bad", "unknown", "none"]


class Step(Frozen, kw_only=True):
    """One phase on the ladder, with the words that stand below its name: `roles` that the phase has for the product,
    and `counts` of what is missing. `lacks` are the practices that keep it from holding, each with its title."""

    phase: Phase
    title: str
    attained: bool
    judged: bool
    holds: bool
    roles: tuple[tuple[str, str], ...]
    counts: tuple[str, ...]
    lacks: tuple[tuple[str, str], ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """All words below the name."""
        return (*(text for _, text in self.roles), *self.counts)


class AnswerRow(Frozen, kw_only=True):
    """One question with its answer as it was given. `line` is where the answer stands, 0 for a missing one; `file` only
    when that is another file than the questionnaire.

    `evidence` are paths and addresses as they were written; a renderer may link those that begin with http.
    """

    key: str
    prompt: str
    help: str
    partial: str
    example: str
    state: AnswerState
    text: str
    file: str
    line: int
    note: str
    reason: str
    owner: str
    evidence: tuple[str, ...]
    reviewed: str


class PracticeRow(Frozen, kw_only=True):
    """A practice with how it came out. `answer` says the outcome in words, `where` is the place of the answer that
    decides and `line` its line, or the id and 0 when there is none. `step` is the first thing to do, empty when nothing
    is."""

    rule: str
    title: str
    area: str
    outcome: Outcome
    answer: str
    level: Level | None
    effort: str
    impact: int
    where: str
    file: str
    line: int
    owner: str
    note: str
    critical: bool
    step: str
    why: str
    how: tuple[str, ...]
    verify: str
    pitfalls: tuple[str, ...]
    after: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    answers: tuple[AnswerRow, ...]


class ChecklistPhase(Frozen, kw_only=True):
    """The practices that a phase is the first to ask for."""

    phase: Phase
    title: str
    practices: tuple[PracticeRow, ...]


class OpenRow(Frozen, kw_only=True):
    """A question that is not answered although something hangs on it: a practice that the phase requires or
    recommends, a number that it expects, or a signal of the phase. `titles` name what does; `choices` are the answers
    to tick, none for a number or a text."""

    key: str
    prompt: str
    help: str
    partial: str
    group: OpenGroup
    titles: tuple[str, ...]
    choices: tuple[str, ...]


class CautionRow(Frozen, kw_only=True):
    """A caution that was raised, with the answers that raised it."""

    rule: str
    title: str
    severity: str
    severity_text: str
    points_to: str
    because: str
    harm: str
    instead: str
    revisit: str
    sources: tuple[Source, ...]


class Scale(Frozen, kw_only=True):
    """Where a number stands on a line from 0 to 1.

    `zones` run from left to right, each with its state, its start and its width. `value` and `own` (the team's own
    target) are places on it; `off` says that the value lies beyond an end of the line.
    """

    zones: tuple[tuple[str, float, float], ...]
    value: float
    own: float | None
    off: Literal["", "low", "high"]


class MetricRow(Frozen, kw_only=True):
    """A metric that was answered or computed, against the target of the phase."""

    metric: str
    title: str
    definition: str
    area: str
    value: str
    target: str
    own: str
    state: str
    mark: str
    basis: str
    house: bool
    direction: str
    measured: str
    notes: tuple[str, ...]
    scale: Scale | None
    caveats: str
    basis_note: str
    sources: tuple[Source, ...]


class FigureRow(Frozen, kw_only=True):
    """A figure that follows from other numbers: its value, or why there is none; `inputs` by title with their value."""

    metric: str
    title: str
    area: str
    value: str
    reason: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    basis: str
    house: bool
    sources: tuple[Source, ...]


class RunwayRow(Frozen, kw_only=True):
    """When a load reaches its limit. `brief` says it in one line, or why nothing can be said; `told` are sentences on
    where it was counted from, the limit, and what lifts it. `course` is the load of today and of each month from then
    on, as a share of the limit; `ahead` tells the loads of some of these months. Both are empty when there is nothing
    to draw."""

    metric: str
    title: str
    load: str
    growth: str
    limit: str
    full_on: str
    start_by: str
    brief: str
    told: tuple[str, ...]
    state: str
    mark: str
    course: tuple[float, ...]
    ahead: tuple[str, ...]

    @property
    def near(self) -> bool:
        """Whether the limit is reached, or cannot be told to be far away, in the months that `course` shows."""
        return self.state != "good" or any(share >= 1 for share in self.course)


class AreaRow(Frozen, kw_only=True):
    """The score of an area."""

    area: str
    title: str
    score: Score


class HeatCell(Frozen, kw_only=True):
    """How an area stands for a phase: practices in place of those that the phase asks for and that apply, and in
    `detail` what the others are."""

    text: str
    detail: str
    state: HeatState


class HeatRow(Frozen, kw_only=True):
    """One area across the four phases."""

    title: str
    cells: tuple[HeatCell, ...]


class ActionRow(Frozen, kw_only=True):
    """One action of the plan with the reason why it is on the list.

    `asked_by` is the first part of the reason: which phase asks for it. `why` is what it is good for. `question` is the
    answer that put it there, as `answer` in words at `where` (`file` and `line` of it as in `PracticeRow`), `because`
    both in one text. `step` is the first thing to do, `how` are all of them; `check` is how to `verify` it, with a
    label. `after` are the actions to do first, `unlocks` those that wait for it. `pieces` are the rungs that it helps
    to attain, `rungs` the nearest of them in a few words. `iterations` are the first and the last one in which it is
    worked on, None where the plan is not sliced.
    """

    action: Action
    title: str
    asked_by: str
    reason: str
    why: str
    step: str
    how: tuple[str, ...]
    verify: str
    check: str
    effort: str
    impact: int
    owner: str
    question: str
    answer: str
    because: str
    where: str
    file: str
    line: int
    after: tuple[tuple[str, str], ...]
    unlocks: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    rungs: tuple[str, ...]
    iterations: tuple[int, int] | None = None

    @property
    def rule(self) -> str:
        return self.action.rule

    @property
    def group(self) -> Group:
        return self.action.group

    @property
    def when(self) -> str:
        """The iterations as text: 2, or 2-4; empty where there are none."""
        return "-".join(map(str, dict.fromkeys(self.iterations or ())))


class Plan(Frozen, kw_only=True):
    """The plan up to the phase `target`, sliced into iterations where the capacity is known.

    `summary` counts it, `basis` tells how it was sliced, or why it was not. `open` are practices that the target
    requires, that nobody has answered and that are no part of it; `left_out` tells of them.
    """

    target: Phase
    title: str
    actions: tuple[ActionRow, ...]
    capacity: Capacity | None
    iterations: tuple[Iteration, ...]
    summary: str
    basis: str
    open: tuple[str, ...]
    left_out: str

    @property
    def days(self) -> int:
        """Person-days of all actions."""
        return sum(row.action.days for row in self.actions)


class Remedy(Frozen, kw_only=True):
    """One remedy of a challenge and how it stands; `when` says what makes it the right one, where that is known."""

    rule: str
    title: str
    mark: str
    when: str


class DiagnosisRow(Frozen, kw_only=True):
    """A challenge with its symptoms (reported, or shown by a number) and its remedies by where they stand."""

    title: str
    symptoms: tuple[str, ...]
    first: tuple[Remedy, ...]
    then: tuple[Remedy, ...]
    in_place: tuple[Remedy, ...]
    note: str


class NumberRow(Frozen, kw_only=True):
    """One number behind a side of a balance."""

    metric: str
    title: str
    value: str
    state: str
    mark: str


class Standing(Frozen, kw_only=True):
    """A practice and how it came out."""

    rule: str
    title: str
    outcome: str
    mark: str


class SideRow(Frozen, kw_only=True):
    """One side of a balance, how it reads, the numbers behind that, and the practices that speak for it."""

    title: str
    state: str
    mark: str
    numbers: tuple[NumberRow, ...]
    practices: tuple[Standing, ...]


class BalanceRow(Frozen, kw_only=True):
    """A balance with both sides, and what it means."""

    title: str
    leaning: str
    text: str
    rule: str
    sides: tuple[SideRow, SideRow]


class Band(Frozen, kw_only=True):
    """The advice for a team of this size, and how the practices stand that suit it."""

    title: str
    practices: tuple[Standing, ...]
    expect: tuple[str, ...]
    wait_with: tuple[str, ...]
    outgrown_when: tuple[str, ...]
    numbers: tuple[str, ...]


class NotYetRow(Frozen, kw_only=True):
    """Advice of the guide that can be ignored until `revisit` comes true."""

    rule: str
    title: str
    revisit: str


class LaterRow(Frozen, kw_only=True):
    """Practices, by id with their titles, that a later phase is the first to ask for; the most useful ones first."""

    phase: str
    practices: tuple[tuple[str, str], ...]


class SignalRow(Frozen, kw_only=True):
    """A signal of a phase, and whether it was seen."""

    title: str
    phase: str
    weight: int
    truth: Truth
    text: str


class StaleRow(Frozen, kw_only=True):
    """An answer that is due for a review. `title` is that of its practice, or else its question."""

    key: str
    title: str
    reviewed: str
    due: str
    owner: str
    where: str


class WarningRow(Frozen, kw_only=True):
    """Answers that do not fit together, or evidence that cannot be found, with their places."""

    title: str
    places: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.title} ({', '.join(self.places)})" if self.places else self.title


class WaivedRow(Frozen, kw_only=True):
    """A practice that lacks something, and the waiver that accepts it until `expires`."""

    rule: str
    title: str
    answer: str
    reason: str
    owner: str
    approved_by: str
    expires: str


class AmendmentRow(Frozen, kw_only=True):
    """A level or target that the policy changed for a phase, and why."""

    id: str
    title: str
    phase: str
    before: str
    after: str
    reason: str


class BesideRow(Frozen, kw_only=True):
    """One thing to compare: in the declared phase, and in the judged one."""

    title: str
    declared: str
    judged: str


class BesideList(Frozen, kw_only=True):
    """Practices or cautions, by id with their titles, that count in one of the phases only."""

    title: str
    rules: tuple[tuple[str, str], ...]


class Beside(Frozen, kw_only=True):
    """The judged phase beside the declared one. Both pairs have the declared phase first."""

    readiness: tuple[Readiness, Readiness]
    phases: tuple[str, str]
    rows: tuple[BesideRow, ...]
    lists: tuple[BesideList, ...]
    note: str


class ChangeRow(Frozen, kw_only=True):
    """One thing that came out differently than in the earlier run. `cause` says what it may come from, empty where that
    is the product alone for all rows of its group."""

    id: str
    title: str
    before: str
    after: str
    direction: Literal["better", "worse", "other"]
    mark: str
    cause: str = ""


class ChangeGroup(Frozen, kw_only=True):
    """Changes of one kind: `head` for what is told at a glance, `practices`, `cautions`, `readings`, what was `done`,
    `added` or `dropped` in the plan, and `rules`."""

    kind: str
    title: str
    rows: tuple[ChangeRow, ...]

    @cached_property
    def marked(self) -> bool:
        """Whether the rows say in which direction they went."""
        return any(row.mark for row in self.rows)

    @cached_property
    def named(self) -> bool:
        """Whether the rows say what was before."""
        return any(row.before for row in self.rows)

    @cached_property
    def caused(self) -> bool:
        """Whether the rows say what they come from."""
        return any(row.cause for row in self.rows)


class Changed(Frozen, kw_only=True):
    """What changed since an earlier run: a sentence, what puts it in doubt, the groups that are not empty, and the
    answers."""

    sentence: str
    doubts: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    answers: tuple[ChangeRow, ...]


class Comparison(Frozen, kw_only=True):
    """Two results of a product as they are told: for each its file, day, pack and policy, and what changed."""

    words: Words
    changes: Changes
    product: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    changed: Changed


class TrendRow(Frozen, kw_only=True):
    """One result of a trend. `standing` are the phases and the verdict in words, by name; `turned` is true where they
    are others than in the row before. `apart` says what this one was judged by differently."""

    as_of: str
    source: str
    score: Score
    value: str
    band: str
    known: str
    blocking: str
    unanswered: str
    standing: tuple[tuple[str, str], ...]
    turned: bool
    apart: tuple[str, ...]


class TrendChart(Frozen, kw_only=True):
    """A trend as places from 0 to 1, from left to right and from bottom to top.

    `scores` are the place of each result with the low end, the value and the high end of its score. `phases` are the
    places of each role (declared, attained, indicated) with the phase on a ladder from none to the last one; None where
    there is no phase to show. `breaks` are where results are judged by something else than before.
    """

    scores: tuple[tuple[float, float, float, float], ...]
    phases: tuple[tuple[str, tuple[tuple[float, float | None], ...]], ...]
    breaks: tuple[float, ...]


class TrendTable(Frozen, kw_only=True):
    """One product over time, the oldest result first. `ladder` are the steps of the chart of phases, from the top."""

    product: str
    span: str
    rows: tuple[TrendRow, ...]
    chart: TrendChart
    ladder: tuple[str, ...]


class HistoryReport(Frozen, kw_only=True):
    """Products over time as they are told."""

    words: Words
    history: History
    trends: tuple[TrendTable, ...]


class Report(Frozen, kw_only=True):
    """One assessment as it is told, in the order in which it is told.

    `next_rung` is the phase to attain next. `sources` are those of what blocks, what is cautioned and what was
    measured; `references` those of the whole checklist too.
    """

    words: Words
    pack: Pack
    assessment: Assessment
    product: str
    description: str
    subtitle: tuple[str, ...]
    edition: tuple[str, ...]
    phase: str
    verdict: str
    kind: Kind
    sentence: str
    facts: tuple[str, ...]
    signals: str
    score: str
    steps: tuple[Step, ...]
    next_rung: Step | None
    blockers: tuple[PracticeRow, ...]
    waived: tuple[WaivedRow, ...]
    policy: str
    amendments: tuple[AmendmentRow, ...]
    recommended: tuple[PracticeRow, ...]
    next_phase: str
    next_missing: tuple[tuple[str, str], ...]
    open: tuple[OpenRow, ...]
    cautions: tuple[CautionRow, ...]
    metrics: tuple[MetricRow, ...]
    unmeasured: tuple[str, ...]
    runways: tuple[RunwayRow, ...]
    figures: tuple[FigureRow, ...]
    areas: tuple[AreaRow, ...]
    heat: tuple[HeatRow, ...]
    diagnoses: tuple[DiagnosisRow, ...]
    warnings: tuple[WarningRow, ...]
    stale: tuple[StaleRow, ...]
    signal_rows: tuple[SignalRow, ...]
    balances: tuple[BalanceRow, ...]
    band: Band | None
    not_yet: tuple[NotYetRow, ...]
    later: tuple[LaterRow, ...]
    plan: Plan
    checklist: tuple[ChecklistPhase, ...]
    sources: tuple[Source, ...]
    references: tuple[Source, ...]
    changed: Changed | None = None
    beside: Beside | None = None

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """The actions of the plan."""
        return self.plan.actions

    @property
    def early(self) -> tuple[CautionRow, ...]:
        """The cautions that tell of something too early."""
        return tuple(row for row in self.cautions if row.points_to == "premature")

    @property
    def doubtful(self) -> tuple[CautionRow, ...]:
        """The other cautions."""
        return tuple(row for row in self.cautions if row.points_to != "premature")

    @property
    def ask_first(self) -> tuple[OpenRow, ...]:
        """The questions to begin with when too little is answered to say what to do."""
        required = (row for row in self.open if row.group == "required")
        return tuple(required)[:_MOST_ASKED] if self.kind is Kind.OPEN else ()
