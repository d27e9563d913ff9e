"""The run of the gate as Markdown: the summary of a CI job, or a comment on a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scalecheck.gate import Standing
from scalecheck.gatereport import GateReport, GateRun
from scalecheck.render.escape import for_markdown

__all__ = ["MOST", "to_markdown"]

MOST = 1024 * 1024
"""GitHub drops the whole summary of a step that is larger than this many bytes."""

_IN_TABLE = (Standing.WAIVED, Standing.BASELINED)

_LAST_LINE = 200
"""Bytes kept free for the line that says that something was left out."""


def to_markdown(run: GateRun, most: int = MOST) -> str:
    """A section for what could not be judged and for every product, in at most `most` bytes: sections that do not fit
    keep their heading, or are left out, and the last line says so. Nothing when there is no room even for that."""
    left = most - _LAST_LINE
    if left < 0:
        return ""
    told: list[str] = []
    sections = [*([_unjudged(run)] if run.faults else []), *map(_section, run.reports)]
    for heading, body in sections:
        chosen = next((text for text in (heading + body, heading) if len(text.encode()) <= left), "")
        left -= len(chosen.encode())
        told.append(chosen)
    shortened = sum(chosen != heading + body for chosen, (heading, body) in zip(told, sections, strict=True))
    if shortened:
        told.append(run.words("summary.shortened", count=shortened) + "\n")
    return "".join(told)


def _heading(text: str) -> str:
    return f"### {for_markdown(text)}\n\n"


def _unjudged(run: GateRun) -> tuple[str, str]:
    faults = [f"- {for_markdown(str(fault))}\n" for fault in run.faults]
    return _heading(run.words("ci.fault")), "".join([*faults, "\n"])


def _section(report: GateReport) -> tuple[str, str]:
    return _heading(report.headline), "".join(f"{line}\n" for line in _body(report))


def _body(report: GateReport) -> Iterator[str]:
    words = report.words
    yield from (for_markdown(report.counts), "")
    yield from _table(
        [words(f"summary.{name}") for name in ("blocks", "answer", "step", "where")],
        [[f"{row.title} ({row.rule})", row.answer, row.step, f"{row.path}:{row.line}"] for row in report.blocking],
    )
    yield from _table(
        [words(f"summary.{name}") for name in ("excused", "answer", "why")],
        [[f"{row.title} ({row.rule})", row.answer, row.excuse] for row in report.rows if row.excuse],
    )
    notes = [f"- {for_markdown(note.text)}" for note in report.notes if note.kind not in _IN_TABLE]
    yield from [*notes, ""] if notes else []


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table, or nothing when it has no rows."""
    if rows:
        yield f"| {' | '.join(titles)} |"
        yield "|---" * len(titles) + "|"
        yield from (f"| {' | '.join(map(for_markdown, row))} |" for row in rows)
        yield ""
