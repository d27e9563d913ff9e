"""The report for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from scalecheck.findings import Outcome
from scalecheck.render.escape import for_terminal
from scalecheck.render.screen import (
    BLANK,
    NARROWEST,
    PIPED,
    Grid,
    Part,
    Screen,
    Text,
    grid,
    indented,
    printed,
    section,
    styled,
)
from scalecheck.render.symbols import SYMBOLS, bar, course
from scalecheck.report import Report
from scalecheck.report.rows import (
    AreaRow,
    BalanceRow,
    BesideList,
    CautionRow,
    MetricRow,
    PracticeRow,
    Remedy,
    Step,
)
from scalecheck.verdict import Kind

__all__ = ["masthead", "terminal"]


_KIND_STYLE = {
    Kind.ON_TRACK: "bold green",
    Kind.LAGGING: "bold red",
    Kind.PREMATURE: "bold magenta",
    Kind.OPEN: "bold yellow",
}
_STATE_STYLE = {"good": "green", "watch": "yellow", "bad": "red"}
_STATE_ORDER = ("bad", "watch", "good", "not_judged")
_MOST = {"open": 8, "metrics": 12, "actions": 5, "titles": 5}
_METRIC_COLUMNS = ("tight", "right", "tight", "tight", "fold")


def terminal(report: Report, screen: Screen = PIPED) -> str:
    """The whole report as text of at most `screen.width` columns (never fewer than 40), with escape sequences only
    when colors are wanted."""
    return printed(_Layout(report, screen).parts(), screen)


class _Layout:
    def __init__(self, report: Report, screen: Screen) -> None:
        self._report = report
        self._words = report.words
        self._screen = screen
        self._wide = screen.wide

    def parts(self) -> Iterator[Part]:
        report, words = self._report, self._words
        yield from self._header()
        yield from self._ladder()
        yield from self._why()
        yield from self._beside()
        if report.changed:
            from scalecheck.render.changes import changed_parts

            yield from section(words("section.changes"), changed_parts(report.changed, words, self._screen))
        urgent = any(row.group in ("reconsider", "blocker", "find_out") for row in report.actions)
        if report.kind is not Kind.OPEN:
            yield from section(words("section.actions" if urgent else "section.later"), self._actions())
        yield from section(words("section.blockers", phase=report.phase), self._blockers())
        yield from section(words("section.unanswered"), self._open())
        yield from section(words("section.waived"), self._waived())
        yield from section(words("section.policy", name=report.policy), self._amendments())
        yield from section(words("section.early"), map(self._caution, report.early))
        yield from section(words("section.cautions"), map(self._caution, report.doubtful))
        yield from section(words("section.diagnoses"), self._diagnoses())
        yield from section(words("section.metrics", phase=report.phase), self._metrics())
        yield from section(words("section.runways"), self._runways())
        yield from section(words("section.areas"), self._areas())
        yield from section(words("section.warnings"), [styled(f"! {row.text}", "yellow") for row in report.warnings])
        yield from section(words("section.stale"), self._stale())
        if report.recommended:
            head = words("section.recommended", phase=report.phase)
            yield from section(head, [styled(self._joined([row.title for row in report.recommended]))])
        if report.next_phase and report.kind is not Kind.OPEN:
            yield from section(words("section.next", phase=report.next_phase), [self._next()])
        yield from section(words("section.not_yet"), self._not_yet())
        if self._screen.verbose:
            yield from section(words("section.signals"), self._signals())
            yield from section(words("section.figures"), self._figures())
            yield from section(words("section.balances"), map(self._balance, report.balances))
            yield from section(words("section.team"), self._team())
            yield from section(words("section.sources"), self._sources())
        yield BLANK
        yield styled(words("legend"), "dim")
        if not self._screen.verbose:
            yield styled(words("hint.plan"), "dim")

    def _header(self) -> Iterator[Part]:
        report = self._report
        yield masthead(report, self._screen)
        yield BLANK
        verdict = styled(report.verdict.upper(), _KIND_STYLE[report.kind])
        yield verdict.append("  ", "").append_text(styled(report.sentence))

    def _ladder(self) -> Iterator[Part]:
        steps = self._report.steps
        heads, marks = (grid(*("spread" for _ in steps), gap=1) for _ in range(2))
        heads.add_row(*map(self._rung, steps))
        for row in zip_longest(*(step.marks for step in steps), fillvalue=""):
            marks.add_row(*map(styled, row))
        yield from (BLANK, heads, Text("─" * max(self._screen.width, NARROWEST)), marks)

    def _rung(self, step: Step) -> Text:
        title = step.title.upper() if step.judged else step.title
        return styled(title, "bold" if step.judged else "green" if step.holds else "dim")

    def _why(self) -> Iterator[Part]:
        report = self._report
        lines = grid("tight", "fold")
        for fact in (*report.facts, report.score, report.signals):
            lines.add_row("-", styled(fact))
        yield from section(self._words("section.facts"), [lines])

    def _beside(self) -> Iterator[Part]:
        beside, words = self._report.beside, self._words
        if not beside:
            return
        table = grid("tight", "tight", "tight")
        heads = words("beside.declared", phase=beside.phases[0]), beside.phases[1]
        table.add_row("", *(styled(head, "dim") for head in heads))
        for row in beside.rows:
            table.add_row(styled(row.title), styled(row.declared), styled(row.judged))
        lines = [table, *map(self._only, beside.lists), *([styled(beside.note, "dim")] if beside.note else [])]
        yield from section(words("section.beside", declared=beside.phases[0], judged=beside.phases[1]), lines)

    def _only(self, one: BesideList) -> Part:
        return styled(f"{one.title}: {self._joined([title for _, title in one.rules])}")

    def _actions(self) -> Iterator[Part]:
        rows = self._report.actions
        shown = rows if self._screen.verbose else rows[: _MOST["actions"]]
        table = grid("right", "fold", "tight") if self._wide else grid("right", "fold")
        for number, row in enumerate(shown, 1):
            weight = f"{row.effort}\u00a0{'●' * row.impact}" if row.effort and row.group != "find_out" else ""
            why = styled(f"{row.title} · {row.reason}", "dim")
            if not self._wide and weight:
                why.append(f" · {weight}")
            table.add_row(styled(f"{number}"), styled(row.step, "bold"), *([styled(weight)] if self._wide else []))
            table.add_row("", why, *([""] if self._wide else []))
        if shown:
            yield table
        yield from self._more(len(rows) - len(shown))

    def _more(self, count: int) -> Iterator[Part]:
        if count > 0:
            yield styled(f"{self._words('more', count=count)}; {self._words('more.verbose')}", "dim")

    def _blockers(self) -> Iterator[Part]:
        words, rows = self._words, self._report.blockers
        if not rows:
            return
        table = grid("tight", "fold", "tight", "tight", "tight") if self._wide else grid("tight", "fold", "tight")
        if self._wide:
            names = [words("column.effort"), words("column.impact"), words("column.where")]
            table.add_row("", "", *(styled(name, "dim") for name in names))
        for row in rows:
            table.add_row(*self._blocker(row))
        yield table

    def _blocker(self, row: PracticeRow) -> Iterator[Text]:
        partial = row.outcome is Outcome.PARTIAL
        yield styled("~" if partial else "✗", "yellow" if partial else "red")
        what = styled(row.title)
        if not self._wide:
            what.append(f" · {for_terminal(row.answer)}, {for_terminal(row.where)}", "dim")
        if row.owner:
            what.append(f" · {for_terminal(self._words('owner', name=row.owner))}", "dim")
        if row.note and self._screen.verbose:
            what.append(f" · {for_terminal(row.note)}", "dim")
        yield what
        if self._wide:
            yield styled(row.effort)
            yield styled("●" * row.impact)
            yield styled(f"{row.where} {row.answer}", "dim")
        else:
            yield styled(f"{row.effort}\u00a0{'●' * row.impact}")

    def _waived(self) -> Iterator[Part]:
        for row in self._report.waived:
            yield styled(
                self._words(
                    "waived.line",
                    title=row.title,
                    answer=row.answer,
                    expires=row.expires,
                    reason=row.reason,
                    owner=row.owner,
                )
            )

    def _stale(self) -> Iterator[Part]:
        rows = self._report.stale
        shown = rows if self._screen.verbose else rows[: _MOST["open"]]
        for row in shown:
            text = self._words("stale.line", title=row.title, reviewed=row.reviewed, due=row.due, where=row.where)
            yield styled(text + (f" · {self._words('owner', name=row.owner)}" if row.owner else ""))
        yield from self._more(len(rows) - len(shown))

    def _amendments(self) -> Iterator[Part]:
        for row in self._report.amendments:
            yield styled(
                self._words(
                    "amendment.line",
                    title=row.title,
                    phase=row.phase,
                    before=row.before,
                    after=row.after,
                    reason=row.reason,
                )
            )

    def _open(self) -> Iterator[Part]:
        rows = [row for row in self._report.open if row.group == "required"]
        shown = rows if self._screen.verbose else rows[: _MOST["open"]]
        table = grid("tight", "fold")
        for row in shown:
            what = styled(row.prompt)
            what.append(f" · {for_terminal(row.key)}", "dim")
            table.add_row(styled("?", "yellow"), what)
        if shown:
            yield table
        yield from self._more(len(rows) - len(shown))

    def _caution(self, row: CautionRow) -> Part:
        words = self._words
        table = grid("tight", "fold")
        style = "magenta" if row.points_to == "premature" else "yellow"
        title = styled(row.title, "bold")
        if row.because:
            title.append(f" ({for_terminal(row.because)})", "dim")
        table.add_row(styled("!", style), title)
        table.add_row("", styled(row.harm))
        table.add_row("", styled(words("early.instead", text=row.instead)))
        key = "early.revisit" if row.points_to == "premature" else "early.settled"
        table.add_row("", styled(words(key, text=row.revisit), "dim"))
        return table

    def _diagnoses(self) -> Iterator[Part]:
        words = self._words
        for row in self._report.diagnoses:
            table = grid("fold")
            head = styled(row.title, "bold")
            head.append(f" ({for_terminal(', '.join(row.symptoms))})", "dim")
            table.add_row(head)
            for remedy in row.first:
                table.add_row(styled(words("diagnosis.first", title=remedy.title, when=remedy.when)))
            if row.then:
                key = "diagnosis.open" if row.first else "diagnosis.try"
                table.add_row(styled(words(key, titles=self._titles(row.then))))
            if row.in_place:
                table.add_row(styled(words("diagnosis.in_place", titles=self._titles(row.in_place)), "dim"))
            yield table

    def _titles(self, remedies: Iterable[Remedy]) -> str:
        return self._joined([remedy.title for remedy in remedies])

    def _joined(self, titles: Sequence[str]) -> str:
        most = len(titles) if self._screen.verbose else _MOST["titles"]
        text = "; ".join(titles[:most])
        rest = len(titles) - most
        return f"{text} {self._words('more', count=rest)}" if rest > 0 else text

    def _metrics(self) -> Iterator[Part]:
        words, report = self._words, self._report
        rows = sorted(report.metrics, key=lambda row: _STATE_ORDER.index(row.state))
        shown = rows if self._screen.verbose else rows[: _MOST["metrics"]]
        if shown:
            states = [row.state for row in rows]
            counts = {state: states.count(state) for state in ("bad", "watch", "good")}
            yield styled(words("metric.counts", **counts))
            table = grid("fold", "right", "tight", "tight") if not self._wide else grid(*_METRIC_COLUMNS)
            heads = ["", words("column.value"), words("column.target"), ""]
            table.add_row(*(styled(head, "dim") for head in [*heads, *([words("column.basis")] if self._wide else [])]))
            for row in shown:
                table.add_row(*self._metric(row))
            yield table
        yield from self._more(len(rows) - len(shown))
        if report.unmeasured:
            titles = self._joined(report.unmeasured)
            count = len(report.unmeasured)
            yield styled(words("metric.unmeasured", count=count, titles=titles, phase=report.phase), "dim")

    def _metric(self, row: MetricRow) -> Iterator[Text]:
        about = "; ".join((row.basis, *row.notes))
        title = styled(row.title)
        if not self._wide:
            title.append(f" · {for_terminal(about)}", "dim")
        yield title
        yield styled(row.value)
        yield styled(row.target)
        yield styled(f"{SYMBOLS[row.state]} {row.mark}", _STATE_STYLE.get(row.state, "dim"))
        if self._wide:
            yield styled(about, "dim")

    def _runways(self) -> Iterator[Part]:
        rows = self._report.runways
        shown = rows if self._screen.verbose else [row for row in rows if row.near and row.load]
        widest = max((len(row.title) for row in shown), default=0)
        for row in shown:
            head = Text(f"{for_terminal(row.title):{widest}}  {course(row.course)}  ")
            head.append(f"{SYMBOLS[row.state]} {row.mark}", _STATE_STYLE.get(row.state, "dim"))
            yield head
            for line in filter(None, (row.brief, " ".join(row.told) if self._screen.verbose else "")):
                yield indented(styled(line, "dim"))
        if any(row.course for row in shown):
            yield styled(self._words("runway.legend"), "dim")
        far = len(rows) - sum(row.near for row in rows)
        if far and not self._screen.verbose:
            yield styled(self._words("runway.far", count=far), "dim")

    def _areas(self) -> Iterator[Part]:
        columns = 2 if self._wide else 1
        table = grid(*(("tight", "tight", "right", "tight") * columns))
        cells = [tuple(self._area(row)) for row in self._report.areas]
        half = -(-len(cells) // columns)
        beside = (cells[start : start + half] for start in range(0, len(cells), half or 1))
        for row in zip_longest(*beside, fillvalue=(BLANK,) * 4):
            table.add_row(*(cell for cells in row for cell in cells))
        if cells:
            yield table

    def _area(self, row: AreaRow) -> Iterator[Text]:
        score = row.score
        yield styled(row.title)
        yield styled(bar(score))
        yield styled(f"{score.value:.0f}" if score.known else "?")
        yield styled(self._words("score.of", known=score.known, total=score.total), "dim")

    def _signals(self) -> Iterator[Part]:
        table = grid("fold", "fold")
        for row in self._report.signal_rows:
            table.add_row(styled(row.title), styled(row.text, "dim"))
        if table.rows:
            yield table

    def _figures(self) -> Iterator[Part]:
        for row in self._report.figures:
            head = styled(row.title).append(
                f"  {for_terminal(row.value or row.reason)}", "bold" if row.value else "dim"
            )
            yield head
            inputs = "; ".join(map(" ".join, row.inputs))
            yield indented(styled(" · ".join(filter(None, (row.formula, inputs, row.basis))), "dim"))

    def _balance(self, row: BalanceRow) -> Part:
        table = grid("fold")
        table.add_row(styled(row.title, "bold").append(f"  {for_terminal(row.text)}", ""))
        for side in row.sides:
            numbers = [f"{SYMBOLS[item.state]} {item.title} {item.value}".rstrip() for item in side.numbers]
            practices = [f"{SYMBOLS[item.outcome]} {item.title}" for item in side.practices]
            parts = "; ".join((*numbers, *practices))
            table.add_row(styled(self._words("balance.side", title=side.title, mark=side.mark, parts=parts), "dim"))
        return table

    def _team(self) -> Iterator[Part]:
        words, band = self._words, self._report.band
        if band is None:
            return
        standing = [f"{SYMBOLS[item.outcome]} {item.title}" for item in band.practices]
        told = (
            (words("report.band_expect"), band.expect),
            (words("report.band_practices"), standing),
            (words("report.band_wait"), band.wait_with),
            (words("report.band_outgrown"), band.outgrown_when),
            (words("report.band_numbers"), band.numbers),
        )
        for title, lines in told:
            if lines:
                yield styled(title, "bold")
                for line in lines:
                    yield indented(styled(line))

    def _not_yet(self) -> Iterator[Part]:
        words, rows, later = self._words, self._report.not_yet, self._report.later
        if self._screen.verbose:
            for row in rows:
                yield styled(f"{row.title}: {words('not_yet.when', text=row.revisit)}")
            for group in later:
                titles = "; ".join(title for _, title in group.practices)
                yield styled(words("not_yet.later", phase=group.phase, titles=titles), "dim")
            return
        if rows:
            yield styled(words("not_yet.titles", titles=self._joined([row.title for row in rows])))
        if later:
            counts = [words("not_yet.count", phase=group.phase, count=len(group.practices)) for group in later]
            yield styled(words("not_yet.practices", counts=", ".join(counts)))
        if rows or later:
            yield styled(words("not_yet.verbose"), "dim")

    def _next(self) -> Part:
        words, report = self._words, self._report
        if not report.next_missing:
            return styled(words("next.clear", phase=report.next_phase))
        titles = [title for _, title in report.next_missing]
        return styled(words("next.missing", count=len(titles), titles=self._joined(titles)))

    def _sources(self) -> Iterator[Part]:
        for source in self._report.sources:
            line = styled(source.title)
            if source.url:
                line.append(f"  {for_terminal(source.url)}", "dim")
            yield line


def masthead(report: Report, screen: Screen) -> Grid:
    """The product, and what it was judged by: beside each other where there is room."""
    name = styled(report.product, "bold")
    for part in report.subtitle:
        name.append(" · ", "").append_text(styled(part))
    edition = styled(" · ".join(report.edition), "dim")
    head = grid("spread", "right") if screen.wide else grid("fold")
    if screen.wide:
        head.add_row(name, edition)
    else:
        head.add_row(name)
        head.add_row(edition)
    return head
