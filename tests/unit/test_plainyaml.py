"""The quick way of reading YAML gives the very nodes that PyYAML gives, or leaves the text to it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, TODAY
from each import each
from scalecheck.document import PACK_BUDGET, Budget, Mapping, parse
from scalecheck.fullyaml import read_full
from scalecheck.interview import key_of, parts
from scalecheck.pack import Pack
from scalecheck.phase import PHASES, Phase
from scalecheck.plainyaml import read_plain
from scalecheck.render.blank import blank
from scalecheck.sheet import Given, read_sheet, with_answers
from scalecheck.words import load_words


def is_plain(text: str, budget: Budget = Budget()) -> bool:
    """Whether the quick way reads a text, which must then be read just as PyYAML reads it: values, places, order."""
    found = read_plain(text, budget)
    if found is not None:
        root, faults = read_full(text, "a.yaml", budget)
        assert (repr(found), ()) == (repr(root), faults), text
    return found is not None


WRITTEN = sorted([*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("rules/**/*.yaml"), *ROOT.glob("tests/packs/*.yaml"), ROOT / "project.yaml"])  # fmt: skip


@each("path", WRITTEN)
def test_what_people_write_is_plain(path: Path) -> None:
    text = path.read_bytes().decode()
    assert is_plain(text, PACK_BUDGET)
    assert is_plain(text.replace("\n", "\r\n"), PACK_BUDGET)


@pytest.mark.parametrize("phase", PHASES)
def test_what_init_writes_is_plain(guide: Pack, phase: Phase) -> None:
    assert is_plain(blank(guide, phase, load_words(), everything=True))
    sheet = read_sheet(b"# new\n", "project.yaml", guide, TODAY)
    asked = [key_of(item) for part in parts(guide, phase, everything=False) for item in part.questions]
    given = {
        key: Given("n/a", "too small for that")
        for key in asked
        if key in guide.question and guide.question[key].not_applicable
    }
    sheet = with_answers(sheet, {"product.phase": Given(str(phase)), "symptoms": Given(("timeouts",)), **given}, guide, TODAY)  # fmt: skip
    assert is_plain(sheet.text)


PLAIN = [
    "a: b",
    "a: b\r\nc:\r\n",
    "\n# top\n\na: b # why\n  # how\n\nc: 'd'   \n",
    "a:\n  b:\n    c: d\n  e: f\ng: h\n",
    "a:\n- b\n- c: d\n  e: f\n-   g: h\n    i:\n    - j\n    k: l\nm:\n  - n\n",
    "- a\n- 'b c'\n- [d, e]\n",
    "  a: b\n  c: d\n",
    "a:\nb: # nothing\nc:",
    "a: -0.45\nb: --c\nc: ~\nd: null\ne: 2026-11-01\nf: 1:30\ng: <<\nh: =1+1\n",
    "a: it's # one\nb: c#d\nc: e :f\nd: https://example.com/x?y=z&w=[1]#there\ne: g, h] {i}\n",
    "a: \"it's\"\nb: 'say \"hi\"'\nc: ''\nd: \" # no comment: at all \"\n",
    "a: [b, c d, 'e, f', \"g: h\", -1, https://example.com:80/x]\nb: [ i , j ]\nc: []\nd: { }\n",
    "a: {answer: n/a, reason: we're \"small\"}\nb: {c: [{d: e}, {f: {g: []}}]}  # why\n",
    "a: ü 日本 😀\u00a0x \u00a0\nc: 日本\n",
    "a.b-c/d_1: 1\n1: 2\n",
    f"{'k' * 200}: {'v' * 5_000}\n",
    "a: [[[[[[[[[[b]]]]]]]]]]",
]  # fmt: skip


@each("text", PLAIN)
def test_plain_texts_are_read_without_pyyaml(text: str) -> None:
    assert is_plain(text)


OTHER = [
    "",
    "# nothing\n",
    "a\n",
    "'a'\n",
    "a: b\nc\n",
    "a: b\n  c\n",
    "a: b\n  c: d\n",
    "a:\n    b: c\n  d: e\n",
    "a:\n  b\n",
    "  a: b\nc: d\n",
    "a: b\n- c\n",
    "- a\nb: c\n",
    "a:\n  - b\n  c: d\n",
    "- a\n  - b\n",
    "- - a\n",
    "-\n  a: b\n",
    "- a\n-\n",
    "- a:\n  b\n",
    "a: b\na: c\n",
    "a: {b: c, b: d}\n",
    "a: ?\n",
    "? a\n: b\n",
    "a: b: c\n",
    "a: b:\n",
    "a : b\n",
    "a:b\n",
    "a: # b: c\n  d\n",
    "'a': b\n",
    "a b: c\n",
    "é: b\n",
    "a: {é: b}\n",
    "a: 'b' c\n",
    "a: 'b'# c\n",
    "a: 'b\n  c'\n",
    "a: 'it''s'\n",
    'a: "\\n"\n',
    "a: |\n  b\n",
    "a: >-\n  b\n",
    "a: &b c\nd: *b\n",
    "a: !c d\n",
    "a: %b\n",
    "a: @b\n",
    "a: `b`\n",
    "--- \na: b\n",
    "a: b\n---\nc: d\n",
    "a: b\n...\n",
    "%YAML 1.2\n---\na: b\n",
    "a:\tb\n",
    "a:\n\tb: c\n",
    "a: b\t# c\n",
    "a: b\rc: d\r",
    "a: b\x85c: d\n",
    "a: b\u2028c: d\n",
    "a: b\ufeff\n",
    "\ufeffa: b\n",
    "a: b\x00\n",
    "a: \uffff\n",
    "[a, b]\n",
    "{a: b}\n",
    "a: [b\n  c]\n",
    "a: [b, ]\n",
    "a: [, b]\n",
    "a: [b,, c]\n",
    "a: [b c: d]\n",
    "a: [b: c]\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: {b:c}\n",
    "a: {'b': c}\n",
    "a: [b}\n",
    "a: [b] c\n",
    "a: [b], [c]\n",
    "a: [b]]\n",
    "a: [b #c]\n",
    f"{'k' * 201}: b\n",
    "a: [[[[[[[[[[[b]]]]]]]]]]]",
]  # fmt: skip


@each("text", OTHER)
def test_everything_else_is_left_to_pyyaml(text: str) -> None:
    assert not is_plain(text)


def test_what_may_exceed_the_budget_is_left_to_pyyaml() -> None:
    assert is_plain("a: [b, c]\n", Budget(nodes=6, depth=11))
    assert not is_plain("a: [b, c]\n", Budget(nodes=5))
    assert not is_plain("a: b\n", Budget(depth=10))
    assert is_plain(f"a: ['{'b' * 9_996}']\n")
    assert not is_plain(f"a: ['{'b' * 9_997}']\n")
    assert not is_plain("".join(f"{' ' * level}a:\n" for level in range(31)))
    assert is_plain("".join(f"{' ' * level}a:\n" for level in range(30)))


SIGNS = ["a", ":", " ", "\n", "-", "#", "'", "[", "]", "{", "}", ","]


def test_both_ways_agree_on_every_short_text() -> None:
    plain = sum(is_plain("".join(signs)) for length in range(5) for signs in product(SIGNS, repeat=length))
    assert plain > 50


def test_both_ways_agree_on_every_short_list_and_mapping_in_brackets() -> None:
    signs = ["[", "]", "{", "}", ",", ", ", "b", "c: ", " ", "'d'"]
    texts = (f"a: [{''.join(inner)}" for length in range(5) for inner in product(signs, repeat=length))
    assert sum(map(is_plain, texts)) > 50


def test_both_ways_agree_on_every_way_to_indent() -> None:
    starts = [f"{' ' * indent}{dash}" for indent in range(4) for dash in ("", "- ", "-  ")]
    lines = ([f"{start}{rest}\n" for start in starts for rest in (f"{key}:", f"{key}: b", "b")] for key in "xyz")
    assert sum(map(is_plain, map("".join, product(*lines)))) > 500


def written(tree: object, indent: int, step: int) -> str:
    """A tree of plain values as a block; the dashes of a list stand right below its key where `step` is even."""
    start = " " * indent
    if isinstance(tree, dict):
        return "".join(f"{start}{name}:{written(value, indent + step, step)}" for name, value in tree.items()).join(
            ("\n", "")
        )
    if isinstance(tree, list):
        indent -= 0 if step % 2 else step
        dash = f"{' ' * indent}-{' ' * step}"
        return "".join(f"{dash}{written(item, len(dash), step).lstrip()}" for item in tree).join(("\n", ""))
    return f" {tree}\n"


SCALARS = st.sampled_from(
    ["", "a", "b c", "-0.5", "'d: e'", '"f"', "g # why", "h\n  # why\n", "[i, 'j k', -1]", "{l: m, n: [{o: p}]}"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.text("abé._-/1", min_size=1, max_size=3), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
DOUBTFUL = [
    *":-?#,[]{}'\"&*!|>%@`~<=\\./ _01ab",
    *"\t\r\n\x00\x7f\x85\u00a0\u2028\u2029\ufeff\uffffé日😀",
    ": ",
    " #",
    "- ",
    "\n ",
    "\n  ",
    "\r\n",
    "---",
    "...",
]
EXAMPLE = (ROOT / "examples" / "mvp.yaml").read_text(encoding="utf-8")
SOUND = st.builds(written, TREES, st.integers(0, 2), st.integers(1, 4)) | st.just(EXAMPLE)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A plain text with something doubtful put into it, or in place of something, here and there."""
    text = draw(SOUND)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        word = "".join(draw(st.lists(st.sampled_from(DOUBTFUL), max_size=3)))
        text = text[:start] + word + text[start + draw(st.integers(0, 3)) :]
    return text


@settings(max_examples=5 * settings().max_examples)
@given(spoiled() | st.text(max_size=80) | st.lists(st.sampled_from(DOUBTFUL), max_size=40).map("".join))
def test_both_ways_agree(text: str) -> None:
    is_plain(text)


def test_a_byte_order_mark_changes_nothing() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\r\n").root == parse(b"a: 1\r\n").root
    assert isinstance(parse(b"\xef\xbb\xbfa: 1\r\n").root, Mapping)
