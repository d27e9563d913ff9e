"""The bundled templates, and what every page that is made of them has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scalecheck.resources import bundled

__all__ = ["environment"]


def environment(finalize: Callable[[Any], Any] | None = None, *, autoescape: bool = True) -> Environment:
    """Templates in which a missing name is a fault and lines of tags leave no trace; whatever one prints goes through
    `finalize` first."""
    return Environment(
        loader=FileSystemLoader(bundled("templates")),
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
