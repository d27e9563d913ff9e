"""The schemas of what pydantic reads and writes: packs of rules, results, and what is made of several."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from scalecheck.compare import Changes
from scalecheck.condition import CHOOSING, NUMERIC
from scalecheck.history import History
from scalecheck.pack import Pack
from scalecheck.packfile import PackFile
from scalecheck.phase import PHASES
from scalecheck.result import AssessmentView, PlanView
from scalecheck.schemas.parts import Schema, either

__all__ = ["assessment_schema", "changes_schema", "history_schema", "pack_schema", "plan_schema"]


def assessment_schema(pack: Pack) -> Schema:
    """The schema of a result; it is the same for every pack."""
    return TypeAdapter(AssessmentView).json_schema(mode="serialization")


def changes_schema(pack: Pack) -> Schema:
    """The schema of what `compare` writes; it is the same for every pack."""
    return TypeAdapter(Changes).json_schema(mode="serialization")


def history_schema(pack: Pack) -> Schema:
    """The schema of what `history` writes; it is the same for every pack."""
    return TypeAdapter(History).json_schema(mode="serialization")


def plan_schema(pack: Pack) -> Schema:
    """The schema of a plan; it is the same for every pack."""
    return TypeAdapter(PlanView).json_schema(mode="serialization")


def pack_schema(pack: Pack) -> Schema:
    """The schema of a file of a pack; it is the same for every pack."""
    schema = TypeAdapter(PackFile).json_schema(schema_generator=_Generator)
    practice = schema["$defs"]["Practice"]
    practice["required"].remove("require")
    practice["anyOf"] = [{"required": ["require"]}, {"required": ["questions"]}]
    schema["$defs"].update(_conditions())
    condition: Schema = {"$ref": "#/$defs/Condition"}
    whole: Schema = json.loads(
        json.dumps(schema), object_hook=lambda item: condition if item == _PLACE_OF_CONDITION else item
    )
    return whole


_PLACE_OF_CONDITION: Schema = {"$comment": "a condition"}


class _Generator(GenerateJsonSchema):
    """What the reader of packs does beyond the types: conditions, and truth values that are words in YAML."""

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        return _PLACE_OF_CONDITION  # pydantic would look for the definition, which is none of its own

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return {"enum": [True, False, "yes", "no"]}


def _conditions() -> dict[str, Schema]:
    """The rule language of `grammar`."""
    one: Schema = {"$ref": "#/$defs/Condition"}
    several: Schema = {"type": "array", "items": one, "minItems": 1}
    word: Schema = {"type": "string", "minLength": 1}
    value: Schema = {"type": ["string", "number", "boolean"]}
    values: Schema = {"type": "array", "items": value, "minItems": 1}
    number: Schema = {"type": "number"}
    pair: Schema = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    other = _exactly(metric=word)
    phase: Schema = {"enum": list(map(str, PHASES))}
    phases = either(
        phase,
        _exactly(at_least=phase),
        _exactly(at_most=phase),
        _exactly(**{"in": {"type": "array", "items": phase, "minItems": 1}}),
    )
    lists = ("in", "not_in")
    of_answer: dict[str, Schema] = {name: values if name in lists else value for name in (*CHOOSING, "includes")}
    numeric: dict[str, Schema] = {name: pair if name == "between" else number for name in NUMERIC}
    against: dict[str, Schema] = {name: pair if name == "between" else either(number, other) for name in NUMERIC}
    readings: Schema = {"enum": ["good", "watch", "bad"]}
    shapes = [
        _exactly(all=several),
        _exactly(any=several),
        _exactly(**{"not": one}),
        _exactly(at_least={"type": "integer", "minimum": 1}, of=several),
        _compared("answer", word, {**of_answer, **numeric}),
        _compared("metric", word, {**against, "reads": readings}),
        _exactly(phase=phases),
        _exactly(answered=word),
        _exactly(unanswered=word),
        _exactly(signal=word),
        _exactly(gate=phase),
        _exactly(practice=word, **{"is": {"enum": ["pass", "partial", "fail"]}}),
    ]
    return {
        "Condition": {
            "description": "A condition on the answers, such as {answer: team.size, at_least: 10}.",
            **either(*shapes),
        }
    }


def _exactly(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _compared(what: str, word: Schema, operators: dict[str, Any]) -> Schema:
    """An answer or a metric with exactly one operator."""
    return {
        "type": "object",
        "properties": {what: word, **operators},
        "required": [what],
        "minProperties": 2,
        "maxProperties": 2,
        "additionalProperties": False,
    }
