"""`scalecheck history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from scalecheck.cli.inputs import STDIN, pack_of, results_of
from scalecheck.cli.outputs import deliver
from scalecheck.cli.parameters import AddedPacks, Format, OutputPaths, Printed, argument
from scalecheck.errors import Fault, InputError

if TYPE_CHECKING:
    from scalecheck.result import AssessmentView


def history(
    paths: Annotated[
        list[str],
        argument(
            "PATH...", "Results that `assess -f json` wrote, or folders of them; - reads standard input.", blank=False
        ),
    ],
    output: Printed = Format.TERMINAL,
    outputs: OutputPaths = None,
    packs: AddedPacks = None,
) -> None:
    """Show how products went over time.

    Results are put in order by the day in them, and by product when there are several.
    """
    from scalecheck.history import history_of
    from scalecheck.render import HISTORY_RENDERERS
    from scalecheck.report.history import make_history
    from scalecheck.words import load_words

    told = make_history(history_of(_results(paths)), pack_of(packs), load_words())
    deliver(told, HISTORY_RENDERERS, output, outputs, (*paths, *(packs or ())), verbose=False)


def _results(paths: list[str]) -> list[tuple[str, AssessmentView]]:
    """Every result with its file. Raises `InputError` with the faults of all files."""
    names: list[str] = []
    found: list[tuple[str, AssessmentView]] = []
    faults: list[Fault] = []
    for path in paths:
        inside = _files(path)
        names += inside
        if not inside:
            faults.append(Fault(path, 0, 0, "", "holds no .json file"))
    for name in dict.fromkeys(names):
        try:
            found += [(name, result) for result in results_of(name)]
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _files(path: str) -> list[str]:
    """The file itself, or the JSON files in a folder, by name."""
    folder = Path(path)
    if path == STDIN or not folder.is_dir():
        return [path]
    return sorted(str(item) for item in folder.iterdir() if item.suffix.lower() == ".json" and item.is_file())
