"""The command `gate`, with the built-in guide: exit codes, formats, files, and nothing else gives exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import commandline
from scalecheck.cli.gate import GateFormat
from scalecheck.render import GATE_RENDERERS

MVP = """product: {name: Plot, phase: mvp, traits: {holds_user_data: no}}
practices:
  product: {smallest_feature_set: yes, early_launch: yes, real_users: yes, feedback_loop: yes, usage_tracking: yes}
  technology: {proven_stack: yes, managed_services: yes, no_early_optimization: yes}
  testing: {critical_paths: yes}
  delivery: {continuous_integration: yes}
  operations: {error_alerts: yes}
  security: {secrets_and_access: yes}
"""
WAIVED = """waivers:
- {rule: quality.critical-path-tests, reason: tests follow in January, owner: ann, approved_by: bob, created: 2026-11-01, expires: 2026-12-31}
"""


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    result = commandline.run("gate", "--as-of", "2026-11-23", *arguments, folder=folder)
    return result.code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(MVP)
    (tmp_path / "bad.yaml").write_text(MVP.replace("critical_paths: yes", "critical_paths: no"))
    (tmp_path / "broken.yaml").write_text("product: {phase: Groth}\n")
    return tmp_path


@pytest.mark.parametrize("output", GATE_RENDERERS)
def test_exit_codes_are_the_same_in_every_format(folder: Path, output: str) -> None:
    codes = {name: run(folder, "-f", output, f"{name}.yaml")[0] for name in ("good", "bad", "broken", "missing")}
    assert codes == {"good": 0, "bad": 1, "broken": 2, "missing": 2}


def test_several_files_give_the_worst_code_and_all_are_told(folder: Path) -> None:
    code, out, err = run(folder, "good.yaml", "bad.yaml", "broken.yaml")
    assert code == 2
    assert out.count("PASSED") == out.count("FAILED") == 1
    assert err.startswith("broken.yaml:1:18: product.phase:")
    assert run(folder, "good.yaml", "bad.yaml")[0] == 1
    data = json.loads(run(folder, "-f", "json", "good.yaml", "bad.yaml", "broken.yaml")[1])
    assert data["exit_code"] == 2
    assert [item["file"] for item in data["results"]] == ["good.yaml", "bad.yaml"]
    assert [item["path"] for item in data["faults"]] == ["broken.yaml"]


def test_exit_zero_turns_1_and_nothing_else_into_0_and_says_so(folder: Path) -> None:
    code, out, err = run(folder, "--exit-zero", "bad.yaml")
    assert (code, out.startswith("FAILED")) == (0, True)
    assert "--exit-zero" in err
    assert run(folder, "--exit-zero", "broken.yaml")[0] == 2
    assert run(folder, "--exit-zero", "good.yaml")[2] == ""


@pytest.mark.parametrize("output", GATE_RENDERERS)
def test_every_format_can_be_printed_and_written_in_the_same_run(folder: Path, output: str) -> None:
    suffix = GATE_RENDERERS[output].suffix
    code, out, _ = run(folder, "-f", output, "-o", f"{output}:out{suffix}", "bad.yaml")
    assert code == 1
    assert (folder / f"out{suffix}").read_text() == out


def test_the_command_offers_every_format_of_the_table() -> None:
    assert [item.value for item in GateFormat] == list(GATE_RENDERERS)


def test_files_are_written_for_every_questionnaire_or_for_all(folder: Path) -> None:
    arguments = ["-o", "all.json", "-o", "{name}.txt", "good.yaml", "bad.yaml", "broken.yaml"]
    assert run(folder, *arguments)[0] == 2
    assert len(json.loads((folder / "all.json").read_text())["results"]) == 2
    assert (folder / "good.txt").read_text().startswith("PASSED")
    assert (folder / "bad.txt").read_text().startswith("FAILED")


def test_an_output_that_cannot_be_written_gives_2_and_the_result_is_still_told(folder: Path) -> None:
    code, out, err = run(folder, "-o", "nowhere/out.json", "bad.yaml")
    assert (code, out.startswith("FAILED")) == (2, True)
    assert "the folder nowhere does not exist" in err


def test_a_missing_answer_is_placed_in_the_section_that_it_belongs_to(folder: Path) -> None:
    (folder / "open.yaml").write_text(
        MVP.replace("{critical_paths: yes}", "{}").replace("error_alerts: yes", "error_alerts: '?'")
    )
    _, out, _ = run(folder, "open.yaml")
    assert "open.yaml:5: practices.testing.critical_paths: not answered" in out
    assert "open.yaml:7: practices.operations.error_alerts: not answered" in out


def test_the_log_names_the_place_the_question_and_the_fix(folder: Path) -> None:
    _, out, _ = run(folder, "bad.yaml")
    assert out.splitlines()[0] == "FAILED Plot: declared MVP, attained none yet. 1 of 12 required practices block."
    assert "quality.critical-path-tests: " in out
    assert "bad.yaml:5: practices.testing.critical_paths: no" in out
    assert "Fix: " in out
    assert out.splitlines()[-1] == (
        "1 do not hold: 1 block (0 not answered), 0 waived (0 ending soon), 0 baselined, 0 only warn"
    )


def test_a_file_with_many_open_answers_is_no_wall_of_text(folder: Path) -> None:
    code, out, _ = run(folder, "--phase", "maturity", "bad.yaml")
    assert code == 1
    first, *_, last = out.splitlines()
    assert first.startswith("FAILED Plot: judged for Maturity, declared MVP, attained MVP. ")
    assert len(out.splitlines()) < 30
    blocking = json.loads(run(folder, "--phase", "maturity", "-f", "json", "bad.yaml")[1])["results"][0]["practices"]
    assert all(item["rule"] in out for item in blocking if item["standing"] == "blocks"), "every one is named"
    everything = run(folder, "--phase", "maturity", "--verbose", "bad.yaml")[1]
    assert everything.count("Fix: ") == sum(item["standing"] == "blocks" for item in blocking)
    assert everything.splitlines()[-1] == last


def test_an_unanswered_practice_is_fixed_by_an_answer(folder: Path) -> None:
    (folder / "open.yaml").write_text(MVP.replace("critical_paths: yes", "critical_paths: unknown"))
    assert "Fix: answer practices.testing.critical_paths" in run(folder, "open.yaml")[1]


def test_colors_are_for_terminals_and_for_those_who_force_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(folder, "bad.yaml")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = run(folder, "-o", "gate.txt", "bad.yaml")[1]
    assert "\x1b[" not in plain
    assert colored.startswith("\x1b[1;31mFAILED")
    assert (folder / "gate.txt").read_text() == plain, "a file is no terminal"


@pytest.mark.parametrize(
    "arguments",
    [[], ["--fail-on", "optional", "good.yaml"], ["--policy", "", "good.yaml"], ["--as-of", "", "good.yaml"]],
)
def test_a_run_that_cannot_begin_gives_2(folder: Path, arguments: list[str]) -> None:
    code, out, err = run(folder, *arguments)
    assert (code, out) == (2, "")
    assert err


def test_the_faults_of_a_questionnaire_and_of_its_waivers_come_at_once(folder: Path) -> None:
    (folder / "scalecheck-waivers.yaml").write_text(WAIVED.replace("owner: ann, ", ""))
    code, _, err = run(folder, "broken.yaml", "good.yaml")
    assert code == 2
    assert [line.split(":")[0] for line in err.splitlines()] == ["broken.yaml", "scalecheck-waivers.yaml"]


def test_the_usual_waiver_file_is_found_and_a_named_one_must_exist(folder: Path) -> None:
    assert run(folder, "--waivers", "none.yaml", "bad.yaml")[0] == 2
    (folder / "scalecheck-waivers.yaml").write_text(WAIVED)
    code, out, _ = run(folder, "bad.yaml")
    assert code == 0
    assert "waived until 2026-12-31: quality.critical-path-tests (no); tests follow in January (owner: ann)" in out
    assert run(folder, "--as-of", "2027-01-01", "bad.yaml")[0] == 1
    (data,) = json.loads(run(folder, "-f", "json", "bad.yaml")[1])["results"]
    (waived,) = [item for item in data["practices"] if item["standing"] != "holds"]
    assert (data["passed"], waived["rule"], waived["standing"]) == (True, "quality.critical-path-tests", "waived")
    assert waived["waiver"]["owner"] == "ann"


def test_a_summary_is_added_to_the_file_that_github_names_when_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = folder / "summary.md"
    summary.write_text("from an earlier command\n")
    assert run(folder, "--step-summary", "bad.yaml")[0] == 1, "outside of GitHub it does nothing"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run(folder, "-f", "github", "bad.yaml")[0] == 1
    assert summary.read_text() == "from an earlier command\n"
    assert run(folder, "-f", "github", "--step-summary", "bad.yaml")[0] == 1
    assert summary.read_text().startswith("from an earlier command\n### FAILED")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "nowhere" / "summary.md"))
    code, out, err = run(folder, "--step-summary", "bad.yaml")
    assert (code, out.startswith("FAILED")) == (2, True)
    assert "summary.md: cannot be written" in err
