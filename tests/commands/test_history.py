"""`scalecheck history`: results of many days in their order, told in every format and read back by other parsers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commandline import Run
from conftest import ROOT
from gfm import Page as Markdown
from scalecheck.cli.parameters import Format
from scalecheck.history import history_of
from scalecheck.pack import Pack
from scalecheck.render import HISTORY_RENDERERS
from scalecheck.render.history import history_terminal
from scalecheck.render.screen import Screen
from scalecheck.report.history import make_history
from scalecheck.report.rows import TrendTable
from scalecheck.result import AssessmentView
from scalecheck.resultfile import load_results
from scalecheck.words import load_words
from schema_errors import errors
from webpage import Page

SMALL = ("--rules", str(ROOT / "tests" / "packs" / "small.yaml"))
DAYS = ("2026-01-01", "2026-01-11", "2026-02-20", "2026-04-11")
"""Of 100 days, the second is the tenth, the third the fiftieth."""


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """Four results of a product that does more each time and, at last, says that it grows. Their names are not in the
    order of their days."""
    answers = [
        "product.phase=pmf",
        "practices.safety.backups=yes",
        "practices.testing={unit: yes, e2e: yes}",
        "product.phase=growth",
    ]
    (tmp_path / "project.yaml").write_text("product: {name: Shop, phase: pmf, keeps_data: yes}\n", encoding="utf-8")
    (tmp_path / "results").mkdir()
    for index, day in enumerate(DAYS):
        given = [part for answer in answers[: index + 1] for part in ("--set", answer)]
        made = run("assess", "-q", "project.yaml", *SMALL, "--as-of", day, *given, "-o", f"results/{9 - index}.json")
        assert made.code == 0, made.stderr
    return tmp_path


def loaded(folder: Path) -> list[tuple[str, AssessmentView]]:
    return [(path.name, load_results(path)[0]) for path in sorted((folder / "results").iterdir())]


def table(results: list[tuple[str, AssessmentView]], pack: Pack) -> TrendTable:
    """The only trend of results."""
    (trend,) = make_history(history_of(results), pack, load_words()).trends
    return trend


def test_results_are_put_in_the_order_of_their_days(folder: Path, small: Pack) -> None:
    rows = table(loaded(folder), small).rows
    assert [row.as_of for row in rows] == list(DAYS)
    assert [row.source for row in rows] == ["9.json", "8.json", "7.json", "6.json"]


def test_a_row_tells_phases_score_with_its_band_what_is_known_and_what_blocks(folder: Path, small: Pack) -> None:
    rows = table(loaded(folder), small).rows
    told = [(row.value, row.band, row.known, row.blocking, row.unanswered) for row in rows]
    assert told == [
        ("?", "0 to 100", "0 of 3", "0", "2"),
        ("52", "52 to 100", "1 of 3", "0", "1"),
        ("93", "93 to 100", "2 of 3", "0", "0"),
        ("82", "82 to 100", "2 of 3", "0", "1"),
    ]
    assert [dict(row.standing)["attained"] for row in rows] == ["none", "MVP", "Maturity", "Maturity"]
    assert [dict(row.standing)["declared"] for row in rows] == ["Fit", "Fit", "Fit", "Growth"]
    assert {dict(row.standing)["indicated"] for row in rows} == {"not decided"}
    assert [row.turned for row in rows] == [True, True, True, True]


def test_a_row_says_when_it_was_judged_by_something_else_than_the_one_before(folder: Path, small: Pack) -> None:
    results = loaded(folder)
    source, last = results[0]
    later = replace(last, pack=replace(last.pack, version="0.2", digest="f"), phases=replace(last.phases, judged="pmf"))
    rows = table([(source, later), *results[1:]], small).rows
    assert [row.apart for row in rows] == [(), (), (), ("Other rules were used: small 0.1 before, small 0.2 now.",)]
    assert [row.apart for row in table(results, small).rows][3] == (
        "Another phase was judged: Fit before, Growth now.",
    )


def test_a_chart_places_days_by_their_distance_and_phases_on_their_ladder(folder: Path, small: Pack) -> None:
    trend = table(loaded(folder), small)
    assert [place for place, *_ in trend.chart.scores] == [0, 0.1, 0.5, 1]
    assert all(0 <= low <= value <= high <= 1 for _, low, value, high in trend.chart.scores)
    assert trend.ladder == ("Maturity", "Growth", "Fit", "MVP", "none")
    phases = {role: [step for _, step in places] for role, places in trend.chart.phases}
    assert phases == {
        "declared": [0.5, 0.5, 0.5, 0.75],
        "attained": [0, 0.25, 1, 1],
        "indicated": [None] * 4,
    }
    assert trend.chart.breaks == (1,)


def test_results_of_one_day_stand_beside_each_other(folder: Path, small: Pack) -> None:
    same = [(name, replace(result, as_of=DAYS[0])) for name, result in loaded(folder)]
    trend = table(same, small)
    assert [row.source for row in trend.rows] == ["6.json", "7.json", "8.json", "9.json"]
    assert [place for place, *_ in trend.chart.scores] == [0.2, 0.4, 0.6, 0.8]


def test_every_product_has_a_trend_of_its_own(folder: Path, run: Run) -> None:
    (folder / "stall.yaml").write_text("product: {phase: mvp}\n", encoding="utf-8")
    run("assess", "-q", "stall.yaml", *SMALL, "--as-of", DAYS[0], "-o", "results/stall.json")
    result = run("history", "results", "-f", "json")
    trends = {item["product"]: len(item["moments"]) for item in json.loads(result.stdout)["trends"]}
    assert trends == {"Shop": 4, "stall.yaml": 1}
    page = Page(run("history", "results", "-f", "html").stdout)
    assert sum(tag == "section" for tag, _ in page.elements) == 2
    assert sum(tag == "svg" for tag, _ in page.elements) == 2, "one result is no trend"


def test_files_and_folders_mix_and_no_file_counts_twice(folder: Path, run: Run) -> None:
    (folder / "results" / "notes.txt").write_text("not a result", encoding="utf-8")
    found = json.loads(run("history", "results/9.json", "results", "-f", "json").stdout)
    assert [item["source"] for item in found["trends"][0]["moments"]] == [f"results/{n}.json" for n in (9, 8, 7, 6)]


def test_the_json_keeps_its_schema(folder: Path, run: Run) -> None:
    found: dict[str, Any] = json.loads(run("history", "results", "-f", "json").stdout)
    assert errors("history", found) == []
    assert found["format"] == "scalecheck-history/1"
    assert [item["apart"] for item in found["trends"][0]["moments"]] == [[], [], [], ["phase"]]


def test_the_page_has_charts_that_say_in_words_what_they_show(folder: Path, run: Run) -> None:
    text = run("history", "results", *SMALL, "-f", "html").stdout
    page = Page(text)
    assert not page.open
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "form"}
    assert page.all("href") == page.all("src") == page.all("style") == []
    assert [names["role"] for tag, names in page.elements if tag == "svg"] == ["img", "img"]
    score, phases = re.findall(r"<desc>(.*?)</desc>", text)
    assert (
        score
        == "2026-01-01: ? (0 to 100); 2026-01-11: 52 (52 to 100); 2026-02-20: 93 (93 to 100); 2026-04-11: 82 (82 to 100)"
    )
    assert phases.startswith("2026-01-01: declared Fit, attained none, indicated not decided, verdict")
    assert len(re.findall("<title>", text)) == 3
    (dots,) = (names["d"] for tag, names in page.elements if names.get("class") == "dot")
    xs = [float(x) for x in re.findall(r"M([\d.]+) ", dots)]
    assert [round((x - 8) / 584, 2) for x in xs] == [0, 0.1, 0.5, 1]


def test_the_markdown_holds_the_numbers_and_the_phases(folder: Path, run: Run) -> None:
    page = Markdown(run("history", "results", *SMALL, "-f", "markdown").stdout)
    assert page.headings == ["Shop"]
    assert page.tags.count("table") == 2
    assert page.tags.count("tr") == 10
    assert "2026-04-11: Another phase was judged: Fit before, Growth now." in page.text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_terminal_shows_every_number_in_the_room_that_it_has(width: int, folder: Path, small: Pack) -> None:
    text = history_terminal(make_history(history_of(loaded(folder)), small, load_words()), Screen(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert [line.split()[0] for line in text.splitlines() if re.match(r"2026-\d\d-\d\d ", line)] == list(DAYS)
    assert ("█████▒▒▒▒▒" in text) == (width >= 80)


def test_all_faults_of_all_files_come_at_once(folder: Path, run: Run) -> None:
    (folder / "results" / "later.json").write_text('{"format": "scalecheck-assessment/9"}', encoding="utf-8")
    (folder / "results" / "broken.json").write_text("{", encoding="utf-8")
    (folder / "empty").mkdir()
    result = run("history", "results", "none.json", "empty", "project.yaml")
    assert (result.code, result.stdout) == (2, "")
    assert [line.split(": ", 1)[0] for line in result.stderr.splitlines()] == [
        "empty",
        "none.json",
        "project.yaml:1:1",
        "results/broken.json:1:2",
        "results/later.json",
    ]
    assert "this release reads scalecheck-assessment/1" in result.stderr


def test_hostile_names_are_inert(folder: Path, run: Run) -> None:
    hostile = "</title></svg><script>alert(1)</script> | `x` [y](z) \u202egnp \x1b[31m"

    def shown(name: str, output: str) -> str:
        for path in (folder / "results").iterdir():
            data = json.loads(path.read_text(encoding="utf-8"))
            data["product"]["name"] = name
            data["pack"]["name"] = f"{name} {path.stem}"
            path.write_text(json.dumps(data), encoding="utf-8")
        result = run("history", "results", "-f", output)
        assert (result.code, result.stderr) == (0, "")
        return result.stdout

    page, harmless = Page(shown(hostile, "html")), Page(shown("plain", "html"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in harmless.elements]
    assert Markdown(shown(hostile, "markdown")).layout == Markdown(shown("plain", "markdown")).layout
    assert not set(shown(hostile, "terminal")) & set("\x1b\u202e")


def test_every_format_can_be_printed_and_written(folder: Path, run: Run) -> None:
    assert {item.value for item in Format} == set(HISTORY_RENDERERS)
    names = [f"h{renderer.suffix}" for renderer in HISTORY_RENDERERS.values()]
    result = run("history", "results", *[part for name in names for part in ("-o", name)])
    assert result.stdout == (folder / "h.txt").read_text(encoding="utf-8")
    again = run("history", "results", "-o", "json:results/9.json")
    assert (again.code, "is read in this run" in again.stderr) == (2, True)
