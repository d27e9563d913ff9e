"""`scalecheck explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import AddedPacks, AsOf, Judged, day_of, reports_on, rules_of
from scalecheck.cli.outputs import show


@app.command(epilog="Example: scalecheck explain reliability.restore-drill project.yaml")
def explain(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A rule, metric or question.")],
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Explain how it came out here.")] = None,
    phase: Judged = None,
    as_of: AsOf = None,
    packs: AddedPacks = None,
) -> None:
    """Tell the whole story of a rule, or why it came out as it did."""
    from scalecheck.packs import load_pack
    from scalecheck.render.explain import explain_outcome, explain_rule
    from scalecheck.words import load_words

    pack, words = load_pack(*packs or ()), load_words()
    if file is None:
        if phase or as_of:
            raise typer.BadParameter("needs a FILE to judge", param_hint="--phase" if phase else "--as-of")
        show(explain_rule(pack, ident, words))
        return
    (report,) = reports_on([file], phase, day_of(as_of), rules_of(packs=packs))
    show(explain_outcome(report.assessment, pack, ident, words))
