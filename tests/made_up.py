"""Answers to many questions at once, as hypothesis makes them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from hypothesis import strategies as st

__all__ = ["some_of"]

Value = TypeVar("Value")


def some_of(
    choices: Mapping[str, Sequence[Value]], always: Mapping[str, Sequence[Value]] | None = None
) -> st.SearchStrategy[dict[str, Value]]:
    """Few or many of these questions in any order, and `always` those, each with one of its values.

    All is read from the bytes of one draw. To draw a value for each question, as `fixed_dictionaries` does, takes longer
    than to judge the product that comes of it.
    """
    every = {**(always or {}), **choices}

    def read(signs: bytes) -> dict[str, Value]:
        share, places, picks = signs[0], signs[1::2], signs[2::2]
        drawn = sorted(zip(places, picks, every, strict=True))
        return {
            key: every[key][pick % len(every[key])] for place, pick, key in drawn if place < share or key not in choices
        }

    size = 1 + 2 * len(every)
    return st.binary(min_size=size, max_size=size).map(read)
