"""The YAML reader: what it takes, what it refuses, and where it says a fault is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from each import each
from scalecheck.document import Budget, Hints, Mapping, Node, Scalar, Sequence, nearest, parse, read
from scalecheck.errors import InputError


def fault(data: bytes, budget: Budget = Budget()) -> str:
    with pytest.raises(InputError) as caught:
        parse(data, "a.yaml", budget)
    return str(caught.value)


def test_every_node_knows_its_line_and_column() -> None:
    root = parse(b"team:\n  size: 14\n  names: [ann, bob]\n").root
    assert isinstance(root, Mapping)
    team = root.items["team"]
    assert isinstance(team, Mapping)
    assert (team.keys["size"].line, team.keys["size"].column) == (2, 3)
    size, names = team.items["size"], team.items["names"]
    assert (size.line, size.column) == (2, 9)
    assert isinstance(names, Sequence)
    assert [(item.line, item.column) for item in names.items] == [(3, 11), (3, 16)]


@each("text", ["no", "1.10", "2026-11-01", "010", "1:30", "0x1F", "yes", "on", "~x"])
def test_scalars_stay_as_they_were_written(text: str) -> None:
    root = parse(f"value: {text}".encode()).root
    assert isinstance(root, Mapping)
    node = root.items["value"]
    assert isinstance(node, Scalar)
    assert node.text == text


@each(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("010", 10),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("no", "no"),
        ("'12'", "12"),
        ("! 12", "12"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
    ],
)
def test_the_plain_value_of_a_scalar(text: str, value: object) -> None:
    root = parse(f"value: {text}".encode()).root
    assert isinstance(root, Mapping)
    node = root.items["value"]
    assert isinstance(node, Scalar)
    assert node.value == value


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    root = parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").root
    assert isinstance(root, Mapping)
    assert list(root.items) == ["a", "b"]
    assert root.items["b"].line == 2


def test_nothing_at_all_is_a_null() -> None:
    for data in (b"", b"\n\n", b"# only a comment\n"):
        root = parse(data).root
        assert isinstance(root, Scalar)
        assert root.is_null


def test_an_alias_stands_for_its_anchor() -> None:
    root = parse(b"a: &x [1, 2]\nb: *x\n").root
    assert isinstance(root, Mapping)
    anchor, alias = root.items.values()
    assert isinstance(anchor, Sequence)
    assert isinstance(alias, Sequence)
    assert alias.items == anchor.items
    assert (alias.line, alias.start, alias.alias) == (1, 16, True)


def test_keys_given_twice_are_reported_all_and_do_not_stop_the_reader() -> None:
    document = parse(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml")
    assert [str(item) for item in document.faults] == [
        "a.yaml:2:1: a: is given twice; the first one is in line 1",
        "a.yaml:3:11: b.c: is given twice; the first one is in line 3",
    ]


@each(
    ("data", "expected"),
    [
        (b"a: !!python/object:os.system x", "a.yaml:1:4: has a tag"),
        (b"a: 1\n---\nb: 2\n", "a.yaml:2:1: holds more than one document"),
        (b"\xff\xfe\x00a", "a.yaml:1:1: is not UTF-8 text"),
        (b"a: 1\nb: \xe9\n", "a.yaml:2:4: is not UTF-8 text"),
        (b"a: 1\x00\n", "a.yaml:1:5: holds a control character (U+0000)"),
        (b"a: \x1b[31m\n", "a.yaml:1:4: holds a control character (U+001B)"),
        (b"a:\n\t- 1\n", "a.yaml:2:1: is not valid YAML: a tab cannot indent YAML; use spaces"),
        (b"a: ?\n", "a.yaml:1:4: is not valid YAML: a question mark for a missing answer needs quotes"),
        (b"a: [1, 2", "a.yaml:2:1: is not valid YAML: did not find expected"),
        (b"? [a]\n: 1\n", "a.yaml:1:3: a key must be a single word"),
        (b"{" + b"k" * 201 + b": 1}", "a.yaml:1:2: a key of more than 200 characters"),
        (b"a: *nowhere\n", "a.yaml:1:4: refers to *nowhere, which is not defined above it"),
        (b"a: &a [*a]\n", "a.yaml:1:8: refers to *a, which is not defined above it"),
    ],
)
def test_what_is_refused_and_where(data: bytes, expected: str) -> None:
    assert fault(data).startswith(expected)


def test_nesting_is_counted_while_reading() -> None:
    assert "is nested deeper than 40 levels" in fault(b"[" * 100_000)
    assert "is nested deeper than 40 levels" in fault(b"{a: " * 50_000)


def test_an_alias_bomb_costs_its_full_size() -> None:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)]
    assert "holds more than 50,000 values" in fault(b"\n".join(lines))


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{k: ", "}")])
def test_an_alias_is_as_deep_as_what_it_stands_for(opening: str, closing: str) -> None:
    half, rest = (opening * levels + "%s" + closing * levels for levels in (20, 19))
    parse(f"a: &a {half % 'x'}\nb: {rest % '*a'}\n".encode())
    line = f"b: {half % '*a'}"
    expected = f"a.yaml:2:{line.index('*') + 1}: is nested deeper than 40 levels"
    assert fault(f"a: &a {half % 'x'}\n{line}\n".encode()) == expected
    assert fault(f"a: &a {rest % 'x'}\nb: &b [*a]\n{line.replace('*a', '*b')}\n".encode()).endswith("than 40 levels")


def test_size_values_and_aliases_have_budgets() -> None:
    assert "is larger than 10 bytes" in fault(b"a: " + b"x" * 20, Budget(size=10))
    assert "holds more than 3 values" in fault(b"[1, 2, 3, 4]", Budget(nodes=3))
    assert "uses more than 1 aliases" in fault(b"[&a x, *a, *a]", Budget(aliases=1))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "is a folder, not a file")):
        with pytest.raises(InputError, match=reason):
            read(path)
    with pytest.raises(InputError):
        read("a\0b")


@pytest.mark.skipif(not Path("/dev/ptmx").exists(), reason="has no devices in files")
def test_a_link_to_a_device_is_not_waited_for(tmp_path: Path) -> None:
    (link := tmp_path / "link.yaml").symlink_to("/dev/ptmx")
    with pytest.raises(InputError, match=r"link\.yaml: is a device, not a file"):
        read(link)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match="is larger than 1,000,000 bytes"):
        read(path)


def test_the_digest_is_that_of_the_bytes() -> None:
    assert parse(b"a: 1").digest == parse(b"a: 1", "elsewhere").digest != parse(b"a: 2").digest


def test_the_nearest_name_is_only_offered_when_it_is_near() -> None:
    assert nearest("Groth", ["mvp", "growth"]) == " (did you mean growth?)"
    assert nearest("zebra", ["mvp", "growth"]) == ""


def test_near_names_are_not_looked_for_without_end() -> None:
    often, among_many = Hints(), Hints()
    assert [bool(often("Groth", ["mvp", "growth"])) for _ in range(60)] == [True] * 50 + [False] * 10
    names = ["growth", *map(str, range(9_999))]
    assert [bool(among_many("Groth", names)) for _ in range(4)] == [True, True, True, False]


@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_faults(data: bytes) -> None:
    try:
        parse(data)
    except InputError as error:
        assert error.faults


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,?\n\t ~0", max_size=80))
def test_any_text_of_yaml_signs_gives_a_tree_or_faults(text: str) -> None:
    try:
        parse(text.encode())
    except InputError as error:
        assert error.faults


def test_every_node_knows_where_it_stands_in_the_text() -> None:
    text = "a: &x 'é' # why\nb: *x\nc:\nd: {e: [1, 2], f: {}}\ng:\n  h: |\n    text\n\ni: ~\n"
    root = parse(text.encode()).root
    assert isinstance(root, Mapping)
    spans = {name: text[node.start : node.end] for name, node in root.items.items()}
    assert spans == {
        "a": "&x 'é'",
        "b": "*x",
        "c": "",
        "d": "{e: [1, 2], f: {}}",
        "g": "h: |\n    text\n\n",
        "i": "~",
    }
    assert [name for name, node in root.items.items() if isinstance(node, Mapping) and node.flow] == ["d"]


def nodes_of(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        yield from node.keys.values()
    if not isinstance(node, Scalar):
        for item in node.items.values() if isinstance(node, Mapping) else node.items:
            yield from nodes_of(item)


def data_of(node: Node) -> Any:
    if isinstance(node, Sequence):
        return list(map(data_of, node.items))
    return {key: data_of(item) for key, item in node.items.items()} if isinstance(node, Mapping) else node.text


WORDS = st.text(max_size=4) | st.text('a\\"/ud83e😀\U0010ffff\n', max_size=8)


@given(st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=8))
def test_json_is_read_as_other_programs_write_it_and_every_node_knows_its_place(data: Any) -> None:
    for indent in (None, 2):
        text = json.dumps(data, indent=indent)
        root = parse(text.encode()).root
        assert data_of(root) == data
        lines = text.split("\n")
        for node in nodes_of(root):
            written = text[node.start : node.end]
            assert json.loads(written) == data_of(node)
            assert lines[node.line - 1][node.column - 1 :].startswith(written.partition("\n")[0])


LONE = "is not valid YAML: found invalid Unicode character escape code"


@pytest.mark.parametrize("libyaml", [True, False])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (r'{"a": "\ud83d"}', 1),
        (r'{"a": "\ude00\ud83d"}', 1),
        (r'{"a": "\ud83d\\ude00"}', 1),
        ('{"a": "\\ud83d\\ude00",\n "b": "\\ud83d"}', 2),
        (r'a: "\ud83d\ude00"', 1),
    ],
)
def test_half_a_surrogate_pair_is_no_text_nor_is_a_pair_outside_of_json(
    text: str, place: int, libyaml: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert fault(text.encode()).startswith(f"a.yaml:{place}:")
    assert fault(text.encode()).endswith(LONE)


def test_a_fault_behind_a_surrogate_pair_is_told_in_its_place() -> None:
    document = parse(rb'{"a": "\ud83d\ude00\ud83d\ude00", "a": 1}', "a.json")
    assert [str(item) for item in document.faults] == ["a.json:1:35: a: is given twice; the first one is in line 1"]
    deep = '{"a": "\\ud83d\\ude00", "b": ' + "[" * 41
    assert fault(f"{deep}{']' * 41}}}".encode()) == f"a.yaml:1:{len(deep)}: is nested deeper than 40 levels"


@each(("text", "column"), [(r'"\U00110000"', 4), (r'"\Uffffffff"', 4), (f"%YAML 1.{'9' * 5_000}\n--- a", 9)])
def test_without_libyaml_a_number_that_is_too_large_is_told_too(text: str, column: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        assert fault(text.encode()) == f"a.yaml:1:{column}: is not valid YAML: found a number that is too large"
