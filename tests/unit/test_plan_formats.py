"""The plan as its readers read it: by csv, by json and its schema, as Markdown on GitHub, in a terminal, by a shell."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from io import StringIO
from typing import Any

from rich.cells import cell_len

from conftest import ROOT, TODAY
from each import each
from example_reports import EXAMPLES, assessment_of, report_on
from gfm import Page
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render import PLAN_RENDERERS
from scalecheck.render.escape import for_csv, for_jira, for_terminal
from scalecheck.render.issues import issues_of
from scalecheck.render.plan import plan_table
from scalecheck.render.screen import Screen
from scalecheck.report import Report, make_report
from scalecheck.report.rows import ActionRow
from scalecheck.words import load_words
from schema_errors import errors


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text), strict=True))


@each("name", EXAMPLES)
def test_the_json_keeps_its_schema_and_holds_the_whole_plan(name: str) -> None:
    report = report_on(name)
    found = json.loads(PLAN_RENDERERS["json"](report))
    assert errors("plan", found) == []
    assert found["format"] == "scalecheck-plan/1"
    assert [item["rule"] for item in found["actions"]] == [row.rule for row in report.actions]
    assert sum(item["days"] for item in found["iterations"]) == found["days"]
    assert all(item["how"] and item["verify"] and item["question"] and item["answer"] for item in found["actions"])


@each("name", EXAMPLES)
def test_the_csv_has_a_row_for_every_action(name: str) -> None:
    report = report_on(name)
    head, *rows = rows_of(PLAN_RENDERERS["csv"](report))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [item["rule"] for item in found] == [row.rule for row in report.actions]
    assert [item["how"].split("\n") for item in found] == [list(row.how) for row in report.actions]
    assert [item["iteration"] for item in found] == [row.when for row in report.actions]


def test_jira_gets_the_columns_that_its_importer_knows() -> None:
    head, *rows = rows_of(PLAN_RENDERERS["jira"](report_on("growth")))
    labels = ["Labels"] * 3
    assert head == ["Summary", "Issue Type", "Priority", *labels, "Original Estimate", "Description"]
    assert rows[0][:7] == [
        "A backup was restored, checked and timed", "Task", "Highest", "scalecheck", "blocker", "iteration-1", "57600"
    ]  # fmt: skip
    assert "# Restore the newest backup" in rows[0][7]
    assert not [label for row in rows for label in row[3:6] if " " in label]


def test_linear_gets_the_columns_that_its_importer_knows() -> None:
    head, *rows = rows_of(PLAN_RENDERERS["linear"](report_on("growth")))
    assert head == ["Title", "Description", "Priority", "Status", "Assignee", "Labels", "Estimate"]
    assert [rows[0][0], *rows[0][2:]] == [
        "A backup was restored, checked and timed", "Urgent", "Backlog", "", "scalecheck, blocker, iteration 1", "2"
    ]  # fmt: skip
    assert Page(rows[0][1]).tags.count("input") == 5


def test_what_is_brought_along_is_as_urgent_as_what_needs_it(small: Pack) -> None:
    text = "product: {phase: pmf, keeps_data: yes}\npractices: {safety: {backups: no}, testing: {unit: no}}\n"
    backups = replace(small.practices[0], levels={Phase.MATURITY: "optional"}, critical=False)
    pack = replace(small, practices=(backups, *small.practices[1:]))
    product = load_questionnaire(parse(text.encode()), pack, TODAY)
    report = make_report(assess(product, pack, as_of=TODAY), pack, load_words())
    assert [row.group for row in report.actions] == ["prerequisite", "blocker"]
    assert [row[2] for row in rows_of(PLAN_RENDERERS["jira"](report))[1:]] == ["High", "High"]


def test_a_long_chain_is_as_urgent_as_what_needs_all_of_it(small: Pack) -> None:
    backups = replace(small.practices[0], critical=True, applies_when=None)
    names = [f"p{number}" for number in range(1_500)]
    chain = [
        replace(
            backups, id=name, levels={Phase.MATURITY: "optional"}, questions=(), after=tuple(names[at + 1 : at + 2])
        )
        for at, name in enumerate(names)
    ]
    pack = replace(small, practices=(replace(backups, after=("p0",)), *chain), challenges=())
    text = "product: {phase: mvp, keeps_data: yes}\npractices: {safety: {backups: no}}\n"
    report = make_report(
        assess(load_questionnaire(parse(text.encode()), pack, TODAY), pack, as_of=TODAY), pack, load_words()
    )
    assert [row.rule for row in report.actions] == [*reversed(names), "safety.backups"]
    assert {issue.urgency for issue in issues_of(report)} == {0}


@each("name", EXAMPLES)
def test_the_markdown_has_a_box_for_every_action_and_a_heading_for_every_iteration(name: str) -> None:
    report = report_on(name)
    page = Page(PLAN_RENDERERS["markdown"](report))
    assert page.tags.count("input") == len(report.actions)
    assert len(page.headings) == len(report.plan.iterations)
    for row in report.actions:
        for told in (row.step, row.title, row.verify, row.because, *row.rungs):
            assert for_terminal(told) in page.text
    assert report.plan.basis in page.text


def test_a_plan_that_is_not_sliced_is_one_list(guide: Pack) -> None:
    document = parse(b"product: {phase: mvp, traits: {holds_user_data: yes}}\npractices: {reliability: {backups: no}}")
    result = assess(load_questionnaire(document, guide, TODAY), guide, as_of=TODAY)
    report = make_report(result, guide, load_words())
    page = Page(PLAN_RENDERERS["markdown"](report))
    assert page.tags.count("input") == len(report.actions)
    assert page.headings == []
    assert "Not sliced into iterations" in plan_table(report)
    assert {row[5] for row in rows_of(PLAN_RENDERERS["jira"](report))[1:]} == {""}


@each(("name", "width"), [(name, width) for name in EXAMPLES for width in (80, 120)])
def test_the_table_keeps_its_width_and_tells_every_action(name: str, width: int) -> None:
    report = report_on(name)
    text = plan_table(report, Screen(width=width))
    assert max(map(cell_len, text.splitlines())) <= width
    assert "\x1b" not in text
    flat = re.sub(r"\s+", "", text)
    for row in report.actions:
        for told in (row.title, row.because, row.owner, row.check, *row.rungs):
            assert re.sub(r"\s+", "", told) in flat
    assert "\x1b[1m" in plan_table(report, Screen(width=width, color=True))


def test_the_table_matches_the_snapshot(guide: Pack) -> None:
    text = plan_table(make_report(assessment_of("growth"), guide, load_words(), capacity=40), Screen(width=80))
    snapshot = ROOT / "tests" / "snapshots" / "plan-80.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def test_verbose_tells_every_step_and_all_that_it_unlocks() -> None:
    report = report_on("growth")
    flat = re.sub(r"\s+", "", plan_table(report, Screen(verbose=True)))
    for row in report.actions:
        for told in (*(step for step in row.how if step != row.step), *(title for _, title in row.unlocks)):
            assert re.sub(r"\s+", "", told) in flat


def test_nothing_to_do_is_said_in_every_format(small: Pack) -> None:
    text = "product: {phase: mvp, keeps_data: no}\nteam: {size: 3}\n"
    result = assess(load_questionnaire(parse(text.encode()), small, TODAY), small, as_of=TODAY)
    report = make_report(result, small, load_words())
    assert report.actions == ()
    assert "Nothing is left to do" in plan_table(report)
    assert "Nothing is left to do" in PLAN_RENDERERS["markdown"](report)
    assert [len(rows_of(PLAN_RENDERERS[name](report))) for name in ("csv", "jira", "linear")] == [1, 1, 1]
    assert json.loads(PLAN_RENDERERS["json"](report))["actions"] == []


# Whatever people write

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "'; touch pwned; '",
    "$(touch pwned) `touch pwned` ${HOME}",
    "\\'\"; exit 1 #",
    "--title=x",
    "<script>alert(1)</script>",
    "| a | b |\n- [ ] x\n# y",
    "{code}[~ann]!http://x!{code}",
    "@all #1 --> <!--",
    'a\r\nb,c;\td"e',
    "\x1b[31m\u202e\x00",
    "EOF",
]


def said(value: Any, text: str) -> Any:
    """The same rows with every text replaced; names, numbers and what a program decides by stay."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return text
    if isinstance(value, tuple):
        return tuple(said(item, text) for item in value)
    if is_dataclass(value) and isinstance(value, ActionRow):
        told = {item.name: said(getattr(value, item.name), text) for item in fields(value) if item.name != "action"}
        return replace(value, **told)
    return value


def hostile(report: Report, text: str) -> Report:
    plan = report.plan
    return replace(
        report, product=text, subtitle=(text,), plan=replace(plan, title=text, actions=said(plan.actions, text))
    )


@each("text", HOSTILE)
def test_no_text_becomes_a_formula_or_breaks_a_table(text: str) -> None:
    report = hostile(report_on("pmf"), text)
    for name in ("csv", "jira", "linear"):
        head, *rows = rows_of(PLAN_RENDERERS[name](report))
        assert len(rows) == len(report.actions)
        assert {len(row) for row in rows} == {len(head)}
        assert not [cell for row in rows for cell in row if re.match(r"[=+\-@|%\t\r]", cell)]


@cache
def harmless() -> Page:
    return Page(PLAN_RENDERERS["markdown"](hostile(report_on("mvp"), "plain")))


@each("text", HOSTILE)
def test_no_text_changes_the_page_or_the_screen(text: str) -> None:
    report = hostile(report_on("mvp"), text)
    page = Page(PLAN_RENDERERS["markdown"](report))
    assert page.layout == harmless().layout
    shown = plan_table(report, Screen(width=80))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    json.loads(PLAN_RENDERERS["json"](report))


@each(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-", "'-"),
        ("a=1", "a=1"),
        ("\t=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a\n=1", "a\n=1"),
        ("", ""),
    ],
)
def test_a_cell_is_no_formula(text: str, cell: str) -> None:
    assert for_csv(text) == cell


def test_jira_markup_is_escaped_and_plain_words_are_not() -> None:
    assert for_jira("Well-known, up to 5 % (a_b)?") == "Well-known, up to 5 % (a_b)?"
    assert for_jira("{code} [~ann] !x! *b* # y") == "\\{code\\} \\[\\~ann\\] \\!x\\! \\*b\\* \\# y"
