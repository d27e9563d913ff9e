"""`scalecheck compare`: two questionnaires or results, told in every format and read back by parsers that are not ours."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from commandline import Run
from conftest import ROOT
from gfm import Page as Markdown
from scalecheck.cli.parameters import Format
from scalecheck.render import CHANGE_RENDERERS
from schema_errors import errors
from webpage import Page

DAY = ("--as-of", "2026-11-23")
SMALL = ("--rules", str(ROOT / "tests" / "packs" / "small.yaml"))
OLD = """product: {name: Shop, phase: growth, keeps_data: yes}
team: {size: 6, services: 2}
metrics: {churn: 0.08}
practices: {safety: {backups: no}, testing: {unit: yes, e2e: yes}}
"""
NEW = OLD.replace("backups: no", "backups: yes").replace("services: 2", "services: 5").replace("e2e: yes", "e2e: no")


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """Two questionnaires, and a result of each."""
    for name, text, day in (("old", OLD, "2026-10-01"), ("new", NEW, "2026-11-23")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        made = run("assess", "-q", f"{name}.yaml", *SMALL, "--as-of", day, "-o", f"{name}.json")
        assert made.code == 0, made.stderr
    return tmp_path


def told(text: str) -> list[str]:
    """The lines of a report for a terminal without their layout."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_terminal_tells_what_changed_in_its_order(folder: Path, run: Run) -> None:
    result = run("compare", "old.json", "new.yaml", *SMALL, *DAY)
    assert (result.code, result.stderr) == (0, "")
    lines = told(result.stdout)
    assert lines[:3] == [
        "Shop",
        "before old.yaml · as of 2026-10-01 · small 0.1",
        "now new.yaml · as of 2026-11-23 · small 0.1",
    ]
    assert "Since 2026-10-01: 1 better and 2 worse." in lines
    wanted = [
        "▼ Tests come in layers in place no",
        "▲ Backups are kept apart no in place",
        "▼ More services than people silent raised",
        "Backups are kept apart blocks the phase done",
        "Tests come in layers blocks the phase",
        "3 answers changed",
        "practices.safety.backups no yes",
    ]
    assert [line for line in lines if line in wanted] == wanted


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_terminal_is_never_wider_than_it_is(width: int, folder: Path, run: Run) -> None:
    from scalecheck.compare import compare
    from scalecheck.packs import load_pack
    from scalecheck.render.changes import changes_terminal
    from scalecheck.render.screen import Screen
    from scalecheck.report.changes import make_comparison
    from scalecheck.resultfile import load_results
    from scalecheck.words import load_words

    (old,), (new,) = (load_results(folder / f"{name}.json") for name in ("old", "new"))
    text = changes_terminal(make_comparison(compare(old, new), load_pack(), load_words()), Screen(width=width))
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text


def test_questionnaires_and_results_tell_the_same(folder: Path, run: Run) -> None:
    results = json.loads(run("compare", "old.json", "new.json", "-f", "json").stdout)
    mixed = json.loads(run("compare", "old.json", "new.yaml", *SMALL, *DAY, "-f", "json").stdout)
    assert results == mixed
    sources = json.loads(run("compare", "old.yaml", "new.yaml", *SMALL, *DAY, "-f", "json").stdout)
    assert {**sources, "before": ""} == {**results, "before": ""}


def test_the_json_keeps_its_schema(folder: Path, run: Run) -> None:
    found: dict[str, Any] = json.loads(run("compare", "old.json", "new.json", "-f", "json").stdout)
    assert errors("changes", found) == []
    assert found["format"] == "scalecheck-changes/1"
    assert [(item["id"], item["before"], item["after"], item["direction"]) for item in found["practices"]] == [
        ("safety.backups", "fail", "pass", "better"),
        ("tests.layers", "pass", "fail", "worse"),
    ]
    assert {tuple(item["causes"]) for item in found["practices"]} == {("product",)}
    assert [(item["id"], item["after"]) for item in found["cautions"]] == [("shape.many-services", "fail")]
    assert [item["id"] for item in found["done"]] == ["safety.backups"]
    assert (found["before"]["as_of"], found["after"]["as_of"]) == ("2026-10-01", "2026-11-23")


def test_the_page_stands_alone_and_tells_the_same(folder: Path, run: Run) -> None:
    page = Page(run("compare", "old.json", "new.json", "-f", "html").stdout)
    assert not page.open
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "form"}
    assert page.all("href") == page.all("src") == page.all("style") == []
    assert len(page.all("id")) == len(set(page.all("id")))
    for text in ("Since 2026-10-01: 1 better and 2 worse.", "Done from the plan", "Backups are kept apart", "raised"):
        assert text in page.text


def test_the_markdown_is_a_table_for_each_kind_of_change(folder: Path, run: Run) -> None:
    page = Markdown(run("compare", "old.json", "new.json", "-f", "markdown").stdout)
    assert page.headings == ["What changed"]
    assert page.tags.count("table") == 6
    assert "Since 2026-10-01: 1 better and 2 worse." in page.text


def test_other_rules_are_told_with_how_many_changes_come_from_them_alone(folder: Path, run: Run) -> None:
    pack = (ROOT / "tests" / "packs" / "small.yaml").read_text(encoding="utf-8")
    later = pack.replace('version: "0.1"', 'version: "0.2"').replace("growth: [0.03, 0.06]", "growth: [0.1, 0.2]")
    (folder / "later.yaml").write_text(later, encoding="utf-8")
    result = run("compare", "old.json", "new.yaml", "--rules", "later.yaml", *DAY)
    lines = told(result.stdout)
    assert "! Other rules were used: small 0.1 before, small 0.2 now." in lines
    assert any(
        line.startswith("! Of 4 changes in practices, cautions and metrics, one comes from the rules") for line in lines
    )
    assert "▲ Churn bad good the rules" in lines
    assert "Churn ≤ 3 % ≤ 10 %" in lines


def test_the_same_version_with_other_files_is_told_by_its_digest(folder: Path, run: Run) -> None:
    pack = (ROOT / "tests" / "packs" / "small.yaml").read_text(encoding="utf-8")
    (folder / "later.yaml").write_text(f"{pack}# later\n", encoding="utf-8")
    lines = told(run("compare", "old.json", "new.yaml", "--rules", "later.yaml", *DAY).stdout)
    (line,) = (line for line in lines if line.startswith("! Other rules were used: small 0.1 ("))
    before, after = line.removesuffix(" now.").split(" before, ")
    assert before[-9:] != after[-9:]


def test_two_products_are_compared_with_a_warning(folder: Path, run: Run) -> None:
    (folder / "other.yaml").write_text(OLD.replace("Shop", "Stall"), encoding="utf-8")
    result = run("compare", "old.json", "other.yaml", *SMALL, *DAY)
    assert result.code == 0
    assert "The earlier result is about Shop, the later one about Stall" in " ".join(told(result.stdout))


def test_nothing_is_said_to_have_changed_when_nothing_has(folder: Path, run: Run) -> None:
    result = run("compare", "old.yaml", "old.yaml", *SMALL, *DAY)
    assert told(result.stdout)[-1] == "Compared with the earlier answers: nothing has changed."


def test_all_faults_of_both_come_at_once(folder: Path, run: Run) -> None:
    (folder / "bad.yaml").write_text("product: {phase: groth}\nteam: {size: ten}\n", encoding="utf-8")
    (folder / "bad.json").write_text('{"format": "scalecheck-assessment/9"}', encoding="utf-8")
    result = run("compare", "bad.json", "bad.yaml", *SMALL)
    assert (result.code, result.stdout) == (2, "")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        "bad.json",
        "bad.yaml:1:18",
        "bad.yaml:2:14",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("old.json", "none.json"), "none.json: no such file"),
        (("old.json", "both.json"), "both.json: holds 2 results; only one product can be compared"),
        (("old.json", "new.json", "--phase", "mvp"), "needs a questionnaire to judge"),
        (("old.json", "new.json", "--as-of", "2026-11-23"), "needs a questionnaire to judge"),
        (("old.json", "new.json", "-o", "{name}.html"), "{name} has no meaning here"),
        (("old.json", "new.json", "-o", "json:old.json"), "is read in this run"),
        (("-", "-"), "only one file can be read from standard input"),
        (("old.json",), "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_compared_is_refused_with_2(
    arguments: tuple[str, ...], message: str, folder: Path, run: Run
) -> None:
    parts = [(folder / name).read_text(encoding="utf-8") for name in ("old.json", "new.json")]
    (folder / "both.json").write_text(f"[{','.join(parts)}]", encoding="utf-8")
    result = run("compare", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


def test_a_report_for_a_terminal_tells_the_changes_since_a_baseline(folder: Path, run: Run) -> None:
    result = run("assess", "new.yaml", *SMALL, *DAY, "--baseline", "old.json")
    assert "Since 2026-10-01: 1 better and 2 worse." in told(result.stdout)


HOSTILE = "</td></style><script>alert(1)</script> | [x](javascript:y) `z` \u202egnp \x1b[31m ::error::x"


def test_hostile_text_is_inert_in_every_format(folder: Path, run: Run) -> None:
    """In names, answers, titles and keys: whoever writes a result may write anything into it."""

    def everywhere(text: str) -> None:
        for name in ("old", "new"):
            data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            data["product"] = {**data["product"], "name": text, "file": text}
            data["pack"] = {**data["pack"], "name": text, "version": name}
            data["answers"][f"{text}"] = {**data["answers"]["team.size"], "value": f"{name} {text}"}
            for item in (*data["findings"], *data["readings"], *data["actions"]):
                item["title"] = text
            (folder / f"{name}.{len(text)}.json").write_text(json.dumps(data), encoding="utf-8")

    def shown(text: str, output: str) -> str:
        result = run("compare", f"old.{len(text)}.json", f"new.{len(text)}.json", "-v", "-f", output)
        assert (result.code, result.stderr) == (0, "")
        return result.stdout

    everywhere(HOSTILE)
    everywhere("plain")
    html, harmless = Page(shown(HOSTILE, "html")), Page(shown("plain", "html"))
    assert [tag for tag, _ in html.elements] == [tag for tag, _ in harmless.elements]
    assert [sorted(names) for _, names in html.elements] == [sorted(names) for _, names in harmless.elements]
    markdown = Markdown(shown(HOSTILE, "markdown"))
    assert markdown.layout == Markdown(shown("plain", "markdown")).layout
    terminal = shown(HOSTILE, "terminal")
    assert not set(terminal) & set("\x1b\u202e")
    for text in (html.text, markdown.text, terminal):
        assert not set(text) & set("\u202e\x1b")


def test_every_format_can_be_printed_and_written(folder: Path, run: Run) -> None:
    assert {item.value for item in Format} == set(CHANGE_RENDERERS)
    names = [f"c{renderer.suffix}" for renderer in CHANGE_RENDERERS.values()]
    result = run("compare", "old.json", "new.json", *[part for name in names for part in ("-o", name)])
    assert result.stdout == (folder / "c.txt").read_text(encoding="utf-8")
    assert all((folder / name).stat().st_size for name in names)


def test_an_example_of_the_guide_can_be_compared_with_itself_a_phase_later(run: Run, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "growth.yaml", tmp_path / "project.yaml")
    made = run("assess", "-q", "project.yaml", *DAY, "--phase", "maturity", "-o", "maturity.json")
    assert made.code == 0
    result = run("compare", "maturity.json", "project.yaml", *DAY, "-v")
    assert "! Another phase was judged: Maturity before, Growth now." in told(result.stdout)


def test_words_of_a_later_release_are_shown_as_they_are(folder: Path, run: Run) -> None:
    data = json.loads((folder / "old.json").read_text(encoding="utf-8"))
    for action in data["actions"]:
        action["group"] = "some_day"
    (folder / "later.json").write_text(json.dumps(data), encoding="utf-8")
    assert "Backups are kept apart some_day done" in told(run("compare", "later.json", "new.json").stdout)
