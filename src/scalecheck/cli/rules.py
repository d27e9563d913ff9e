"""`scalecheck rules`: for authors of packs."""

from __future__ import annotations

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import PackPaths
from scalecheck.cli.outputs import show
from scalecheck.errors import ExitCode, Fault, InputError

rules_app = typer.Typer(help="Check and test packs of rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


@rules_app.command("check", epilog="Example: scalecheck rules check my-pack/")
def rules_check(paths: PackPaths = None) -> None:
    """Look for everything that is wrong with a pack of rules."""
    from scalecheck.packs import load_pack

    pack = load_pack(*paths or ())
    rules = len(pack.practices) + len(pack.cautions)
    show(f"{pack.name_and_version}: {rules} rules and {len(pack.metrics)} metrics, nothing wrong\n")
    show(f"digest: {pack.digest}\n")


@rules_app.command("test", epilog="Example: scalecheck rules test my-pack/")
def rules_test(paths: PackPaths = None) -> None:
    """Run the test cases that the rules of a pack carry."""
    from scalecheck.cases import run_cases
    from scalecheck.packs import load_pack

    pack = load_pack(*paths or ())
    results = run_cases(pack)
    failed = [result for result in results if not result.passed]
    for result in failed:
        show(f"{result.rule}: case {result.index + 1}: expected {result.expected}, got {result.actual}\n")
    if not results:
        raise InputError([Fault(str(paths[-1] if paths else pack.name), 0, 0, "", "holds no test case")])
    show(f"{len(results) - len(failed)} cases passed, {len(failed)} failed\n")
    if failed:
        raise typer.Exit(ExitCode.UNUSABLE)
