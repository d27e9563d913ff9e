"""The files that are shipped with the package: known in this one place, however scalecheck is installed."""

from __future__ import annotations

import os
from errno import EFBIG, EINVAL
from hashlib import sha256
from itertools import islice
from pathlib import Path

__all__ = ["LargeError", "bundled", "digest", "rule_files"]

_PIECE = 1 << 16

_MOST_FILES, _MOST_BYTES = 1_000, 16_000_000


class LargeError(OSError):
    """Files that are more than any pack has: a folder of something else."""


def bundled(name: str) -> Path:
    """The folder `rules` or `templates`: inside the package in a wheel, at the top of the tree in a checkout."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def rule_files(path: Path) -> list[Path]:
    """The files that make up a pack: every `*.yaml` below a folder, in order, or the one file. Raises `LargeError`."""
    return [path / name for name in _names(path, ".yaml")]


def _names(path: Path, ending: str) -> list[str]:
    """The files below a folder whose names end so, as paths within it, in the order of their parts; `.` for a file."""
    below = (
        (*Path(folder).relative_to(path).parts, name)
        for folder, _, names in os.walk(path)
        for name in names
        if name.endswith(ending)
    )
    found = sorted(islice(below, _MOST_FILES + 1)) if path.is_dir() else [(".",)]
    if len(found) > _MOST_FILES:
        raise LargeError(EFBIG, f"holds more than {_MOST_FILES:,} {ending} files; name the folder of one pack")
    if sum(file.stat().st_size for parts in found if (file := path.joinpath(*parts)).is_file()) > _MOST_BYTES:
        raise LargeError(EFBIG, f"holds more than {_MOST_BYTES:,} bytes of rules")
    return ["/".join(parts) for parts in found]


def digest(path: Path, ending: str = ".yaml") -> str:
    """The SHA-256 over the names and bytes of the files of a pack, or of others in a folder, as hexadecimal text.

    Raises `OSError`, for what is no regular file too: it may have no end.
    """
    total = sha256()
    for name in _names(path, ending):
        file = path / name
        if not file.is_file() and file.exists():
            raise OSError(EINVAL, "rules are read from regular files only", str(file))
        content = sha256()
        with open(file, "rb") as source:
            while piece := source.read(_PIECE):
                content.update(piece)
        line = f"{path.name if name == '.' else name}\0{content.hexdigest()}\n"
        total.update(line.encode("utf-8", "surrogateescape"))
    return total.hexdigest()
