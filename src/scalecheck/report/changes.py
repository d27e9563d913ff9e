"""What changed since an earlier result, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scalecheck.amounts import plain, target_text
from scalecheck.frozen import replace
from scalecheck.phase import Phase
from scalecheck.report.rows import Changed, ChangeGroup, ChangeRow, Comparison, Report
from scalecheck.telling import Names
from scalecheck.words import Words

if TYPE_CHECKING:
    from scalecheck.compare import Change, Changes, RuleChange
    from scalecheck.pack import Pack
    from scalecheck.point import Apart, Point

__all__ = ["change_rows", "make_comparison", "told_apart", "with_changes"]


def with_changes(report: Report, changes: Changes) -> Report:
    """The same report, telling what changed since an earlier run."""
    return replace(report, changed=_Telling(Names(report.pack, report.words), changes).changed())


def make_comparison(changes: Changes, pack: Pack, words: Words) -> Comparison:
    """Two results as they are told. Values and phases are called as the pack calls them, as far as it knows them."""
    before, after = changes.before, changes.after
    return Comparison(
        words=words,
        changes=changes,
        product=after.product or after.file,
        before=_edition(before, words),
        after=_edition(after, words),
        changed=_Telling(Names(pack, words), changes).changed(),
    )


def _edition(point: Point, words: Words) -> tuple[str, ...]:
    """The file, the day, the pack and the policy of a result."""
    policy = (words("header.policy", name=point.policy),) if point.policy else ()
    return point.file, words("header.as_of", date=point.as_of), _pack(point), *policy


def told_apart(naming: Names, before: Point, after: Point, differences: Iterable[Apart]) -> Iterator[str]:
    """What two results were judged by differently, one sentence each."""
    words = naming.words
    for name in differences:
        if name == "pack":
            names = _pack(before), _pack(after)
            if names[0] == names[1]:
                names = _pinned(before), _pinned(after)
        elif name == "policy":
            names = before.policy or words("changes.no_policy"), after.policy or words("changes.no_policy")
        else:
            names = naming.phase_title(Phase(before.judged)), naming.phase_title(Phase(after.judged))
        yield words(f"changes.apart.{name}", before=names[0], after=names[1])


def _pack(point: Point) -> str:
    pins = (point.pack, *reversed(point.pack.bases))
    return " on ".join(f"{pin.name} {pin.version}" for pin in pins)


def _pinned(point: Point) -> str:
    return f"{_pack(point)} ({point.pack.digest[:8]})"


_ORDER = {"worse": 0, "better": 1, "other": 2}
_KINDS = {"practice": "outcome.", "caution": "caution.", "metric": "state."}


def change_rows(words: Words, items: Iterable[Change]) -> tuple[ChangeRow, ...]:
    """Changes of practices, cautions and readings in words: what got worse first, then what got better."""
    changes = sorted(items, key=lambda item: _ORDER[item.direction])
    other = any(item.causes != ("product",) for item in changes)
    return tuple(
        ChangeRow(
            id=item.id,
            title=item.title,
            before=_called(words, _KINDS[item.kind], item.before),
            after=_called(words, _KINDS[item.kind], item.after),
            direction=item.direction,
            mark=words(f"changes.{item.direction}"),
            cause=" / ".join(words(f"cause.{cause}") for cause in item.causes) if other else "",
        )
        for item in changes
    )


def _called(words: Words, prefix: str, value: str) -> str:
    """A word of a result in our words; a result of a later release may use one that we do not know."""
    return words(f"{prefix}{value}") if words.has(f"{prefix}{value}") else value


def _score(words: Words, point: Point) -> str:
    """The score with the band that open answers leave."""
    score = point.score
    text = f"{score.value:.0f}"
    if round(score.low) == round(score.high):
        return text
    return f"{text} ({words('target.band', low=round(score.low), high=round(score.high))})"


class _Telling:
    def __init__(self, naming: Names, changes: Changes) -> None:
        self._naming = naming
        self._words = naming.words
        self._changes = changes

    def changed(self) -> Changed:
        changes, words = self._changes, self._words
        groups = {
            "head": tuple(self._head()),
            "practices": change_rows(words, changes.practices),
            "cautions": change_rows(words, changes.cautions),
            "readings": change_rows(words, changes.readings),
            "done": tuple(self._step(item, words("changes.done")) for item in changes.done),
            "added": tuple(self._step(item, _called(words, "group.", item.after)) for item in changes.added),
            "dropped": tuple(self._step(item, words("changes.dropped")) for item in changes.dropped),
            "rules": tuple(map(self._rule, changes.rules)),
        }
        return Changed(
            sentence=self._sentence(),
            doubts=tuple(self._doubts()),
            groups=tuple(
                ChangeGroup(kind=kind, title=words(f"changes.group.{kind}"), rows=rows)
                for kind, rows in groups.items()
                if rows
            ),
            answers=tuple(map(self._answer, changes.answers)),
        )

    def _sentence(self) -> str:
        changes, words = self._changes, self._words
        counts = {way: sum(item.direction == way for item in changes.moved) for way in ("better", "worse")}
        days = changes.before.as_of, changes.after.as_of
        since = words("changes.since", date=days[0]) if days[0] != days[1] else words("changes.compared")
        return words("changes.none" if changes.nothing else "changes.counts", since=since, **counts)

    def _doubts(self) -> Iterator[str]:
        changes, words = self._changes, self._words
        before, after = changes.before, changes.after
        if before.product != after.product:
            names = [point.product or point.file for point in (before, after)]
            yield words("changes.apart.product", before=names[0], after=names[1])
        yield from told_apart(self._naming, before, after, changes.apart)
        moved = changes.moved
        if moved and not changes.same_rules:
            alone = sum("product" not in item.causes and "rules" in item.causes for item in moved)
            yield words("changes.from_rules" if alone else "changes.from_rules.none", count=alone, all=len(moved))

    def _head(self) -> Iterator[ChangeRow]:
        words, before, after = self._words, self._changes.before, self._changes.after
        yield from self._pair("verdict", *(words(f"verdict.{point.verdict}") for point in (before, after)))
        for name in ("declared", "attained", "indicated"):
            yield from self._pair(name, self._phase(getattr(before, name)), self._phase(getattr(after, name)))
        yield from self._pair("score", _score(words, before), _score(words, after))
        known = [words("score.of", known=point.score.known, total=point.score.total) for point in (before, after)]
        yield from self._pair("known", *known)
        yield from self._pair("blocking", str(len(before.blocking)), str(len(after.blocking)))
        yield from self._pair("unanswered", str(len(before.unanswered)), str(len(after.unanswered)))

    def _pair(self, name: str, before: str, after: str) -> Iterator[ChangeRow]:
        if before != after:
            title = self._words(f"changes.{name}")
            yield ChangeRow(id=name, title=title, before=before, after=after, direction="other", mark="")

    def _phase(self, phase: str | None) -> str:
        return self._naming.phase_title(Phase(phase)) if phase else self._words("changes.no_phase")

    def _step(self, item: Change, now: str) -> ChangeRow:
        before = _called(self._words, "group.", item.before) if item.before else ""
        return ChangeRow(id=item.id, title=item.title, before=before, after=now, direction=item.direction, mark="")

    def _rule(self, item: RuleChange) -> ChangeRow:
        if item.what == "level":
            before, after = (self._words(f"level.{level or 'none'}") for level in (item.before, item.after))
        elif item.what == "target":
            before, after = (self._target(item.id, target) for target in (item.before, item.after))
        else:
            before, after = "", self._words(f"changes.rule.{item.what}")
        return ChangeRow(id=item.id, title=item.title, before=before, after=after, direction="other", mark="")

    def _target(self, ident: str, target: tuple[float, ...]) -> str:
        metric = self._naming.pack.metric.get(ident)
        if not target:
            return self._words("target.none")
        if metric and metric.direction in ("up", "down", "band"):
            return target_text(self._words, target, metric.direction, metric.unit)
        return ", ".join(map(plain, target))

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
        known = self._naming.pack.metric.get(key.removeprefix("metrics.")) or self._naming.pack.question.get(key)
        return self._naming.value(known, value) if known else _plain(value)


def _plain(value: Any) -> str:
    """A value of a question that the pack does not know."""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
