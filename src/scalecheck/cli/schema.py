"""`scalecheck schema`."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from scalecheck.cli.app import app
from scalecheck.cli.outputs import show


class SchemaName(str, Enum):
    """The formats that have a published schema."""

    ASSESSMENT = "assessment"


@app.command(epilog="Example: scalecheck schema assessment > assessment.schema.json")
def schema(name: Annotated[SchemaName, typer.Argument(help="The format to describe.")]) -> None:
    """Print the JSON Schema of a format."""
    from scalecheck.schemas import schema_of

    show(schema_of(name.value))
