"""What the world does to a run: full disks, closed doors, signals, a bare environment, others at the same file.

The exit code tells it, nothing is left half written, and what was there before is still there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from system.terminal import Terminal

resource = pytest.importorskip("resource", reason="needs POSIX")

GROWTH = str(ROOT / "examples" / "growth.yaml")
COMMAND = [sys.executable, "-m", "scalecheck"]
OLD = "what was there before"


def scalecheck(*arguments: str | Path, **extra: object) -> subprocess.CompletedProcess[str]:
    options: dict[str, object] = {"capture_output": True, "check": False, "encoding": "utf-8", **extra}
    return subprocess.run([*COMMAND, *map(str, arguments)], **options)  # type: ignore[call-overload,no-any-return]


def contents(folder: Path) -> dict[str, str]:
    return {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir()}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 100 KB."""
    (folder := tmp_path / "disk").mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("may not mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def without_privileges() -> list[str]:
    """What a command is started with so that permissions hold for root too."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may read and write everything, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def test_a_full_disk_leaves_what_was_there(small_disk: Path) -> None:
    (small_disk / "report.html").write_text(OLD)
    done = scalecheck("assess", "-q", GROWTH, "-o", small_disk / "small.json", "-o", small_disk / "report.html")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written: No space left on device" in done.stderr
    assert contents(small_disk) == {"report.html": OLD}


def test_a_file_that_may_not_grow_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(OLD)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))  # noqa: E731
    done = scalecheck("assess", "-q", GROWTH, "-o", tmp_path / "report.html", preexec_fn=limit)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written: File too large" in done.stderr
    assert contents(tmp_path) == {"report.html": OLD}


def test_doors_that_are_closed(tmp_path: Path) -> None:
    (closed := tmp_path / "closed.yaml").write_text(OLD)
    closed.chmod(0)
    tmp_path.chmod(0o555)
    for arguments, what in (
        (["gate", closed], f"{closed}: no permission to read it"),
        (["assess", "-q", GROWTH, "-o", tmp_path / "r.html"], f"{tmp_path / 'r.html'}: no permission to write it"),
    ):
        command = [*without_privileges(), *COMMAND, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{what}\n")
    tmp_path.chmod(0o755)
    assert [item.name for item in tmp_path.iterdir()] == ["closed.yaml"]


def test_a_target_that_became_a_link_is_not_followed_out_of_its_folder(tmp_path: Path) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "report.html").write_text(OLD)
    (tmp_path / "report.html").symlink_to(elsewhere / "report.html")
    done = scalecheck("assess", "-q", GROWTH, "-o", tmp_path / "report.html")
    assert (done.returncode, contents(elsewhere)) == (2, {"report.html": OLD})
    assert "is a link that leads out of its folder" in done.stderr


MID_WRITE = """
import os, signal, sys
write = os.fsync
os.fsync = lambda descriptor: (write(descriptor), os.kill(os.getpid(), signal.{name}))
sys.argv = ["scalecheck", *sys.argv[1:]]
from scalecheck.__main__ import main
main()
"""
"""The signal comes at the very moment at which a file is written and has not taken its place."""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_in_mid_write_leaves_what_was_there(name: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(OLD)
    arguments = ["assess", "-q", GROWTH, "-o", str(tmp_path / "report.html")]
    done = subprocess.run(
        [sys.executable, "-c", MID_WRITE.format(name=name), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert contents(tmp_path) == {"report.html": OLD}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_it_waits_ends_it_without_a_word(number: int, code: int, tmp_path: Path) -> None:
    os.mkfifo(late := tmp_path / "late.yaml")
    child = subprocess.Popen([*COMMAND, "gate", late], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with late.open("wb"):  # which waits until the file is being read
        child.send_signal(number)
        assert (*child.communicate(timeout=60), child.returncode) == (b"", b"", code)


BARE = {"PATH": os.environ["PATH"]}


@pytest.mark.parametrize(
    "environment",
    [BARE, {**BARE, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {**BARE, "HOME": "/nowhere", "TERM": "strange"}],
    ids=["nothing", "LANG=C", "a strange home"],
)  # fmt: skip
def test_a_bare_environment_changes_no_exit_code_and_no_file(environment: dict[str, str], tmp_path: Path) -> None:
    usual, bare = (tmp_path / "usual.json"), (tmp_path / "bare.json")
    day = ["--as-of", "2026-11-22"]
    assert scalecheck("assess", "-q", GROWTH, "-o", usual, *day).returncode == 0
    done = scalecheck("assess", GROWTH, "-o", bare, *day, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert bare.read_bytes() == usual.read_bytes()
    assert scalecheck("gate", ROOT / "examples" / "gaps.yaml", *day, env=environment).returncode == 1


@pytest.mark.parametrize("command", ["assess {}", "gate {}", "rules list", "--version", "schema pack"])
@pytest.mark.parametrize("closed", ["1>&-", "1>/dev/full", "0<&- 1>&-", "0<&- 1>&- 2>&-"])
def test_an_output_that_takes_nothing_is_2(command: str, closed: str) -> None:
    if "/dev/full" in closed and not Path("/dev/full").exists():
        pytest.skip("has no /dev/full")
    line = f'exec "{sys.executable}" -m scalecheck {command.format(shlex.quote(str(GROWTH)))} {closed}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == ("2>&-" not in closed)


def test_several_runs_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    runs = [
        subprocess.Popen([*COMMAND, "assess", "-q", GROWTH, "-o", target], stdout=subprocess.DEVNULL) for _ in range(4)
    ]
    assert [run.wait(timeout=120) for run in runs] == [0] * 4
    assert list(contents(tmp_path)) == ["report.json"]
    assert json.loads(target.read_text())["product"]["name"]


def test_a_file_that_changes_while_it_is_read_is_judged_or_refused(tmp_path: Path) -> None:
    path, over = tmp_path / "project.yaml", threading.Event()
    text = (ROOT / "examples" / "mvp.yaml").read_text(encoding="utf-8")
    path.write_text(text)

    def rewrite() -> None:
        while not over.is_set():
            for part in (text, text[: len(text) // 2], "", "a: ["):
                path.write_text(part)

    writer = threading.Thread(target=rewrite)
    writer.start()
    with contextlib.ExitStack() as stack:
        stack.callback(writer.join)
        stack.callback(over.set)
        codes = {scalecheck("gate", path).returncode for _ in range(5)}
    assert codes <= {0, 1, 2}


def test_an_answer_that_finds_no_room_does_not_cost_those_before_it(small_disk: Path) -> None:
    (small_disk / "project.yaml").write_text("product: {phase: mvp}\n")
    person = Terminal(small_disk, term="dumb")
    person.sees("> ")
    room = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"x" * room.f_bavail * room.f_frsize)
    person.types("Shop\r")
    assert person.leaves() == 2
    assert "No space left on device" in person.shown
    assert (small_disk / "project.yaml").read_text() == "product: {phase: mvp}\n"
    assert sorted(item.name for item in small_disk.iterdir()) == ["filler", "project.yaml"]
