"""The plan for a terminal, one iteration after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scalecheck.iterations import Work
from scalecheck.render.screen import BLANK, PIPED, Part, Screen, grid, indented, printed, styled
from scalecheck.render.terminal import masthead
from scalecheck.report import Report
from scalecheck.report.rows import ActionRow

__all__ = ["plan_table"]

_MOST = 3


def plan_table(report: Report, screen: Screen = PIPED) -> str:
    """Every action of the plan with the answer that put it there, what it unlocks and how to check it; all steps and
    everything that it unlocks when the screen is verbose."""
    return printed(_Layout(report, screen).parts(), screen)


class _Layout:
    def __init__(self, report: Report, screen: Screen) -> None:
        self._report = report
        self._plan = report.plan
        self._words = report.words
        self._screen = screen
        self._digits = len(str(len(report.plan.actions)))
        self._numbers: dict[str, int] = {}

    def parts(self) -> Iterator[Part]:
        plan, words = self._plan, self._words
        yield masthead(self._report, self._screen)
        yield BLANK
        if not plan.actions:
            yield styled(words("report.no_actions"), "bold")
            return
        yield styled(plan.summary, "bold")
        yield from (styled(note) for note in (plan.basis, plan.left_out) if note)
        rows = {row.rule: row for row in plan.actions}
        for iteration in plan.iterations:
            yield BLANK
            head = styled(words("plan.iteration", number=iteration.number), "bold")
            if iteration.days:
                head.append(f" · {words('plan.person_days', count=iteration.days)}")
            yield head
            yield self._table((rows[work.rule], work) for work in iteration.work)
        if not plan.iterations:
            yield BLANK
            yield self._table((row, Work(rule=row.rule, days=row.action.days)) for row in plan.actions)
        yield BLANK
        yield styled(words("legend"), "dim")
        if not self._screen.verbose:
            yield styled(words("plan.more"), "dim")

    def _table(self, items: Iterable[tuple[ActionRow, Work]]) -> Part:
        table = grid("right", "spread", "tight")
        for row, work in items:
            number = str(self._numbers.setdefault(row.rule, len(self._numbers) + 1)).rjust(self._digits)
            if work.part > 1:
                told = self._words("plan.part", title=row.title, part=work.part, parts=work.parts)
                table.add_row(styled(number, "dim"), styled(told, "dim"), "")
                continue
            weight = f"{row.effort} {'●' * row.impact}" if row.effort and row.group != "find_out" else ""
            table.add_row(styled(number), styled(row.step, "bold"), styled(weight))
            for style, line in self._lines(row, work):
                table.add_row("", styled(line, style), "")
        return indented(table, 1)

    def _lines(self, row: ActionRow, work: Work) -> Iterator[tuple[str, str]]:
        words, verbose = self._words, self._screen.verbose
        runs_over = words("plan.runs_over", parts=work.parts) if work.parts > 1 else ""
        yield "", _dotted(row.title, row.asked_by, *row.rungs, runs_over)
        place = row.where if row.line or row.file else ""
        yield "dim", _dotted(row.because, place, words("owner", name=row.owner) if row.owner else "")
        if row.unlocks:
            titles = [title for _, title in row.unlocks]
            shown = titles if verbose else titles[:_MOST]
            more = f" {words('more', count=len(titles) - len(shown))}" if len(shown) < len(titles) else ""
            yield "", words("plan.unlocks", titles="; ".join(shown)) + more
        if verbose:
            yield from (("", f"- {line}") for line in row.how if line != row.step)
        yield "", row.check


def _dotted(*parts: str) -> str:
    return " · ".join(filter(None, parts))
