"""Frozen dataclasses that cost little to define and to make.

`dataclass` writes six functions for each class as Python text and compiles them, which takes the interpreter half a
millisecond, and importing it takes as long as all the work of a gate. A run defines a hundred classes and makes objects
of a third of them. So a subclass of `Frozen` gets nothing but an `__init__`, when its first object is made; how objects
compare, hash and read is written here once for all. It is a dataclass for everybody who asks: `dataclasses.fields`,
`replace` and `asdict` work, and so does pydantic.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, dataclass_transform

__all__ = ["Frozen", "field", "replace"]

T = TypeVar("T", bound="Frozen")

_NOTHING: Any = object()


class _Field:
    """What is known about a field."""

    __slots__ = ("compare", "default", "default_factory", "kind", "repr")

    def __init__(self, default: Any, default_factory: Any, compare: bool, repr: bool) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.repr = repr
        self.kind = ""

    def told(self) -> Any:
        """As `dataclasses` puts it."""
        from dataclasses import MISSING, field

        default = MISSING if self.default is _NOTHING else self.default
        factory: Any = MISSING if self.default_factory is _NOTHING else self.default_factory
        return field(default=default, default_factory=factory, compare=self.compare, repr=self.repr)


def field(
    *,
    default: Any = _NOTHING,
    default_factory: Callable[[], Any] = _NOTHING,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """A field about which there is more to say than its default; the words are those of `dataclasses.field`."""
    return _Field(default, default_factory, compare, repr)


def _fields(cls: type[Frozen]) -> dict[str, _Field]:
    """The fields of a class in their order, those of its bases first."""
    found: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        if issubclass(base, Frozen):
            found.update(base._fields)
    for name, kind in cls.__annotations__.items():
        if not str(kind).startswith(("ClassVar", "typing.ClassVar")):
            said = vars(cls).get(name, _NOTHING)
            found[name] = said if isinstance(said, _Field) else _Field(said, _NOTHING, True, True)
            found[name].kind = kind
            # What an object has is found faster when its class has nothing of that name.
            if said is not _NOTHING:
                delattr(cls, name)
    return found


def _init(cls: type[Frozen]) -> Any:
    given: dict[str, Any] = {"nothing": _NOTHING}
    heads, values = ["self", "*"] if cls._kw_only else ["self"], []
    for name, said in cls._fields.items():
        head = value = name
        if said.default_factory is not _NOTHING:
            given[f"_{name}"] = said.default_factory
            head, value = f"{name}=nothing", f"_{name}() if {name} is nothing else {name}"
        elif said.default is not _NOTHING:
            given[f"_{name}"] = said.default
            head = f"{name}=_{name}"
        heads.append(head)
        values.append(f"{name}={value}")
    # Past `__setattr__`, which refuses everything.
    exec(f"def __init__({', '.join(heads)}):\n self.__dict__.update({', '.join(values)})", given)
    made = given["__init__"]
    made.__module__, made.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
    return made


def _dataclass_fields(cls: type[Frozen]) -> Any:
    from dataclasses import make_dataclass

    listed = [(name, said.kind, said.told()) for name, said in cls._fields.items()]
    twin = make_dataclass(cls.__name__, listed, init=False, repr=False, eq=False, kw_only=cls._kw_only)
    return twin.__dataclass_fields__  # type: ignore[attr-defined]


def _match_args(cls: type[Frozen]) -> tuple[str, ...]:
    return () if cls._kw_only else tuple(cls._fields)


class _Late:
    """Something of a class that is made when it is first needed, and then stands in the place of this."""

    def __init__(self, name: str, make: Callable[[type[Frozen]], Any]) -> None:
        self.name, self._make = name, make

    def __get__(self, instance: Any, owner: type) -> Any:
        # `inspect` of Python 3.14 asks for what a class has as if it were an instance of the class of classes.
        home = owner if issubclass(owner, Frozen) else instance
        made = self._make(home)
        setattr(home, self.name, made)
        return made.__get__(instance, owner) if hasattr(made, "__get__") else made


_LATE = (
    _Late("_fields", _fields),
    _Late("__init__", _init),
    _Late("__match_args__", _match_args),
    _Late("__dataclass_fields__", _dataclass_fields),
)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """The base of everything that does not change. `class Answer(Frozen, kw_only=True)` is a frozen dataclass."""

    _kw_only: ClassVar[bool] = False
    _fields: ClassVar[dict[str, _Field]] = {}
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        super().__init_subclass__()
        cls._kw_only = kw_only
        # Anew in each class, as one that extends another has more fields.
        for late in _LATE:
            setattr(cls, late.name, late)

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name, said in self._fields.items() if said.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _compared(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name, said in self._fields.items() if said.compare])

    def __eq__(self, other: object) -> bool:
        return self._compared() == other._compared() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._compared())

    def __setattr__(self, name: str, value: Any) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __replace__(self, **changes: Any) -> Any:
        return type(self)(**{**{name: getattr(self, name) for name in self._fields}, **changes})


def replace(item: T, **changes: Any) -> T:
    """The same object with other values in some fields."""
    replaced: T = item.__replace__(**changes)
    return replaced
