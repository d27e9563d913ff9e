"""Many small cases in one test: nothing is passed over, and whatever fails is named."""

from __future__ import annotations

import pytest

from each import each


@each(("number", "square"), [(1, 1), (2, 5), (3, 9), (4, 17)])
def squares(number: int, square: int, offset: int) -> None:
    assert number * number + offset == square


def test_every_case_that_fails_is_told_with_what_it_is() -> None:
    with pytest.raises(ExceptionGroup, match="squares fails with 2 cases") as caught:
        squares(offset=0)
    notes = [note for error in caught.value.exceptions for note in error.__notes__]
    assert notes == ["with {'number': 2, 'square': 5}", "with {'number': 4, 'square': 17}"]


def test_nothing_is_told_of_cases_that_hold() -> None:
    @each("text", ["a", "b"])
    def short(text: str) -> None:
        assert len(text) == 1

    short()


def test_what_does_not_raise_as_it_should_fails_too() -> None:
    @each("text", ["1", "a"])
    def no_number(text: str) -> None:
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    with pytest.raises(BaseExceptionGroup, match="no_number fails with 1 cases"):
        no_number()


def test_no_cases_at_all_are_a_mistake() -> None:
    with pytest.raises(AssertionError, match="there is no case"):
        each("text", [])


class TestInAClass:
    """Its tests are given the object that they belong to."""

    longest = 2

    @each("text", ["a", "bb"])
    def test_no_case_is_too_long(self, text: str) -> None:
        assert len(text) <= self.longest
