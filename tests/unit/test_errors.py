"""Faults as they are told."""

from __future__ import annotations

from scalecheck.errors import Fault, InputError


def test_each_fault_is_told_once_in_the_order_of_its_place() -> None:
    faults = [
        Fault("b", 1, 1, "", "x"),
        Fault("a", 10, 1, "", "x"),
        Fault("a", 9, 2, "k", "x"),
        Fault("b", 1, 1, "", "x"),
    ]
    assert str(InputError(faults)) == "a:9:2: k: x\na:10:1: x\nb:1:1: x"


def test_a_fault_that_quotes_too_much_is_cut() -> None:
    text = Fault("a", 0, 0, "key", "x" * 1_000_000).text
    assert (len(text), text[:6], text[-1]) == (1_000, "key: x", "…")
