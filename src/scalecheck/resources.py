"""The files that are shipped with the package: known in this one place, however scalecheck is installed."""

from __future__ import annotations

import os
from errno import EFBIG, EINVAL
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

__all__ = ["LargeError", "bundled", "digest", "rule_files"]

_PIECE = 1 << 16

_MOST_FILES, _MOST_FOLDERS, _MOST_BYTES = 1_000, 10_000, 16_000_000


class LargeError(OSError):
    """Files that are more than any pack has: a folder of something else."""


def bundled(name: str) -> Path:
    """The folder `rules` or `templates`: inside the package in a wheel, at the top of the tree in a checkout."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def rule_files(path: Path) -> list[Path]:
    """The files that make up a pack: every `*.yaml` below a folder, in order, or the one file. Raises `LargeError`."""
    return [Path(file) for _, file in _files(path, ".yaml")]


def _files(path: Path, ending: str) -> list[tuple[str, str]]:
    """The files below a folder whose names end so, in the order of the parts of their paths: within it, and as they are
    found; or the one file under its own name. Every run asks for this, so it does without `Path`."""
    top = os.fspath(path)
    folders = os.walk(top) if os.path.isdir(top) else ()
    found = [] if folders else [([path.name], top)]
    for number, (folder, _, names) in enumerate(folders):
        if number > _MOST_FOLDERS:
            raise LargeError(EFBIG, f"holds more than {_MOST_FOLDERS:,} folders; name the folder of one pack")
        inside = [part for part in folder[len(top) :].split(os.sep) if part]
        for name in names:
            if name.endswith(ending):
                found.append(([*inside, name], os.path.join(folder, name)))
            if len(found) > _MOST_FILES:
                raise LargeError(EFBIG, f"holds more than {_MOST_FILES:,} {ending} files; name the folder of one pack")
    found.sort()
    if sum(_size(file) for _, file in found) > _MOST_BYTES:
        raise LargeError(EFBIG, f"holds more than {_MOST_BYTES:,} bytes of rules")
    return [("/".join(parts), file) for parts, file in found]


def _size(file: str) -> int:
    """The bytes of a file; whoever opens it tells why that cannot be done."""
    try:
        return os.stat(file).st_size
    except (OSError, ValueError):
        return 0


def digest(path: Path, ending: str = ".yaml") -> str:
    """The SHA-256 over the names and bytes of the files of a pack, or of others in a folder, as hexadecimal text.

    Raises `OSError`, for what is no regular file too: it may have no end.
    """
    total = sha256()
    for name, file in _files(path, ending):
        if not S_ISREG(os.stat(file).st_mode):
            raise OSError(EINVAL, "rules are read from regular files only", file)
        content = sha256()
        with open(file, "rb", buffering=0) as source:
            while piece := source.read(_PIECE):
                content.update(piece)
        total.update(f"{name}\0{content.hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()
