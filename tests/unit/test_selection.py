"""The rules of a pack, chosen by phase, level, area and point of the guide, and listed."""

from __future__ import annotations

import pytest

from scalecheck.errors import ScalecheckError
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.render.rulelist import rules_markdown, rules_table
from scalecheck.selection import select
from scalecheck.words import load_words


def ids(*rules: object) -> list[str]:
    return [getattr(rule, "id", "") for rule in rules]


def test_rules_are_listed_by_phase_level_area_and_point(small: Pack) -> None:
    assert ids(*select(small)) == ["safety.backups", "tests.layers", "shape.borders", "shape.many-services"]
    assert ids(*select(small, phase=Phase.MATURITY)) == ["safety.backups", "tests.layers"]
    assert ids(*select(small, phase=Phase.PMF, level="recommended")) == ["shape.borders"]
    assert ids(*select(small, level="optional")) == ["tests.layers"]
    assert ids(*select(small, area="shape")) == ["shape.borders", "shape.many-services"]
    assert ids(*select(small, point="growth.patterns.1")) == ids(*select(small, point="growth")) == ["shape.borders"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"area": "shap"}, r"shap is not an area of small 0\.1 \(did you mean shape\?\)"),
        ({"point": "growth.pattern"}, r"growth\.pattern is not a point of the guide of small 0\.1 \(did you mean growth\.patterns\?\)"),
    ],
)  # fmt: skip
def test_an_unknown_area_or_point_gets_the_nearest(small: Pack, wanted: dict[str, str], message: str) -> None:
    with pytest.raises(ScalecheckError, match=message):
        select(small, **wanted)


def test_the_table_shows_what_each_phase_asks_for(small: Pack) -> None:
    assert rules_table(small, select(small), load_words(), 80) == (
        "Safety\n"
        "  RRRR  safety.backups       Backups are kept apart\n"
        "\n"
        "Tests\n"
        "  oRRR  tests.layers         Tests come in layers\n"
        "\n"
        "Shape\n"
        "  -rR-  shape.borders        Borders are checked\n"
        "  !!!-  shape.many-services  More services than people\n"
        "\n"
        "In the order MVP, Fit, Growth, Maturity: R required, r recommended, o optional,\n"
        "- not asked for, ! a caution\n"
    )
    assert rules_table(small, (), load_words(), 80) == "No rule is like that.\n"


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_table_keeps_its_width(guide: Pack, width: int) -> None:
    assert max(map(len, rules_table(guide, select(guide), load_words(), width).splitlines())) <= width


def test_the_markdown_table_has_a_column_for_each_phase(small: Pack) -> None:
    head, _, first, *_, last = rules_markdown(small, select(small), load_words()).splitlines()
    assert head == "| rule | practice | area | MVP | Fit | Growth | Maturity |"
    assert first == "| `safety.backups` | Backups are kept apart | Safety | required | required | required | required |"
    assert last.endswith("| Shape | caution | caution | caution |  |")
