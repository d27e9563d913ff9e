"""The plain command lines of what runs again and again, read without Typer: importing it takes longer than a gate.

Both read the same declarations (see `parameters`). Whatever is not plain, such as a mistake, `--help` or several short
options in one word, is left to Typer, which has the right words for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum
from functools import partial
from importlib import import_module
from typing import Any

from scalecheck.cli.outputs import VERSION, show
from scalecheck.cli.parameters import Declared, declared

__all__ = ["plain"]

QUICK = ("assess", "gate", "plan")


class _NotPlainError(Exception):
    """Typer has to read this."""


def plain(words: list[str]) -> partial[None] | None:
    """The command that these words of a command line call, ready to run, if they are plain."""
    if words == ["--version"]:
        return partial(show, VERSION)
    # A shell that asks for completions sets such a variable; Windows leaves patterns of file names to the program.
    if words[:1] not in ([name] for name in QUICK) or "_SCALECHECK_COMPLETE" in os.environ or os.name == "nt":
        return None
    name = words[0]
    command: Callable[..., None] = getattr(import_module(f"scalecheck.cli.{name}"), name)
    try:
        return partial(command, **_values(list(declared(command)), words[1:]))
    except _NotPlainError:
        return None


def _values(parameters: list[Declared], words: list[str]) -> dict[str, Any]:
    """The values of the parameters that are given, by name."""
    named = {name: item for item in parameters for name in item.parameter.names}
    (argument,) = (item for item in parameters if not item.parameter.names)
    values: dict[str, Any] = {}

    def keep(item: Declared, text: str) -> None:
        value = _value(item, text)
        values[item.name] = [*values.get(item.name, ()), value] if item.many else value

    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            if argument.name in values and not argument.many:
                raise _NotPlainError
            keep(argument, word)
            continue
        name, equals, text = word.partition("=") if word.startswith("--") else (word, "", "")
        item = named.get(name)
        if item is None or (item.kind is bool and equals):
            raise _NotPlainError
        if item.kind is bool:
            values[item.name] = True
        else:
            keep(item, text if equals else next(rest, "-"))
    if argument.name not in values:
        raise _NotPlainError
    return values


def _value(item: Declared, text: str) -> Any:
    if (text.startswith("-") and item.parameter.names) or not (item.parameter.blank or text.strip()):
        raise _NotPlainError
    if issubclass(item.kind, Enum) or item.kind is int:
        try:
            return item.kind(text)
        except ValueError:
            raise _NotPlainError from None
    return text
