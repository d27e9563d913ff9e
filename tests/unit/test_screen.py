"""How text is laid out on a terminal: columns, lines, widths and colors."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scalecheck.render.screen import Screen, grid, indented, printed, section, styled

NARROW = Screen(width=40)


def table(*columns: str, rows: list[list[str]], screen: Screen = NARROW) -> list[str]:
    made = grid(*columns)
    for row in rows:
        made.add_row(*map(styled, row))
    return printed([made], screen).splitlines()


def test_a_line_ends_where_a_word_does() -> None:
    text = "Reports are read by busy people, who want to know what to do first"
    assert printed([styled(text)], NARROW).splitlines() == [
        "Reports are read by busy people, who",
        "want to know what to do first",
    ]


def test_a_word_that_is_longer_than_a_line_begins_one_and_ends_at_a_hyphen_if_it_can() -> None:
    text = "see https://example.org/a-rather-long-name-of-a-page/" + "x" * 45
    assert printed([styled(text)], NARROW).splitlines() == [
        "see",
        "https://example.org/a-rather-long-name-",
        "of-a-",
        "page/" + "x" * 35,
        "x" * 10,
    ]


def test_tight_columns_are_as_wide_as_what_is_in_them_and_the_others_fold() -> None:
    assert table(
        "tight", "fold", "right", rows=[["-", "a text that is too long for its column", "5"], ["!", "b", "10"]]
    ) == [
        "-  a text that is too long for its     5",
        "   column",
        "!  b                                  10",
    ]


def test_a_spread_column_takes_the_room_that_is_left() -> None:
    assert table("spread", "right", rows=[["name", "day"]]) == ["name" + " " * 33 + "day"]


def test_columns_that_fold_share_the_room_and_the_narrow_one_keeps_what_it_needs() -> None:
    assert table("fold", "fold", rows=[["short", "word " * 8]]) == [
        "short  " + "word " * 5 + "word",
        "       word word",
    ]
    assert table("fold", "fold", rows=[["left " * 8, "right " * 8]])[0] == "left left left left  right right right"


def test_tight_columns_fold_too_when_nothing_is_left_for_the_others() -> None:
    assert table("tight", "fold", rows=[["a name that takes nearly all of a line", "beside it"]]) == [
        "a name that takes nearly all   beside it",
        "of a line",
    ]


def test_characters_count_for_the_columns_that_they_take() -> None:
    lines = table("tight", "tight", rows=[["漢字", "a"], ["ab", "b"]])
    assert [cell_len(line) for line in lines] == [7, 7]
    assert all(cell_len(line) <= 40 for line in printed([styled("漢字" * 30)], NARROW).splitlines())


def test_parts_under_a_title_are_set_in() -> None:
    assert (
        printed(section("Why", [styled("because"), indented(styled("it is so"))]), NARROW)
        == "Why\n because\n   it is so\n"
    )
    assert list(section("Why", [])) == []


def test_colors_come_only_when_they_are_wanted() -> None:
    text = styled("bad", "bold red").append(" and ", "").append("quiet", "dim")
    assert printed([text], Screen()) == "bad and quiet\n"
    assert printed([text], Screen(color=True)) == "\x1b[1;31mbad\x1b[0m and \x1b[2mquiet\x1b[0m\n"


def test_each_line_of_a_colored_text_is_colored_for_itself() -> None:
    for line in printed([styled("word " * 12, "red")], Screen(width=40, color=True)).splitlines():
        assert line.startswith("\x1b[31mword")
        assert line.endswith("word\x1b[0m")


cells = st.text(st.characters(codec="utf-8"), max_size=60)
columns = st.sampled_from(["fold", "tight", "right", "spread"])


@given(st.data(), st.lists(columns, min_size=1, max_size=4), st.integers(30, 90), st.booleans())
def test_no_line_is_too_long_and_nothing_is_lost(
    data: st.DataObject, kinds: list[str], width: int, color: bool
) -> None:
    made = grid(*kinds)
    rows = data.draw(st.lists(st.lists(cells, min_size=len(kinds), max_size=len(kinds)), min_size=1, max_size=3))
    for row in rows:
        made.add_row(*map(styled, row))
    text = printed([indented(made, 1)], Screen(width=width))
    assert all(cell_len(line) <= max(width, 40) for line in text.splitlines())
    shown = sorted(text.replace(" ", "").replace("\n", ""))
    assert shown == sorted("".join(styled(cell).plain.replace(" ", "") for row in rows for cell in row))
