"""The Markdown report read back as GitHub does: what was meant, inert whatever was written, and never too long."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from example_reports import EXAMPLES, report_on
from gfm import Page
from hostile import TEXTS
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack, Source
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.escape import for_terminal, visible
from scalecheck.render.markdown import DETAILS, SMALLEST, markdown
from scalecheck.report import Report, make_report
from scalecheck.report.rows import AmendmentRow, Changed, ChangeGroup, ChangeRow, WaivedRow, WarningRow
from scalecheck.words import load_words

DAY = date(2026, 11, 23)
"""The day of the snapshots."""


@pytest.fixture(scope="module")
def whole() -> Report:
    """A report in which every section has something to tell, and little of it."""
    growth, pmf, gaps = (report_on(name) for name in ("growth", "pmf", "gaps"))
    waived = WaivedRow(
        rule="a.b", title="Backups", answer="no", reason="Moving", owner="ann", approved_by="bob", expires="2027-01-31"
    )
    amended = AmendmentRow(
        id="a.b", title="Backups", phase="Growth", before="recommended", after="required", reason="Law"
    )
    better = ChangeRow(id="a.b", title="Backups", before="no", after="yes", direction="better", mark="better")
    changed = Changed(
        sentence="One thing is better.",
        doubts=("The rules have changed.",),
        groups=(
            ChangeGroup(kind="head", title="At a glance", rows=(replace(better, direction="other", mark=""),)),
            ChangeGroup(kind="practices", title="Practices", rows=(better, replace(better, cause="the rules"))),
            ChangeGroup(kind="added", title="New on the plan", rows=(replace(better, before="", mark=""),)),
        ),
        answers=(better,),
    )
    little = replace(
        growth,
        policy="Bank",
        waived=(waived,),
        amendments=(amended,),
        changed=changed,
        cautions=(pmf.cautions[0], replace(pmf.cautions[0], points_to="lagging")),
        warnings=(WarningRow(title="Two numbers do not fit", places=("project.yaml:3",)),),
        blockers=growth.blockers[:3],
        recommended=growth.recommended[:3],
        open=tuple({row.group: row for row in gaps.open}.values()),
        metrics=tuple({row.state: row for row in growth.metrics}.values()),
        figures=growth.figures[:3],
        plan=replace(growth.plan, actions=tuple({(row.group, row.when): row for row in growth.actions[:12]}.values())),
        checklist=tuple(
            replace(group, practices=tuple({row.outcome: row for row in group.practices}.values()))
            for group in growth.checklist[:2]
        ),
        areas=growth.areas[:4],
        heat=growth.heat[:4],
        signal_rows=tuple({(row.phase, row.truth): row for row in growth.signal_rows}.values()),
    )
    rows = [row.name for row in fields(little) if row.name not in ("references", "sources")]
    cited = {source.id for source in sources_in(tuple(getattr(little, name) for name in rows))}
    return replace(little, references=tuple(source for source in growth.references if source.id in cited))


def sources_in(value: Any) -> Iterator[Source]:
    """The sources that rows, or rows of rows, refer to."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from sources_in(item)
    elif type(value).__module__.startswith("scalecheck.report."):
        yield from sources_in(tuple(getattr(value, item.name) for item in fields(value)))


@pytest.mark.parametrize("name", ["growth", "gaps"])
def test_the_report_matches_the_snapshot(name: str) -> None:
    report = report_on(name, DAY)
    text = markdown(report).replace(report.assessment.pack_digest, "digest of the pack")
    snapshot = ROOT / "tests" / "snapshots" / f"{name}.md"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_tables_boxes_details_and_links_are_what_was_meant(name: str) -> None:
    report = report_on(name)
    text = markdown(report)
    page = Page(text)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()]
        assert len({*rows}) == 1, table
    assert page.tags.count("table") == len(re.findall(r"^\| ?-", text, re.MULTILINE))
    assert page.tags.count("input") == len(report.actions) + len(report.open)
    assert page.tags.count("details") == page.tags.count("summary")
    assert "|" not in page.text.replace("||", "")
    urls = {source.url for source in report.references} | {
        item
        for group in report.checklist
        for row in group.practices
        for answer in row.answers
        for item in answer.evidence
    }
    assert {found["href"] for found in page.attributes if "href" in found} <= urls
    assert not set(page.tags) & {"img", "br", "hr", "del", "em", "sup", "pre"}


def test_everything_is_told_in_its_order(whole: Report) -> None:
    words, phase, page = whole.words, whole.phase, Page(markdown(whole))
    titles = [
        f"✗ {whole.verdict}",
        words("section.blockers", phase=phase),
        *map(words, ("section.waived", "section.actions", "section.early", "section.cautions", "report.unanswered")),
        *map(words, ("section.changes", "section.heat", "report.areas")),
        words("section.metrics", phase=phase),
        *map(words, ("section.runways", "section.figures", "section.diagnoses", "section.balances", "section.team")),
        *map(words, ("section.not_yet", "section.plan")),
        *map(words, ("section.checklist", "section.questions", "section.warnings", "section.signals")),
        words("section.policy", name=whole.policy),
        words("section.method"),
    ]
    assert page.headings == titles
    for row in (*whole.blockers, *whole.actions, *whole.cautions, *whole.metrics, *whole.figures, *whole.diagnoses):
        assert row.title in page.text
    for answer in (answer for group in whole.checklist for row in group.practices for answer in row.answers):
        for told in (answer.prompt, answer.note, answer.owner, answer.reviewed, *answer.evidence):
            assert told in page.text


def test_a_house_number_never_looks_like_an_industry_figure(whole: Report) -> None:
    house = [row for row in whole.metrics if row.house]
    assert house
    lines = markdown(whole).replace("\u00a0", " ").splitlines()
    for row in house:
        assert any(line.startswith(f"| {row.title} ") and "| our judgment " in line for line in lines)
    assert whole.words("report.basis_legend") in Page(markdown(whole)).text


LOGIC = {"state", "group", "severity", "points_to", "leaning", "level", "rule", "url", "checked", "scale"}


@cache
def said_in(row: type) -> list[str]:
    """What a user or a pack may have said in a row, or in rows of it."""
    kept = LOGIC | ({"direction"} if row is ChangeRow else {"id"} if row is Source else set())
    return [item.name for item in fields(row) if item.name not in kept]


def filled(value: Any, text: str) -> Any:
    """The same rows with `text` wherever a user or a pack may have said something."""
    if isinstance(value, str):
        return text if value and not isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return tuple([filled(item, text) for item in value])
    if is_dataclass(value):
        return replace(value, **{name: filled(getattr(value, name), text) for name in said_in(type(value))})
    return value


def said_everywhere(report: Report, text: str) -> Report:
    rows = {item.name for item in fields(report)} - {"words", "pack", "assessment", "kind", "areas"}
    product = replace(report.assessment.questionnaire, path=text, digest=text)
    return replace(
        report,
        pack=replace(report.pack, title=text),
        assessment=replace(report.assessment, questionnaire=product, pack=text, pack_version=text, pack_digest=text),
        areas=tuple(replace(row, title=text) for row in report.areas),
        **{name: filled(getattr(report, name), text) for name in rows},
    )


@pytest.fixture(scope="module")
def harmless(whole: Report) -> Page:
    return Page(markdown(said_everywhere(whole, "harmless")))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:40])
def test_whatever_is_said_changes_nothing_but_the_text(text: str, whole: Report, harmless: Page) -> None:
    told = markdown(said_everywhere(whole, text))
    page = Page(told)
    assert page.layout == harmless.layout
    shown, told_in = ("".join(each.split()) for each in (for_terminal(text), page.text))
    assert told_in.count(shown) >= harmless.text.count("harmless") > 300
    assert {found["href"] for found in page.attributes if "href" in found} == {
        found["href"] for found in harmless.attributes if "href" in found
    }
    assert visible(told.replace("\n", " ")) == told.replace("\n", " ")


def test_only_addresses_on_the_web_become_links(guide: Pack) -> None:
    evidence = [
        "https://example.com/a_(b)?c=d&copy;=1",
        "javascript:alert(1)",
        "infra/`cdn`.tf",
        "a|b.md",
        "//example.com",
    ]
    text = f"product: {{name: Shop, phase: growth}}\ninfrastructure: {{cdn: {{answer: yes, evidence: {evidence}}}}}\n"
    product = load_questionnaire(parse(text.encode()), guide, TODAY)
    page = Page(markdown(make_report(assess(product, guide, as_of=TODAY), guide, load_words())))
    sources = {source.url for source in guide.sources}
    links = {str(found["href"]) for found in page.attributes if "href" in found} - sources
    assert links == {"https://example.com/a_%28b%29?c=d&copy;=1"}
    for path in evidence[1:]:
        assert path in page.text


@pytest.mark.parametrize("text", ["plain", "\U0001f600" * 1_500, "<" * 2_000])
@settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(SMALLEST, 70_000))
def test_a_report_fits_into_every_size(text: str, limit: int, whole: Report) -> None:
    report = replace(whole, product=text, description=text, blockers=filled(whole.blockers[:1], text))
    told = markdown(report, limit)
    assert len(told.encode()) <= limit
    assert told.startswith(("# ", f"> Shortened to fit into {limit:,} bytes"))
    assert not told.splitlines()[-1].startswith(("#", "| practice", "|--", "| --"))
    Page(told)  # which fails where an element is left open


def test_the_same_report_gives_the_same_text(whole: Report) -> None:
    assert len({markdown(whole) for _ in range(2)}) == 1
    assert len({markdown(whole, 9_000) for _ in range(2)}) == 1


def test_detail_is_left_out_in_its_order_and_the_head_says_so() -> None:
    report = report_on("growth")
    notes = [markdown(report, limit).split("\n")[0] for limit in (150_000, 65_536, 20_000, 2_500)]
    told = [report.words(f"detail.{detail}") for detail in (*DETAILS, "end")]
    for note in notes:
        left_out = note.partition("Left out: ")[2].removesuffix(".").split("; ")
        assert left_out == told[: len(left_out)]
    assert notes[-1].endswith(f"{told[-1]}.")
    assert markdown(report, 1_000_000) == markdown(report)


def test_a_comment_on_github_holds_what_decides() -> None:
    report = report_on("growth")
    page = Page(markdown(report, 65_536))
    for told in (report.sentence, *report.facts, *(row.step for row in (*report.blockers, *report.actions))):
        assert told in page.text
