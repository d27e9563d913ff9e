"""Every hostile text in every field of every format; `test_hostile.py` has each text in some of the fields."""

from __future__ import annotations

import pytest

from hostile import TEXTS
from unit.test_hostile import FORMATS, check


@pytest.mark.parametrize("turn", range(len(TEXTS)))
def test_every_text_stays_a_text_in_every_field(turn: int) -> None:
    for table, format in FORMATS:
        check(table, format, turn)
