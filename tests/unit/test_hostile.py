"""Hostile texts in every field of every file, in every format and every message: read back, they are nothing but text.

Each format is read by a program that is not ours, by the ending of its files, so that a new format of these tables is
tested without a line here.
"""

from __future__ import annotations

import csv
import json
import pickle
import re
import shlex
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from itertools import count, cycle, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import html5lib
import pyte

import scalecheck.render
from conftest import TODAY
from each import each
from gfm import Page
from hostile import HALVES, HARMLESS, TEXTS
from scalecheck.assessment import Assessment, assess
from scalecheck.compare import compare
from scalecheck.document import parse
from scalecheck.errors import Fault
from scalecheck.gate import judge
from scalecheck.gatereport import GateRun, make_gate_report
from scalecheck.history import history_of
from scalecheck.packs import load_pack
from scalecheck.policy import govern, load_policy
from scalecheck.questionnaire import load_questionnaire
from scalecheck.render.escape import for_terminal
from scalecheck.render.json_ import to_json
from scalecheck.report import make_report
from scalecheck.report.changes import make_comparison, with_changes
from scalecheck.report.history import make_history
from scalecheck.resultfile import load_results
from scalecheck.view import view_of
from scalecheck.waiver import load_waivers
from scalecheck.words import load_words
from sound import PACK, POLICY, QUESTIONNAIRE, WAIVERS, bytes_of

SAID = {
    "name", "note", "owner", "reason", "source", "evidence", "approved_by", "ticket", "title", "about", "prompt", "partial",
    "why", "how", "verify", "harm", "revisit", "definition",
}  # fmt: skip
"""The keys of all files under which somebody says something."""

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0041]")  # fmt: skip


def filled(tree: Any, say: Callable[[], str]) -> Any:
    """A tree with something said wherever it says something."""
    if isinstance(tree, list):
        return [filled(item, say) for item in tree]
    if not isinstance(tree, dict):
        return tree
    return {key: said(key, value, say) for key, value in tree.items()}


def said(key: str, value: Any, say: Callable[[], str]) -> Any:
    if key == "reason" and value:
        return f"because of {say()}"  # one word is no reason
    if key not in SAID or (key == "about" and isinstance(value, list)) or value == "warn":
        return filled(value, say)
    if isinstance(value, list):
        return [say() for _ in value]
    return say() if isinstance(value, str) and value else filled(value, say)


class Material:
    """What each table of renderers is given, out of files that say what `say` comes up with."""

    def __init__(self, say: Callable[[], str], path: str) -> None:
        words = load_words()
        pack, policy = filled(PACK, say), filled(POLICY, say)
        pack["pack"] |= {"name": "small", "areas": {area: say() for area in PACK["pack"]["areas"]}}
        with TemporaryDirectory() as folder:
            (rules := Path(folder, "pack.yaml")).write_bytes(bytes_of(pack))
            plain = load_pack(rules)
            orders = load_policy(parse(bytes_of({**policy, "pack": POLICY["pack"]})), plain)
            governed = govern(plain, orders)
            waivers = load_waivers(parse(bytes_of(filled(WAIVERS, say)), path), governed.practice)
            now = filled(QUESTIONNAIRE, say)
            once = {**now, "practices": {"shape": {"borders": "yes"}}, "symptoms": ["timeouts"], "team": {"size": 3}}

            def judged(tree: Any) -> Assessment:
                product = load_questionnaire(parse(bytes_of(tree), path), governed, TODAY)
                return assess(product, governed, as_of=TODAY, waivers=waivers)

            report, old = (make_report(judged(tree), governed, words) for tree in (now, once))
            (result := Path(folder, "result.json")).write_text(to_json(old), encoding="utf-8")
            (earlier,) = load_results(result)
        changes = compare(earlier, view_of(report))
        history = history_of([(path, earlier), (path, view_of(report))])
        ruling = judge(judged(now), orders, waivers, earlier, changes=changes)
        faults = tuple(Fault(path, line, 1, say(), say()) for line in range(1, 4))
        gated = make_gate_report(ruling, governed, words)
        self._told: dict[str, Any] = {
            "RENDERERS": with_changes(report, changes),
            "PLAN_RENDERERS": report,
            "CHANGE_RENDERERS": make_comparison(changes, governed, words),
            "HISTORY_RENDERERS": make_history(history, governed, words),
            "GATE_RENDERERS": GateRun(words=words, reports=(gated,), faults=faults),
        }

    def text(self, table: str, format: str) -> str:
        text: str = getattr(scalecheck.render, table)[format](self._told[table])
        return text


@cache
def hostile(turn: int) -> Material:
    """Every text of the list in turn; the first field gets the one that `turn` counts."""
    numbers = count(turn)
    return Material(lambda: TEXTS[next(numbers) % len(TEXTS)], "a,b::c%0A ]]>'\"&|`<script>.yaml")


@cache
def halved() -> Material:
    """Halves of surrogate pairs wherever something is said and in every path. No file brings them in, so they take the
    place of other signs in what is made of files."""
    material = Material(lambda: f"plain {PLACE * 2}words", f"plain{PLACE}.yaml")
    halves = cycle(re.findall("[\ud800-\udfff]", "".join(HALVES)))
    stored = re.sub(
        PLACE.encode(), lambda _: next(halves).encode("utf-8", "surrogatepass"), pickle.dumps(material._told)
    )
    material._told = pickle.loads(stored)
    return material


PLACE = "\ue000"
"""A sign as long as half of a pair, once both are written down."""


@cache
def harmless() -> Material:
    return Material(lambda: HARMLESS, "plain.yaml")


# The readers: what a text is made of, which must not depend on what is said in it, and what it says.

Read = tuple[Any, str]


def terminal(text: str) -> Read:
    """What a terminal does: it draws, goes to the next line, and changes colors. All else would show among the calls."""
    screen = Calls(100, 10)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    return {name for name, _ in screen.calls}, "".join(drawn for name, drawn in screen.calls if name == "draw")


class Calls(pyte.DebugScreen):
    def __init__(self, *_: int) -> None:
        self.calls: list[tuple[str, str]] = []

    def __getattribute__(self, name: str) -> Any:
        if name not in pyte.Stream.events:
            return object.__getattribute__(self, name)
        return lambda *given, **_: self.calls.append((name, "".join(map(str, given))))


def page(text: str) -> Read:
    elements = list(html5lib.parse(text, namespaceHTMLElements=False).iter())
    shape = [(str(item.tag), sorted(item.attrib)) for item in elements if item.tag != "a"]
    values = [value for item in elements for value in item.attrib.values()]
    links = [item.attrib[name] for item in elements for name in ("href", "src", "action") if name in item.attrib]
    assert not [link for link in links if not link.startswith(("#", "https://", "http://"))]
    said = [part for item in elements if item.tag not in ("style", "script") for part in (item.text, item.tail) if part]
    return shape, " ".join([*said, *values])


def markdown(text: str) -> Read:
    read = Page(text)
    return read.layout, read.text


def tree(text: str) -> Read:
    found = json.loads(text)
    return shape_of(found), " ".join(strings(found)).replace("{{", "{").replace("}}", "}")


def shape_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape_of(item) for name, item in value.items()}
    return [shape_of(item) for item in value] if isinstance(value, list) else type(value)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def elements(text: str) -> Read:
    found = list(ElementTree.fromstring(text).iter())
    values = [value for item in found for value in (*item.attrib.values(), item.text or "", item.tail or "")]
    return [(item.tag, sorted(item.attrib)) for item in found], " ".join(values)


def log(text: str) -> Read:
    """A log as the server of a CI reads it: its orders with their properties, and lines that are none."""
    orders = re.findall(r"^\s*::(\w+) ([^:\n]*)::(.*)$", text, re.MULTILINE)
    assert len(orders) == len(re.findall(r"^\s*::", text, re.MULTILINE))
    assert "##[" not in text
    names = [(kind, [pair.partition("=")[0] for pair in properties.split(",")]) for kind, properties, _ in orders]
    return (names, len(text.splitlines())), text.replace("%0A", " ").replace("%25", "%")


def cells(text: str) -> Read:
    rows = list(csv.reader(StringIO(text), strict=True))
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)]
    return [len(row) for row in rows], " ".join(cell for row in rows for cell in row)


def script(text: str) -> Read:
    """A script as a shell takes it apart: how many words each of its own commands is given, after the last function."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, "#"
    words = list(lexer)
    calls = words[len(words) - words[::-1].index("}") :]
    starts = [place for place, word in enumerate(calls) if word in ("label", "milestone", "issue")]
    counts = {(calls[start], end - start) for start, end in pairwise([*starts, len(calls)])}
    return counts, " ".join(calls)


READERS: dict[str, Callable[[str], Read]] = {
    ".txt": terminal, ".html": page, ".md": markdown, ".json": tree, ".sarif": tree, ".xml": elements, ".svg": elements,
    ".log": log, ".csv": cells, ".sh": script,
}  # fmt: skip

TABLES = [name for name in scalecheck.render.__all__ if name.endswith("RENDERERS")]
FORMATS = [(table, format) for table in TABLES for format in getattr(scalecheck.render, table)]


@cache
def usual(table: str, format: str) -> Read:
    """What is read in a format where all that is said is harmless."""
    return READERS[getattr(scalecheck.render, table)[format].suffix](harmless().text(table, format))


def bare(text: str) -> str:
    return "".join(for_terminal(text).split())


def check(table: str, format: str, turn: int) -> None:
    """A format says what is said and is otherwise the same as with something harmless in every place."""
    renderers: Any = getattr(scalecheck.render, table)
    text, read = hostile(turn).text(table, format), READERS[renderers[format].suffix]
    (shape, said), (harmless_shape, plain) = read(text), usual(table, format)
    assert shape == harmless_shape
    # Our own JSON hands everything on as it was written, in plain ASCII; all others are made to be looked at.
    assert not UNSEEN.search(text if format == "json" else said.replace("\n", " "))
    there = [item for item in TEXTS if bare(item)[:20] in bare(said)]
    assert len(there) >= min(1, plain.count(HARMLESS))


@each(("table", "format"), FORMATS)
def test_hostile_texts_stay_texts(table: str, format: str) -> None:
    check(table, format, turn=0)


@each(("table", "format"), FORMATS)
def test_halves_of_surrogate_pairs_are_in_no_output(table: str, format: str) -> None:
    renderers: Any = getattr(scalecheck.render, table)
    text, read = halved().text(table, format), READERS[renderers[format].suffix]
    (shape, said), (harmless_shape, plain) = read(text), usual(table, format)
    assert shape == harmless_shape
    assert text.encode().decode() == text
    assert not UNSEEN.search(said.replace("\n", " "))
    assert said.count("plain") >= plain.count("plain")
