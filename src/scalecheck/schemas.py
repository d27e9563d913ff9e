"""JSON Schemas (draft 2020-12) of the formats, made from the types themselves."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from scalecheck.result import AssessmentView

__all__ = ["schema_of"]

_TYPES: dict[str, Any] = {"assessment": AssessmentView}


def schema_of(name: str) -> str:
    """The schema of the format `name` as JSON text. Raises `KeyError`."""
    schema = TypeAdapter(_TYPES[name]).json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"scalecheck {name}"}
    return json.dumps({**head, **schema}, indent=2) + "\n"
