"""The files that are shipped with the package: known in this one place, however scalecheck is installed."""

from __future__ import annotations

from errno import EINVAL
from hashlib import file_digest, sha256
from pathlib import Path

__all__ = ["bundled", "digest", "rule_files"]


def bundled(name: str) -> Path:
    """The folder `rules` or `templates`: inside the package in a wheel, at the top of the tree in a checkout."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def rule_files(path: Path, pattern: str = "*.yaml") -> list[Path]:
    """The files that make up a pack: every `*.yaml` below a folder, in order, or the one file."""
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def digest(path: Path, pattern: str = "*.yaml") -> str:
    """The SHA-256 over the names and bytes of the files of a pack, or of others in a folder, as hexadecimal text.

    Raises `OSError`, for what is no regular file too: it may have no end.
    """
    total = sha256()
    for file in rule_files(path, pattern):
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        if file.exists() and not file.is_file():
            raise OSError(EINVAL, "rules are read from regular files only", str(file))
        with file.open("rb") as content:
            total.update(f"{name}\0{file_digest(content, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()
