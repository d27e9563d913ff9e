"""The bundled templates, and what every page that is made of them has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader, StrictUndefined

from scalecheck.resources import bundled, digest

__all__ = ["COMPILED", "compile_into", "environment"]

COMPILED = Path(__file__).parent / "compiled"
"""Where a wheel holds the templates as Python modules; see `stored` for when such a form is used."""

_SEAL = "digest.txt"


def environment(finalize: Callable[[Any], Any] | None = None, *, autoescape: bool = True) -> Environment:
    """Templates in which a missing name is a fault and lines of tags leave no trace; whatever one prints goes through
    `finalize` first."""
    return Environment(
        loader=_loader(),
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def compile_into(folder: Path, pages: Environment, kind: str) -> None:
    """Write the templates of one kind of page as Python modules, for the wheel."""
    pages.compile_templates(folder, zip=None, ignore_errors=False, filter_func=lambda name: name.startswith(f"{kind}/"))
    (folder / _SEAL).write_text(_digest(), encoding="ascii")


@cache
def _loader() -> BaseLoader:
    seal = COMPILED / _SEAL
    if seal.is_file() and seal.read_text(encoding="ascii") == _digest():
        # The reference is made in a checkout only, and not stored.
        return ModuleLoader(COMPILED)
    return FileSystemLoader(bundled("templates"))


def _digest() -> str:
    return digest(bundled("templates"), ".j2")
