"""The suites keep to their bounds: no network, processes in tests/system alone, and no command line in tests/unit."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import broken

OTHER = ("127.0.0.1", 9)


def datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", OTHER)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: socket.create_connection(OTHER),
        lambda: socket.getaddrinfo("example.com", 443),
        datagram,
        lambda: subprocess.run([sys.executable, "--version"], check=True),
        lambda: os.system("true"),
        lambda: os.fork(),
    ],
    ids=["connection", "name", "datagram", "process", "shell", "fork"],
)
def test_what_a_unit_test_may_not_do_is_refused_and_noticed(attempt: Callable[[], object]) -> None:
    with pytest.raises(RuntimeError, match="refused here"):
        attempt()
    assert len(broken) == 1
    broken.clear()


def test_a_unit_test_knows_nothing_of_the_command_line() -> None:
    names = re.compile(
        r"^\s*(?:from|import) (?:commandline|commands|typer|scalecheck\.cli|scalecheck\.__main__)\b", re.MULTILINE
    )
    files = sorted(Path(__file__).parent.glob("*.py"))
    assert not [path.name for path in files if names.search(path.read_text(encoding="utf-8"))]
