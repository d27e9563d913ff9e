"""Values put into YAML text: at their place, in the style of what is there, and with nothing else touched."""

from __future__ import annotations

import pytest

from each import each
from scalecheck.document import parse
from scalecheck.edit import Place, StuckError, Value, fill
from scalecheck.errors import InputError


@each(
    ("text", "values", "filled"),
    [
        ("", {("a",): "1"}, "a: 1\n"),
        ("# only a comment\n", {("a", "b"): "1"}, "# only a comment\n\na:\n  b: 1\n"),
        ("a: 1\n", {("b",): "2"}, "a: 1\n\nb: 2\n"),
        ("a: 1", {("b",): "2"}, "a: 1\n\nb: 2"),
        ("a:\n  b: 1 # why\n# end\n", {("a", "c"): "2"}, "a:\n  b: 1 # why\n  c: 2\n# end\n"),
        ("a:\n     b: 1\n", {("a", "c", "d"): "2"}, "a:\n     b: 1\n     c:\n          d: 2\n"),
        ("a:\r\n  b: 1\r\nz: 2\r\n", {("a", "c"): "2"}, "a:\r\n  b: 1\r\n  c: 2\r\nz: 2\r\n"),
        ("a: {b: 1}\n", {("a", "c"): "2", ("a", "d", "e"): "3"}, "a: {b: 1, c: 2, d: {e: 3}}\n"),
        ("a: {b: 1, # why\n  c: 2, }\n", {("a", "d"): "3"}, "a: {b: 1, # why\n  c: 2, d: 3, }\n"),
        ("a: {} # none\n", {("a", "b"): "1"}, "a: {b: 1} # none\n"),
        ("{a: {b: 1}}\n", {("c", "d"): "2"}, "{a: {b: 1}, c: {d: 2}}\n"),
        ("a: {b: [1, 2]}\n", {("a", "c"): "3"}, "a: {b: [1, 2], c: 3}\n"),
        ("a:\n- 1\n- 2\nb: 3\n", {("c",): "4"}, "a:\n- 1\n- 2\nb: 3\n\nc: 4\n"),
        ("---\na: 1\n...\n", {("b",): "2"}, "---\na: 1\n\nb: 2\n...\n"),
    ],
)
def test_a_new_name_is_added_at_the_end_of_its_section(text: str, values: dict[Place, Value], filled: str) -> None:
    assert fill(text, values) == filled


@each(
    ("text", "filled"),
    [
        ("a:\n", "a: yes\n"),
        ("a:", "a: yes"),
        ("a:   # later\nb: 1\n", "a: yes   # later\nb: 1\n"),
        ("a: ~\n", "a: yes\n"),
        ("a: null # later\n", "a: yes # later\n"),
        ("a: unknown\n", "a: yes\n"),
        ("a: 'unknown' # asked Ann\n", "a: yes # asked Ann\n"),
        ('"a": "?"\n', '"a": yes\n'),
        ("a:\n  # below\n  unknown\n", "a:\n  # below\n  yes\n"),
        ("{a: , b: 1}\n", "{a: yes, b: 1}\n"),
        ("{a: unknown, b: 1}\n", "{a: yes, b: 1}\n"),
        ("x: &x unknown\na: *x\n", "x: &x unknown\na: yes\n"),
    ],
)
def test_a_value_takes_the_place_of_nothing_or_of_a_single_value(text: str, filled: str) -> None:
    assert fill(text, {("a",): "yes"}) == filled


@each(
    ("text", "filled"),
    [
        ("a:\nb: 1\n", "a:\n  x: 2\nb: 1\n"),
        ("a: ~ # later\nb: 1\n", "a: # later\n  x: 2\nb: 1\n"),
        ("a:", "a:\n  x: 2"),
        ("{a: ~}\n", "{a: {x: 2}}\n"),
        ("a:\n  # below\nb: 1\n", "a:\n  x: 2\n  # below\nb: 1\n"),
    ],
)
def test_a_name_that_held_nothing_becomes_a_section(text: str, filled: str) -> None:
    assert fill(text, {("a", "x"): "2"}) == filled


@each(
    ("text", "filled"),
    [
        ("a:\n  b: |\n    text\n\n\nz: 1\n", "a:\n  b: |\n    text\n  c: 2\n\n\nz: 1\n"),
        ("a:\n  b: >-\n    text\nz: 1\n", "a:\n  b: >-\n    text\n  c: 2\nz: 1\n"),
        ("a:\n  b: |+\n    text\n\n\nz: 1\n", "a:\n  b: |+\n    text\n\n\n  c: 2\nz: 1\n"),
        ("a:\n  b: |\n    text", "a:\n  b: |\n    text\n  c: 2"),
        ("a:\n  b: two\n    lines # end\nz: 1\n", "a:\n  b: two\n    lines # end\n  c: 2\nz: 1\n"),
        ('a:\n  b: "two\n\n    lines"\nz: 1\n', 'a:\n  b: "two\n\n    lines"\n  c: 2\nz: 1\n'),
    ],
)
def test_text_of_several_lines_stays_what_it_is(text: str, filled: str) -> None:
    assert fill(text, {("a", "c"): "2"}) == filled


@each(
    ("value", "written"),
    [
        ("yes", "yes"),
        ("0.37", "0.37"),
        ("-3", "-3"),
        ("n/a", "n/a"),
        ("two words", "two words"),
        ("Größe", "Größe"),
        ("", '""'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("it's", '"it\'s"'),
        ('say "x" \\ y', '"say \\"x\\" \\\\ y"'),
        ("- x", '"- x"'),
        ("---", '"---"'),
        (" x ", '" x "'),
        ("a\nb", '"a\\U0000000ab"'),
        ("\u202ex\u2028", '"\\U0000202ex\\U00002028"'),
        (("a", "b c", "d,e"), '[a, b c, "d,e"]'),
        ((), "[]"),
    ],
)
def test_values_are_written_so_that_they_read_back(value: Value, written: str) -> None:
    text = fill("", {("a",): value})
    assert text == f"a: {written}\n"
    node = parse(text.encode()).root.items["a"]  # type: ignore[union-attr]
    texts = node.text if isinstance(value, str) else tuple(item.text for item in node.items)  # type: ignore[union-attr]
    assert texts == value


@each(
    "text",
    [
        "x: &x {b: 1}\na: *x\n",
        "a: [1, 2]\n",
        "a: |\n  unknown\n",
        "- 1\n",
        "just text\n",
        "? a\n: b: 1\n",
    ],
)
def test_where_there_is_no_place_it_says_so(text: str) -> None:
    with pytest.raises(StuckError):
        fill(text, {("a", "c"): "2"})


def test_what_is_not_yaml_is_refused() -> None:
    with pytest.raises(InputError):
        fill("a: [", {("b",): "1"})
