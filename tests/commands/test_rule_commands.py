"""`scalecheck rules` for authors, and packs named with `--rules`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml

from commandline import run
from conftest import ROOT
from scalecheck.pack import Pack

SMALL = "tests/packs/small.yaml"
HOUSE = """
pack: {name: house, version: '2', title: House rules, extends: guide}
overrides:
- {id: reliability.restore-drill, levels: {mvp: optional}, reason: nothing is stored before the launch}
disabled:
- {id: cost.visibility, reason: the finance department does this for everybody}
practices:
- id: security.badges
  title: Visitors wear badges
  area: security
  levels: {mvp: required}
  references: [owasp-asvs]
  questions:
  - {id: practices.security.badges, prompt: "Do visitors wear badges?", partial: Some of them do.}
  why: People come in.
  how: [Order badges.]
  verify: Visit yourself.
  effort: S
  impact: 1
  tests:
  - {expect: pass, answers: {practices.security.badges: yes}}
  - {expect: fail, answers: {practices.security.badges: no}}
"""


@pytest.fixture
def house(tmp_path: Path, guide: Pack) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE.replace("owasp-asvs", guide.sources[0].id))
    return path


def test_the_list_as_json_has_every_rule_with_its_levels(guide: Pack) -> None:
    told = json.loads(run("rules", "list", "-f", "json").stdout)
    assert {item["id"] for item in told} == {*guide.practice, *guide.caution}
    by_id = {item["id"]: item for item in told}
    assert by_id["reliability.backups"]["levels"]["mvp"] == "required"
    assert {item["kind"] for item in told} == {"practice", "caution"}


def test_the_cases_of_a_pack_as_junit(tmp_path: Path) -> None:
    result = run("rules", "test", SMALL, "-f", "junit")
    suites = JUnitXml.fromstring(result.stdout.encode())
    (suite,) = suites
    assert (result.code, suite.name, suite.failures, suite.tests) == (0, "small 0.1", 0, len(list(suite)))
    (broken := tmp_path / "broken.yaml").write_text(
        (ROOT / SMALL)
        .read_text()
        .replace(
            "{expect: partial, answers: {product.keeps_data: yes, practices.safety.backups: partial}",
            "{expect: partial, answers: {product.keeps_data: yes, practices.safety.backups: yes}",
        )
    )
    failed = run("rules", "test", broken, "-f", "junit")
    (suite,) = JUnitXml.fromstring(failed.stdout.encode())
    assert (failed.code, suite.failures) == (2, 1)
    (case,) = [case for case in suite if case.result]
    assert (case.classname, case.result[0].message) == ("safety.backups", "expected partial, got pass")
    assert run("rules", "test", broken).stdout.startswith("safety.backups: case 2: expected partial, got pass\n")


def test_a_pack_without_cases_is_an_error(tmp_path: Path) -> None:
    text = (ROOT / SMALL).read_text()
    empty = tmp_path / "empty.yaml"
    empty.write_text(text[: text.index("- {id: symptoms")])
    result = run("rules", "test", empty)
    assert (result.code, result.stdout, result.stderr) == (2, "", f"{empty}: holds no test case\n")


def test_a_pack_on_the_guide_works_with_every_command(house: Path) -> None:
    rules = ("--rules", house)
    example = ("examples/mvp.yaml", "--as-of", "2026-11-22")
    assert "house 2 on guide 1.0.0: " in run("rules", "check", house).stdout
    assert "  R---  security.badges" in run("rules", "list", *rules, "--area", "security").stdout
    assert "house 2 on guide 1.0.0" in run("assess", *example, *rules).stdout
    failed = run("gate", *example, *rules)
    assert (failed.code, "security.badges" in failed.stdout) == (1, True)
    assert run("gate", *example, *rules, "--set", "practices.security.badges=yes").code == 0
    assert run("explain", "security.badges", *rules).stdout.startswith("security.badges: Visitors wear badges\n")
    assert "Outcome: not answered (required)" in run("explain", "security.badges", "examples/mvp.yaml", *rules).stdout


def test_what_a_pack_on_top_changed_or_left_out_is_told_with_its_reason(house: Path) -> None:
    changed = run("explain", "reliability.restore-drill", "--rules", house).stdout
    assert changed.endswith("A pack on top changed this\n  - nothing is stored before the launch\n")
    gone = run("explain", "cost.visibility", "--rules", house)
    message = "cost.visibility: is left out by house 2 on guide 1.0.0: the finance department does this for everybody\n"
    assert (gone.code, gone.stderr) == (2, message)


def test_the_faults_of_all_packs_come_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("pack: {name: x, version: '1', titel: T}\n")
    result = run("assess", "examples/mvp.yaml", "--rules", tmp_path / "a.yaml", "--rules", tmp_path / "b.yaml")
    assert result.code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [str(tmp_path / "a.yaml")] * 2 + [
        str(tmp_path / "b.yaml")
    ] * 2
