"""JSON that others may have written, read within a budget: the parser has none of its own."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

from scalecheck.document import content
from scalecheck.errors import Fault, InputError

__all__ = ["LARGEST", "json_of", "most_values", "read_json", "whole"]

LARGEST = 16_000_000
"""Bytes; a result of one product has about half a megabyte, a file may hold those of many."""

_MOST_VALUES, _DEEPEST = 500_000, 100
"""To read a value costs a hundred bytes at worst. No result is nested half as deeply."""

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)', re.DOTALL)
_STEPS = {sign: 1 if sign in b"[{" else -1 for sign in b"[{]}"}
_OTHERS = bytes({*range(256)} - {*_STEPS})


def read_json(path: str | Path) -> Any:
    """What a JSON file holds. Raises `InputError` when it cannot be read, is no JSON, or costs more than the budget."""
    return json_of(content(path, LARGEST), str(path))


def json_of(data: bytes, name: str) -> Any:
    """What bytes spell as JSON; `name` only names them in messages. Raises `InputError`.

    JSON can spell halves of surrogate pairs, which are no text and in no encoding; each becomes U+FFFD.
    """
    costs = _costs(data)
    if costs:
        # Texts may hold commas and brackets, too.
        costs = _costs(_TEXT.sub(b"", data))
    if costs:
        raise InputError([Fault(name, 0, 0, "", costs)])
    try:
        found = json.loads(data.decode("utf-8-sig"))
        return _whole(found) if b"\\ud" in data or b"\\uD" in data else found
    except UnicodeDecodeError:
        raise InputError([Fault(name, 0, 0, "", "is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        wrong = _alike(error)
        raise InputError([Fault(name, wrong.lineno, wrong.colno, "", f"is not valid JSON: {wrong.msg}")]) from None
    except ValueError:
        raise InputError([Fault(name, 0, 0, "", "holds a number with thousands of digits")]) from None
    except RecursionError:
        raise InputError([Fault(name, 0, 0, "", "is nested too deeply")]) from None


def _costs(data: bytes) -> str:
    """In what it is too much, as far as its signs tell."""
    if most_values(data) > _MOST_VALUES:
        return f"holds more than {_MOST_VALUES:,} values"
    # As many as these values open, and as many that close them; what closes more is no JSON.
    brackets = data.translate(None, _OTHERS)[: 2 * _MOST_VALUES]
    deepest = max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)
    return "is nested too deeply" if deepest > _DEEPEST else ""


def most_values(data: bytes) -> int:
    """More values than this are in no JSON of these bytes: each but the first has a comma or a bracket before it."""
    return 1 + sum(map(data.count, (b",", b"[", b"{")))


def whole(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _whole(found: Any) -> Any:
    if isinstance(found, str):
        return whole(found)
    if isinstance(found, list):
        return [_whole(item) for item in found]
    return {whole(key): _whole(item) for key, item in found.items()} if isinstance(found, dict) else found


def _alike(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """The error as Python 3.13 words it, which names the comma before the end; earlier ones name the end after it."""
    before = error.doc[: error.pos].rstrip(" \t\n\r")
    ends = {"Expecting value": ("]", "array"), "Expecting property name enclosed in double quotes": ("}", "object")}
    end, whole = ends.get(error.msg, ("", ""))
    if not (end and before.endswith(",") and error.doc.startswith(end, error.pos)):
        return error
    return json.JSONDecodeError(f"Illegal trailing comma before end of {whole}", error.doc, len(before) - 1)
