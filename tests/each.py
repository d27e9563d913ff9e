"""One test for many small cases, where setting up a test for each would take longer than all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

import pytest

__all__ = ["each"]


def each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hold every case to a check as `pytest.mark.parametrize` does, but in one test. It goes through all cases, and
    then fails with those that do not hold, each with what it is and with its own message.

    All cases get the same fixtures, so none of them may leave anything behind.
    """
    listed, held = [names] if isinstance(names, str) else list(names), list(cases)
    assert held, "there is no case"

    def of_all(check: Callable[..., None]) -> Callable[..., None]:
        def test(*itself: Any, **fixtures: Any) -> None:
            failed: list[BaseException] = []
            for case in held:
                given = dict(zip(listed, [case] if isinstance(names, str) else case, strict=True))
                try:
                    check(*itself, **given, **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"with {given!a:.300}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{check.__name__} fails with {len(failed)} cases", failed)

        update_wrapper(test, check)
        wanted = inspect.signature(check)
        rest = [given for name, given in wanted.parameters.items() if name not in listed]
        test.__signature__ = wanted.replace(parameters=rest)  # type: ignore[attr-defined]
        return test

    return of_all
