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
        wrong = _alike(error)
        raise InputError([Fault(name, wrong.lineno, wrong.colno, "", f"is not valid JSON: {wrong.msg}")]) from None
    except ValueError:
        raise InputError([Fault(name, 0, 0, "", "holds a number with thousands of digits")]) from None
    except RecursionError:
        raise InputError([Fault(name, 0, 0, "", "is nested too deeply")]) from None


def _alike(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """The error as Python 3.13 words it, which names the comma before the end; earlier ones name the end after it."""
    before = error.doc[: error.pos].rstrip(" \t\n\r")
    ends = {"Expecting value": ("]", "array"), "Expecting property name enclosed in double quotes": ("}", "object")}
    end, whole = ends.get(error.msg, ("", ""))
    if not (end and before.endswith(",") and error.doc.startswith(end, error.pos)):
        return error
    return json.JSONDecodeError(f"Illegal trailing comma before end of {whole}", error.doc, len(before) - 1)
