"""The catalog of words: complete, without leftovers, and safe to fill with hostile text."""

from __future__ import annotations

import re

from conftest import ROOT
from each import each
from scalecheck.amounts import amount, target_text
from scalecheck.document import read
from scalecheck.words import load_words


def test_every_text_of_the_catalog_is_used_and_every_used_text_is_there() -> None:
    texts = load_words().texts
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "templates").rglob("*.j2")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r"""["']((?:[a-z_]+\.)+[a-z_]+)["']""", source))
    prefixes = tuple(re.findall(r"""["']((?:[a-z_]+\.)+)[{"']""", source))
    bare = {key.removesuffix(".one").removesuffix(".other") for key in texts}
    assert not [key for key in bare if key not in used and not key.startswith(prefixes) and "." in key]
    spoken = set(re.findall(r'words\(\s*"([a-z_.]+[a-z_])"', source))
    assert not [key for key in spoken if key not in bare]


def test_no_text_stands_twice() -> None:
    assert not read(ROOT / "templates" / "words.yaml").faults


def test_a_count_chooses_the_form() -> None:
    words = load_words()
    assert words("ladder.lacks", count=1) == "one missing"
    assert words("ladder.lacks", count=3) == "3 missing"


def test_values_are_never_read_as_templates() -> None:
    assert load_words()("owner", name="{0.__class__} {name}") == "owner: {0.__class__} {name}"


@each(
    ("value", "unit", "text"),
    [
        (0.372, "ratio", "37.2 %"),
        (1.0, "ratio", "100 %"),
        (0.9995, "ratio", "99.95 %"),
        (0.99999, "ratio", "99.999 %"),
        (-0.0, "ratio", "0 %"),
        (0.0005, "ratio", "0.05 %"),
        (4.5, "times", "4.5x"),
        (1.35, "ratio", "135 %"),
        (310, "ms", "310 ms"),
        (120000, "users", "120,000 users"),
        (2.678, "months", "2.7 months"),
        (22.68, "months", "22.7 months"),
        (0.25, "score", "0.25"),
        (1234.5, "money/month", "1,234/month"),
        (1e15, "count", "1e+15"),
    ],
)
def test_numbers_with_their_units(value: float, unit: str, text: str) -> None:
    assert amount(load_words(), value, unit) == text


def test_targets_say_their_direction() -> None:
    assert target_text(load_words(), (0.4, 0.2), "up", "ratio") == "≥ 40 %"
    assert target_text(load_words(), (1.0, 0.9), "up", "ratio") == "100 %"
    assert target_text(load_words(), (300, 800), "down", "ms") == "≤ 300 ms"
    assert target_text(load_words(), (0.1, 0.3, 0.7, 0.85), "band", "ratio") == "30 % to 70 %"
