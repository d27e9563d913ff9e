"""A subclass of Frozen is a frozen dataclass, whatever is asked of it first."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import TypeAdapter

from scalecheck.frozen import Frozen, field, replace


def make() -> type[Any]:
    """A class that nothing was asked of yet."""

    class Point(Frozen):
        x: int
        y: int = 0
        tags: tuple[str, ...] = field(default=())

    return Point


class Named(Frozen, kw_only=True):
    name: str


class Titled(Named, kw_only=True):
    title: str = ""


FIRST: dict[str, Callable[[Any], bool]] = {
    "making one": lambda point: point(1, y=2).y == 2,
    "its fields": lambda point: [item.name for item in dataclasses.fields(point)] == ["x", "y", "tags"],
    "whether it is one": dataclasses.is_dataclass,
    "how it is matched": lambda point: point.__match_args__ == ("x", "y", "tags"),
    "how it is made": lambda point: str(inspect.signature(point)).startswith("(x, y=0, tags=()"),
    "a schema": lambda point: TypeAdapter(point).validate_python({"x": 3}) == point(3),
}


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_it_is_completed_by_whatever_is_asked_first(first: Callable[[Any], bool]) -> None:
    assert first(make())


@pytest.mark.parametrize("use", [repr, hash, lambda one: one == one, lambda one: copy.copy(one) == one])
def test_objects_that_were_made_without_init_work_too(use: Callable[[Any], Any]) -> None:
    bare = object.__new__(make())
    bare.__dict__.update(x=1, y=2, tags=())
    assert use(bare)


@pytest.mark.parametrize("spoil", [lambda one: setattr(one, "x", 2), lambda one: delattr(one, "x")])
def test_nothing_can_be_changed(spoil: Callable[[Any], None]) -> None:
    bare = object.__new__(make())
    bare.__dict__.update(x=1, y=2, tags=())
    for one in (bare, make()(1)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            spoil(one)


def test_it_equals_hashes_and_reads_like_a_dataclass() -> None:
    point = make()
    assert point(1, 2) == point(1, 2) != point(2, 1)
    assert len({point(1), point(1), point(2)}) == 2
    assert replace(point(1), y=5) == dataclasses.replace(point(1), y=5) == point(1, 5)
    assert dataclasses.asdict(point(1)) == {"x": 1, "y": 0, "tags": ()}
    assert point(1) != make()(1), "another class of the same name"
    assert repr(point(1)).endswith("Point(x=1, y=0, tags=())")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        point()


class Noted(Frozen):
    notes: list[str] = field(default_factory=list, repr=False)
    line: int = field(default=0, compare=False)


def test_a_field_may_say_more() -> None:
    first, second = Noted().notes, Noted().notes
    assert first == second == []
    assert first is not second
    assert Noted(line=1) == Noted(line=2) != Noted(["a"])
    assert repr(Noted(["a"])) == "Noted(line=0)"
    assert [item.compare for item in dataclasses.fields(Noted)] == [True, False]
    assert dataclasses.fields(Noted)[0].default_factory is list


def test_a_class_may_extend_another() -> None:
    assert Titled(name="a", title="b") != Titled(name="a")
    assert [item.name for item in dataclasses.fields(Titled)] == ["name", "title"]
    with pytest.raises(TypeError):
        Titled("a")  # type: ignore[misc]


def test_it_can_be_stored() -> None:
    assert pickle.loads(pickle.dumps(Named(name="a"))) == Named(name="a")


def test_threads_may_use_it_first_at_the_same_time() -> None:
    for _ in range(50):
        point = make()
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(point, [1] * 8)) == {point(1)}
