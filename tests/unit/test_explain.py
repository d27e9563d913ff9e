"""Explaining: the story of every entry of the pack, and the outcome of every rule on the examples."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from conftest import TODAY
from each import each
from example_reports import assessment_of
from scalecheck.assessment import Assessment, assess, turn_over
from scalecheck.condition import CHOOSING, NUMERIC
from scalecheck.document import parse
from scalecheck.errors import ScalecheckError
from scalecheck.findings import Outcome
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.explain import as_markdown, as_text, explain_outcome, explain_rule
from scalecheck.words import load_words

WORDS = load_words()


def judge(text: str, pack: Pack) -> Assessment:
    return assess(load_questionnaire(parse(text.encode(), "p.yaml"), pack, TODAY), pack, as_of=TODAY)


def test_everything_in_the_pack_has_a_story(guide: Pack) -> None:
    signals = [signal.id for signal in guide.signals]
    for ident in (*guide.practice, *guide.caution, *guide.metric, *guide.question, *signals):
        story = explain_rule(guide, ident, WORDS)
        assert ident in story
        assert len(story.splitlines()) >= 1


@pytest.mark.parametrize("name", ["pmf", "gaps"])
def test_every_rule_can_be_explained_on_an_example(name: str, guide: Pack) -> None:
    result = assessment_of(name)
    for rule in (*guide.practice, *guide.caution):
        assert "Outcome: " in explain_outcome(result, guide, rule, WORDS)


def test_an_outcome_is_told_with_places_and_the_smallest_change(guide: Pack) -> None:
    text = "product: {phase: pmf}\npractices:\n  testing:\n    unit: yes\n    integration: partial\n    e2e: no\n"
    assert explain_outcome(judge(text, guide), guide, "quality.comprehensive-tests", WORDS) == (
        "quality.comprehensive-tests: Unit, integration and end-to-end tests guard changes\n"
        "Outcome: no (required)\n"
        "\n"
        "It requires:\n"
        "  ✗ all of\n"
        "    ✓ practices.testing.unit is yes: yes (p.yaml:4)\n"
        "    ✗ practices.testing.integration is yes: partial (p.yaml:5)\n"
        "    ✗ practices.testing.e2e is yes: no (p.yaml:6)\n"
        "\n"
        "The smallest change that would turn it over\n"
        "  - practices.testing.integration is yes\n"
        "  - practices.testing.e2e is yes\n"
    )


def test_every_operator_has_words() -> None:
    operators = (*CHOOSING, *NUMERIC, "includes", "reads", "answered", "unanswered")
    assert {key for key in WORDS.texts if key.startswith("operator.")} == {f"operator.{name}" for name in operators}


@each(
    ("facts", "rule", "line"),
    [
        ("", "product.no-measurement", "✓ at least 4 of"),
        ("", "product.no-measurement", "✓ metrics.latency_p95_ms is not answered: not answered"),
        ("team: {size: 14}", "team.generalists", "✗ team.size between 2 and 10: 14 (p.yaml:2)"),
        (
            "",
            "data.early-event-sourcing",
            "? architecture.event_sourcing_scope is one of core_domain, everywhere: not answered",
        ),
    ],
)
def test_a_condition_is_told_in_words(facts: str, rule: str, line: str, guide: Pack) -> None:
    told = explain_outcome(judge(f"product: {{phase: pmf}}\n{facts}\n", guide), guide, rule, WORDS)
    assert line in [item.strip() for item in told.splitlines()]


def told(text: str, pack: Pack, rule: str) -> str:
    return explain_outcome(judge(text, pack), pack, rule, WORDS).partition("turn it over\n")[2]


def test_an_excused_caution_would_speak_without_its_excuse(guide: Pack) -> None:
    text = "product: {phase: pmf, traits: {runs_in_customer_clusters: yes}}\narchitecture: {kubernetes: none}\n"
    change = told(text, guide, "infrastructure.own-kubernetes")
    assert "architecture.kubernetes is " in change
    assert "no longer: product.traits.runs_in_customer_clusters is yes" in change


def test_what_turns_a_rule_over_is_named_for_every_decided_one(guide: Pack) -> None:
    for name in ("pmf", "gaps", "growth"):
        result = assessment_of(name)
        for rule in (*guide.practice, *guide.caution):
            decided = result.finding(rule).outcome in (Outcome.PASS, Outcome.PARTIAL, Outcome.FAIL)
            assert bool(turn_over(result, guide, rule)) == decided, rule


def test_missing_answers_are_named(guide: Pack) -> None:
    told = explain_outcome(judge("product: {phase: pmf}", guide), guide, "reliability.backups", WORDS)
    assert "? product.traits.holds_user_data is yes: not answered" in told
    assert "These missing answers could still change it\n  - product.traits.holds_user_data\n" in told


def test_an_unknown_id_gets_the_nearest_and_a_fact_has_no_outcome(guide: Pack) -> None:
    with pytest.raises(ScalecheckError, match=r"did you mean reliability\.backups"):
        explain_rule(guide, "reliability.backup", WORDS)
    with pytest.raises(ScalecheckError, match="only practices and cautions have an outcome, not a question"):
        explain_outcome(judge("product: {phase: pmf}", guide), guide, "team.size", WORDS)


def test_the_question_of_a_practice_offers_it_and_what_no_rule_reads_offers_none(guide: Pack) -> None:
    result = judge("product: {phase: pmf}", guide)
    asked = {key: practice for key, practice in guide.practice_of.items() if key.startswith("practices.")}
    assert asked
    for question, practice in asked.items():
        with pytest.raises(ScalecheckError, match=f"read by .*{practice.id}"):
            explain_outcome(result, guide, question, WORDS)
    with pytest.raises(ScalecheckError, match=r"not a question$"):
        explain_outcome(result, guide, "symptoms", WORDS)


def test_a_story_as_markdown_has_one_title_and_links_its_sources(guide: Pack) -> None:
    told = explain_rule(guide, "reliability.restore-drill", WORDS, as_markdown)
    tokens = MarkdownIt().parse(told)
    heads = [
        (token.tag, tokens[index + 1].content) for index, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert [tag for tag, _ in heads].count("h1") == 1
    page = MarkdownIt().render(told)
    assert "<h1>reliability.restore-drill: A backup was restored, checked and timed</h1>" in page
    assert "<h2>Why</h2>" in page
    sources = guide.practice["reliability.restore-drill"].references
    assert all(f'<a href="{guide.source[name].url}">' in page for name in sources)


def test_an_outcome_as_markdown_keeps_the_tree(guide: Pack) -> None:
    text = "product: {phase: pmf}\npractices: {testing: {unit: yes, integration: partial, e2e: no}}\n"
    told = explain_outcome(judge(text, guide), guide, "quality.comprehensive-tests", WORDS, as_markdown)
    page = MarkdownIt().render(told)
    assert page.count("<ul>") == 3
    assert "<li>✗ practices.testing.e2e is yes: no (p.yaml:2)</li>" in page


def test_hostile_names_stay_text_in_both_layouts(guide: Pack) -> None:
    text = "product: {phase: pmf}\npractices: {testing: {unit: no}}\n"
    product = load_questionnaire(parse(text.encode(), "<img src=x>\x1b[31m|a.yaml"), guide, TODAY)
    result = assess(product, guide, as_of=TODAY)
    told = [
        explain_outcome(result, guide, "quality.comprehensive-tests", WORDS, layout)
        for layout in (as_text, as_markdown)
    ]
    assert not any("\x1b" in text for text in told)
    assert "<img" not in MarkdownIt("commonmark", {"html": True}).render(told[1])
