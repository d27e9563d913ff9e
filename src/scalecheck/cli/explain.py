"""`scalecheck explain`, also called `why`."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from scalecheck.cli import completion
from scalecheck.cli.inputs import day_of, pack_of, reports_on, rules_of
from scalecheck.cli.outputs import show
from scalecheck.cli.parameters import AddedPacks, AnswerFiles, AsOf, Assigned, Judged, PolicyPath, argument, option
from scalecheck.errors import ScalecheckError


class ExplainFormat(str, Enum):
    """How `explain` prints."""

    TEXT = "text"
    MARKDOWN = "markdown"


Ident = Annotated[
    str,
    argument(metavar="ID", help="A rule, metric or question.", blank=False, offers=completion.idents),
]
Output = Annotated[ExplainFormat, option("-f", "--format", help="What to print.")]


def explain(
    ident: Ident,
    file: Annotated[
        str | None, argument("[FILE]", "Explain how it came out here; - reads standard input.", blank=False)
    ] = None,
    output: Output = ExplainFormat.TEXT,
    phase: Judged = None,
    as_of: AsOf = None,
    policy: PolicyPath = None,
    answers: AnswerFiles = None,
    assigned: Assigned = None,
    packs: AddedPacks = None,
) -> None:
    """Tell the whole story of a rule, or why it came out as it did."""
    from scalecheck.render import explain as render
    from scalecheck.words import load_words

    layout = render.as_markdown if output is ExplainFormat.MARKDOWN else render.as_text
    if file is None:
        judging = {"--phase": phase, "--as-of": as_of, "--policy": policy, "--answers": answers, "--set": assigned}
        for name, value in judging.items():
            if value:
                raise ScalecheckError(f"{name}: needs a FILE to judge")
        show(render.explain_rule(pack_of(packs), ident, load_words(), layout))
        return
    rules = rules_of(policy, answers=answers, assigned=assigned, packs=packs, reads=[file])
    (report,) = reports_on([file], phase, day_of(as_of), rules)
    show(render.explain_outcome(report.assessment, report.pack, ident, report.words, layout))
