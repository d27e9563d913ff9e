"""`scalecheck assess`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.inputs import day_of, each_once, reports_on, results_of, rules_of
from scalecheck.cli.outputs import Target, keep_inputs, screen_of, show, show_replaced, targets_of, texts_by_path
from scalecheck.cli.parameters import (
    AddedPacks,
    AnswerFiles,
    AsOf,
    Assigned,
    Files,
    Format,
    OutputPaths,
    PolicyPath,
    Printed,
    WaiverPath,
    WaiverRef,
    option,
)
from scalecheck.errors import Fault, InputError, ScalecheckError
from scalecheck.frozen import replace
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.render import Renderer
    from scalecheck.report import Report

    Renderers = Mapping[str, Renderer[Report]]


def assess(
    files: Files,
    output: Printed = Format.TERMINAL,
    paths: OutputPaths = None,
    phase: Annotated[
        Phase | None,
        option("--phase", "--what-if", help="Judge for this phase, and show it side by side with the declared one."),
    ] = None,
    as_of: AsOf = None,
    policy: PolicyPath = None,
    waivers: WaiverPath = None,
    waivers_from_ref: WaiverRef = None,
    answers: AnswerFiles = None,
    assigned: Assigned = None,
    packs: AddedPacks = None,
    baseline: Annotated[
        str | None,
        option("--baseline", metavar="FILE", help="Tell what changed since this earlier JSON result.", blank=False),
    ] = None,
    most: Annotated[
        int | None,
        option("--max-bytes", metavar="N", help="Hold a Markdown report to this size; detail is left out."),
    ] = None,
    quiet: Annotated[bool, option("-q", "--quiet", help="Print the verdict only, one line a file.")] = False,
    verbose: Annotated[bool, option("-v", "--verbose", help="Print everything, with sources.")] = False,
) -> None:
    """Evaluate questionnaires and report on them.

    `--phase` asks how ready a product is for another phase than its own, and `--set` how it would stand with another
    answer. Both leave the file alone; `--set product.phase=growth` is what the team would say next.
    """
    renderers = _renderers(most)
    targets = targets_of(paths, {name: renderer.suffix for name, renderer in renderers.items()})
    if most is not None and "markdown" not in (output.value, *(target.format for target in targets)):
        raise ScalecheckError("--max-bytes is for the Markdown report; ask for one with -f markdown or -o report.md")
    rules = rules_of(
        policy,
        waivers,
        waivers_from_ref,
        answers=answers,
        assigned=assigned,
        packs=packs,
        reads=[*files, baseline],
    )
    files = each_once(files)
    if len(files) > 1 and not renderers[output.value].join and output is not Format.TERMINAL:
        raise ScalecheckError(f"--format {output.value} shows one product; give one FILE")
    reports = reports_on(files, phase, day_of(as_of), rules)
    if phase:
        from scalecheck.report.beside import with_declared

        reports = [with_declared(report) for report in reports]
    if verbose:
        show_replaced(report.assessment.questionnaire for report in reports)
    if baseline is not None:
        reports = _since(baseline, reports)
    printed = _printed(reports, renderers, output, quiet, verbose)
    if targets:
        from scalecheck.files import write_all

        written = _written(reports, renderers, targets)
        keep_inputs(written, [*rules.reads(files), *([baseline] if baseline else [])])
        write_all(written)
    show(printed)


def _renderers(most: int | None) -> Renderers:
    """The formats, with Markdown held to so many bytes. Raises `ScalecheckError` when that is too little."""
    from scalecheck.render import RENDERERS

    if most is None:
        return RENDERERS
    from scalecheck.render.markdown import SMALLEST

    if most < SMALLEST:
        raise ScalecheckError(f"--max-bytes must be at least {SMALLEST}")
    return {**RENDERERS, "markdown": replace(RENDERERS["markdown"], options={"limit": most})}


def _since(baseline: str, reports: list[Report]) -> list[Report]:
    """The reports with what changed since the results in a file. Raises `InputError`."""
    from scalecheck.compare import compare
    from scalecheck.report.changes import with_changes
    from scalecheck.resultfile import result_for
    from scalecheck.view import view_of

    earlier = results_of(baseline)
    told: list[Report] = []
    faults: list[Fault] = []
    for report in reports:
        product = report.assessment.questionnaire
        try:
            old = result_for(earlier, baseline, product.path, product.name)
        except InputError as error:
            faults += error.faults
            continue
        told.append(with_changes(report, compare(old, view_of(report))))
    if faults:
        raise InputError(faults)
    return told


def _printed(reports: list[Report], renderers: Renderers, output: Format, quiet: bool, verbose: bool) -> str:
    if output is not Format.TERMINAL:
        renderer = renderers[output.value]
        texts = [renderer(report) for report in reports]
        return renderer.join(texts) if renderer.join and len(texts) > 1 else texts[0]
    if quiet:
        from scalecheck.render.line import one_line

        return "".join(map(one_line, reports))
    from scalecheck.render.terminal import terminal

    screen = screen_of(verbose)
    return "\n".join(terminal(report, screen) for report in reports)


def _written(reports: list[Report], renderers: Renderers, targets: tuple[Target, ...]) -> dict[Path, str]:
    """The text of every file to write. Raises `InputError` when two of them are the same."""
    pieces: list[tuple[Target, Path, str]] = []
    faults: list[Fault] = []
    for target in targets:
        renderer = renderers[target.format]
        if len(reports) > 1 and not target.each and not renderer.join:
            faults.append(target.fault("holds one product; write {name} in the path to get a file for each"))
            continue
        made = [renderer(report) for report in reports]
        names = [report.assessment.questionnaire.path for report in reports]
        if target.each or len(made) == 1:
            pieces += [(target, target.path_for(name), text) for name, text in zip(names, made, strict=True)]
        elif renderer.join:
            pieces.append((target, Path(target.path), renderer.join(made)))
    if faults:
        raise InputError(faults)
    return texts_by_path(pieces)
