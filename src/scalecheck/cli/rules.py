"""`scalecheck rules`: for authors of packs."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Annotated

from scalecheck.cli import completion
from scalecheck.cli.inputs import pack_of
from scalecheck.cli.outputs import show, width_of
from scalecheck.cli.parameters import AddedPacks, PackPaths, option
from scalecheck.errors import ExitCode, Fault, InputError
from scalecheck.phase import Phase

__all__ = ["rules_check", "rules_list", "rules_test"]


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


def rules_list(
    phase: Annotated[Phase | None, option("--phase", help="Only what this phase asks for.")] = None,
    level: Annotated[
        LevelName | None, option("--level", help="Only practices of this level, in the phase or in any.")
    ] = None,
    area: Annotated[
        str | None,
        option(
            "--area",
            metavar="AREA",
            help="Only rules of this area.",
            blank=False,
            offers=completion.areas,
        ),
    ] = None,
    guide: Annotated[
        str | None,
        option(
            "--guide",
            metavar="POINT",
            help="Only rules of this point of the guide, or below it.",
            blank=False,
            offers=completion.points,
        ),
    ] = None,
    output: Annotated[ListFormat, option("-f", "--format", help="What to print.")] = ListFormat.TABLE,
    packs: AddedPacks = None,
) -> None:
    """List the practices and cautions of a pack."""
    from scalecheck.render.rulelist import rules_json, rules_markdown, rules_table
    from scalecheck.selection import select
    from scalecheck.words import load_words

    pack, words = pack_of(packs), load_words()
    rules = select(pack, phase=phase, level=level.value if level else None, area=area, point=guide)
    match output:
        case ListFormat.JSON:
            show(rules_json(rules))
        case ListFormat.MARKDOWN:
            show(rules_markdown(pack, rules, words))
        case ListFormat.TABLE:
            show(rules_table(pack, rules, words, width_of()))


def rules_check(paths: PackPaths = None) -> None:
    """Look for everything that is wrong with packs of rules."""
    pack = pack_of(paths)
    rules = len(pack.practices) + len(pack.cautions)
    show(f"{pack.name_and_version}: {rules} rules and {len(pack.metrics)} metrics, nothing wrong\n")
    show(f"digest: {pack.digest}\n")


def rules_test(
    paths: PackPaths = None,
    output: Annotated[TestFormat, option("-f", "--format", help="What to print.")] = TestFormat.TEXT,
) -> None:
    """Run the test cases that the rules of packs carry."""
    from scalecheck.cases import run_cases
    from scalecheck.render.cases import cases_junit, cases_text

    pack = pack_of(paths)
    results = run_cases(pack)
    if not results:
        raise InputError([Fault(str(paths[-1] if paths else pack.name), 0, 0, "", "holds no test case")])
    show(cases_junit(pack, results) if output is TestFormat.JUNIT else cases_text(results))
    if not all(result.passed for result in results):
        sys.exit(ExitCode.UNUSABLE)
