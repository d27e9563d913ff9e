"""`scalecheck plan`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.inputs import assess_one, day_of, given, rules_of
from scalecheck.cli.outputs import keep_inputs, screen_of, show, show_replaced, targets_of, texts_by_path
from scalecheck.cli.parameters import (
    AddedPacks,
    AnswerFiles,
    AsOf,
    Assigned,
    Judged,
    OutputPaths,
    PolicyPath,
    WaiverPath,
    WaiverRef,
    argument,
    option,
)
from scalecheck.errors import ScalecheckError
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.report import Report


class PlanFormat(str, Enum):
    """What `plan` prints: the names of `render.PLAN_RENDERERS`."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    GITHUB = "github"
    JIRA = "jira"
    LINEAR = "linear"


def plan(
    file: Annotated[str, argument("FILE", "A questionnaire; - reads standard input.", blank=False)],
    output: Annotated[PlanFormat, option("-f", "--format", help="What to print.")] = PlanFormat.TABLE,
    paths: OutputPaths = None,
    target: Annotated[
        Phase | None, option("--target", help="Plan up to this phase; up to the next one by default.")
    ] = None,
    capacity: Annotated[
        int | None,
        option("--capacity", metavar="DAYS", help="Person-days in an iteration; by default from the engineers."),
    ] = None,
    phase: Judged = None,
    as_of: AsOf = None,
    policy: PolicyPath = None,
    waivers: WaiverPath = None,
    waivers_from_ref: WaiverRef = None,
    answers: AnswerFiles = None,
    assigned: Assigned = None,
    packs: AddedPacks = None,
    verbose: Annotated[bool, option("-v", "--verbose", help="Print every step of every action.")] = False,
) -> None:
    """Tell what to do next, in which order and iteration."""
    from scalecheck.evidence import doubtful_evidence
    from scalecheck.files import write_all
    from scalecheck.render import PLAN_RENDERERS
    from scalecheck.report import make_report
    from scalecheck.words import load_words

    if capacity is not None and capacity < 1:
        raise ScalecheckError("--capacity: must be at least one person-day")
    if phase and target and target.rank < phase.rank:
        raise ScalecheckError("--target: comes before the phase that is judged (--phase)")
    targets = targets_of(paths, {name: renderer.suffix for name, renderer in PLAN_RENDERERS.items()})
    rules = rules_of(policy, waivers, waivers_from_ref, answers=answers, assigned=assigned, packs=packs, reads=[file])
    day = day_of(as_of)
    product, accepted = given(file, day, rules)
    # To reach an earlier phase than the declared one is to be judged for that.
    judged = phase or (target if target and target.rank < product.phase.rank else None)
    assessment = assess_one(product, judged, day, rules, accepted)
    doubts = doubtful_evidence(product)
    report = make_report(assessment, rules.pack, load_words(), doubts, target=target, capacity=capacity)
    if verbose:
        show_replaced([product])
    printed = _printed(report, output, verbose)
    written = texts_by_path((item, item.path_for(file), PLAN_RENDERERS[item.format](report)) for item in targets)
    keep_inputs(written, rules.reads([file]))
    write_all(written)
    show(printed)


def _printed(report: Report, output: PlanFormat, verbose: bool) -> str:
    if output is PlanFormat.TABLE:
        from scalecheck.render.plan import plan_table

        return plan_table(report, screen_of(verbose))
    from scalecheck.render import PLAN_RENDERERS

    return PLAN_RENDERERS[output.value](report)
