"""The HTML report read back as a browser would: complete, self-contained, and inert whatever a user wrote.

What only a real browser can tell (layout, contrast, print) is in tests/browser.
"""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256

import pytest

from conftest import ROOT, TODAY
from each import each
from example_reports import CASES, EXAMPLES, assessment_of, product_of, report_on
from scalecheck.addresses import web_address
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.escape import for_css
from scalecheck.render.html import html
from scalecheck.report import Report, make_report
from scalecheck.words import Words, load_words
from webpage import Page


def told(text: str, guide: Pack) -> Report:
    product = load_questionnaire(parse(text.encode(), "project.yaml"), guide, TODAY)
    return make_report(assess(product, guide, as_of=TODAY), guide, load_words())


@cache
def page_of(name: str) -> tuple[str, Page]:
    """The page of an example, as text and taken apart."""
    text = html(report_on(name))
    return text, Page(text)


@pytest.mark.parametrize("name", [*EXAMPLES, *CASES])
def test_every_example_gives_a_page_that_stands_alone(name: str) -> None:
    text, page = page_of(name)
    assert not page.open
    assert len(text.encode()) < 400_000
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    for link in page.all("href"):
        assert link.removeprefix("#") in ids if link.startswith("#") else web_address(link), link
    assert not page.all("src")
    assert not page.all("style")
    assert not {tag for tag, _ in page.elements} & {"link", "img", "iframe", "object", "form", "base"}
    assert report_on(name).sentence in page.text


def test_every_practice_and_every_raised_caution_has_an_anchor_of_its_own(guide: Pack) -> None:
    for name in ("pmf", "growth"):
        _, page = page_of(name)
        ids = set(page.all("id"))
        assert {practice.id for practice in guide.practices} <= ids
        assert {row.rule for row in report_on(name).cautions} <= ids


def test_only_its_own_style_and_script_may_run() -> None:
    text, page = page_of("growth")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        wanted = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{wanted}&#39;" in policy
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_what_cannot_be_seen_is_taken_out_and_the_rest_is_shown_as_it_was_written(guide: Pack) -> None:
    hostile = '</style></script><script>alert(1)</script>" onclick=x {{7*7}} {% raw %} & <b> \u202egnp \x1b[31m\x9b'
    page, harmless = (Page(html(told(questionnaire(text), guide))) for text in (hostile, "plain"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in harmless.elements]
    assert [sorted(attributes) for _, attributes in page.elements] == [sorted(a) for _, a in harmless.elements]
    shown = '</style></script><script>alert(1)</script>" onclick=x {{7*7}} {% raw %} & <b> gnp [31m'
    assert page.text.count(shown) >= 6
    assert not set(page.text) & set("\u202e\x1b\x9b")


def questionnaire(text: str) -> str:
    """A questionnaire that says `text` wherever a user may say something."""
    quoted = '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'
    details = f"note: {quoted}, owner: {quoted}, evidence: [{quoted}], source: {quoted}"
    return f"""
product: {{name: {quoted}, phase: growth, description: {quoted}, traits: {{holds_user_data: yes}}}}
infrastructure: {{caching: {{answer: n/a, reason: {quoted}, {details}}}, cdn: {{answer: no, {details}}}}}
metrics: {{latency_p95_ms: {{value: 310, note: {quoted}, source: {quoted}}}}}
"""


@each(
    ("text", "linked"),
    [
        ("https://example.com/a?b=c#d", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT://example.com/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("https:", False),
        ("https:///etc", False),
        ("//example.com", False),
        ("https://exa mple.com", False),
        ("https://example.com\u202e", False),
        ("https://[::1", False),
        ("https://example.com/</a><script>", False),
        ("docs/restore.md", False),
    ],
)
def test_only_addresses_on_the_web_become_links(text: str, linked: bool) -> None:
    assert bool(web_address(text)) == linked


def test_the_head_of_printed_pages_cannot_leave_its_string(guide: Pack) -> None:
    text = for_css('"}</style>\\\n é שלום')
    assert not set(text) & set('"}</\n')
    assert text.endswith("é שלום")
    assert len(for_css("x" * 1_000)) < 100
    report = told('product: {name: "a\\"b", phase: mvp}', guide)
    assert 'content:"a\\000022 b \\0000b7  Not enough answers"' in html(report)


def test_the_same_product_gives_the_same_page(guide: Pack) -> None:
    text, _ = page_of("growth")
    again = make_report(assess(product_of("growth"), guide, as_of=TODAY), guide, load_words())
    assert html(again) == text


def test_another_language_and_direction_come_from_the_catalog(guide: Pack) -> None:
    words = load_words()
    texts = {**words.texts, "language.tag": "he", "language.direction": "rtl"}
    turned = make_report(assessment_of("mvp"), guide, Words(texts))
    assert '<html lang="he" dir="rtl">' in html(turned)


def test_the_style_has_no_side() -> None:
    """Left and right are start and end, so that a page in another direction needs no other style."""
    style = (ROOT / "templates" / "html" / "style.css").read_text(encoding="utf-8")
    without_page_margins = re.sub(r"@page \{.*\}", "", style)
    assert not re.findall(
        r"[^-](?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|[{; ](?:left|right|width|height):",
        without_page_margins,
    )


def test_answers_that_are_due_for_a_review_are_listed() -> None:
    page = Page(html(report_on("growth", date(2028, 1, 1))))
    assert "stale" in page.all("id")
    assert "User data has automatic, separate backups 2026-11-03 2027-05-02" in page.text
