"""Files of every kind that hypothesis spoils: sound ones in which a few parts are changed, taken out or put elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from hostile import TEXTS
from sound import Plain

__all__ = ["VALUES", "spoiled", "varied"]


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


@st.composite
def varied(draw: st.DrawFn, tree: Any, others: tuple[Any, ...]) -> Any:
    """The tree with up to four of its parts replaced by what has the same name in it or in others, or left out of a
    list: what comes out is sound more often than not, and says something else."""
    (whole, *more) = json.loads(json.dumps([tree, *others]))
    alike: dict[str, list[Any]] = {}
    for home, key, name in _named([whole, *more]):
        alike.setdefault(name, []).append(home[key])
    for _ in range(draw(st.integers(1, 4))):
        home, key, name = draw(st.sampled_from(list(_named([whole]))))
        if isinstance(home, list) and len(home) > 1 and home[0] is not whole and draw(st.integers(0, 3)) == 0:
            del home[key]
        elif home[key] is not whole:
            home[key] = json.loads(json.dumps(draw(st.sampled_from(alike[name]))))
    return whole


def _named(node: Any, name: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Every part of a tree as what holds it, the key there, and its name: that of the list for what is in one."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        called = key if isinstance(node, dict) else f"{name}[]"
        yield node, key, called
        if isinstance(value, dict | list):
            yield from _named(value, called)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a tree as what holds it and the key there."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)
