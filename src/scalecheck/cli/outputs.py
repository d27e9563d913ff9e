"""What commands print, on what kind of screen, and which files they write."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scalecheck import __version__
from scalecheck.cli.exits import tell
from scalecheck.cli.parameters import Format
from scalecheck.errors import Fault, InputError, ScalecheckError
from scalecheck.frozen import Frozen

if TYPE_CHECKING:
    from scalecheck.questionnaire import Questionnaire
    from scalecheck.render import Renderer
    from scalecheck.render.screen import Screen

__all__ = [
    "VERSION",
    "Target",
    "colored",
    "deliver",
    "is_dumb",
    "keep_inputs",
    "screen_of",
    "show",
    "show_replaced",
    "targets_of",
    "texts_by_path",
    "width_of",
]


VERSION = f"scalecheck {__version__}\n"


class Target(Frozen):
    """A file to write in a format. `{name}` in its path stands for the questionnaire's file name without its ending."""

    format: str
    path: str

    @property
    def each(self) -> bool:
        """Whether every questionnaire gets a file of its own."""
        return "{name}" in self.path

    def path_for(self, questionnaire: str) -> Path:
        return Path(self.path.replace("{name}", Path(questionnaire).stem))

    def fault(self, message: str) -> Fault:
        return Fault(f"--output {self.path}", 0, 0, "", message)


def targets_of(values: Iterable[str] | None, suffixes: dict[str, str]) -> tuple[Target, ...]:
    """The targets that `-o` names; `suffixes` are the formats with the ending of their files.

    Raises `InputError` with everything that is wrong with any of them.
    """
    targets, faults = [], []
    for value in values or ():
        found = _target(value, suffixes)
        if isinstance(found, Target):
            targets.append(found)
        else:
            faults.append(Fault(f"--output {value}", 0, 0, "", found))
    if faults:
        raise InputError(faults)
    return tuple(targets)


def _target(value: str, suffixes: dict[str, str]) -> Target | str:
    """The target, or what is wrong with it."""
    from scalecheck.document import nearest

    name, colon, path = value.partition(":")
    if not colon or name not in suffixes:
        # Of two formats with the same ending the first one has it.
        by_suffix = {suffix: name for name, suffix in reversed(suffixes.items())}
        ending = Path(value).suffix.lower()
        if ending not in by_suffix:
            known = f"; write FORMAT:PATH with one of {', '.join(suffixes)}"
            # A single letter before a colon is a drive of Windows.
            if colon and len(name) > 1:
                return f"{name} is not a format{nearest(name, suffixes) or known}"
            return (f"no format ends in {ending}" if ending else "has no ending that tells the format") + known
        name, path = by_suffix[ending], value
    if path in ("", "-"):
        return "names no file; for standard output, use --format"
    return Target(name, path)


def keep_inputs(paths: Iterable[Path], inputs: Iterable[str | Path]) -> None:
    """Raise `InputError` for every file to write that this run reads, or that holds a baseline: that one changes by
    its own command only, which says why."""
    read = [Path(name) for name in inputs if name != "-"]
    faults: list[Fault] = []
    for path in paths:
        if any(_same(path, other) for other in read):
            faults.append(Fault(str(path), 0, 0, "", "is read in this run; write to another file"))
        elif _is_baseline(path):
            faults.append(Fault(str(path), 0, 0, "", "is a baseline, which only `scalecheck baseline` changes"))
    if faults:
        raise InputError(faults)


def _same(one: Path, other: Path) -> bool:
    """Whether both are one file that is there, or the first is one in the folder of the second."""
    try:
        return one.samefile(other) or (other.is_dir() and one.is_file() and other.resolve() in one.resolve().parents)
    except (OSError, ValueError):
        return False


def _is_baseline(path: Path) -> bool:
    from scalecheck.jsonfile import read_json

    try:
        found = read_json(path) if path.is_file() else None
    except (OSError, InputError):
        return False
    items = found if isinstance(found, list) else [found]
    return any(isinstance(item, dict) and item.get("baseline") for item in items)


def texts_by_path(pieces: Iterable[tuple[Target, Path, str]]) -> dict[Path, str]:
    """The texts to write, by path. Raises `InputError` when two of them would take the same place."""
    texts: dict[Path, str] = {}
    faults: list[Fault] = []
    for target, path, text in pieces:
        if path in texts:
            faults.append(target.fault(f"{path} would be written more than once"))
        texts[path] = text
    if faults:
        raise InputError(faults)
    return texts


Told = TypeVar("Told")


def deliver(
    told: Told,
    renderers: Mapping[str, Renderer[Told]],
    output: Format,
    paths: Iterable[str] | None,
    inputs: Iterable[str | Path],
    verbose: bool,
) -> None:
    """Write one thing to every file that `-o` names, all or none, and print it. Raises `InputError`."""
    targets = targets_of(paths, {name: renderer.suffix for name, renderer in renderers.items()})
    each = [target.fault("is one file for all; {name} has no meaning here") for target in targets if target.each]
    if each:
        raise InputError(each)
    written = texts_by_path((target, Path(target.path), renderers[target.format](told)) for target in targets)
    if written:
        from scalecheck.files import write_all

        keep_inputs(written, inputs)
        write_all(written)
    renderer = renderers[output.value]
    show(renderer(told, screen=screen_of(verbose)) if output is Format.TERMINAL else renderer(told))


def screen_of(verbose: bool) -> Screen:
    from scalecheck.render.screen import Screen

    return Screen(width=width_of(), color=colored(), verbose=verbose)


def width_of() -> int:
    """How many columns a line may have."""
    import shutil

    return min(shutil.get_terminal_size().columns, 160) if _on_terminal() else 100


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def is_dumb() -> bool:
    """Whether the terminal is said to know nothing but lines, as the shell inside of an editor.

    One that has no name, as over SSH that a program has started, is not trusted with more; Windows names none.
    """
    return os.environ.get("TERM", "" if os.name == "posix" else "windows").lower() in ("", "dumb", "unknown")


def colored() -> bool:
    """Whether colors are wanted: on a terminal unless NO_COLOR or TERM says no, elsewhere only with FORCE_COLOR."""
    plain = bool(os.environ.get("NO_COLOR")) or is_dumb()
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false")
    return forced or (_on_terminal() and not plain)


def show_replaced(products: Iterable[Questionnaire]) -> None:
    """Tell on standard error which answers were overruled."""
    from scalecheck.render.replaced import replaced
    from scalecheck.words import load_words

    for product in products:
        tell(replaced(product, load_words()))


def show(text: str) -> None:
    if sys.stdout is None:
        raise ScalecheckError("standard output is closed")
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="stand-in")
    sys.stdout.write(text)
    sys.stdout.flush()


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """What to print for signs that the screen does not know."""
    from scalecheck.render.symbols import STAND_INS

    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(STAND_INS.get(sign, "?") for sign in signs), error.end


codecs.register_error("stand-in", _stand_in)
