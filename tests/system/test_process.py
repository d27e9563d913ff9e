"""The command line as a process of its own: its pipes, its terminal, its signals, and the exit codes they leave."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT


def shell(*arguments: str | Path, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    command = [sys.executable, "-m", "scalecheck", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=data, capture_output=True, check=False)


def test_standard_input_is_read() -> None:
    data = b"product: {name: Piped, phase: mvp}\n"
    for name in ("-", "/dev/stdin"):
        result = shell("assess", "-q", name, data=data)
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.startswith(b"Piped: ")


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("script"), reason="needs script(1) of util-linux")
@pytest.mark.parametrize(
    ("environment", "colored"),
    [("TERM=xterm", True), ("TERM=xterm NO_COLOR=1", False), ("TERM=dumb", False), ("TERM=dumb FORCE_COLOR=1", True)],
)
def test_colors_on_a_terminal_only_when_wanted(environment: str, colored: bool) -> None:
    command = f"env -u NO_COLOR -u FORCE_COLOR {environment} {shlex.quote(sys.executable)} -m scalecheck assess examples/mvp.yaml"
    shown = subprocess.run(["script", "-qec", command, "/dev/null"], cwd=ROOT, capture_output=True, check=True).stdout
    assert (b"\x1b[" in shown) == colored


def test_a_process_with_an_ascii_screen_shows_names_as_far_as_it_can() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    data = 'product: {name: "שופ", phase: mvp, traits: {holds_user_data: yes}}\npractices: {reliability: {backups: no}}\n'.encode()
    command = [sys.executable, "-m", "scalecheck", "gate", "-"]
    result = subprocess.run(command, cwd=ROOT, input=data, env=environment, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (1, b"")
    assert result.stdout.startswith(b"FAILED ???: ")
    assert b"  x reliability.backups: " in result.stdout


@pytest.mark.parametrize("arguments", ["assess -v examples/growth.yaml", "--help", "explain reliability.backups"])
def test_a_closed_pipe_is_not_a_failed_gate(arguments: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m scalecheck {arguments} | true; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert result.returncode in (0, 2, 128 + signal.SIGPIPE)
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("gate missing.yaml", 2),
        ("gate --bogus", 2),
        ("explain zz", 2),
        ("gate examples/gaps.yaml", 1),
        ("gate examples/gaps.yaml --exit-zero", 0),
    ],
)
def test_talk_that_cannot_be_told_does_not_change_the_exit_code(arguments: str, code: int) -> None:
    command = f"{shlex.quote(sys.executable)} -m scalecheck {arguments} >/dev/null 2>/dev/full"
    assert subprocess.run(["bash", "-c", command], cwd=ROOT, check=False).returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        "assess examples/mvp.yaml >/dev/full",
        "assess examples/mvp.yaml >&-",
        "assess examples/mvp.yaml - <&-",
        "--help >/dev/full",
        "gate --help >/dev/full",
        "--version >/dev/full",
        "--show-completion bash >/dev/full",
    ],
)
def test_output_or_input_that_is_not_there_gives_2(arguments: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m scalecheck {arguments}"
    result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert result.stderr
    if "/dev/full" in arguments:
        assert result.stderr == b"scalecheck: reading or writing failed: No space left on device\n"


def test_an_interrupt_is_not_a_failed_gate() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "scalecheck", "assess", "-"], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(b"#" * 1_000_000)  # no pipe holds that much: once it is through, the command is reading
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_typer_is_not_imported_for_a_plain_line() -> None:
    code = "import sys; from scalecheck.cli.quick import plain; assert plain(['gate', 'p']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"typer", "click", "rich", "pydantic", "yaml", "jinja2"} & set(loaded)


def test_the_cases_of_the_built_in_pack_pass() -> None:
    tested = shell("rules", "test")
    assert tested.returncode == 0
    assert tested.stdout.endswith(b" failed\n")
