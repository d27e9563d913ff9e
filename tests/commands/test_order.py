"""The order in which files are named never matters."""

from __future__ import annotations

import json

from commandline import Run
from conftest import ROOT, TODAY


def test_several_files_come_out_alike_in_every_order(run: Run) -> None:
    files = [ROOT / "examples" / f"{name}.yaml" for name in ("growth", "mvp", "gaps")]
    for command, told in (("assess", lambda data: data), ("gate", lambda data: data["results"])):
        ways = [run(command, "-f", "json", "--as-of", TODAY.isoformat(), *way) for way in (files, files[::-1])]
        first, second = (told(json.loads(way.stdout)) for way in ways)
        assert ways[0].code == ways[1].code
        assert first == second[::-1]
