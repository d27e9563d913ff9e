"""`scalecheck init`."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated, TextIO

from scalecheck.cli.inputs import STDIN, day_of, pack_of
from scalecheck.cli.outputs import colored, show
from scalecheck.cli.parameters import AddedPacks, argument, option
from scalecheck.errors import ScalecheckError
from scalecheck.phase import PHASES, Phase

if TYPE_CHECKING:
    from scalecheck.pack import Pack
    from scalecheck.words import Words

PROJECT = "project.yaml"
NARROWEST, WIDEST = 30, 79


def init(
    file: Annotated[str | None, argument("[FILE]", f"The questionnaire, {PROJECT} by default.", blank=False)] = None,
    phase: Annotated[
        Phase | None, option("--phase", help="Ask the questions of this phase, by default the declared one.")
    ] = None,
    template: Annotated[
        bool, option("--template", help="Print a blank to fill in with an editor, and ask nothing.")
    ] = False,
    full: Annotated[bool, option("--full", help="All questions of all phases.")] = False,
    packs: AddedPacks = None,
) -> None:
    """Ask the questions of a phase and keep the answers in a file.

    A file that is there already is filled up: what it lacks is asked, what stands in it stays.
    """
    from scalecheck.words import load_words

    pack, words = pack_of(packs), load_words()
    if template:
        from scalecheck.render.blank import blank

        if file is not None:
            raise ScalecheckError("--template: prints to standard output; write > FILE")
        show(blank(pack, phase or PHASES[0], words, everything=full))
        return
    if file == STDIN:
        raise ScalecheckError("FILE: answers are kept in a file; - is none")
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise ScalecheckError("init asks questions and needs a terminal; scalecheck init --template prints a blank")
    _interview(file or PROJECT, phase, full, pack, words, [f"--rules={path}" for path in packs or ()])


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _interview(path: str, phase: Phase | None, full: bool, pack: Pack, words: Words, options: list[str]) -> None:
    from scalecheck.cli.terminal import Terminal
    from scalecheck.interview import Interview, conduct
    from scalecheck.render.asking import Asking
    from scalecheck.sheet import Given, Notebook

    notebook = Notebook(path, pack, day_of(None), words("init.header"))
    if phase and "product.phase" not in notebook.questionnaire.answers:
        notebook.keep("product.phase", Given(str(phase)))
    interview = Interview(pack, notebook.questionnaire, phase, full)
    width = shutil.get_terminal_size().columns - 1
    asking = Asking(pack, words, width=min(max(width, NARROWEST), WIDEST), bold=colored())
    show(asking.greeting(path, interview))
    try:
        conduct(interview, Terminal(asking).ask, notebook.keep)
    except EOFError:
        pass
    finally:
        show(asking.farewell(path, interview, len(notebook.given), options))
