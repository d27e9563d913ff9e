"""Getting hold of a pack: the built-in one as it is stored in the wheel, others read from their files.

A pack that extends the built-in one is read on top of the stored form, and only what is new in it is checked. No pack
is read and checked twice while the digest of its files stays the same (see `kept`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from scalecheck.document import nearest
from scalecheck.errors import Fault, Faults, InputError
from scalecheck.pack import Pack
from scalecheck.resources import bundled, digest
from scalecheck.stored import stored

if TYPE_CHECKING:
    from scalecheck.packfile import PackSource

__all__ = ["load_pack", "read_built_in"]

BUILT_IN = "guide"


def load_pack(*paths: str | Path) -> Pack:
    """The packs in `paths`, each on top of the one that it extends, as one pack; without paths the built-in guide.

    Raises `InputError` with everything that is wrong with them.
    """
    if not paths:
        return _built_in()
    return _loaded(tuple(map(Path, paths)), tuple(map(_seal, paths)))


def read_built_in() -> Pack:
    """The built-in pack, read and checked anew. Raises `InputError`."""
    return _read((bundled("rules"),))


@cache
def _built_in() -> Pack:
    """The pack that is shipped; it cannot change while a process runs."""
    pack: Pack | None = stored(bundled("rules"))
    return pack or _loaded((bundled("rules"),), (_own_seal(),))


@cache
def _own_seal() -> str:
    """The digest of the built-in pack."""
    return _seal(bundled("rules"))


def _seal(path: str | Path) -> str:
    """The digest of a pack; empty when it cannot be read, which reading it then tells."""
    try:
        return digest(Path(path))
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=8)
def _loaded(paths: tuple[Path, ...], seals: tuple[str, ...]) -> Pack:
    from scalecheck.kept import keep, kept, key_of

    key = key_of((_own_seal(), *seals))
    pack = kept(key)
    if pack is None:
        pack = _read(paths)
        # What changed while it was read must not be kept under the name of what it was.
        if tuple(map(_seal, paths)) == seals:
            keep(key, pack)
    return pack


def _read(paths: tuple[Path, ...]) -> Pack:
    # What only a first reading needs is imported for a first reading only.
    from scalecheck.extend import extend
    from scalecheck.lint import lint
    from scalecheck.packfile import Allowance, read_pack

    sources: list[PackSource] = []
    allowance = Allowance()
    unread: list[Fault] = []
    for path in paths:
        try:
            sources.append(read_pack(path, allowance))
        except InputError as error:
            unread += error.faults
        if allowance.values < 0:
            break
    if unread:
        raise InputError(unread)
    ordered = _in_order(sources)
    pack = _built_in() if ordered[0].extends else None
    for source in ordered:
        merged = extend(pack, source) if pack else source
        faults = Faults(source.path)
        faults.extend(lint(merged))
        if faults:
            raise InputError([*faults, *filter(None, map(_alone, paths))])
        pack = merged.pack
    assert pack is not None
    return pack.ready()


def _alone(path: Path) -> Fault | None:
    """What may be wrong with a pack of one file that has others beside it."""
    if not path.is_file() or len(list(path.parent.glob("*.yaml"))) == 1:
        return None
    return Fault(str(path), 0, 0, "", "is read alone; if the files beside it belong to the pack, name the folder")


def _in_order(sources: list[PackSource]) -> list[PackSource]:
    """The packs, each after the one that it extends, otherwise as they were given.

    Raises `InputError`: names that are not known or given twice, circles, and packs that have nothing in common.
    """
    named = {source.pack.name: source for source in sources}
    faults = [_head_fault(source, "name", "is the name of two packs") for source in sources]
    faults = [fault for fault, source in zip(faults, sources, strict=True) if named[source.pack.name] is not source]
    for source in sources:
        if source.extends not in ("", BUILT_IN, *named):
            hint = nearest(source.extends, (BUILT_IN, *named)) or "; give its path too"
            faults.append(_head_fault(source, "extends", f"{source.extends} is not a pack that is in use{hint}"))
    built_in = BUILT_IN not in named and any(source.extends == BUILT_IN for source in sources)
    for source in [source for source in sources if not source.extends][0 if built_in else 1 :]:
        faults.append(_head_fault(source, "extends", "is missing: only one of the packs in use can stand alone"))
    if faults:
        raise InputError(faults)
    placed = {BUILT_IN} if built_in else set()
    waiting, ordered = list(sources), []
    while waiting:
        ready = next((source for source in waiting if source.extends in placed or not source.extends), None)
        if ready is None:
            raise InputError(_head_fault(source, "extends", "goes in a circle") for source in waiting)
        waiting.remove(ready)
        ordered.append(ready)
        placed.add(ready.pack.name)
    return ordered


def _head_fault(source: PackSource, key: str, message: str) -> Fault:
    return source.places["pack"].fault(key, message)
