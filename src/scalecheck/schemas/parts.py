"""What several schemas have in common.

Schemas see what a loader makes of the YAML, by the rules of YAML 1.2: `yes` is a word, `true` is not, `1.10` is a
number. The readers look at the text instead, so texts and words may arrive here as other types.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["Schema", "any_case", "day", "either", "section", "text", "version"]

Schema = dict[str, Any]


def either(*schemas: Schema) -> Schema:
    """One of these."""
    return {"anyOf": list(schemas)}


def section(properties: Schema, *, required: Iterable[str] = (), empty: bool = True, **more: Any) -> Schema:
    """A mapping with these keys and no others; it may be left empty."""
    names = list(required)
    return {
        "type": ["object", "null"] if empty and not names else "object",
        "properties": properties,
        **({"required": names} if names else {}),
        "additionalProperties": False,
        **more,
    }


def text(longest: int | None = None, shortest: int = 0) -> Schema:
    """Text, which may look like a number or a truth value."""
    limits = {"maxLength": longest} if longest else {}
    return {"type": ["string", "number", "boolean"], **limits, **({"minLength": shortest} if shortest else {})}


def day() -> Schema:
    """A day such as 2026-11-01."""
    return {"type": "string", "format": "date", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"}


def any_case(words: Iterable[str]) -> str:
    """A pattern for these words in any case, with space around them."""
    found = "|".join("".join(map(_letter, word)) for word in words)
    return rf"^\s*({found})\s*$"


def _letter(sign: str) -> str:
    if sign.isalpha():
        return f"[{sign.upper()}{sign.lower()}]"
    return f"\\{sign}" if sign in "?.+*()[]{}|^$\\" else sign


def version(number: int) -> Schema:
    """The version of a format."""
    return {"description": "The version of the format.", "enum": [number, str(number)]}
