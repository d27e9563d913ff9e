"""The quick way of reading a command line says what Typer says, or leaves it to Typer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from scalecheck.cli import app as application
from scalecheck.cli.assess import Format, assess
from scalecheck.cli.gate import GateFormat, gate
from scalecheck.cli.parameters import declared
from scalecheck.cli.plan import PlanFormat
from scalecheck.cli.plan import plan as plan_command
from scalecheck.cli.quick import QUICK, plain
from scalecheck.phase import Phase

COMMANDS: dict[str, Callable[..., None]] = {"assess": assess, "gate": gate, "plan": plan_command}
VALUES = [
    "project.yaml",
    "-",
    "",
    " ",
    "json",
    "Json",
    "growth",
    "required",
    "2026-11-01",
    "12",
    "1_0",
    "a=b",
    "-x",
    "--",
    "é",
]


def test_what_is_quick_is_known_here() -> None:
    assert sorted(COMMANDS) == sorted(QUICK)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("gate p.yaml", {"files": ["p.yaml"]}),
        ("gate - q.yaml -v", {"files": ["-", "q.yaml"], "verbose": True}),
        ("gate -f sarif --phase growth p.yaml", {"files": ["p.yaml"], "output": GateFormat.SARIF, "phase": Phase.GROWTH}),
        ("gate --format=json p.yaml", {"files": ["p.yaml"], "output": GateFormat.JSON}),
        ("gate p.yaml -o a.xml -o b.sarif", {"files": ["p.yaml"], "paths": ["a.xml", "b.sarif"]}),
        ("assess p.yaml --set team.size=4 -q", {"files": ["p.yaml"], "assigned": ["team.size=4"], "quiet": True}),
        ("plan p.yaml -f jira --capacity 9", {"file": "p.yaml", "output": PlanFormat.JIRA, "capacity": 9}),
        ("assess p.yaml --max-bytes 9000 -f html", {"files": ["p.yaml"], "most": 9000, "output": Format.HTML}),
    ],
)  # fmt: skip
def test_plain_lines_are_read_without_typer(line: str, values: dict[str, Any]) -> None:
    command = plain(line.split())
    assert command is not None
    assert command.func is COMMANDS[line.split()[0]]
    assert command.keywords == values


@pytest.mark.parametrize(
    "line",
    ["", "--help", "explain x", "gate", "gate -h", "gate --nothing p", "gate p -f", "gate p -f nothing", "gate p --verbose=1",
     "gate -vv p", "gate -fjson p", "gate --form json p", "gate p --policy=", "assess p --max-bytes x", "gate -- p", "plan", "plan p q"],
)  # fmt: skip
def test_everything_else_is_left_to_typer(line: str) -> None:
    assert plain(line.split()) is None


def test_both_tell_the_same_version(capsys: pytest.CaptureFixture[str]) -> None:
    command = plain(["--version"])
    assert command is not None
    command()
    assert capsys.readouterr().out == CliRunner().invoke(application.app, ["--version"]).output


def test_a_shell_that_asks_for_completions_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SCALECHECK_COMPLETE", "complete_bash")
    assert plain(["gate", "p.yaml"]) is None


def words_of(command: Callable[..., None]) -> st.SearchStrategy[list[str]]:
    names = [name for item in declared(command) for name in item.parameter.names]
    glued = st.builds("{}={}".format, st.sampled_from(names), st.sampled_from(VALUES))
    pair = st.tuples(st.sampled_from(names), st.sampled_from(VALUES)).map(list)
    word = st.sampled_from([*names, *VALUES]).map(lambda text: [text])
    return st.lists(st.one_of(word, pair, glued.map(lambda text: [text])), max_size=6).map(
        lambda parts: [word for part in parts for word in part]
    )


def as_typer_reads(command: Callable[..., None]) -> Callable[[list[str]], dict[str, Any] | None]:
    seen: list[dict[str, Any]] = []

    @wraps(command)
    def record(**values: Any) -> None:
        seen.append(values)

    group = typer.Typer(rich_markup_mode=None)
    application._add(group, record, "")

    def read(words: list[str]) -> dict[str, Any] | None:
        seen.clear()
        CliRunner().invoke(group, words)
        return seen[0] if seen else None

    return read


@pytest.mark.parametrize("name", QUICK)
def test_both_ways_agree(name: str) -> None:
    command = COMMANDS[name]
    read = as_typer_reads(command)
    usual = {key: item.default for key, item in signature(command).parameters.items()}

    @given(words_of(command))
    def agree(words: list[str]) -> None:
        quick = plain([name, *words])
        if quick is not None:
            assert {**usual, **quick.keywords} == read(words)

    agree()
