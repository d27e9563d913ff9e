"""`scalecheck schema`."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.inputs import AddedPacks
from scalecheck.cli.outputs import show


class SchemaName(str, Enum):
    """The formats that have a schema: the names of `schemas.SCHEMAS`."""

    QUESTIONNAIRE = "questionnaire"
    PACK = "pack"
    POLICY = "policy"
    WAIVERS = "waivers"
    ASSESSMENT = "assessment"


@app.command(epilog="Example: scalecheck schema questionnaire > questionnaire.schema.json")
def schema(
    name: Annotated[
        SchemaName,
        typer.Argument(metavar="|".join(item.value for item in SchemaName), help="The format to describe."),
    ],
    packs: AddedPacks = None,
) -> None:
    """Print the JSON Schema of a format, for editors and other tools."""
    from scalecheck.packs import load_pack
    from scalecheck.schemas import schema_of

    show(schema_of(name.value, load_pack(*packs or ())))
