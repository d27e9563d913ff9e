"""`scalecheck rules`: for authors of packs."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from scalecheck.cli import completion
from scalecheck.cli.app import app
from scalecheck.cli.inputs import AddedPacks, PackPaths, named
from scalecheck.cli.outputs import show, width_of
from scalecheck.errors import ExitCode, Fault, InputError
from scalecheck.phase import Phase

rules_app = typer.Typer(help="List, check and test packs of rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules", epilog="Example: scalecheck rules list --phase growth")


class ListFormat(str, Enum):
    """How `rules list` prints."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class TestFormat(str, Enum):
    """How `rules test` prints."""

    TEXT = "text"
    JUNIT = "junit"


class LevelName(str, Enum):
    """The levels of a practice."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


@rules_app.command("list", epilog="Example: scalecheck rules list --phase growth --level required")
def rules_list(
    phase: Annotated[Phase | None, typer.Option("--phase", help="Only what this phase asks for.")] = None,
    level: Annotated[
        LevelName | None, typer.Option("--level", help="Only practices of this level, in the phase or in any.")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            metavar="AREA",
            help="Only rules of this area.",
            callback=named,
            autocompletion=completion.areas,
        ),
    ] = None,
    guide: Annotated[
        str | None,
        typer.Option(
            "--guide",
            metavar="POINT",
            help="Only rules of this point of the guide, or below it.",
            callback=named,
            autocompletion=completion.points,
        ),
    ] = None,
    output: Annotated[ListFormat, typer.Option("-f", "--format", help="What to print.")] = ListFormat.TABLE,
    packs: AddedPacks = None,
) -> None:
    """List the practices and cautions of a pack."""
    from scalecheck.packs import load_pack
    from scalecheck.render.rulelist import rules_json, rules_markdown, rules_table
    from scalecheck.selection import select
    from scalecheck.words import load_words

    pack, words = load_pack(*packs or ()), load_words()
    rules = select(pack, phase=phase, level=level.value if level else None, area=area, point=guide)
    match output:
        case ListFormat.JSON:
            show(rules_json(rules))
        case ListFormat.MARKDOWN:
            show(rules_markdown(pack, rules, words))
        case ListFormat.TABLE:
            show(rules_table(pack, rules, words, width_of()))


@rules_app.command("check", epilog="Example: scalecheck rules check my-pack/")
def rules_check(paths: PackPaths = None) -> None:
    """Look for everything that is wrong with packs of rules."""
    from scalecheck.packs import load_pack

    pack = load_pack(*paths or ())
    rules = len(pack.practices) + len(pack.cautions)
    show(f"{pack.name_and_version}: {rules} rules and {len(pack.metrics)} metrics, nothing wrong\n")
    show(f"digest: {pack.digest}\n")


@rules_app.command("test", epilog="Example: scalecheck rules test my-pack/")
def rules_test(
    paths: PackPaths = None,
    output: Annotated[TestFormat, typer.Option("-f", "--format", help="What to print.")] = TestFormat.TEXT,
) -> None:
    """Run the test cases that the rules of packs carry."""
    from scalecheck.cases import run_cases
    from scalecheck.packs import load_pack
    from scalecheck.render.cases import cases_junit, cases_text

    pack = load_pack(*paths or ())
    results = run_cases(pack)
    if not results:
        raise InputError([Fault(str(paths[-1] if paths else pack.name), 0, 0, "", "holds no test case")])
    show(cases_junit(pack, results) if output is TestFormat.JUNIT else cases_text(results))
    if not all(result.passed for result in results):
        raise typer.Exit(ExitCode.UNUSABLE)
