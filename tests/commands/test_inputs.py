"""Which files a run reads: standard input where one is named `-`, once, and every questionnaire once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commandline import Run
from conftest import ROOT

DAY = ("--as-of", "2026-11-22")
GROWTH = (ROOT / "examples" / "growth.yaml").read_text(encoding="utf-8")
POLICY = """
scalecheck: 1
name: house rules
gate: {fail_on: recommended}
"""
WAIVERS = """
scalecheck: 1
waivers:
- {rule: reliability.restore-drill, reason: moving to another host, owner: ann, approved_by: bob, created: 2026-11-01,
   expires: 2026-12-01}
"""


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a file of every kind."""
    texts = {"a.yaml": GROWTH, "b.yaml": GROWTH, "policy.yaml": POLICY, "waivers.yaml": WAIVERS}
    texts["more.yaml"] = "infrastructure: {cdn: yes}\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run("assess", "-q", "a.yaml", "-o", "old.json", *DAY).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("gate a.yaml --policy {}", "policy.yaml"),
        ("gate a.yaml b.yaml --waivers {}", "waivers.yaml"),
        ("gate a.yaml --baseline {} --no-regress", "old.json"),
        ("gate a.yaml --answers {}", "more.yaml"),
        ("assess a.yaml --baseline {}", "old.json"),
        ("plan a.yaml --waivers {}", "waivers.yaml"),
        ("compare {} b.yaml", "old.json"),
        ("history {}", "old.json"),
        ("why reliability.restore-drill a.yaml --policy {}", "policy.yaml"),
    ],
)
def test_a_dash_is_standard_input_wherever_one_file_is_read(command: str, file: str, folder: Path, run: Run) -> None:
    day = () if command.startswith("history") else DAY
    named = run(*command.format(file).split(), *day)
    piped = run(*command.format("-").split(), *day, data=(folder / file).read_bytes())
    (folder / "-").write_text("a file of this name is ./-", encoding="utf-8")
    assert run(*command.format("-").split(), *day, data=(folder / file).read_bytes()) == piped
    assert (piped.code, piped.stderr) == (named.code, "")
    assert piped.stdout == named.stdout.replace(file, "stdin")


@pytest.mark.parametrize(
    "command",
    [
        "assess - -",
        "assess - --answers -",
        "gate a.yaml --policy - --waivers -",
        "gate - --baseline -",
        "plan - --answers -",
        "compare - -",
        "why reliability.restore-drill - --policy -",
        "baseline create - --waivers - --baseline b.json",
    ],
)
def test_standard_input_is_one_file(command: str, folder: Path, run: Run) -> None:
    result = run(*command.split(), *DAY, data=GROWTH.encode())
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == "only one file can be read from standard input (-)\n"


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("gate a.yaml --rules -", "a pack of rules is a file or a folder; - is none"),
        ("rules check -", "a pack of rules is a file or a folder; - is none"),
        ("rules test -", "a pack of rules is a file or a folder; - is none"),
        ("rules list --rules -", "a pack of rules is a file or a folder; - is none"),
        ("explain reliability.restore-drill --rules -", "a pack of rules is a file or a folder; - is none"),
        ("schema questionnaire --rules -", "a pack of rules is a file or a folder; - is none"),
        ("init --template --rules -", "a pack of rules is a file or a folder; - is none"),
        ("history old.json --rules -", "a pack of rules is a file or a folder; - is none"),
        ("gate a.yaml --waivers - --waivers-from-ref main", "--waivers: a git ref holds files; - is none"),
    ],
)
def test_what_cannot_be_standard_input_is_told(command: str, what: str, folder: Path, run: Run) -> None:
    result = run(*command.split(), data=b"")
    assert (result.code, result.stdout, result.stderr) == (2, "", f"{what}\n")


@pytest.mark.parametrize(
    ("command", "most"), [("gate -", 1_000_000), ("gate a.yaml --waivers -", 1_000_000), ("history -", 16_000_000)]
)
def test_standard_input_is_not_read_without_end(command: str, most: int, folder: Path, run: Run) -> None:
    result = run(*command.split(), data=b" " * (most + 1))
    assert (result.code, result.stderr) == (2, f"stdin: is larger than {most:,} bytes\n")


@pytest.mark.parametrize("command", ["assess", "gate"])
def test_a_questionnaire_that_is_named_again_counts_once(command: str, folder: Path, run: Run) -> None:
    once = run(command, "a.yaml", "b.yaml", *DAY)
    assert run(command, "a.yaml", "./a.yaml", "b.yaml", "a.yaml", *DAY) == once


def test_a_baseline_accepts_the_gaps_of_a_product_once(folder: Path, run: Run) -> None:
    assert run("baseline", "create", "a.yaml", "./a.yaml", "--baseline", "b.json", *DAY).code == 0
    assert json.loads((folder / "b.json").read_text(encoding="utf-8"))["product"]["file"] == "a.yaml"


def test_a_link_to_a_questionnaire_is_another_one_with_the_waivers_beside_it(folder: Path, run: Run) -> None:
    (folder / "linked").mkdir()
    (folder / "linked" / "a.yaml").symlink_to(folder / "a.yaml")
    (folder / "linked" / "scalecheck-waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    result = run("gate", "a.yaml", "linked/a.yaml", *DAY)
    counts = [line for line in result.stdout.splitlines() if "0 only warn" in line]
    assert [" 1 waived" in line for line in counts] == [False, True]
