"""Pages that cannot lie: read from the top, their files are written, their commands run, their outputs compared.

A comment before a block says what it is: `file: NAME` is a file, `run: CODE` holds commands, of which the last one ends
with this exit code. A block of text right after it shows what they print, with … for what is left out.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from conftest import Run

STEPS = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```yaml\n(?P<content>.*?)```"
    r"|<!-- run: (?P<code>\d) -->\n```sh\n(?P<commands>.*?)```(\n```text\n(?P<shown>.*?)```)?",
    re.DOTALL,
)


def follow(page: str, run: Run, folder: Path, *always: str) -> None:
    """Do everything that a page says, in its order and in a folder; every command gets the arguments `always`. What a
    command writes into a file with > is not shown."""
    for step in STEPS.finditer(page):
        if step["file"]:
            (folder / step["file"]).write_text(step["content"], encoding="utf-8")
            continue
        code, left = 0, ""
        for line in step["commands"].splitlines():
            command, _, target = line.partition(" > ")
            result = run(*shlex.split(command)[1:], *always)
            code = result.code
            if target:
                (folder / target).write_text(result.stdout, encoding="utf-8")
            else:
                left += result.stdout
        assert code == int(step["code"]), step["commands"]
        for part in filter(None, (step["shown"] or "").split("…\n")):
            _, found, left = left.partition(part)
            assert found, f"{step['commands']}{part}"
