"""What comes between the questions of `scalecheck init`: signals at any moment, and others at the same file."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from system.terminal import ENTER, READY, Terminal

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
FIRST = "# Answers about one product for scalecheck. Edit them here, or go on with scalecheck init.\n\nscalecheck: 1\n\nproduct:\n  name: Shop\n"


def contents(folder: Path) -> dict[str, str]:
    return {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir()}


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize(("number", "code"), SIGNALS)
@pytest.mark.parametrize("typed", ["", "half a li"])
def test_a_signal_while_it_asks_ends_it_with_what_was_answered(
    number: int, code: int, term: str, typed: str, tmp_path: Path
) -> None:
    person = Terminal(tmp_path, term=term)
    person.sees("What is the product called?", READY)
    person.types("Shop" + ENTER)
    person.sees("Which phase", READY)
    person.types("1" + ENTER)
    person.sees("What does the product do", READY)
    person.types(typed)
    person.sees(typed)
    person.is_sent(number)
    person.sees("2 answers were added to project.yaml.", "Go on: scalecheck init project.yaml")
    assert (person.leaves(), person.echoes) == (code, True)
    assert "Traceback" not in person.shown
    assert contents(tmp_path) == {"project.yaml": FIRST + "  phase: mvp\n"}


AT_THE_SECOND_WRITE = """
import os, signal, sys
name, where, number = sys.argv[1:4]
real, calls = getattr(os, name), []

def struck(*given, **more):
    ours = name != "open" or given[1] & os.O_EXCL
    calls.extend([given] if ours else [])
    if where == "before" and ours and len(calls) == 2:
        os.kill(os.getpid(), int(number))
    done = real(*given, **more)
    if where == "after" and ours and len(calls) == 2:
        os.kill(os.getpid(), int(number))
    return done

setattr(os, name, struck)
sys.argv = ["scalecheck", *sys.argv[4:]]
from scalecheck.__main__ import main
main()
"""


@pytest.mark.parametrize(("name", "where"), [("open", "after"), ("fsync", "before"), ("fsync", "after"), ("replace", "before"), ("replace", "after")])  # fmt: skip
@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_while_it_writes_leaves_the_answers_of_before_or_one_more(
    number: int, code: int, name: str, where: str, tmp_path: Path
) -> None:
    person = Terminal(tmp_path, start=("-c", AT_THE_SECOND_WRITE, name, where, str(int(number))))
    person.sees("What is the product called?", READY)
    person.types("Shop" + ENTER)
    person.sees("Which phase", READY)
    person.types("1")
    assert (person.leaves(), person.echoes) == (code, True)
    assert "Traceback" not in person.shown
    taken = (name, where) == ("replace", "after")
    assert contents(tmp_path) == {"project.yaml": FIRST + "  phase: mvp\n" if taken else FIRST}


def test_two_at_one_file_keep_what_either_was_told(tmp_path: Path) -> None:
    ann, bob = Terminal(tmp_path), Terminal(tmp_path)
    for person in (ann, bob):
        person.sees("What is the product called?", READY)
    ann.types("Shop" + ENTER)
    ann.sees("Which phase", READY)
    bob.types("Store" + ENTER)
    bob.sees("Not kept: it was answered by others meanwhile: Shop (project.yaml:6).", READY)
    assert contents(tmp_path) == {"project.yaml": FIRST}
    bob.types("s" + ENTER)
    bob.sees("Which phase", READY)
    bob.types("1")
    bob.sees("What does the product do", READY)
    ann.types("3")
    ann.sees("Not kept: it was answered by others meanwhile: mvp (project.yaml:7).", READY)
    ann.types("1")
    ann.sees("What does the product do", READY)
    ann.types("It sells." + ENTER)
    for person in (ann, bob):
        person.types("q" + ENTER)
    bob.sees("One answer was added")
    assert (ann.leaves(), bob.leaves()) == (0, 0)
    assert contents(tmp_path) == {"project.yaml": FIRST + "  phase: mvp\n  description: It sells.\n"}


KEEPS = """
import os, sys
from datetime import date
from scalecheck.packs import load_pack
from scalecheck.sheet import Given, Notebook

key, answer, *slowly = sys.argv[1:]
notebook = Notebook("project.yaml", load_pack(), date(2026, 11, 22), "Answers.")
if slowly:
    write = os.fsync
    os.fsync = lambda descriptor: (write(descriptor), print("writing", flush=True), input())
notebook.keep(key, Given(answer))
"""


def test_who_writes_is_waited_for(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="without locks nobody waits")

    def keep(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", KEEPS, *arguments]
        return subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    slow = keep("product.name", "Shop", "slowly")
    assert slow.stdout
    assert slow.stdout.readline() == b"writing\n"
    quick = keep("team.size", "3")
    with pytest.raises(subprocess.TimeoutExpired):
        quick.wait(timeout=1.5)
    slow.communicate(b"\n")
    quick.communicate()
    assert (slow.returncode, quick.returncode) == (0, 0)
    assert contents(tmp_path) == {
        "project.yaml": "# Answers.\n\nscalecheck: 1\n\nproduct:\n  name: Shop\n\nteam:\n  size: 3\n"
    }


STRUCK = """
import os, signal, sys
from prompt_toolkit.application import Application

def first(work):
    async def struck():
        os.kill(os.getpid(), signal.SIGINT)
        await work
    return struck()

real = Application.{method}

def struck(self, *given, **more):
    {body}

Application.{method} = struck
sys.argv = ["scalecheck", *sys.argv[1:]]
from scalecheck.__main__ import main
main()
"""
KILL = "os.kill(os.getpid(), signal.SIGINT)"
MOMENTS = {
    "before a prompt is shown": ("reset", f"{KILL}; real(self, *given, **more)"),
    "once it may be answered": ("reset", f"real(self, *given, **more); {KILL}"),
    "in what it does besides": ("create_background_task", "return real(self, first(*given))"),
    "after its reply": ("exit", f"real(self, *given, **more); {KILL}"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_at_any_moment_of_a_prompt_ends_it_and_leaves_the_terminal_as_it_was(
    moment: str, tmp_path: Path
) -> None:
    method, body = MOMENTS[moment]
    person = Terminal(tmp_path, start=("-c", STRUCK.format(method=method, body=body)))
    person.sees("What is the product called?")
    person.types("Shop" + ENTER)
    assert (person.leaves(), person.echoes) == (130, True)
    assert "Traceback" not in person.shown
    hidden, again = person.shown.rfind("\x1b[?25l"), person.shown.rfind("\x1b[?25h")
    assert hidden <= again
    assert contents(tmp_path) == {}
