"""`scalecheck baseline`: the file of gaps that the gate accepts until they are closed."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.inputs import STDIN, day_of, each_once, reports_on, rules_of
from scalecheck.cli.outputs import show
from scalecheck.cli.parameters import (
    AddedPacks,
    AnswerFiles,
    AsOf,
    Assigned,
    FailOn,
    Files,
    Judged,
    PolicyPath,
    WaiverPath,
    WaiverRef,
    argument,
    option,
)
from scalecheck.errors import Fault, InputError, ScalecheckError

if TYPE_CHECKING:
    from scalecheck import policy as policies
    from scalecheck.baseline import Decision
    from scalecheck.result import AssessmentView


class Action(str, Enum):
    """What to do with a baseline."""

    CREATE = "create"
    UPDATE = "update"
    PRUNE = "prune"


def baseline(
    action: Annotated[
        Action,
        argument(
            metavar="create|update|prune",
            help="Accept what lacks today in a new file, accept more later on, or forget what is closed.",
        ),
    ],
    files: Files,
    path: Annotated[str, option("--baseline", metavar="FILE", help="The baseline, as `gate` reads it.", blank=False)],
    reason: Annotated[str, option("--reason", metavar="TEXT", help="Why; `update` needs it.")] = "",
    by: Annotated[str, option("--by", metavar="NAME", help="Who decides.")] = "",
    phase: Judged = None,
    fail_on: FailOn = None,
    policy: PolicyPath = None,
    waivers: WaiverPath = None,
    waivers_from_ref: WaiverRef = None,
    as_of: AsOf = None,
    answers: AnswerFiles = None,
    assigned: Assigned = None,
    packs: AddedPacks = None,
) -> None:
    """Accept known gaps, so that the gate fails on new ones only."""
    from scalecheck.baseline import Decision
    from scalecheck.fields import SHORTEST_REASON
    from scalecheck.files import write_all
    from scalecheck.render import json_list
    from scalecheck.render.baseline import baseline_text
    from scalecheck.render.json_ import view_json
    from scalecheck.resultfile import fits
    from scalecheck.view import view_of
    from scalecheck.words import load_words

    if len(reason.strip()) < SHORTEST_REASON and (reason or action is Action.UPDATE):
        raise ScalecheckError(f"--reason: must say why in at least {SHORTEST_REASON} characters")
    if path == STDIN:
        raise ScalecheckError("--baseline: a baseline is kept in a file; - is none")
    if action is Action.CREATE and os.path.lexists(path):
        raise InputError([Fault(path, 0, 0, "", "is already there; use update or prune")])
    old = _results(path) if action is not Action.CREATE else ()
    rules = rules_of(
        policy,
        waivers,
        waivers_from_ref,
        fail_on,
        answers=answers,
        assigned=assigned,
        packs=packs,
        reads=files,
    )
    results = [view_of(report) for report in reports_on(each_once(files), phase, day_of(as_of), rules)]
    why = Decision(reason=reason.strip(), by=by.strip())
    steps = _steps(action, old, results, path, why, rules.policy.fail_on)
    untouched = [result for result in old if all(result is not before for before, _ in steps)]
    texts = [view_json(result) for result in (*untouched, *(after for _, after in steps))]
    text = texts[0] if len(texts) == 1 else json_list(texts)
    if not fits(text):
        raise InputError([Fault(path, 0, 0, "", "would be too large to read; keep the products in several baselines")])
    write_all({Path(path): text})
    show("".join(baseline_text(before, after, load_words()) for before, after in steps))


def _results(path: str) -> tuple[AssessmentView, ...]:
    from scalecheck.resultfile import load_results

    return load_results(path)


def _steps(
    action: Action,
    old: tuple[AssessmentView, ...],
    new: list[AssessmentView],
    path: str,
    why: Decision,
    fail_on: policies.FailOn,
) -> list[tuple[AssessmentView | None, AssessmentView]]:
    """The baseline of each product before and after. Raises `InputError` when one has none yet."""
    from scalecheck.baseline import create, prune, update
    from scalecheck.resultfile import result_for

    if action is Action.CREATE:
        return [(None, create(result, why, fail_on=fail_on)) for result in new]
    steps: list[tuple[AssessmentView | None, AssessmentView]] = []
    faults: list[Fault] = []
    for result in new:
        try:
            before = result_for(old, path, result.product.file, result.product.name)
        except InputError as error:
            faults += error.faults
            continue
        if action is Action.PRUNE and before.baseline is None:
            what = "is a plain result that accepts all its gaps; begin a baseline with `scalecheck baseline create`"
            faults.append(Fault(path, 0, 0, "", what))
        elif action is Action.PRUNE:
            steps.append((before, prune(before, result, why)))
        else:
            steps.append((before, update(before, result, why, fail_on=fail_on)))
    if faults:
        raise InputError(faults)
    return steps
