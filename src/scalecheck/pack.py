"""What a pack is made of: questions, metrics, practices, cautions, signals, challenges, balances, bands and sources.

Everything here is plain frozen data. Reading it from files is `packfile`, judging whether it makes sense is `lint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, wraps
from typing import Any, ClassVar, Concatenate, Literal, ParamSpec, TypeVar

from scalecheck.condition import Condition, depends_on_phase
from scalecheck.frozen import Frozen, field, replace
from scalecheck.phase import PHASES, Phase

__all__ = [
    "LEVELS",
    "SEVERITIES",
    "Amendments",
    "Balance",
    "Band",
    "Basis",
    "Caution",
    "Challenge",
    "Check",
    "Entry",
    "Gate",
    "Level",
    "LevelChange",
    "Metric",
    "NotYet",
    "Omission",
    "Override",
    "Pack",
    "PackPin",
    "PhaseText",
    "Practice",
    "Question",
    "Remedies",
    "RuleCase",
    "Sections",
    "Side",
    "Signal",
    "Source",
    "Symptom",
    "TargetChange",
    "Variant",
    "per_pack",
]

P = ParamSpec("P")
R = TypeVar("R")

Kind = Literal["practice", "yes_no", "choice", "choices", "whole", "number", "text", "date"]
Level = Literal["required", "recommended", "optional"]
Basis = Literal["cited", "adapted", "derived", "house", "policy"]
Direction = Literal["up", "down", "band", "trend", "info"]
Effort = Literal["S", "M", "L"]
Severity = Literal["info", "warn", "high"]
Tendency = Literal["premature", "lagging", "imbalance"]
Targets = dict[Phase, tuple[float, ...]]

LEVELS: tuple[Level | None, ...] = ("required", "recommended", "optional", None)
"""From what gates to what is not asked for."""

SEVERITIES: tuple[Severity, ...] = ("high", "warn", "info")
"""The most severe first."""


class _Strict:
    """Makes the file boundary refuse unknown keys; plain data for everybody else."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "arbitrary_types_allowed": True}


class PhaseText(_Strict, Frozen, kw_only=True):
    """How the pack names one phase and what it is about."""

    title: str
    about: str


class Question(_Strict, Frozen, kw_only=True):
    """Something that a person answers. `id` is the dotted path at which the answer stands in a questionnaire.

    `valid_for` is for how many days an answer counts as fresh after somebody reviewed it.
    """

    id: str
    prompt: str
    kind: Kind = "practice"
    help: str = ""
    partial: str = ""
    example: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    bounds: tuple[float, float] | None = None
    not_applicable: bool = False
    valid_for: int | None = None
    ask: Phase = Phase.MVP


class Variant(_Strict, Frozen, kw_only=True):
    """Targets that replace the usual ones, phase by phase, for products that `when` describes. They have the basis of
    the metric unless they say another."""

    label: str
    when: Condition
    targets: Targets
    basis: Basis | None = None


class Metric(_Strict, Frozen, kw_only=True):
    """A number with a unit, bounds, a direction and targets per phase.

    Targets are [good, bad] for `up` and `down`, [bad_low, good_low, good_high, bad_high] for `band`. `trend` metrics
    are judged by their relative rise over the mean of earlier periods, `info` metrics never. `basis` says how far the
    sources carry the targets: `cited` word for word, `adapted` to our phases, `derived` from cited numbers, `house`
    judgement without a source, `policy` where an organization sets its own. `computed` metrics follow from others (see
    `figures`) when they are not answered.
    """

    id: str
    title: str
    prompt: str
    area: str
    unit: str
    bounds: tuple[float, float]
    direction: Direction
    definition: str
    basis: Basis
    ask: Phase = Phase.MVP
    expect: Phase | None = None
    targets: Targets = field(default_factory=dict)
    trend: dict[Literal["watch", "bad"], float] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    applies_when: Condition | None = None
    formula: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    caveats: str = ""
    min_sample: int | None = None
    max_age_days: int = 45
    computed: bool = False
    aliases: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Where the answer stands: `metrics.<id>`."""
        return f"metrics.{self.id}"

    @property
    def judged(self) -> bool:
        """Whether a value of this metric can be good or bad at all."""
        return self.direction != "info"

    def wrong_with(self, target: tuple[float, ...]) -> Iterator[str]:
        """Everything that is wrong with a target of this metric, to be said after its name."""
        if len(target) != (4 if self.direction == "band" else 2):
            yield f"must be {'[bad_low, good_low, good_high, bad_high]' if self.direction == 'band' else '[good, bad]'}"
            return
        ordered = sorted(target, reverse=self.direction == "up")
        if list(target) != ordered or (len(target) == 2 and target[0] == target[1]):
            yield f"is not in the order of direction {self.direction}"
        if any(not self.bounds[0] <= value <= self.bounds[1] for value in target):
            yield "lies outside the bounds"


class RuleCase(_Strict, Frozen, kw_only=True):
    """A test of one rule: these answers must give this outcome."""

    expect: str
    answers: dict[str, Any] = field(default_factory=dict)
    phase: Phase | None = None


class Practice(_Strict, Frozen, kw_only=True):
    """Something that should be in place, with a level per phase and the advice that goes with it.

    `finish` is the first step for those who have it partly; the first of `how` is for those who do not have it at all.
    `critical` marks the few whose absence can end a product on its own: user data lost or taken. `valid_for` is that of
    its questions that have none of their own.
    """

    id: str
    title: str
    area: str
    levels: dict[Phase, Level]
    why: str
    how: tuple[str, ...]
    verify: str
    finish: str = ""
    effort: Effort
    impact: Literal[1, 2, 3, 4, 5]
    require: Condition
    questions: tuple[Question, ...] = ()
    applies_when: Condition | None = None
    guide: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    critical: bool = False
    valid_for: int | None = None
    tests: tuple[RuleCase, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The ids of its own questions."""
        return tuple(question.id for question in self.questions)

    @property
    def about(self) -> tuple[str, ...]:
        """The answers that its outcome is told from: to its own questions, or else those that it requires."""
        return self.asks or tuple(dict.fromkeys(key for leaf in self.require.leaves() for key in leaf.subjects()))

    @property
    def first_phase(self) -> Phase:
        """The first phase that asks for this practice."""
        return min(self.levels, key=lambda phase: phase.rank)


class NotYet(_Strict, Frozen, kw_only=True):
    """Good advice for later that a caution holds back for now; `of` are the answers of its `warn_when` that say whether
    the product has taken it up already."""

    title: str
    of: tuple[str, ...]


class Caution(_Strict, Frozen, kw_only=True):
    """Something adopted too early, or two answers that do not fit together.

    `not_yet` is what it holds back, where that is good advice for later."""

    id: str
    title: str
    area: str
    phases: tuple[Phase, ...]
    points_to: Tendency
    severity: Severity
    warn_when: Condition
    harm: str
    instead: str
    revisit: str
    not_yet: NotYet | None = None
    unless: Condition | None = None
    see: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()
    tests: tuple[RuleCase, ...] = ()


class Signal(_Strict, Frozen, kw_only=True):
    """Evidence that points to a phase, with a weight."""

    id: str
    title: str
    phase: Phase
    weight: int
    when: Condition
    guide: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    tests: tuple[RuleCase, ...] = ()


class Gate(_Strict, Frozen, kw_only=True):
    """What evidence lifts a product to a phase."""

    phase: Phase
    title: str
    when: Condition


class Check(_Strict, Frozen, kw_only=True):
    """Answers that contradict each other. `when` is true if they do; `about` lists the answers to point at."""

    id: str
    title: str
    severity: Literal["error", "warning"]
    about: tuple[str, ...]
    when: Condition
    tests: tuple[RuleCase, ...] = ()


class Symptom(_Strict, Frozen, kw_only=True):
    """A complaint that a team can report, or that a metric shows."""

    id: str
    title: str
    guide: tuple[str, ...] = ()
    detected_when: Condition | None = None


class Remedies(_Strict, Frozen, kw_only=True):
    """The practices to look at first when a condition holds."""

    title: str
    when: Condition
    remedies: tuple[str, ...]


class Challenge(_Strict, Frozen, kw_only=True):
    """A difficulty that products meet as they grow: its symptoms, and the remedies in the order to try them."""

    id: str
    title: str
    symptoms: tuple[Symptom, ...]
    remedies: tuple[str, ...]
    routes: tuple[Remedies, ...] = ()
    note: str = ""
    guide: tuple[str, ...] = ()


class Side(_Strict, Frozen, kw_only=True):
    """One side of a balance, the metrics that show how it stands, and practices that speak for it."""

    title: str
    metrics: tuple[str, ...]
    practices: tuple[str, ...] = ()


class Balance(_Strict, Frozen, kw_only=True):
    """Two goods that have to be kept in step. `leaning` says what it means when only the first, or only the second,
    is good."""

    id: str
    title: str
    sides: tuple[Side, Side]
    leaning: tuple[str, str]
    even: str
    rule: str
    guide: tuple[str, ...] = ()


class Band(_Strict, Frozen, kw_only=True):
    """Advice for teams of a size; `size` is inclusive, and the upper end may be open."""

    id: str
    title: str
    size: tuple[int, int | None]
    expect: tuple[str, ...]
    wait_with: tuple[str, ...]
    outgrown_when: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()


class Source(_Strict, Frozen, kw_only=True):
    """Where a fact comes from. `checked`: the primary text was read, a secondary one quoting it, only a link seen, or
    none."""

    id: str
    title: str
    url: str = ""
    year: int | None = None
    checked: Literal["primary", "secondary", "link", "none"] = "none"
    note: str = ""


class LevelChange(Frozen, kw_only=True):
    """A level that a policy sets in one phase, None for not asked for; `before` is what the pack says."""

    rule: str
    phase: Phase
    level: Level | None
    reason: str
    before: Level | None = None

    @property
    def lowers(self) -> bool:
        """Whether the policy asks for less than the pack."""
        return LEVELS.index(self.level) > LEVELS.index(self.before)


class TargetChange(Frozen, kw_only=True):
    """A target that a policy sets in one phase, for every product; `before` is the usual one of the pack."""

    metric: str
    phase: Phase
    target: tuple[float, ...]
    reason: str
    before: tuple[float, ...] = ()


class Amendments(Frozen, kw_only=True):
    """What a policy changed in a pack: its name, the SHA-256 of its file, and the changes that make a difference."""

    policy: str
    digest: str
    levels: tuple[LevelChange, ...] = ()
    targets: tuple[TargetChange, ...] = ()


class Override(_Strict, Frozen, kw_only=True):
    """A change of an entry of the packs below, and why. What is None stays as it is.

    Levels and targets are changed phase by phase; the level `none` asks for nothing. New targets have the basis `house`
    unless the override says another, and they hold for every product.
    """

    id: str
    reason: str
    title: str | None = None
    levels: dict[Phase, Literal["required", "recommended", "optional", "none"]] | None = None
    effort: Effort | None = None
    impact: Literal[1, 2, 3, 4, 5] | None = None
    critical: bool | None = None
    why: str | None = None
    how: tuple[str, ...] | None = None
    verify: str | None = None
    finish: str | None = None
    pitfalls: tuple[str, ...] | None = None
    targets: Targets | None = None
    basis: Basis | None = None
    note: str | None = None
    caveats: str | None = None
    max_age_days: int | None = None
    min_sample: int | None = None
    prompt: str | None = None
    help: str | None = None
    partial: str | None = None
    example: str | None = None
    valid_for: int | None = None
    severity: Severity | None = None
    phases: tuple[Phase, ...] | None = None
    harm: str | None = None
    instead: str | None = None
    revisit: str | None = None


class Omission(_Strict, Frozen, kw_only=True):
    """An entry of the packs below that is left out, and why."""

    id: str
    reason: str


class PackPin(Frozen, kw_only=True):
    """Exactly which pack: the digest is the SHA-256 over its files, and over what it builds on."""

    name: str
    version: str
    digest: str


class Sections(Frozen, kw_only=True):
    """What a pack holds; any of its files may hold a part of it."""

    questions: tuple[Question, ...] = ()
    metrics: tuple[Metric, ...] = ()
    practices: tuple[Practice, ...] = ()
    cautions: tuple[Caution, ...] = ()
    signals: tuple[Signal, ...] = ()
    gates: tuple[Gate, ...] = ()
    checks: tuple[Check, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    balances: tuple[Balance, ...] = ()
    bands: tuple[Band, ...] = ()
    sources: tuple[Source, ...] = ()
    overrides: tuple[Override, ...] = ()
    disabled: tuple[Omission, ...] = ()


class Entry(Frozen):
    """What a questionnaire may hold at one key: the answer to what is `asked`, or a section with further entries.

    `home` is the key by which the answer is known; the two differ for the alias of a metric.
    """

    key: str
    home: str
    asked: Question | Metric | None
    within: dict[str, Entry]


class Pack(Sections, Frozen, kw_only=True):
    """A named, versioned set of rules. `digest` is the SHA-256 over the files that it was read from, and over those of
    `bases`: the packs that it builds on, the lowest one first. Overrides and omissions are already carried out; they
    stay here with their reasons. `amendments` are what a policy has changed since."""

    name: str
    version: str
    title: str
    phases: Mapping[Phase, PhaseText]
    areas: Mapping[str, str]
    digest: str = ""
    bases: tuple[PackPin, ...] = ()
    amendments: Amendments | None = None

    @cached_property
    def _made(self) -> dict[Any, Any]:
        """What was made of this pack (see `per_pack`)."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_made"}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Every question by id: facts, and those that practices ask. `symptoms` offers those of all challenges."""
        own = (question for practice in self.practices for question in practice.questions)
        found = {question.id: question for question in (*self.questions, *own)}
        if "symptoms" in found:
            choices = {symptom.id: symptom.title for challenge in self.challenges for symptom in challenge.symptoms}
            found["symptoms"] = replace(found["symptoms"], choices=choices)
        return found

    @cached_property
    def metric(self) -> Mapping[str, Metric]:
        return {metric.id: metric for metric in self.metrics}

    @cached_property
    def metric_at(self) -> Mapping[str, Metric]:
        """Every metric by the place of its answer, in the order of the pack."""
        return {metric.key: metric for metric in self.metrics}

    @cached_property
    def answerable(self) -> Mapping[str, Question | Metric]:
        """What can be answered, by the path that it has in a questionnaire; a metric by its aliases, too."""
        aliases = {f"metrics.{alias}": metric for metric in self.metrics for alias in metric.aliases}
        return {**self.question, **self.metric_at, **aliases}

    @cached_property
    def form(self) -> Mapping[str, Entry]:
        """What a questionnaire may hold at its top, and with it everything else."""
        form: dict[str, Entry] = {}
        found = {"": form}

        def within(path: str) -> dict[str, Entry]:
            if path not in found:
                parent, _, name = path.rpartition(".")
                found[path] = within(parent).setdefault(name, Entry(path, path, None, {})).within
            return found[path]

        for key, asked in self.answerable.items():
            parent, _, name = key.rpartition(".")
            home = asked.key if isinstance(asked, Metric) else key
            within(parent)[name] = Entry(key, home, asked, found.get(key, {}))
        return {**form, **{name: Entry(name, name, None, {}) for name in ("scalecheck", "targets")}}

    @cached_property
    def practice(self) -> Mapping[str, Practice]:
        return {practice.id: practice for practice in self.practices}

    @cached_property
    def caution(self) -> Mapping[str, Caution]:
        return {caution.id: caution for caution in self.cautions}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def practice_of(self) -> Mapping[str, Practice]:
        """The practice that a question belongs to, by question id."""
        return {question.id: practice for practice in self.practices for question in practice.questions}

    @cached_property
    def phased(self) -> frozenset[str]:
        """The practices whose outcome may differ from phase to phase; that of all others is the same in each."""
        idle = {item.key for item in self.metrics if item.applies_when and depends_on_phase(item.applies_when)}
        return frozenset(
            practice.id
            for practice in self.practices
            for condition in filter(None, (practice.require, practice.applies_when))
            if depends_on_phase(condition) or idle & {key for leaf in condition.leaves() for key in leaf.subjects()}
        )

    def ready(self) -> Pack:
        """This pack. What every assessment looks up in it has been made, so that it is stored and kept with it."""
        for name in ("_required", "caution", "lifetimes", "metric_at", "phased", "practice_of"):
            getattr(self, name)
        return self

    @property
    def name_and_version(self) -> str:
        """Such as `guide 1.0.0`; the packs that it builds on come after it."""
        return " on ".join(f"{item.name} {item.version}" for item in (self.pin, *reversed(self.bases)))

    @property
    def pin(self) -> PackPin:
        return PackPin(name=self.name, version=self.version, digest=self.digest)

    @cached_property
    def lifetimes(self) -> Mapping[str, int]:
        """For how many days an answer is fresh after its review, by question; what is not here is fresh for ever."""
        usual = {key: practice.valid_for for key, practice in self.practice_of.items()}
        own = {key: question.valid_for for key, question in self.question.items() if question.valid_for is not None}
        return {key: days for key, days in {**usual, **own}.items() if days is not None}

    def valid_for(self, question: str) -> int | None:
        """For how many days an answer is fresh after its review; None for ever."""
        return self.lifetimes.get(question)

    @cached_property
    def _required(self) -> Mapping[Phase, tuple[Practice, ...]]:
        return {
            phase: tuple(item for item in self.practices if item.levels.get(phase) == "required") for phase in PHASES
        }

    def required(self, phase: Phase) -> tuple[Practice, ...]:
        """The practices that gate a phase."""
        return self._required[phase]


def per_pack(make: Callable[Concatenate[Pack, P], R]) -> Callable[Concatenate[Pack, P], R]:
    """A function of a pack whose result is kept with the pack, so that thousands of products share it."""

    @wraps(make)
    def made(pack: Pack, /, *rest: P.args, **named: P.kwargs) -> R:
        key = (make, *rest, *named.items())
        found: R | None = pack._made.get(key)
        if found is None:
            found = pack._made[key] = make(pack, *rest, **named)
        return found

    return made
