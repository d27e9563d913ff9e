"""What a wheel stores of the files shipped with it. One idea: validate once, trust the digest.

Reading and checking half a megabyte of rules takes longer than everything else that a run does. When the package is
built, the plain data that comes out of shipped files is therefore stored with the digest of these files. It is used as
long as they have this digest; otherwise, and in a checkout, they are read anew. The stored form is a pickle: it lies
where the code itself lies, and whoever can write there needs no pickle to run code.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from scalecheck.resources import digest

__all__ = ["file_name", "store", "stored"]


def file_name(source: Path) -> str:
    """How the stored form of a shipped file or folder is called."""
    return f"{source.stem}.pickle"


def store(source: Path, data: object, folder: Path) -> None:
    """Write what came out of `source` into a folder, for the wheel."""
    (folder / file_name(source)).write_bytes(pickle.dumps((digest(source), data), protocol=5))


def stored(source: Path) -> Any:
    """What came out of `source` when the wheel was built; None without that, or when `source` is not the same now."""
    try:
        content = (Path(__file__).parent / file_name(source)).read_bytes()
    except FileNotFoundError:
        return None
    made_from, data = pickle.loads(content)
    return data if made_from == digest(source) else None
