"""The files that are shipped with the package: known in this one place, however scalecheck is installed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["bundled"]


def bundled(name: str) -> Path:
    """The folder `rules` or `templates`: inside the package in a wheel, at the top of the tree in a checkout."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name
