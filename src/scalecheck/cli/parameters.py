"""What commands are given on the command line, as plain data that no library is needed for.

A command is a function whose parameters are annotated with a `Parameter`. Typer is told the same in `app`; `quick`
reads it itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from scalecheck.cli import completion
from scalecheck.frozen import Frozen
from scalecheck.phase import Phase

if TYPE_CHECKING:
    from scalecheck.pack import Pack

__all__ = [
    "AddedPacks",
    "AnswerFiles",
    "AsOf",
    "Assigned",
    "Bar",
    "Declared",
    "FailOn",
    "Files",
    "Format",
    "Judged",
    "Offers",
    "OutputPaths",
    "PackPaths",
    "Parameter",
    "PolicyPath",
    "Printed",
    "WaiverPath",
    "WaiverRef",
    "argument",
    "declared",
    "option",
]

Offers = Callable[["Pack"], Iterator[tuple[str, str]]]
"""The words of a pack that a shell may complete, each with what it means."""

WAIVERS = "scalecheck-waivers.yaml"


class Parameter(Frozen):
    """An option under its `names`, or an argument when it has none.

    `metavar` stands for its value in help. A value that is not `blank` must name something: an empty one is a variable
    that was never set.
    """

    help: str
    names: tuple[str, ...] = ()
    metavar: str | None = None
    blank: bool = True
    offers: Offers | None = None


def option(
    *names: str, help: str, metavar: str | None = None, blank: bool = True, offers: Offers | None = None
) -> Parameter:
    return Parameter(help, names, metavar, blank, offers)


def argument(metavar: str, help: str, *, blank: bool = True, offers: Offers | None = None) -> Parameter:
    return Parameter(help, (), metavar, blank, offers)


class Declared(Frozen):
    """A parameter of a command: its annotation, and what that says.

    `kind` is the type of one value, `many` whether there may be several. A flag is of the kind `bool`.
    """

    name: str
    annotation: Any
    parameter: Parameter
    kind: type
    many: bool


def declared(command: Callable[..., None]) -> Iterator[Declared]:
    """The parameters of a command, in their order."""
    for name, annotated in get_type_hints(command, include_extras=True).items():
        if name == "return":
            continue
        annotation, parameter = get_args(annotated)
        given = annotation
        if isinstance(annotation, UnionType):
            (given,) = (kind for kind in get_args(annotation) if kind is not NoneType)
        many = get_origin(given) is list
        yield Declared(name, annotation, parameter, get_args(given)[0] if many else given, many)


class Bar(str, Enum):
    """The lowest level of practices that fails a gate."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"


class Format(str, Enum):
    """What commands with a report print: the names of `render.RENDERERS`, and of the tables that follow it."""

    TERMINAL = "terminal"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


Files = Annotated[list[str], argument("FILE...", "Questionnaires; - reads standard input.", blank=False)]
Judged = Annotated[Phase | None, option("--phase", help="Judge for this phase instead of the declared one.")]
AsOf = Annotated[str | None, option("--as-of", metavar="DATE", help="Judge as of this day instead of today.")]
FailOn = Annotated[
    Bar | None,
    option("--fail-on", help="The lowest level of practices that blocks; required, unless the policy says."),
]
PolicyPath = Annotated[
    str | None,
    option(
        "--policy", metavar="FILE", help="What your organization asks for: levels, targets, strictness.", blank=False
    ),
]
WaiverPath = Annotated[
    str | None,
    option("--waivers", metavar="FILE", help=f"Accepted gaps; {WAIVERS} beside the file by default.", blank=False),
]
WaiverRef = Annotated[
    str | None,
    option("--waivers-from-ref", metavar="REF", help="Read the waivers as they are in this git ref.", blank=False),
]
Assigned = Annotated[
    list[str] | None,
    option(
        "--set",
        metavar="KEY=VALUE",
        help="An answer that wins over those of all files. Repeatable.",
        offers=completion.keys,
    ),
]
AnswerFiles = Annotated[
    list[str] | None,
    option("--answers", metavar="FILE", help="Further answers; later files win. Repeatable.", blank=False),
]
PackPaths = Annotated[
    list[str] | None,
    argument("[PATH]...", "Folders or files of rules; the built-in guide by default.", blank=False),
]
AddedPacks = Annotated[
    list[str] | None,
    option(
        "--rules",
        metavar="PATH",
        help="A pack of rules: on top of the one it extends, or alone. Repeatable.",
        blank=False,
    ),
]
Printed = Annotated[Format, option("-f", "--format", help="What to print.")]
OutputPaths = Annotated[
    list[str] | None,
    option(
        "-o",
        "--output",
        metavar="PATH",
        help="Also write a file; the format follows from its ending, or say FORMAT:PATH. May be given more than once.",
    ),
]
