"""The run of the gate as SARIF 2.1.0, for code scanning and for editors. What holds is no result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scalecheck import __version__
from scalecheck.addresses import web_address
from scalecheck.errors import Fault
from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRow, GateRun, Note
from scalecheck.pack import Pack, Practice
from scalecheck.render.escape import for_json, for_markdown, for_sarif, for_terminal, for_uri
from scalecheck.render.explain import explain_rule
from scalecheck.waiver import Waiver
from scalecheck.words import Words

__all__ = ["to_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = dict[str, Any]


def to_sarif(run: GateRun) -> str:
    """One SARIF run, plain ASCII: a result for all that does not hold or got worse, and notifications."""
    rules = _rules(run)
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    content = {
        "tool": {
            "driver": {
                "name": "scalecheck",
                "fullName": f"scalecheck {__version__}",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        # What stands before the last slash tells this analysis from others of the same commit.
        "automationDetails": {"id": "scalecheck/gate/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not run.faults,
                "exitCode": int(run.exit_code),
                "toolExecutionNotifications": list(map(_fault, run.faults)),
                "toolConfigurationNotifications": [_note(note) for report in run.reports for note in report.notes],
            }
        ],
        "artifacts": list(map(_artifact, run.reports)),
        "results": [_result(report, row, fingerprint, index[row.rule]) for report, row, fingerprint in run.lacking()],
        "properties": {"products": list(map(_product, run.reports))},
    }
    return for_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [content]})


def _level(level: str | None) -> str:
    return "error" if level == "required" else "warning"


def _rules(run: GateRun) -> list[Json]:
    """Everything that was judged, by id, at the strictest level that it has in any of the products."""
    found: dict[str, Json] = {}
    for report in run.reports:
        for row in (*report.rows, *report.worse):
            if row.rule not in found or row.level == "required":
                found[row.rule] = _rule(row, report)
    return [found[rule] for rule in sorted(found)]


def _rule(row: GateRow, report: GateReport) -> Json:
    practice = report.pack.practice.get(row.rule)
    rule: Json = {
        "id": row.rule,
        "name": "".join(word.capitalize() for word in re.split(r"[._-]", row.rule)),
        "shortDescription": {"text": for_sarif(f"{row.title}.")},
        "defaultConfiguration": {"level": _level(row.level)},
        "help": {"text": for_sarif(explain_rule(report.pack, row.rule, report.words))},
    }
    return {**rule, **_of_practice(practice, report.pack, report.words, rule["help"])} if practice else rule


def _of_practice(practice: Practice, pack: Pack, words: Words, told: Json) -> Json:
    """What only practices have: why, formatted help, tags and a page to read."""
    links = [pack.source[name].url for name in practice.references if web_address(pack.source[name].url)]
    return {
        "fullDescription": {"text": for_sarif(practice.why)},
        "help": {**told, "markdown": "\n".join(_help(practice, pack, words)) + "\n"},
        "properties": {"tags": [practice.area, *(["critical"] if practice.critical else [])], "precision": "very-high"},
        **({"helpUri": links[0]} if links else {}),
    }


def _help(practice: Practice, pack: Pack, words: Words) -> Iterator[str]:
    sources = [pack.source[name] for name in practice.references]
    parts: dict[str, Iterable[str]] = {
        "explain.why": [for_markdown(practice.why)],
        "explain.how": map(for_markdown, practice.how),
        "explain.verify": [for_markdown(practice.verify)],
        "explain.pitfalls": map(for_markdown, practice.pitfalls),
        "explain.sources": [
            f"[{for_markdown(item.title)}]({_link(item.url)})" if web_address(item.url) else for_markdown(item.title)
            for item in sources
        ],
    }
    yield f"**{for_markdown(practice.title)}**"
    for key, lines in parts.items():
        shown = [f"- {line}" for line in lines]
        if shown:
            yield from ("", f"**{words(key)}**", "", *shown)


def _link(url: str) -> str:
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _result(report: GateReport, row: GateRow, fingerprint: str, index: int) -> Json:
    words = report.words
    told = [words("ci.row", title=row.title, answer=row.answer), row.prompt, words("gate.fix", step=row.step)]
    if row.excuse:
        told.insert(1, row.excuse)
    place = _place(row.path, row.line, row.column)
    if row.question:
        place["logicalLocations"] = [{"fullyQualifiedName": row.question, "kind": "property"}]
    result: Json = {
        "ruleId": row.rule,
        "ruleIndex": index,
        # Nothing that is excused fails the gate, and GitHub reads the level, but neither suppressions nor baselines.
        "level": "note" if row.excuse else _level(row.level),
        "message": {"text": for_sarif(" ".join(text if text.endswith(("?", ".")) else f"{text}." for text in told))},
        "locations": [place],
        # The name that GitHub looks for; elsewhere it would be made of the line.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        "properties": {"outcome": str(row.outcome), "standing": str(row.standing), "level": row.level},
    }
    if report.result.since:
        result["baselineState"] = "unchanged" if row.standing is Standing.BASELINED else "new"
    if row.waiver:
        result["suppressions"] = [_suppression(row.waiver, row.excuse)]
    return result


def _suppression(waiver: Waiver, excuse: str) -> Json:
    place = _place(waiver.path, waiver.line) if waiver.line else {}
    location = {"location": place} if place else {}
    return {"kind": "external", "status": "accepted", "justification": for_terminal(excuse), **location}


def _place(path: str, line: int, column: int = 1) -> Json:
    region = {"startLine": line, "startColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": for_uri(path)}, "region": region}}


def _fault(fault: Fault) -> Json:
    return {
        "level": "error",
        "message": {"text": for_sarif(f"{fault.path}: {fault.text}")},
        "locations": [_place(fault.path, max(fault.line, 1), max(fault.column, 1))],
    }


def _note(note: Note) -> Json:
    place = {"locations": [_place(note.path, max(note.line, 1))]} if note.path else {}
    return {"level": "warning" if note.loud else "note", "message": {"text": for_sarif(note.text)}, **place}


def _artifact(report: GateReport) -> Json:
    digest = report.result.assessment.questionnaire.digest
    return {"location": {"uri": for_uri(report.path)}, "hashes": {"sha-256": digest}}


def _product(report: GateReport) -> Json:
    result, assessment = report.result, report.result.assessment
    return {
        "name": for_terminal(report.product),
        "uri": for_uri(report.path),
        "passed": result.passed,
        "phase": str(assessment.phase),
        "declared": str(assessment.declared),
        "attained": str(result.attained) if result.attained else None,
        "asOf": assessment.as_of.isoformat(),
        "pack": report.pack.name_and_version,
        "packDigest": assessment.pack_digest,
    }
