"""The command line from outside: what it prints where, and with which exit code."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from commandline import run
from conftest import ROOT
from scalecheck.cli.app import app
from scalecheck.cli.assess import Format
from scalecheck.render import RENDERERS

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_assessed(path: Path) -> None:
    result = run("assess", path, "--as-of", "2026-11-23")
    assert (result.code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_quiet_says_one_line_a_file() -> None:
    result = run("assess", "-q", "--as-of", "2026-11-23", *EXAMPLES[:2])
    assert len(result.stdout.splitlines()) == 2


def test_json_is_one_object_for_a_file_and_a_list_for_several() -> None:
    one = json.loads(run("assess", "-f", "json", "--as-of", "2026-11-23", EXAMPLES[0]).stdout)
    two = json.loads(run("assess", "-f", "json", "--as-of", "2026-11-23", *EXAMPLES[:2]).stdout)
    assert one == two[0]
    assert one["format"] == "scalecheck-assessment/1"


def test_another_phase_and_day_can_be_judged() -> None:
    data = json.loads(run("assess", "-f", "json", "--phase", "maturity", "--as-of", "2027-01-01", EXAMPLES[0]).stdout)
    assert (data["phases"]["judged"], data["as_of"]) == ("maturity", "2027-01-01")


def test_colors_never_in_a_pipe_unless_forced() -> None:
    assert "\x1b[" not in run("assess", EXAMPLES[0], FORCE_COLOR="0").stdout
    assert "\x1b[" in run("assess", EXAMPLES[0], FORCE_COLOR="1").stdout


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("product: {phase: Groth}\nteam: {size: ten}\n")
    second.write_text("product: {phase: mvp}\nmetrics: {logo_churn_monthly: 5%}\n")
    result = run("assess", first, tmp_path / "none.yaml", second)
    assert (result.code, result.stdout) == (2, "")
    assert [line.removeprefix(f"{tmp_path}/").split(": ")[0] for line in result.stderr.splitlines()] == [
        "a.yaml:1:18",
        "a.yaml:2:14",
        "b.yaml:2:31",
        "none.yaml",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["assess", "--nonsense", "examples/mvp.yaml"],
        ["assess", "--phase", "groth", "examples/mvp.yaml"],
        ["assess", "--as-of", "tomorrow", "examples/mvp.yaml"],
        ["assess", "-f", "pdf", "examples/mvp.yaml"],
        ["assess", "examples"],
        ["assess", "examples/none.yaml"],
        ["nonsense"],
        ["schema", "nonsense"],
        ["explain", "reliability.restore-dril"],
        ["explain", "team.size", "examples/mvp.yaml"],
        ["rules", "check", "examples/mvp.yaml"],
        ["rules", "check", "nowhere"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_as_asked_gives_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["gate", "examples/mvp.yaml", "--waivers", ""], "--waivers"),
        (["gate", "examples/mvp.yaml", "--waivers-from-ref", ""], "--waivers-from-ref"),
        (["gate", "examples/mvp.yaml", "--policy", " "], "--policy"),
        (["gate", "examples/mvp.yaml", "--baseline", ""], "--baseline"),
        (["assess", "examples/mvp.yaml", "--baseline", ""], "--baseline"),
        (["explain", ""], "ID"),
        (["rules", "list", "--guide", ""], "--guide"),
        (["rules", "list", "--area", ""], "--area"),
        (["assess", ""], "FILE..."),
        (["assess", "examples/mvp.yaml", "--rules", ""], "--rules"),
        (["gate", "examples/mvp.yaml", "--answers", ""], "--answers"),
        (["baseline", "create", "examples/mvp.yaml", "--baseline", ""], "--baseline"),
        (["rules", "check", ""], "[PATH]..."),
        (["rules", "test", ""], "[PATH]..."),
        (["why", "reliability.backups", ""], "[FILE]"),
        (["init", ""], "[FILE]"),
    ],
)
def test_an_empty_value_is_told_by_the_name_of_its_option(arguments: list[str], name: str) -> None:
    result = run(*arguments)
    assert (result.code, result.stdout) == (2, "")
    assert re.search(rf"Invalid value for '?{re.escape(name)}'?: is empty\n", result.stderr)


def test_the_usage_of_schema_lists_the_formats() -> None:
    usage = "".join(run("schema").stderr.split())
    assert "{questionnaire|pack|policy|waivers|assessment|plan|changes|history}" in usage


HOSTILE = {
    "empty": b"",
    "list": b"- 1\n- 2\n",
    "binary": bytes(range(256)),
    "brackets": b"[" * 100_000,
    "tab": b"product:\n\tphase: mvp\n",
    "bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(8)),
    "huge": b"#" + b"x" * 50_000_000,
    "long name": b"product: {phase: mvp, name: " + b"x" * 500_000 + b"}",
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_gives_2_and_a_reason(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_bytes(data)
    result = run("assess", path)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith(str(path))
    assert len(result.stderr) < 2_000


@pytest.mark.parametrize(
    "name", ["\\e[31mred\\e[0m", "[red]bold[/red]", "a\\u202Eb\\u2066c", "{x} %s {0.__class__}", "\\x9b31m", "שופליין"]
)
def test_a_hostile_product_name_stays_inert(name: str, tmp_path: Path) -> None:
    data = f'product: {{name: "{name}", phase: mvp}}\n'.encode()
    (path := tmp_path / "hostile.yaml").write_bytes(data)
    shown = run("assess", path).stdout + run("assess", "-q", path).stdout
    assert not set(shown) & set("\x1b\x9b\u202e\u2066")
    if "\\" not in name:
        assert name in shown


@pytest.mark.parametrize("charset", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    "arguments",
    [
        "assess -v examples/growth.yaml",
        "assess -q examples/growth.yaml",
        "gate examples/gaps.yaml",
        "why reliability.restore-drill examples/growth.yaml",
        "explain metrics.latency_p95_ms",
        "rules list",
    ],
)
def test_a_screen_that_cannot_show_our_signs_gets_stand_ins_that_say_the_same(arguments: str, charset: str) -> None:
    plain, full = run(*arguments.split(), charset=charset), run(*arguments.split())
    assert plain.code == full.code
    assert plain.stdout.count("?") == full.stdout.count("?")
    assert plain.stdout.count("+") >= full.stdout.count("✓")


def test_a_fault_is_one_line_whatever_the_key_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('product: {phase: mvp}\n"a\\nother.yaml:1:1: fake": 1\n')
    result = run("assess", path)
    assert len(result.stderr.splitlines()) == 1


def test_a_file_full_of_faults_is_told_briefly(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("product: {phase: mvp}\n" + "".join(f"key{number}: 1\n" for number in range(5_000)))
    lines = run("assess", path).stderr.splitlines()
    assert (len(lines), lines[-1]) == (101, "and 4900 more")


def test_the_pack_can_be_checked_and_a_small_one_tested() -> None:
    assert run("rules", "check").code == 0
    tested = run("rules", "test", "tests/packs/small.yaml")
    assert tested.code == 0
    assert tested.stdout.endswith(" failed\n")


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command, groups included."""
    command = command or get_command(app)
    yield path
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_the_help_of_every_command_fits_80_columns_and_has_an_example(path: tuple[str, ...]) -> None:
    result = run(*path, "--help", COLUMNS="80")
    assert result.code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    example = result.stdout.rpartition("Example: ")[2].split()
    assert example[0] == "scalecheck"
    assert tuple(example[1 : 1 + len(path)]) == path


def test_the_version_is_shown() -> None:
    assert run("--version").stdout == "scalecheck 0.1.0\n"


def test_one_run_writes_every_file_that_is_asked_for(tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("r.html", "r.json", "r.txt", "r.md")]
    result = run(
        "assess", "examples/growth.yaml", "--as-of", "2026-11-23", *[part for path in outputs for part in ("-o", path)]
    )
    assert (result.code, result.stderr) == (0, "")
    assert result.stdout == outputs[2].read_text(encoding="utf-8")
    assert outputs[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert outputs[3].read_text(encoding="utf-8").startswith("# Shelfline\n")
    assert json.loads(outputs[1].read_text(encoding="utf-8"))["format"] == "scalecheck-assessment/1"
    assert sorted(tmp_path.iterdir()) == sorted(outputs)


def test_the_format_of_a_file_can_be_named_and_the_terminal_kept_quiet(tmp_path: Path) -> None:
    result = run("assess", "-q", "examples/mvp.yaml", "-o", f"json:{tmp_path / 'result'}", "--as-of", "2026-11-23")
    assert result.stdout.count("\n") == 1
    assert json.loads((tmp_path / "result").read_text(encoding="utf-8"))["product"]["name"] == "Plainplate"


def test_several_products_share_a_json_file_or_get_a_file_each(tmp_path: Path) -> None:
    files = ("examples/mvp.yaml", "examples/growth.yaml", "--as-of", "2026-11-23", "-q")
    assert run("assess", *files, "-o", tmp_path / "all.json", "-o", tmp_path / "{name}.html").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.json", "growth.html", "mvp.html"]
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))) == 2
    one = run("assess", *files, "-o", tmp_path / "one.html")
    assert (one.code, one.stderr) == (
        2,
        f"--output {tmp_path / 'one.html'}: holds one product; write {{name}} in the path to get a file for each\n",
    )
    assert run("assess", *files, "-f", "html").code == 2


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("r.pdf", "no format ends in .pdf; write FORMAT:PATH with one of "),
        ("report", "has no ending that tells the format; write FORMAT:PATH with one of "),
        ("htm:r", "htm is not a format (did you mean html?)"),
        ("json:-", "names no file; for standard output, use --format"),
        ("json:", "names no file; for standard output, use --format"),
    ],
)
def test_an_output_that_names_no_file_or_format_is_told(output: str, message: str) -> None:
    result = run("assess", "examples/mvp.yaml", "-o", output, "-o", "r.nothing")
    assert (result.code, result.stdout) == (2, "")
    assert f"--output {output}: {message}" in result.stderr
    assert len(result.stderr.splitlines()) == 2


def test_nothing_is_written_when_one_of_the_files_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    result = run(
        "assess",
        "examples/mvp.yaml",
        "-o",
        tmp_path / "r.html",
        "-o",
        tmp_path / "folder.json",
        "-o",
        tmp_path / "none" / "r.txt",
    )
    assert (result.code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]


@pytest.mark.parametrize("command", ["assess", "gate"])
def test_what_a_run_reads_it_does_not_write(command: str, tmp_path: Path) -> None:
    project = tmp_path / "project.yaml"
    shutil.copy(ROOT / "examples" / "growth.yaml", project)
    (tmp_path / "link.json").symlink_to("project.yaml")
    (tmp_path / "more.json").write_text('{"team": {"size": 15}}')
    before = project.read_bytes()
    for target in ("project.yaml", "link.json", "more.json"):
        result = run(command, project, "--answers", tmp_path / "more.json", "-o", f"json:{tmp_path / target}")
        assert result.code == 2
        assert f"{target}: is read in this run; write to another file" in result.stderr
    assert project.read_bytes() == before


def test_a_baseline_is_changed_by_its_own_command_only(tmp_path: Path) -> None:
    baseline = tmp_path / "b.json"
    assert run("baseline", "create", "examples/growth.yaml", "--baseline", baseline, "--as-of", "2026-11-23").code == 0
    before = baseline.read_bytes()
    result = run("assess", "examples/growth.yaml", "-o", baseline, "--as-of", "2026-11-23")
    assert (result.code, result.stdout) == (2, "")
    assert "is a baseline, which only `scalecheck baseline` changes" in result.stderr
    assert baseline.read_bytes() == before


def test_a_file_of_a_larger_pack_is_told_apart(tmp_path: Path) -> None:
    result = run("rules", "check", "examples/packs/production-readiness/pack.yaml")
    assert result.code == 2
    assert "is read alone; if the files beside it belong to the pack, name the folder" in result.stderr


def test_an_earlier_result_tells_what_changed(tmp_path: Path) -> None:
    day = ("--as-of", "2026-11-23", "-q")
    run("assess", "examples/growth.yaml", *day, "-o", tmp_path / "old.json")
    again = run("assess", "examples/growth.yaml", *day, "--baseline", tmp_path / "old.json", "-o", tmp_path / "r.html")
    assert again.code == 0
    assert "nothing has changed." in (tmp_path / "r.html").read_text(encoding="utf-8")
    missing = run("assess", "examples/growth.yaml", *day, "--baseline", tmp_path / "none.json")
    assert (missing.code, missing.stderr) == (2, f"{tmp_path / 'none.json'}: no such file\n")


def test_every_format_can_be_printed() -> None:
    assert {item.value for item in Format} == set(RENDERERS)
