"""JSON Schemas (draft 2020-12) of the formats, made from the types and the pack: for editors, and for other tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from scalecheck.pack import Pack
from scalecheck.schemas.governing import policy_schema, waivers_schema
from scalecheck.schemas.models import assessment_schema, changes_schema, history_schema, pack_schema, plan_schema
from scalecheck.schemas.questionnaire import questionnaire_schema

__all__ = ["SCHEMAS", "schema_of"]

SCHEMAS: Mapping[str, Callable[[Pack], dict[str, Any]]] = {
    "questionnaire": questionnaire_schema,
    "pack": pack_schema,
    "policy": policy_schema,
    "waivers": waivers_schema,
    "assessment": assessment_schema,
    "plan": plan_schema,
    "changes": changes_schema,
    "history": history_schema,
}


def schema_of(name: str, pack: Pack) -> str:
    """The schema of the format `name` as JSON text; names are those of `SCHEMAS`. Raises `KeyError`."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"scalecheck {name}"}
    return json.dumps({**head, **SCHEMAS[name](pack)}, indent=2) + "\n"
