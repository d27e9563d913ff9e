"""The application as Typer knows it: its name, its options and its commands. The only module that knows Typer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from inspect import Signature, signature
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from scalecheck.cli.assess import assess
from scalecheck.cli.baseline import baseline
from scalecheck.cli.compare import compare
from scalecheck.cli.exits import exit_codes
from scalecheck.cli.explain import explain
from scalecheck.cli.gate import gate
from scalecheck.cli.history import history
from scalecheck.cli.init import init
from scalecheck.cli.outputs import VERSION, show
from scalecheck.cli.parameters import Offers, Parameter, declared
from scalecheck.cli.plan import plan
from scalecheck.cli.rules import rules_check, rules_list, rules_test
from scalecheck.cli.schema import schema
from scalecheck.errors import ScalecheckError
from scalecheck.render.escape import for_terminal

__all__ = ["app"]


# Typer holds its own copy of Click, or stands on Click itself, as its version has it.
_UsageError: Any = typer.BadParameter.__base__


@contextmanager
def _harmless() -> Iterator[None]:
    """What is wrong with an argument is told with the argument, which a script may have taken from anywhere."""
    try:
        yield
    except _UsageError as error:
        error.message = for_terminal(error.message)
        raise


class _Group(TyperGroup):
    """Commands whose errors become exit codes; while they run, and while options such as --help answer at once."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        with exit_codes(), _harmless():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        with exit_codes(), _harmless():
            return super().invoke(ctx)


app = typer.Typer(
    name="scalecheck",
    cls=_Group,
    help="Is this product ready for the phase it says it is in, what is missing, what is too early, and what next?",
    epilog="Example: scalecheck assess project.yaml",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules = typer.Typer(help="List, check and test packs of rules.", no_args_is_help=True, rich_markup_mode=None)


def _version(wanted: bool) -> None:
    if wanted:
        show(VERSION)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def _add(
    group: typer.Typer, command: Callable[..., None], example: str, *, name: str | None = None, help: str | None = None
) -> None:
    """Make a function a command of a group. With all that it takes, it is made when it is called for: to declare that
    for every command would take longer than to list them."""
    name, help, epilog = name or command.__name__, help or command.__doc__, f"Example: scalecheck {example}"

    @cache
    def whole() -> Any:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name, help=help, epilog=epilog)(_declared(command))
        return get_command(alone)

    class Listed(TyperCommand):
        def make_context(self, *args: Any, **extra: Any) -> Any:
            return whole().make_context(*args, **extra)

    group.command(name, cls=Listed, help=help, epilog=epilog)(lambda: None)


def _declared(command: Callable[..., None]) -> Callable[..., None]:
    """The function with what its parameters declare, in the words of Typer."""
    told = {item.name: Annotated[item.annotation, _typer(item.parameter)] for item in declared(command)}
    parameters = [item.replace(annotation=told[name]) for name, item in signature(command).parameters.items()]

    @wraps(command)
    def run(**values: Any) -> None:
        command(**values)

    run.__annotations__ = told
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run


def _typer(parameter: Parameter) -> Any:
    kind = typer.Option if parameter.names else typer.Argument
    return kind(
        *parameter.names,
        metavar=parameter.metavar,
        help=parameter.help,
        callback=None if parameter.blank else _named,
        autocompletion=_completing(parameter.offers) if parameter.offers else None,
    )


def _named(value: Any) -> Any:
    """The value of an option, or several, each of which must name something."""
    given = [value] if isinstance(value, str) else value or []
    if not all(text.strip() for text in given):
        raise typer.BadParameter("is empty")
    return value


def _completing(offers: Offers) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What a shell may complete. It waits for this and shows whatever is printed, so that what cannot be read offers
    nothing and complains about nothing."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from scalecheck.packs import load_pack

        try:
            pack = load_pack(*ctx.params.get("packs") or ())
        except (ScalecheckError, OSError):
            return []
        return sorted({word: help for word, help in offers(pack) if word.startswith(incomplete)}.items())

    return complete


_add(app, assess, "assess project.yaml --what-if maturity")
_add(app, baseline, "baseline create project.yaml --baseline baseline.json")
_add(app, compare, "compare october.json project.yaml -o changes.html")
_add(app, explain, "explain reliability.restore-drill -f markdown")
_add(app, explain, "why reliability.restore-drill project.yaml", name="why", help="Another name of explain.")
_add(app, gate, "gate project.yaml")
_add(app, history, "history results/ -o history.html")
_add(app, init, "init project.yaml")
_add(app, plan, "plan project.yaml --target maturity --capacity 15")
app.add_typer(rules, name="rules", epilog="Example: scalecheck rules list --phase growth")
_add(rules, rules_list, "rules list --phase growth --level required", name="list")
_add(rules, rules_check, "rules check my-pack/", name="check")
_add(rules, rules_test, "rules test my-pack/", name="test")
_add(app, schema, "schema questionnaire > questionnaire.schema.json")
