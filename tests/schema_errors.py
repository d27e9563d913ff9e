"""What an independent validator says of data, by the schema of a format for the built-in pack."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from scalecheck.packs import load_pack
from scalecheck.schemas import schema_of

__all__ = ["errors", "text_of"]


@cache
def text_of(name: str) -> str:
    """The schema of a format."""
    return schema_of(name, load_pack())


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(text_of(name)), validate_formats=True)


def errors(name: str, data: Any) -> list[str]:
    """Everything that is wrong with data by the schema of a format, each with its place."""
    return [f"{error.instance_path}: {error.message}" for error in _validator(name).iter_errors(data)]
