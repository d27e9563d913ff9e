"""Frozen dataclasses that are completed when they are first used.

What `dataclass` adds to a class is written as Python text and compiled, which takes the interpreter half a millisecond
for each class; a run defines a hundred classes and makes objects of a third of them. A subclass of `Frozen` is left as
it is until something is needed that `dataclass` adds, and then completed once. What comes out is an ordinary frozen
dataclass for everybody who asks.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

__all__ = ["Frozen"]

_LOCK = RLock()


class _Late:
    """What `dataclass` says about a class; it is completed as soon as somebody wants to know."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[Frozen]) -> Any:
        if owner is Frozen:
            raise AttributeError(self._name)
        _complete(owner)
        return vars(owner)[self._name]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """The base of everything that does not change. `class Answer(Frozen, kw_only=True)` is a frozen dataclass."""

    _kw_only: ClassVar[bool] = False

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        super().__init_subclass__()
        cls._kw_only = kw_only
        if any(issubclass(base, Frozen) and base is not Frozen for base in cls.__bases__):
            # What its base got when that was completed would stand in the way.
            _complete(cls)

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Late()
        __dataclass_params__ = _Late()
        __match_args__ = _Late()

        def __init__(self, *values: Any, **named: Any) -> None:
            _complete(type(self))
            self.__init__(*values, **named)

        def __repr__(self) -> str:
            _complete(type(self))
            return repr(self)

        def __eq__(self, other: object) -> bool:
            _complete(type(self))
            return type(self).__eq__(self, other)

        def __hash__(self) -> int:
            _complete(type(self))
            return hash(self)

        def __setattr__(self, name: str, value: Any) -> None:
            _complete(type(self))
            setattr(self, name, value)

        def __delattr__(self, name: str) -> None:
            _complete(type(self))
            delattr(self, name)


def _complete(cls: type[Frozen]) -> None:
    # Whoever comes second waits until everything is there.
    with _LOCK:
        if "__dataclass_fields__" not in vars(cls):
            dataclass(frozen=True, kw_only=cls._kw_only)(cls)
