"""JSON that others may have written, read within a budget: the parser has none of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scalecheck.document import content
from scalecheck.errors import Fault, InputError

__all__ = ["LARGEST", "json_of", "read_json"]

LARGEST = 16_000_000
"""Bytes; a result of one product has about half a megabyte, a file may hold those of many."""

MOST_VALUES = 500_000
"""What one of them costs at worst: a hundred bytes to read it, and four hundred to tell that it is wrong."""


def read_json(path: str | Path) -> Any:
    """What a JSON file holds. Raises `InputError` when it cannot be read, is no JSON, or costs more than the budget."""
    return json_of(content(path, LARGEST), str(path))


def json_of(data: bytes, name: str) -> Any:
    """What bytes spell as JSON; `name` only names them in messages. Raises `InputError`."""
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES:
        raise InputError([Fault(name, 0, 0, "", f"holds more than {MOST_VALUES:,} values")])
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError([Fault(name, 0, 0, "", "is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        raise InputError([Fault(name, error.lineno, error.colno, "", f"is not valid JSON: {error.msg}")]) from None
    except ValueError:
        raise InputError([Fault(name, 0, 0, "", "holds a number with thousands of digits")]) from None
    except RecursionError:
        raise InputError([Fault(name, 0, 0, "", "is nested too deeply")]) from None
