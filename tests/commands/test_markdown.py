"""The size of a Markdown report, asked for by an option."""

from __future__ import annotations

from commandline import Run
from conftest import ROOT


def test_the_size_is_an_option_of_the_command(run: Run) -> None:
    growth = ROOT / "examples" / "growth.yaml"
    short = run("assess", growth, "-f", "markdown", "--max-bytes", "9000", "-o", "report.md")
    assert (short.code, short.stderr) == (0, "")
    assert 2_000 < len(short.stdout.encode()) <= 9_000
    too_small = run("assess", growth, "-f", "markdown", "--max-bytes", "1999")
    assert (too_small.code, too_small.stderr) == (2, "--max-bytes must be at least 2000\n")
    other = run("assess", growth, "-f", "html", "--max-bytes", "9000")
    assert (other.code, other.stdout) == (2, "")
    assert "--max-bytes is for the Markdown report" in other.stderr
