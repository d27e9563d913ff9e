"""The order in which things are written never matters: keys of a file, and files of a command."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from scalecheck.assessment import Assessment, assess
from scalecheck.document import parse
from scalecheck.packs import load_pack
from scalecheck.questionnaire import load_questionnaire

GUIDE = load_pack()
FILES = [*sorted((ROOT / "examples").glob("*.yaml")), *sorted((ROOT / "examples" / "cases").glob("*.yaml"))]


@cache
def judged(text: str) -> Assessment:
    """What comes out, without the places and the text that it came from."""
    product = load_questionnaire(parse(text.encode(), "p.yaml"), GUIDE, TODAY)
    answers = {key: answer._replace(line=0, column=0) for key, answer in sorted(product.answers.items())}
    return replace(
        assess(product, GUIDE, as_of=TODAY), questionnaire=replace(product, answers=answers, places={}, digest="")
    )


def shuffled(node: yaml.Node, random: Random) -> None:
    """Change the order of the keys of all mappings."""
    if isinstance(node, yaml.MappingNode):
        random.shuffle(node.value)
        for _, value in node.value:
            shuffled(value, random)


@given(path=st.sampled_from(FILES), random=st.randoms(use_true_random=True))
def test_a_file_that_another_tool_wrote_anew_in_any_order_is_judged_alike(path: Path, random: Random) -> None:
    text = path.read_text(encoding="utf-8")
    tree = yaml.compose(text, yaml.CSafeLoader)
    shuffled(tree, random)
    assert judged(yaml.serialize(tree, Dumper=yaml.CSafeDumper, allow_unicode=True)) == judged(text)
