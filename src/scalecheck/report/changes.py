"""What changed since an earlier run, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scalecheck.compare import Change, Changes
from scalecheck.pack import Pack
from scalecheck.phase import Phase
from scalecheck.report.rows import Changed, ChangeRow, Report
from scalecheck.telling import Context

__all__ = ["change_rows", "with_changes"]


def with_changes(report: Report, changes: Changes) -> Report:
    """The same report, telling what changed since an earlier run."""
    context = Context(report.assessment, report.pack, report.words)
    return replace(report, changed=_Telling(context, changes).changed())


def change_rows(context: Context, items: Iterable[Change]) -> tuple[ChangeRow, ...]:
    """Changes of practices, cautions and readings in words."""
    return tuple(
        ChangeRow(
            id=item.id,
            title=item.title,
            before=context.words(f"{_words_for(context.pack, item.id)}{item.before}"),
            after=context.words(f"{_words_for(context.pack, item.id)}{item.after}"),
            direction=item.direction,
            mark=context.words(f"changes.{item.direction}"),
        )
        for item in items
    )


def _words_for(pack: Pack, ident: str) -> str:
    """Where the catalog has the words for what came out of a practice, a caution or a metric."""
    return "outcome." if ident in pack.practice else "caution." if ident in pack.caution else "state."


class _Telling:
    def __init__(self, context: Context, changes: Changes) -> None:
        self._context = context
        self._words = context.words
        self._changes = changes

    def changed(self) -> Changed:
        changes, words = self._changes, self._words
        moved = (*changes.practices, *changes.cautions, *changes.readings)
        counts = {way: sum(item.direction == way for item in moved) for way in ("better", "worse")}
        doubts = {"changes.other_pack": changes.same_pack, "changes.other_phase": changes.same_phase}
        return Changed(
            since=changes.since,
            sentence=words("changes.none" if changes.nothing else "changes.counts", since=changes.since, **counts),
            doubts=tuple(words(key) for key, same in doubts.items() if not same),
            head=tuple(self._head()),
            practices=change_rows(self._context, changes.practices),
            cautions=change_rows(self._context, changes.cautions),
            readings=change_rows(self._context, changes.readings),
            answers=tuple(map(self._answer, changes.answers)),
        )

    def _head(self) -> Iterator[ChangeRow]:
        changes, words = self._changes, self._words
        if changes.verdict[0] != changes.verdict[1]:
            yield self._pair("verdict", *(words(f"verdict.{kind}") for kind in changes.verdict))
        for name in ("declared", "attained", "indicated"):
            before, after = getattr(changes, name)
            if before != after:
                yield self._pair(name, self._phase(before), self._phase(after))
        before, after = map(round, changes.score)
        if before != after:
            yield self._pair("score", str(before), str(after))

    def _phase(self, phase: str | None) -> str:
        return self._context.phase_title(Phase(phase)) if phase else self._words("changes.no_phase")

    def _pair(self, name: str, before: str, after: str) -> ChangeRow:
        return ChangeRow(
            id=name, title=self._words(f"changes.{name}"), before=before, after=after, direction="other", mark=""
        )

    def _answer(self, item: Change) -> ChangeRow:
        return ChangeRow(
            id=item.id,
            title=item.title,
            before=self._value(item.id, item.before),
            after=self._value(item.id, item.after),
            direction=item.direction,
            mark="",
        )

    def _value(self, key: str, value: Any) -> str:
        if value is None:
            return self._words("answer.unknown")
        known = self._context.pack.metric.get(key.removeprefix("metrics.")) or self._context.pack.question.get(key)
        return self._context.value(known, value) if known else str(value)
