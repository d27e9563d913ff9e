"""`scalecheck compare`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.inputs import Rules, content_of, day_of, given, report_on, rules_of
from scalecheck.cli.outputs import deliver
from scalecheck.cli.parameters import (
    AddedPacks,
    AsOf,
    Format,
    Judged,
    OutputPaths,
    PolicyPath,
    Printed,
    WaiverPath,
    argument,
    option,
)
from scalecheck.errors import Fault, InputError, ScalecheckError
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.result import AssessmentView

_KINDS = "A questionnaire, or a result that `assess -f json` wrote;"


def compare(
    old: Annotated[str, argument("OLD", f"{_KINDS} - reads standard input.", blank=False)],
    new: Annotated[str, argument("NEW", "The same, of a later day.", blank=False)],
    output: Printed = Format.TERMINAL,
    paths: OutputPaths = None,
    phase: Judged = None,
    as_of: AsOf = None,
    policy: PolicyPath = None,
    waivers: WaiverPath = None,
    packs: AddedPacks = None,
    verbose: Annotated[bool, option("-v", "--verbose", help="Print every change.")] = False,
) -> None:
    """Tell what changed between two questionnaires or results.

    Questionnaires are judged now, by the same rules; results keep what they were judged by. So between two results a
    change may come from the rules and not from the product: the answers are the same then, which is told.
    """
    from scalecheck.compare import compare
    from scalecheck.render import CHANGE_RENDERERS
    from scalecheck.report.changes import make_comparison
    from scalecheck.words import load_words

    rules = rules_of(policy, waivers, packs=packs, reads=[old, new])
    day = day_of(as_of)
    found: list[tuple[AssessmentView, bool]] = []
    faults: list[Fault] = []
    for name in (old, new):
        try:
            found.append(_result(name, phase, day, rules))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    (before, old_judged), (after, new_judged) = found
    judging = {"--phase": phase, "--as-of": as_of, "--policy": policy, "--waivers": waivers}
    for name, value in judging.items():
        if value and not (old_judged or new_judged):
            raise ScalecheckError(f"{name}: needs a questionnaire to judge; results keep what they were judged by")
    told = make_comparison(compare(before, after), rules.pack, load_words())
    deliver(told, CHANGE_RENDERERS, output, paths, rules.reads((old, new)), verbose)


def _result(name: str, phase: Phase | None, day: date, rules: Rules) -> tuple[AssessmentView, bool]:
    """A result, and whether it was judged just now. Raises `InputError`."""
    from scalecheck.document import parse
    from scalecheck.jsonfile import LARGEST
    from scalecheck.resultfile import is_result, results_in
    from scalecheck.view import view_of

    data, called = content_of(name, LARGEST)
    if not is_result(data):
        product, waivers = given(name, day, rules, parse(data, called))
        return view_of(report_on(product, phase, day, rules, waivers)), True
    results = results_in(data, called)
    if len(results) > 1:
        raise InputError([Fault(called, 0, 0, "", f"holds {len(results)} results; only one product can be compared")])
    return results[0], False
