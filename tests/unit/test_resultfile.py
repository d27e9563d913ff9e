"""Results are read back as they were written, and what is no result is refused with its faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY
from each import each
from example_reports import json_of
from scalecheck.assessment import assess
from scalecheck.compare import compare
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.history import history_of
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.changes import changes_terminal
from scalecheck.render.history import history_terminal
from scalecheck.render.json_ import changes_json
from scalecheck.report import make_report
from scalecheck.report.changes import make_comparison
from scalecheck.report.history import make_history
from scalecheck.result import FORMAT
from scalecheck.resultfile import fits, is_result, load_results, result_for
from scalecheck.view import view_of
from scalecheck.words import load_words


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_results(path)
    return [str(fault).removeprefix(f"{path}: ").removeprefix(str(path)) for fault in caught.value.faults]


@pytest.mark.parametrize("name", ["mvp", "growth", "gaps"])
def test_a_result_survives_the_way_to_a_file_and_back(name: str, tmp_path: Path) -> None:
    text = json_of(name)
    (result,) = load_results(written(tmp_path / "r.json", text))
    assert json.loads(json.dumps(result, default=vars)) == json.loads(text)


def test_a_result_of_an_older_release_lacks_what_was_added_since(tmp_path: Path) -> None:
    data = json.loads(json_of("mvp"))
    for added in ("baseline", "policy", "waivers", "stale"):
        del data[added]
    (result,) = load_results(written(tmp_path / "r.json", data))
    assert (result.policy, result.waivers, result.stale) == (None, (), ())


def test_what_a_later_release_added_is_passed_over(tmp_path: Path) -> None:
    data = json.loads(json_of("mvp"))
    data["something_of_a_later_release"] = 1
    assert load_results(written(tmp_path / "r.json", data))


def test_a_list_holds_the_results_of_several_products(tmp_path: Path) -> None:
    texts = [json_of(name) for name in ("mvp", "growth")]
    results = load_results(written(tmp_path / "r.json", f"[{','.join(texts)}]"))
    growth = "examples/growth.yaml"
    assert result_for(results, "r.json", growth, "") == results[1]
    assert result_for(results, "r.json", "moved.yaml", "Shelfline") == results[1]
    for some in (results, results[:1]):
        with pytest.raises(InputError, match=r"r\.json: holds no result of Other; it is about Plainplate"):
            result_for(some, "r.json", "other.yaml", "Other")


@each(
    ("content", "expected"),
    [
        ("", ":1:1: is not valid JSON: Expecting value"),
        ('{"a": 1, 2}', ":1:10: is not valid JSON: Expecting property name enclosed in double quotes"),
        ('{"a": 1, }', ":1:8: is not valid JSON: Illegal trailing comma before end of object"),
        ("[{},\n]", ":1:4: is not valid JSON: Illegal trailing comma before end of array"),
        ("[" * 100_000, "is nested too deeply"),
        ("[]", "holds no result"),
        ("[" + "1," * 1_000 + "1]", "holds more than 1,000 results"),
        ("[" + "1," * 500_000 + "1]", "holds more than 500,000 values"),
        ("1" * 5_000, "holds a number with thousands of digits"),
        ("1", "is not a result of `scalecheck assess --format json`"),
        (
            {"format": "scalecheck-assessment/9"},
            "has the format 'scalecheck-assessment/9'; this release reads scalecheck-assessment/1",
        ),
        ({"format": "scalecheck-assessment/1"}, "actions: field required"),
    ],
)
def test_what_is_no_result_is_refused(content: Any, expected: str, tmp_path: Path) -> None:
    assert faults(written(tmp_path / "r.json", content))[0].startswith(expected)


def test_every_fault_of_every_result_is_told(tmp_path: Path) -> None:
    data = json.loads(json_of("mvp"))
    data["verdict"]["kind"] = "fine"
    data["score"]["value"] = "high"
    found = faults(written(tmp_path / "r.json", [data, {}]))
    assert [line.split(": ")[0] for line in found] == ["0.score.value", "0.verdict.kind", "1"]


def test_a_shape_that_says_nonsense_is_refused_too(tmp_path: Path) -> None:
    data = json.loads(json_of("mvp"))
    data["as_of"] = "someday"
    data["phases"].update(judged="launch", attained="launch")
    data["score"].update(value=1e999, low=float("nan"), high=-1)
    assert faults(written(tmp_path / "r.json", data)) == [
        "as_of: is not a date such as 2026-11-01",
        "phases.attained: must be one of mvp, pmf, growth, maturity",
        "phases.judged: must be one of mvp, pmf, growth, maturity",
        "score.high: must be a number from 0 to 100",
        "score.low: must be a number from 0 to 100",
        "score.value: must be a number from 0 to 100",
    ]


RESULTS = Path(__file__).parents[1] / "results"
"""A result of every version of the format, as a release of its time wrote it; version 1 on the day when it was new,
before anything had been added to it."""


def test_every_version_of_the_format_has_a_stored_result() -> None:
    newest = int(FORMAT.rpartition("/")[2])
    assert {path.name for path in RESULTS.iterdir()} == {f"assessment-{number + 1}.json" for number in range(newest)}


@pytest.mark.parametrize("path", sorted(RESULTS.iterdir()), ids=lambda path: path.stem)
def test_a_result_of_every_version_can_be_compared_and_shown_over_time(path: Path, small: Pack, tmp_path: Path) -> None:
    (old,) = load_results(path)
    assert (old.product.name, old.as_of, old.phases.declared) == ("Shop", "2026-11-23", "growth")
    product = load_questionnaire(
        parse(b"product: {name: Shop, phase: growth, keeps_data: yes}\npractices: {safety: {backups: yes}}"),
        small,
        TODAY,
    )
    new = view_of(make_report(assess(product, small, as_of=TODAY), small, load_words()))
    changes = compare(old, new)
    assert [(item.id, item.before, item.after, item.causes) for item in changes.practices] == [
        ("safety.backups", "partial", "pass", ("product",))
    ]
    (trend,) = history_of([("new.json", new), (str(path), old)]).trends
    assert [moment.point.score.value for moment in trend.moments] == [new.score.value, old.score.value]
    told = make_comparison(changes, small, load_words())
    assert changes_json(told)
    assert "Backups are kept apart" in changes_terminal(told)
    assert history_terminal(make_history(history_of([(str(path), old)]), small, load_words()))


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "none.json") == ["no such file"]
    (tmp_path / "bytes.json").write_bytes(b"\xff")
    assert faults(tmp_path / "bytes.json") == ["is not UTF-8 text"]


def test_halves_of_surrogate_pairs_in_a_result_are_told_as_what_is_no_text(tmp_path: Path) -> None:
    data = json.loads(json_of("mvp"))
    data["product"] |= {"name": "a\ud800b\udfff", "file": "caf\udce9.yaml"}
    data["warnings"] = [*data["warnings"], "\U0001f600 \\ud800"]
    (result,) = load_results(written(tmp_path / "r.json", data))
    assert (result.product.name, result.product.file) == ("a\ufffdb\ufffd", "caf\ufffd.yaml")
    assert result.warnings[-1] == "\U0001f600 \\ud800"
    assert result_for((result,), "r.json", "caf\udce9.yaml", "") is result


@each(
    ("content", "wanted"),
    [
        ('{"format": "scalecheck-assessment/1", "findings": []}', True),
        ('{"format": "scalecheck-assessment/1", "findings": [', True),
        ("[1, 2]", True),
        ('{"product": {"phase": "mvp"}}', False),
        ("product: {phase: mvp}", False),
    ],
)
def test_a_result_is_known_by_its_format_even_when_it_is_cut_off(content: str, wanted: bool) -> None:
    assert is_result(content.encode()) is wanted


@each(
    ("text", "wanted"),
    [
        ("[" + "1," * 400_000 + "1]", True),
        ("[" + "1," * 500_000 + "1]", False),
        (json.dumps(["[,{" * 200_000, '\\",,' * 200_000]), True),
        (json.dumps("a" * 16_000_000), False),
        ("[" * 100 + "]" * 100, True),
        ("[" * 101 + "]" * 101, False),
    ],
)
def test_what_can_be_read_back_is_told_by_its_values_not_by_the_signs_in_its_texts(text: str, wanted: bool) -> None:
    assert fits(text) is wanted
