"""The files that are shipped with the package: known in this one place, however scalecheck is installed."""

from __future__ import annotations

from hashlib import sha256
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

    Raises `OSError`.
    """
    total = sha256()
    for file in rule_files(path, pattern):
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        total.update(f"{name}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
