"""`scalecheck init` on a machine that somebody is logged into over SSH, by a real client and a real server.

The client starts the server by itself and talks to it over a pipe, so no port is open and no account is needed but one's
own. `.ci/run` installs both where it can.
"""

from __future__ import annotations

import getpass
import os
import select
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from system.terminal import CTRL_C, ENTER, READY, Program

SERVER = shutil.which("sshd", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"]))
CONFIG = """\
HostKey {folder}/host
AuthorizedKeysFile {folder}/person.pub
StrictModes no
PasswordAuthentication no
PidFile none
"""


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The command that logs into this machine, with a key that is made for these tests."""
    if not (SERVER and shutil.which("ssh")):
        pytest.skip("there is no sshd and ssh here; .ci/run installs openssh-server and openssh-client")
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "person"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    config = folder / "config"
    config.write_text(CONFIG.format(folder=folder))
    tried = subprocess.run([SERVER, "-t", "-f", config], capture_output=True, encoding="utf-8", check=False)
    if tried.returncode:
        pytest.skip(f"sshd cannot serve here: {tried.stderr.strip()}")
    options = {
        "ProxyCommand": f"{SERVER} -i -f {config}",
        "IdentityFile": folder / "person",
        "IdentitiesOnly": "yes",
        "UserKnownHostsFile": folder / "known",
        "StrictHostKeyChecking": "accept-new",
        "BatchMode": "yes",
        "LogLevel": "ERROR",
    }
    given = (part for name, value in options.items() for part in ("-o", f"{name}={value}"))
    return ("ssh", "-F", "none", *given, "-l", getpass.getuser(), "this-machine")


def remotely(folder: Path, more: str = "") -> str:
    """What the shell at the other end is told: `scalecheck init` in a folder."""
    return f"cd {shlex.quote(str(folder))} && exec {shlex.quote(sys.executable)} -m scalecheck init{more}"


@pytest.mark.parametrize(("term", "enter"), [("xterm-256color", ""), ("dumb", ENTER), ("", ENTER)])
def test_a_talk_can_be_held_and_stopped(ssh: tuple[str, ...], tmp_path: Path, term: str, enter: str) -> None:
    person = Program(tmp_path, *ssh, "-tt", remotely(tmp_path), TERM=term)
    person.sees("What is the product called?", READY)
    person.types("Shelf line" + ENTER)
    person.sees("Which phase", READY)
    person.types("1" + enter)
    person.sees("What does the product do", READY)
    person.types(CTRL_C)
    person.sees("2 answers were added to project.yaml.", "Go on: scalecheck init project.yaml")
    assert person.leaves() == 130
    assert ("\x1b" in person.shown) == (not enter)
    assert (tmp_path / "project.yaml").read_text().endswith("\nproduct:\n  name: Shelf line\n  phase: mvp\n")


@pytest.mark.parametrize(("term", "enter"), [("xterm", ""), ("dumb", ENTER)])
def test_when_the_connection_breaks_it_ends_and_all_answers_are_there(
    ssh: tuple[str, ...], tmp_path: Path, term: str, enter: str
) -> None:
    ended = tmp_path / "ended"
    os.mkfifo(ended)
    # Whoever reads from the pipe is told when the last process that could write into it is gone.
    end = os.open(ended, os.O_RDONLY | os.O_NONBLOCK)
    person = Program(tmp_path, *ssh, "-tt", remotely(tmp_path, " 9> ended"), TERM=term)
    person.sees("What is the product called?", READY)
    person.types("Shelf line" + ENTER)
    person.sees("Which phase", READY)
    person.types("3" + enter)
    person.sees("What does the product do", READY)
    person.types("An answer that is not finished when the line")
    person.is_cut_off()
    assert select.select([end], [], [], 60)[0]
    assert os.read(end, 1) == b""
    os.close(end)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ended", "project.yaml"]
    assert (tmp_path / "project.yaml").read_text().endswith("\nproduct:\n  name: Shelf line\n  phase: growth\n")

    again = Program(tmp_path, *ssh, "-tt", remotely(tmp_path), TERM=term)
    again.sees("project.yaml holds 2 answers.", "What does the product do", READY)
    again.types("q" + ENTER)
    again.sees("Nothing was added to project.yaml.")
    assert again.leaves() == 0


def test_without_a_terminal_at_the_other_end_it_refuses(ssh: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [*ssh, remotely(tmp_path)], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "init asks questions and needs a terminal; scalecheck init --template prints a blank\n"
    assert not list(tmp_path.iterdir())
