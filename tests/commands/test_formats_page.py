"""The examples of docs/formats.md are parts of what the commands print."""

from __future__ import annotations

import re

import pytest

from commandline import run
from conftest import ROOT
from scalecheck.render import GATE_RENDERERS

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- from: (.*?) -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    ("command", "shown"), EXAMPLES, ids=["-".join(command.split()[:3:2]) for command, _ in EXAMPLES]
)
def test_every_example_is_a_part_of_the_output(command: str, shown: str) -> None:
    result = run(*command.split())
    assert result.code == (1 if command.startswith("gate ") else 0)
    left = result.stdout
    for part in shown.split("…\n"):
        _, found, left = left.partition(part)
        assert found, part


def test_every_format_is_on_the_page() -> None:
    assert not [name for name in GATE_RENDERERS if f"`{name}`" not in PAGE]
