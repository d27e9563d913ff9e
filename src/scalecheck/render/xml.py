"""The few pieces that XML formats are made of."""

from __future__ import annotations

from collections.abc import Mapping

from scalecheck.render.escape import for_xml

__all__ = ["document", "element", "lines"]


def document(root: str) -> str:
    """A whole document around its root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def element(name: str, attributes: Mapping[str, object], inside: str = "") -> str:
    """An element. Every attribute goes through here, so none of them is left unescaped; `inside` is XML."""
    start = name + "".join(f' {key}="{for_xml(str(value))}"' for key, value in attributes.items())
    return f"<{start}>{inside}</{name}>" if inside else f"<{start}/>"


def lines(*elements: str) -> str:
    """Elements on a line each, to stand inside of another one."""
    return "\n".join(["", *elements, ""])
