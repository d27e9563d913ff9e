"""Results of earlier runs, read back from the JSON that `assess` writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from scalecheck import document
from scalecheck.errors import Fault, InputError
from scalecheck.jsonfile import LARGEST, json_of, most_values, whole
from scalecheck.phase import PHASES
from scalecheck.result import FORMAT, AssessmentView

__all__ = ["fits", "is_result", "load_results", "result_for", "results_in"]

MOST = 1_000
"""Results in one file."""

_MOST = 20
_COUNTABLE = 1_000
"""Problems that pydantic is asked for, which tells all or none."""

_SMALL = 20_000
"""Values in a file of which pydantic tells everything that is wrong, each at up to a kilobyte. One result has half as
many."""


def load_results(path: str | Path) -> tuple[AssessmentView, ...]:
    """The results in a file: one object, or a list of them. Raises `InputError` with everything that is wrong."""
    return results_in(document.content(path, LARGEST), str(path))


def fits(text: str) -> bool:
    """Whether a file with this text of results is not too large to be read back."""
    data = text.encode()
    try:
        json_of(data, "")
    except InputError:
        return False
    return len(data) <= LARGEST


def is_result(data: bytes) -> bool:
    """Whether this wants to be a file of results and not a questionnaire, which may be JSON too."""
    try:
        found = json_of(data, "")
    except InputError:
        return b'"scalecheck-assessment/' in data[:100]
    return isinstance(found, list) or (isinstance(found, dict) and "format" in found)


def results_in(data: bytes, name: str) -> tuple[AssessmentView, ...]:
    """The results in the bytes of a file, which `name` only names in messages. Raises `InputError`."""
    found = json_of(data, name)
    items = found if isinstance(found, list) else [found]
    if not 0 < len(items) <= MOST:
        held = f"more than {MOST:,} results" if items else "no result"
        raise InputError([Fault(name, 0, 0, "", f"holds {held}")])
    small = most_values(data) < _SMALL
    results, faults = [], []
    for index, item in enumerate(items):
        place = f"{index}." if isinstance(found, list) else ""
        try:
            results.append(_result(item, small))
        except _UnfitError as problem:
            faults += [Fault(name, 0, 0, f"{place}{key}".strip("."), message) for key, message in problem.faults]
    if faults:
        raise InputError(faults)
    return tuple(results)


def result_for(results: tuple[AssessmentView, ...], path: str, file: str, product: str) -> AssessmentView:
    """The result of a product among those in the file `path`: by its name or, where one of the two has none, by the
    `file` of its questionnaire. Raises `InputError` when there is none: the result of another product is no substitute.
    """
    found = [item for item in results if _same(item, file, product)]
    if not found:
        those = ", ".join(item.product.name or item.product.file for item in results[:3])
        raise InputError([Fault(path, 0, 0, "", f"holds no result of {product or file}; it is about {those}"[:500])])
    return next((item for item in found if item.product.file == whole(file)), found[0])


def _same(result: AssessmentView, file: str, product: str) -> bool:
    named = result.product.name and product
    return result.product.name == product if named else result.product.file == whole(file)


class _UnfitError(Exception):
    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__()
        self.faults = faults


def _hasty(schema: Any) -> Any:
    """A schema that is done with a list or mapping at the first thing in it that is wrong."""
    if isinstance(schema, dict):
        inside = {key: _hasty(value) for key, value in schema.items()}
        return {**inside, "fail_fast": True} if schema.get("type") in ("list", "tuple", "dict") else inside
    return type(schema)(map(_hasty, schema)) if isinstance(schema, list | tuple) else schema


_SHAPE = TypeAdapter(AssessmentView).core_schema
_ALL, _FIRST = SchemaValidator(_SHAPE), SchemaValidator(_hasty(_SHAPE))


def _result(item: Any, small: bool) -> AssessmentView:
    given = item.get("format") if isinstance(item, dict) else None
    if given != FORMAT:
        what = f"has the format {given!r:.60}" if given else "is not a result of `scalecheck assess --format json`"
        raise _UnfitError([("", f"{what}; this release reads {FORMAT}")])
    try:
        result: AssessmentView = _FIRST.validate_python(item)
    except ValidationError as error:
        raise _UnfitError(list(_problems(_all(item) if small else error))) from None
    faults = list(_faults(result))
    if faults:
        raise _UnfitError(faults)
    return result


def _faults(result: AssessmentView) -> Iterator[tuple[str, str]]:
    """What no result says, whatever its shape: a day or a phase that is none, a score beyond its ends."""
    try:
        document.day_of(result.as_of)
    except ValueError:
        yield "as_of", "is not a date such as 2026-11-01"
    for name in ("judged", "declared", "attained", "indicated"):
        phase = getattr(result.phases, name)
        if phase is not None and phase not in PHASES:
            yield f"phases.{name}", f"must be one of {', '.join(PHASES)}"
    for name in ("value", "low", "high"):
        if not 0 <= getattr(result.score, name) <= 100:
            yield f"score.{name}", "must be a number from 0 to 100"


def _all(item: Any) -> ValidationError:
    """Everything that is wrong with what is no result."""
    try:
        _ALL.validate_python(item)
    except ValidationError as error:
        return error
    raise AssertionError("one of two readings of a result was wrong")


def _problems(error: ValidationError) -> Iterator[tuple[str, str]]:
    if error.error_count() > _COUNTABLE:
        yield "", f"is no result: {error.error_count():,} things in it are not in place"
        return
    for problem in error.errors(include_url=False, include_input=False, include_context=False)[:_MOST]:
        message = problem["msg"]
        yield ".".join(map(str, problem["loc"]))[:200], message[:1].lower() + message[1:]
