"""Writing results: all of them or none, never half of one, never somewhere else than asked."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from scalecheck.errors import Fault, InputError

__all__ = ["alone", "append", "write_all"]


def write_all(texts: Mapping[Path, str]) -> None:
    """Write every text (as UTF-8) to its path. Raises `InputError` with what is wrong with any of the paths.

    Each file is written in full beside its target and then takes its place in one step, so a reader sees the old
    content or the new one. Nothing takes its place before everything is written. A target that is a link is written to
    where it leads, if that is in the same folder.
    """
    places, faults = {}, []
    for path in texts:
        try:
            places[path] = _place(path)
        except (OSError, ValueError) as error:
            faults.append(_fault(path, _reason(error)))
    doubles = [path for path in places if list(places.values()).count(places[path]) > 1]
    faults += [_fault(path, "is named for more than one output") for path in doubles]
    if faults:
        raise InputError(faults)
    # A signal can come at any moment, so a draft has its name before it is there.
    drafts = {path: _beside(place) for path, place in places.items()}
    try:
        for path, text in texts.items():
            _write(path, drafts[path], text, places[path])
        for path, draft in drafts.items():
            _take(path, draft, places[path])
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def append(path: Path, text: str) -> None:
    """Add a text (as UTF-8) at the end of a file that other programs write to as well. Raises `InputError`."""
    try:
        with path.open("ab") as file:
            file.write(text.encode("utf-8", errors="replace"))
    except (OSError, ValueError) as error:
        raise InputError([_fault(path, _reason(error))]) from None


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """While this lasts, no other process is in here for a file of the same folder. So whoever reads a file, changes it
    and writes it loses nothing of what others did in the same way. Where a system has no such locks, nobody waits."""
    descriptor = None
    with contextlib.suppress(ImportError, OSError, ValueError):
        import fcntl

        # The folder, as the file takes the place of another one and may not be there yet. Its end is that of the lock.
        descriptor = os.open(path.parent, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _place(path: Path) -> Path:
    """Where the file really goes. Raises `OSError` whose text says why it cannot."""
    folder = path.parent.resolve()
    if not folder.is_dir():
        raise OSError(f"the folder {path.parent} does not exist" if not folder.exists() else "lies in no folder")
    place = path.resolve()
    if place.parent != folder:
        raise OSError("is a link that leads out of its folder")
    if place.is_dir():
        raise OSError("is a folder; name a file in it")
    if place.exists() and not stat.S_ISREG(place.stat().st_mode):
        raise OSError("is not a regular file")
    return place


def _beside(place: Path) -> Path:
    import secrets

    return place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.tmp")


def _write(path: Path, draft: Path, text: str, place: Path) -> None:
    """Write the draft of a file, with the permissions of what it will replace."""
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", errors="replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError([_fault(path, _reason(error))]) from None


def _take(path: Path, draft: Path, place: Path) -> None:
    try:
        draft.replace(place)
    except OSError as error:
        raise InputError([_fault(path, _reason(error))]) from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to write it"
    return f"cannot be written: {getattr(error, 'strerror', None) or error}"


def _fault(path: Path, message: str) -> Fault:
    return Fault(str(path), 0, 0, "", message)
