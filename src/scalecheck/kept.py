"""Packs that were read and checked before, kept in the user's cache folder by what they were made from.

The rules of a checkout or of an organization take longer to read and check than everything else that a run does. What
came out is kept under a name that is the digest of the rules and of the code that checked them, so a change of either
is a new name and nothing kept is ever out of date. What lies in the cache is not trusted: a file counts only if it
belongs to this user, is complete, and holds nothing but the plain data of a pack; whatever else it says is not carried
out. Without a cache folder, or with one that cannot be written, everything works as before.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import secrets
import stat
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from scalecheck.frozen import Frozen
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.resources import digest

__all__ = ["keep", "kept", "key_of"]

_MOST = 64_000_000
"""Bytes that a kept pack may have; a hundred times the guide."""

_KEPT = 20
"""Files that stay; the oldest go first."""

_HOMES = ("scalecheck.pack", "scalecheck.condition", "scalecheck.phase")


class _Reader(pickle.Unpickler):
    """Makes objects of the classes that a pack consists of, and of no other."""

    def find_class(self, module: str, name: str) -> Any:
        found = getattr(importlib.import_module(module), name, None) if module in _HOMES else None
        if isinstance(found, type) and issubclass(found, Frozen | Phase):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a pack")


def key_of(parts: Iterable[str]) -> str:
    """The name under which what was made from `parts`, by this version of the code, is kept."""
    return sha256("\n".join((_code(), *parts)).encode("utf-8", "surrogateescape")).hexdigest()


def kept(key: str) -> Pack | None:
    """The pack that is kept under this name, if it can be relied on."""
    folder = _folder()
    if folder is None:
        return None
    try:
        content = _own(folder / key)
        seal, data = content[:32], content[32:]
        if sha256(data).digest() != seal:
            return None
        pack = _Reader(BytesIO(data)).load()
    except Exception:  # what is in the file may be anything, and so may be what goes wrong
        return None
    return pack if isinstance(pack, Pack) else None


def keep(key: str, pack: Pack) -> None:
    """Keep a pack under this name, if there is a place for it."""
    folder = _folder()
    if folder is None:
        return
    data = pickle.dumps(pack, protocol=5)
    draft = folder / f"{key}.{secrets.token_hex(8)}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(sha256(data).digest() + data)
        draft.replace(folder / key)
        for old in sorted(folder.iterdir(), key=lambda path: path.lstat().st_mtime_ns)[:-_KEPT]:
            old.unlink()
    with contextlib.suppress(OSError):
        draft.unlink()


def _own(path: Path) -> bytes:
    """The bytes of a plain file of this user that nobody else may write. Raises `OSError` for any other."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        foreign = found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if foreign or not stat.S_ISREG(found.st_mode):
            raise PermissionError(str(path))
        return file.read(_MOST)


def _folder() -> Path | None:
    """Where the user keeps caches; nowhere without a home, or where files have no owners."""
    if not hasattr(os, "geteuid"):
        return None
    places = Path(os.environ.get("XDG_CACHE_HOME", "")), Path(os.environ.get("HOME", ""), ".cache")
    found = next((place for place in places if place.is_absolute()), None)
    return found and found / "scalecheck" / "packs"


@cache
def _code() -> str:
    """The digest of the code that reads and checks packs."""
    return digest(Path(__file__).parent, ".py")
