"""`scalecheck schema`."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from scalecheck.cli.inputs import pack_of
from scalecheck.cli.outputs import show
from scalecheck.cli.parameters import AddedPacks, argument


class SchemaName(str, Enum):
    """The formats that have a schema: the names of `schemas.SCHEMAS`."""

    QUESTIONNAIRE = "questionnaire"
    PACK = "pack"
    POLICY = "policy"
    WAIVERS = "waivers"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    CHANGES = "changes"
    HISTORY = "history"


def schema(
    name: Annotated[
        SchemaName,
        argument(metavar="|".join(item.value for item in SchemaName), help="The format to describe."),
    ],
    packs: AddedPacks = None,
) -> None:
    """Print the JSON Schema of a format, for editors and other tools."""
    from scalecheck.schemas import schema_of

    show(schema_of(name.value, pack_of(packs)))
