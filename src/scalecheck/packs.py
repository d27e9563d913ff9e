"""Getting hold of a pack. One idea: validate once, trust the digest.

Reading, validating and linting half a megabyte of rules takes longer than everything else that a run does. When the
package is built, the built-in pack is therefore stored as the plain data that comes out of it, beside the rules that
it was made from. It is used as long as the digest of these rules is the one that was stored; otherwise, and in a
checkout, the rules are read anew. The stored form is a pickle: it lies where the code itself lies, and whoever can
write there needs no pickle to run code.
"""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path

from scalecheck.errors import InputError
from scalecheck.pack import Pack
from scalecheck.resources import bundled, digest

__all__ = ["COMPILED", "compile_built_in", "load_pack"]

COMPILED = "guide.pickle"


def load_pack(path: Path | None = None) -> Pack:
    """The pack in `path`, or the built-in guide. Raises `InputError` with everything that is wrong with it."""
    return _built_in() if path is None else _read(path)


def compile_built_in(target: Path) -> None:
    """Validate the built-in pack and store it in `target`, for the wheel. Raises `InputError`."""
    target.write_bytes(pickle.dumps(_read(bundled("rules")), protocol=5))


@cache
def _built_in() -> Pack:
    """The pack that is shipped; it cannot change while a process runs."""
    stored = Path(__file__).parent / COMPILED
    if stored.is_file():
        pack: Pack = pickle.loads(stored.read_bytes())
        if pack.digest == digest(bundled("rules")):
            return pack
    return _read(bundled("rules"))


def _read(path: Path) -> Pack:
    # What only a first reading needs is imported for a first reading only.
    from scalecheck.lint import lint
    from scalecheck.packfile import read_pack

    source = read_pack(path)
    faults = list(lint(source))
    if faults:
        raise InputError(faults)
    return source.pack
