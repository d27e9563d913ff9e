"""The command line, for the tests that run it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import commandline
from commandline import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line in this process, from an empty folder."""
    return partial(commandline.run, folder=tmp_path)
