"""Pages that cannot lie: read from the top, their files are written, their commands run, their outputs compared.

A comment before a block says what it is: `file: NAME` is a file, `edit: NAME` is a change to it, `run: CODE` holds
commands, of which the last one ends with this exit code. A block of text right after it shows what they print, with … for
what is left out.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from commandline import Run

STEPS = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```yaml\n(?P<content>.*?)```"
    r"|<!-- edit: (?P<edited>\S+) -->\n```diff\n(?P<change>.*?)```"
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
        if step["edited"]:
            edit(folder / step["edited"], step["change"])
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
        compare(left, step["shown"] or "")


def compare(printed: str, shown: str) -> None:
    """What a page shows was printed, in this order; … stands for whatever lies between."""
    for part in filter(None, shown.split("…\n")):
        _, found, printed = printed.partition(part)
        assert found, part


def edit(path: Path, change: str) -> None:
    """Change a file as a diff shows it: lines with - are replaced by lines with +, between lines that stay."""
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, change
    path.write_text(text.replace(old, new), encoding="utf-8")
