"""Files of every kind that hypothesis spoils: sound ones in which a few parts are changed, taken out or put elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from hostile import TEXTS
from sound import Plain

__all__ = ["VALUES", "spoiled"]


_PLAIN = [
    "", "~", "null", "yes", "no", "true", "?", "unknown", "n/a", "partial", "planned", ".inf", "-.inf", ".nan", "0x1F",
    "0o17", "1e999", "-1e308", "1e-999", "9" * 40, "9" * 400, "1_000", "37%", "-37%", "1.2.3%", "2026-11-22",
    "2026-02-30", "0001-01-01", "9999-12-31", "2026-W47-7", "12:30:45", "-0", "0", "1", "0.5", "1e3", "*a", "&a x", "!x y",
    "mvp", "growth", "maturity", "required", "optional", "required ", "team.size", "metrics.churn", "churn", "slow",
    "safety.backups", "tests.layers", "product.phase", "practices.testing.e2e", "good", "pass", "fail", "guide", "٣", "½",
]  # fmt: skip

_NUMBERS = st.integers() | st.floats() | st.sampled_from([0, 1, -1, 2**31, 2**63, 2**64, 10**30, 1e308, 5e-324])
_SCALARS = st.sampled_from([*map(Plain, _PLAIN), *TEXTS]) | _NUMBERS | st.booleans() | st.none() | st.text(max_size=20)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)


@st.composite
def spoiled(draw: st.DrawFn, tree: Any) -> Any:
    """The tree with up to four of its parts spoiled."""
    whole = [json.loads(json.dumps(tree))]
    for _ in range(draw(st.integers(0, 4))):
        places = list(_places(whole))
        home, key = draw(st.sampled_from(places))
        if key not in (range(len(home)) if isinstance(home, list) else home):
            continue
        match draw(st.integers(0, 5)):
            case 0 | 1:
                home[key] = draw(VALUES)
            case 2:
                other, name = draw(st.sampled_from(places))
                home[key] = json.loads(json.dumps(other[name]))
            case 3 if len(home) > 1 or home is not whole:
                del home[key]
            case 4 if isinstance(home, dict):
                home[draw(st.sampled_from([*_PLAIN, *TEXTS[:12], *(str(name) for _, name in places)]))] = home[key]
            case _:
                home[key] = [home[key]]
    return whole[0]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a tree as what holds it and the key there."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)
