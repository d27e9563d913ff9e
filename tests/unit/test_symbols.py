"""Signs, and what stands in for them where a screen cannot show them."""

from __future__ import annotations

from scalecheck.render.symbols import STAND_INS, SYMBOLS, bar, course
from scalecheck.score import Score


def test_a_stand_in_is_ascii_and_never_says_that_an_answer_is_missing() -> None:
    assert all(sign.isascii() and sign != "?" for sign in STAND_INS.values())
    signs = (*SYMBOLS.values(), *bar(Score(30, 30, 60, 4, 9)), *course(step / 7 for step in range(8)))
    assert all(sign.isascii() or sign in STAND_INS for sign in signs)
