"""`scalecheck gate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.exits import tell
from scalecheck.cli.inputs import Rules, assess_one, day_of, each_once, given, results_of, rules_of
from scalecheck.cli.outputs import Target, colored, keep_inputs, show, show_replaced, targets_of, texts_by_path
from scalecheck.cli.parameters import (
    AddedPacks,
    AnswerFiles,
    AsOf,
    Assigned,
    FailOn,
    Files,
    Judged,
    OutputPaths,
    PolicyPath,
    WaiverPath,
    WaiverRef,
    option,
)
from scalecheck.errors import InputError, ScalecheckError
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.assessment import Assessment
    from scalecheck.compare import Changes
    from scalecheck.gatereport import GateReport, GateRun
    from scalecheck.pack import Pack
    from scalecheck.result import AssessmentView

    Finder = Callable[[str, str], AssessmentView]

SUMMARY = "GITHUB_STEP_SUMMARY"


class GateFormat(str, Enum):
    """What `gate` prints: the names of `render.GATE_RENDERERS`."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"
    BADGE = "badge"
    SHIELDS = "shields"


def gate(
    files: Files,
    output: Annotated[GateFormat, option("-f", "--format", help="What to print.")] = GateFormat.TEXT,
    paths: OutputPaths = None,
    phase: Judged = None,
    fail_on: FailOn = None,
    policy: PolicyPath = None,
    waivers: WaiverPath = None,
    waivers_from_ref: WaiverRef = None,
    baseline: Annotated[
        str | None,
        option(
            "--baseline",
            metavar="FILE",
            help="An earlier result as JSON; its known gaps do not block.",
            blank=False,
        ),
    ] = None,
    no_regress: Annotated[
        bool, option("--no-regress", help="Fail too when anything got worse than the baseline.")
    ] = False,
    as_of: AsOf = None,
    answers: AnswerFiles = None,
    assigned: Assigned = None,
    packs: AddedPacks = None,
    step_summary: Annotated[
        bool, option("--step-summary", help=f"Also add a summary to the file that {SUMMARY} names, if it does.")
    ] = False,
    exit_zero: Annotated[bool, option("--exit-zero", help="Turn exit code 1, and no other, into 0.")] = False,
    verbose: Annotated[bool, option("-v", "--verbose", help="Print every blocking practice in full.")] = False,
) -> None:
    """Fail (exit code 1) when the phase lacks what it requires."""
    from scalecheck.files import write_all
    from scalecheck.gatereport import GateRun
    from scalecheck.words import load_words

    if no_regress and baseline is None:
        raise ScalecheckError("--no-regress: needs --baseline FILE to compare with")
    targets = targets_of(paths, _suffixes())
    rules = rules_of(
        policy,
        waivers,
        waivers_from_ref,
        fail_on,
        answers=answers,
        assigned=assigned,
        packs=packs,
        reads=[*files, baseline],
    )
    files = each_once(files)
    earlier = _finder(baseline)
    words = load_words()
    day = day_of(as_of)

    def run_on(name: str) -> GateRun:
        try:
            return GateRun(words=words, reports=(_judged(name, phase, day, rules, earlier, no_regress),))
        except InputError as error:
            return GateRun(words=words, faults=error.faults)

    runs = [run_on(name) for name in files]
    whole = GateRun(
        words=words,
        reports=tuple(report for run in runs for report in run.reports),
        faults=tuple(dict.fromkeys(fault for run in runs for fault in run.faults)),
    )
    faults = list(whole.faults)
    try:
        written = _written(whole, dict(zip(files, runs, strict=True)), targets)
        keep_inputs(written, [*rules.reads(files), *([baseline] if baseline else [])])
        write_all(written)
        if step_summary:
            _summarize(whole)
    except InputError as error:
        faults += error.faults
    if verbose:
        show_replaced(report.result.assessment.questionnaire for report in whole.reports)
    show(_printed(whole, output, verbose))
    if faults:
        raise InputError(faults)
    if whole.exit_code and exit_zero:
        tell("scalecheck: the gate failed; --exit-zero turns the exit code into 0\n")
    elif whole.exit_code:
        sys.exit(whole.exit_code)


def _suffixes() -> dict[str, str]:
    from scalecheck.render import GATE_RENDERERS

    return {name: renderer.suffix for name, renderer in GATE_RENDERERS.items()}


def _finder(path: str | None) -> Finder | None:
    """What finds the earlier result of a product, by the file of its questionnaire and its name."""
    if path is None:
        return None
    from scalecheck.resultfile import result_for

    return partial(result_for, results_of(path), path)


def _judged(
    name: str, phase: Phase | None, day: date, rules: Rules, earlier: Finder | None, no_regress: bool
) -> GateReport:
    """What the gate says about one questionnaire."""
    from scalecheck.gate import judge
    from scalecheck.gatereport import make_gate_report
    from scalecheck.words import load_words

    product, waivers = given(name, day, rules)
    assessment = assess_one(product, phase, day, rules)
    baseline = earlier(product.path, product.name) if earlier else None
    changes = _since(baseline, assessment, rules.pack) if baseline and no_regress else None
    result = judge(assessment, rules.policy, waivers, baseline, changes=changes)
    return make_gate_report(result, rules.pack, load_words())


def _since(baseline: AssessmentView, assessment: Assessment, pack: Pack) -> Changes:
    from scalecheck.compare import compare
    from scalecheck.report import make_report
    from scalecheck.view import view_of
    from scalecheck.words import load_words

    return compare(baseline, view_of(make_report(assessment, pack, load_words())))


def _printed(run: GateRun, output: GateFormat, verbose: bool) -> str:
    from scalecheck.render import GATE_RENDERERS

    if output is not GateFormat.TEXT:
        return GATE_RENDERERS[output.value](run)
    from scalecheck.render.gate import gate_text

    return gate_text(run, verbose=verbose, color=colored())


def _written(whole: GateRun, runs: Mapping[str, GateRun], targets: Iterable[Target]) -> dict[Path, str]:
    """The text of every file to write; with {name} in its path each questionnaire gets one. Raises `InputError`."""
    from scalecheck.render import GATE_RENDERERS

    pieces = []
    for target in targets:
        parts = [(target.path_for(name), run) for name, run in runs.items()]
        for path, run in parts if target.each else [(Path(target.path), whole)]:
            pieces.append((target, path, GATE_RENDERERS[target.format](run)))
    return texts_by_path(pieces)


def _summarize(run: GateRun) -> None:
    """Add what is left of the room for a step's summary, if there is one; without it the option does nothing."""
    from scalecheck.files import append
    from scalecheck.render.summary import MOST, to_markdown

    name = os.environ.get(SUMMARY)
    if name:
        path = Path(name)
        append(path, to_markdown(run, MOST - (path.stat().st_size if path.is_file() else 0)))
