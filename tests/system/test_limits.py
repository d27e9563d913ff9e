"""What one file may cost at worst: each of these is refused or judged in seconds and within 300 MB, whatever it holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT
from hostile import LONGEST

resource = pytest.importorskip("resource", reason="needs the limits of POSIX")

GROWTH = str(ROOT / "examples" / "growth.yaml")
HEAD = "product: {phase: mvp}\n"
SECONDS, MEGABYTES = 5, 300
"""Of processor time, most of which is room for a slow machine, and of memory."""


@dataclass(frozen=True)
class End:
    code: int
    stderr: str
    megabytes: float


def run(*arguments: str, folder: Path) -> End:
    """Run the command line in a process that is killed when it takes too long."""
    limit = (resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with (folder / "stderr").open("wb") as talk:
        child = subprocess.Popen(
            [sys.executable, "-m", "scalecheck", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=talk,
            preexec_fn=lambda: resource.setrlimit(*limit),
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = used.ru_maxrss if sys.platform != "darwin" else used.ru_maxrss / 1024
    return End(child.returncode, (folder / "stderr").read_text(encoding="utf-8"), kilobytes / 1024)


LARGE = {
    "many values": ("assess {}", "[" + "a," * 49_000 + "a]"),
    "many unknown keys": ("assess {}", "".join(f"key{number}: 1\n" for number in range(24_000))),
    "much evidence": ("assess {}", HEAD + "team: {size: {value: 3, evidence: [" + "a," * 49_000 + "]}}"),
    "a long text": ("assess {}", HEAD + f"team: {{size: {{value: 3, note: {json.dumps(LONGEST[:900_000])}}}}}"),
    "a long key": ("assess {}", HEAD + f"team: {{{json.dumps(LONGEST[:900_000])}: 1}}"),
    "a long value": ("assess {}", f"product: {{phase: {json.dumps(LONGEST[:900_000])}}}"),
    "a long number": ("assess {}", HEAD + f"team: {{size: {'9' * 900_000}}}"),
    "waivers": ("gate {growth} --waivers {}", "waivers: [" + "{rule: a}," * 16_000 + "]"),
    "a policy": ("gate {growth} --policy {}", "practices: [" + "{rule: a}," * 16_000 + "]"),
    "a pack of wrong entries": ("rules check {}", "practices: [" + "{a: b}," * 33_000 + "]"),
    "a pack of wrong values": ("rules check {}", "practices: [" + "a," * 99_000 + "]"),
    "a pack of too many values": ("rules check {}", "practices: [" + "a," * 1_900_000 + "]"),
    "a pack of one text": ("rules check {}", "practices: [{id: " + json.dumps(LONGEST) + "}]"),
    "a result of lists": ("gate {growth} --baseline {}", "[" + "[]," * 200_000 + "[]]"),
    "a result of objects": ("gate {growth} --baseline {}", "[" + "{}," * 200_000 + "{}]"),
    "a result of far too many values": ("gate {growth} --baseline {}", "[" + "[]," * 5_000_000 + "[]]"),
    "a result of wrong values": (
        "gate {growth} --baseline {}",
        '{"format": "scalecheck-assessment/1", "findings": [' + "1," * 480_000 + "1]}",
    ),
    "a result with a long number": ("gate {growth} --baseline {}", "1" * 5_000),
    "an endless pack": ("gate {growth} --rules /dev/zero", ""),
    "endless waivers": ("gate {growth} --waivers /dev/zero", ""),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_refused_in_time_and_memory(name: str, tmp_path: Path) -> None:
    command, text = LARGE[name]
    (path := tmp_path / "large.yaml").write_text(text, encoding="utf-8")
    end = run(*command.format(path, growth=GROWTH).split(), folder=tmp_path)
    assert end.code == 2, end.stderr[:500]
    assert end.megabytes < MEGABYTES
    assert "Traceback" not in end.stderr
    assert max(map(len, end.stderr.splitlines())) < 1_500, "no message repeats all that it was given"


def test_a_large_file_in_the_way_of_an_output_is_not_read_whole(tmp_path: Path) -> None:
    with (path := tmp_path / "report.json").open("wb") as file:
        file.truncate(3_000_000_000)
    end = run("assess", "-q", GROWTH, "-o", str(path), folder=tmp_path)
    assert (end.code, end.stderr) == (0, "")
    assert end.megabytes < MEGABYTES
