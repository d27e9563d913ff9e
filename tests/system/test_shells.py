"""Completion in the shells that people type into: it is installed as the README says, and Tab is pressed.

`.ci/run` installs zsh and fish where it can. What is offered is tested in test_completion.py.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from system.terminal import ENTER, Program

TAB, TO_THE_START = "\t", "\x01"
LISTENS = "\x1b[?2004h"
"""With this, the line editor of a shell asks the terminal to mark what is pasted: from now on it reads keys."""


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    """A shell in a folder that is its home, where completion was installed from an earlier one."""
    if not shutil.which(request.param):
        pytest.skip(f"there is no {request.param} here; .ci/run installs it")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    command, environment = (request.param, "-i"), {**home, "PATH": path, "TERM": "xterm"}
    first = Program(tmp_path, *command, **environment)
    first.sees(LISTENS)
    first.types(f"scalecheck --install-completion{ENTER}")
    first.sees("completion installed in")
    shell = Program(tmp_path, *command, **environment)
    if request.param == "zsh":
        # The script that Typer installs does nothing but load itself when Tab is pressed for the first time.
        shell.sees(LISTENS)
        shell.types(f"scalecheck exp{TAB}{TO_THE_START}echo {ENTER}")
    return shell


def test_tab_completes_commands_options_ids_formats_keys_and_files(shell: Program, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").touch()
    for typed, completed in {
        "scalecheck exp": "scalecheck explain",
        "scalecheck gate --base": "scalecheck gate --baseline",
        "scalecheck explain reliability.rest": "scalecheck explain reliability.restore-drill",
        "scalecheck gate --format gith": "scalecheck gate --format github",
        "scalecheck assess --set metrics.logo_ch": "scalecheck assess --set metrics.logo_churn_monthly=",
        "scalecheck assess proj": "scalecheck assess project.yaml",
    }.items():
        shell.sees(LISTENS)
        # The quotes tell what is printed from what is typed.
        shell.types(f"{typed}{TAB}{TO_THE_START}echo 'completed': {ENTER}")
        shell.sees(f"completed: {completed}\r\n")
