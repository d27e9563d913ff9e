"""The blank for an editor, and what the talk in a terminal shows; tests/system holds one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from conftest import TODAY
from each import each
from scalecheck.document import Mapping, Node, Scalar, parse
from scalecheck.interview import Step, key_of, parts
from scalecheck.menu import menu_of
from scalecheck.pack import Metric, Pack, Question
from scalecheck.packs import load_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.asking import Asking
from scalecheck.render.blank import blank
from scalecheck.sheet import Given, read_sheet, with_answers
from scalecheck.words import load_words


@cache
def blank_of(phase: Phase, everything: bool = False) -> str:
    """The blank of the built-in pack."""
    return blank(load_pack(), phase, load_words(), everything)


def leaves(node: Node, place: tuple[str, ...] = ()) -> Iterator[tuple[str, Scalar]]:
    """Every value of a file by its dotted path."""
    if isinstance(node, Mapping):
        for name, inner in node.items.items():
            yield from leaves(inner, (*place, name))
    elif isinstance(node, Scalar):
        yield ".".join(place), node


def comments(text: str) -> str:
    """All comments on one line, as somebody reads them who does not care for line breaks."""
    return " ".join(line.strip().lstrip("# ") for line in text.splitlines() if line.strip().startswith("#"))


class TestTemplate:
    @pytest.mark.parametrize("everything", [False, True], ids=["phase", "full"])
    @pytest.mark.parametrize("phase", PHASES)
    def test_every_question_of_the_phase_is_in_it_once_and_empty(
        self, guide: Pack, phase: Phase, everything: bool
    ) -> None:
        document = parse(blank_of(phase, everything).encode())
        found = dict(leaves(document.root))
        asked = [key_of(item) for part in parts(guide, phase, everything) for item in part.questions]
        assert sorted(found) == sorted([*asked, "scalecheck"])
        assert {key: node.text for key, node in found.items() if node.text} == {
            "scalecheck": "1",
            "product.phase": str(phase),
        }
        assert document.faults == ()

    @each("phase", PHASES)
    def test_it_is_valid_as_it_stands(self, guide: Pack, phase: Phase) -> None:
        product = load_questionnaire(parse(blank_of(phase).encode()), guide, TODAY)
        assert (product.phase, product.answers.keys()) == (phase, {"product.phase"})

    def test_every_question_comes_with_its_help(self, guide: Pack) -> None:
        text = comments(blank_of(Phase.MVP, True))
        for question in guide.question.values():
            for part in (
                question.prompt,
                question.help,
                question.partial,
                question.example,
                *question.choices.values(),
            ):
                assert " ".join(part.split()) in text
        for metric in guide.metrics:
            assert metric.prompt in text
            assert metric.definition in text

    def test_areas_come_in_the_order_of_the_report(self, guide: Pack) -> None:
        text = blank_of(Phase.GROWTH)
        for kind in ("Numbers", "Practices"):
            # Infrastructure is a section of its own, behind the practices.
            titles = [title for area, title in guide.areas.items() if (kind, area) != ("Practices", "infrastructure")]
            places = [text.find(f"== {kind}: {title} ==") for title in titles]
            told = [place for place in places if place >= 0]
            assert told == sorted(told)
            assert len(told) > 5

    @each("phase", PHASES)
    def test_it_fits_a_screen_and_has_no_stray_spaces(self, phase: Phase) -> None:
        for line in blank_of(phase, True).splitlines():
            assert len(line) <= 80
            assert line == line.rstrip()

    def test_answers_go_between_its_comments(self, guide: Pack) -> None:
        text = blank_of(Phase.GROWTH)
        answers = {
            key_of(item): Given("1" if isinstance(item, Metric) else "no")
            for part in parts(guide, Phase.GROWTH)
            for item in part.questions
            if (isinstance(item, Metric) and item.bounds[0] <= 1 <= item.bounds[1]) or key_of(item) in guide.practice_of
        }
        filled = with_answers(read_sheet(text.encode(), "p.yaml", guide, TODAY), answers, guide, TODAY).text
        pairs = list(zip(text.splitlines(), filled.splitlines(), strict=True))
        changed = [(old, new) for old, new in pairs if old != new]
        assert len(changed) == len(answers)
        assert all(old.endswith(":") and new in (f"{old} no", f"{old} 1") for old, new in changed)


@pytest.mark.parametrize("width", [60, 79])
def test_every_question_fits_the_screen_and_says_what_it_takes(guide: Pack, width: int) -> None:
    asking = Asking(guide, load_words(), width)
    for part in parts(guide, Phase.GROWTH, everything=True):
        for asked in part.questions:
            practice = guide.practice_of.get(key_of(asked))
            step = Step(part=part, asked=asked, phase=Phase.GROWTH, practice=practice, left=9, here=9)
            menu = menu_of(step)
            question = asking.question(step, menu)
            legend = asking.legend(menu, asking.labels(step, menu))
            shown = question + legend + asking.explanation(step)
            assert max(map(len, shown.splitlines())) <= width
            assert asked.prompt in " ".join(question.split())
            assert f"scalecheck explain {practice.id if practice else key_of(asked)}" in " ".join(shown.split())
            if isinstance(asked, Question):
                assert all(title in " ".join(question.split()) for title in asked.choices.values())


def test_texts_of_a_hostile_pack_are_harmless_on_the_screen(small: Pack) -> None:
    evil = "\x1b[2J\u202eevil\n# x"
    asked = replace(small.question["product.type"], prompt=evil, help=evil, choices={"web": evil})
    pack = replace(small, questions=(asked, *(item for item in small.questions if item.id not in ("product.type",))))
    step = Step(part=parts(pack, Phase.MVP)[0], asked=asked, phase=Phase.MVP, problem="")
    asking = Asking(pack, load_words())
    text = asking.question(step, menu_of(step)) + asking.explanation(step) + blank(pack, Phase.MVP, load_words())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert load_questionnaire(parse(blank(pack, Phase.MVP, load_words()).encode()), small, TODAY).phase is Phase.MVP
