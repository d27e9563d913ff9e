"""What a person at a terminal reads who is asked the questions of a phase."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from scalecheck.amounts import amount, target_text
from scalecheck.condition import Condition
from scalecheck.frozen import Frozen
from scalecheck.interview import Interview, Part, Step, key_of, parts
from scalecheck.menu import EXPLAIN, Menu
from scalecheck.pack import Metric, Pack, Question, per_pack
from scalecheck.phase import Phase
from scalecheck.questionnaire import Answer
from scalecheck.relevance import subjects
from scalecheck.render.escape import for_terminal
from scalecheck.words import Words

__all__ = ["Asking", "expected", "part_title"]

_INDENT = "  "
_MOST_RULES = 3
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def part_title(part: Part, pack: Pack, words: Words) -> str:
    """How a part of the questions is called."""
    if part.kind == "facts":
        return words(f"part.{part.name}") if words.has(f"part.{part.name}") else part.name
    return words(f"part.{part.kind}", area=pack.areas[part.name])


def expected(asked: Question | Metric, words: Words) -> str:
    """What an answer looks like that has to be typed; nothing for free text and for what has a list of answers."""
    if isinstance(asked, Metric):
        low, high = (amount(words, bound, asked.unit) for bound in asked.bounds)
        return words("init.ratio" if asked.unit == "ratio" else "init.number", low=low, high=high)
    if asked.kind in ("whole", "number"):
        low, high = (f"{bound:,g}" for bound in asked.bounds or (0, 0))
        return words(f"init.{asked.kind}", low=low, high=high)
    return words("init.date") if asked.kind == "date" else ""


class Asking(Frozen):
    """Texts in lines of at most `width` characters. The question itself is set in bold if wanted."""

    pack: Pack
    words: Words
    width: int = 79
    bold: bool = False

    def greeting(self, path: str, interview: Interview) -> str:
        """What is about to happen."""
        said = interview.questionnaire
        count = len(said.answers) + len(said.unknown)
        begin = self.words("init.begin", path=path)
        resume = self.words("init.resume", path=path, count=count, phase=self._title(interview.phase))
        return _text(self._wrapped(f"{resume if count else begin} {self.words('init.how')}"))

    def farewell(self, path: str, interview: Interview, added: int, options: Iterable[str] = ()) -> str:
        """What was done, what is open, and what to do next: commands on the file, with options."""
        phase, command = self._title(interview.phase), shlex.join([path, *options])
        count = len(interview.open())
        declared = "product.phase" in interview.questionnaire.answers
        lines = [self.words("init.kept" if added else "init.kept_none", path=path, count=added)]
        if declared:
            lines.append(self.words("init.open" if count else "init.complete", count=count, phase=phase))
            lines.append(self.words("init.assess", path=command))
        if count or not declared:
            lines.append(self.words("init.go_on", path=command))
        return _text(["", *map(for_terminal, lines)])

    def question(self, step: Step, menu: Menu) -> str:
        """What is asked, with what is needed to answer at once."""
        return _text(self._question(step, menu))

    def _question(self, step: Step, menu: Menu) -> Iterator[str]:
        asked, words = step.asked, self.words
        if step.problem:
            # The question still stands above.
            yield from self._wrapped(words("init.refused", problem=step.problem))
            return
        for doubt in step.doubts:
            yield from self._wrapped(words("init.doubt", problem=doubt))
        yield ""
        yield from self._wrapped(" · ".join(self._head(step)))
        yield from (f"{_BOLD}{line}{_PLAIN}" if self.bold else line for line in self._wrapped(asked.prompt))
        help = asked.help if isinstance(asked, Question) else ""
        shape = words("init.several") if menu.several else expected(asked, words)
        yield from self._wrapped(f"{help} {shape}", _INDENT)
        if isinstance(asked, Question):
            yield from self._options(asked, menu)
        if step.so_far:
            yield from self._wrapped(words("init.so_far", answer=self._value(asked, step.so_far)), _INDENT)
        elif step.unsure:
            yield from self._wrapped(words("init.unsure"), _INDENT)

    def _head(self, step: Step) -> Iterator[str]:
        yield part_title(step.part, self.pack, self.words)
        if step.level in ("required", "recommended"):
            yield self.words(f"init.{step.level}", phase=self._title(step.phase))
        if step.left:
            yield self.words("init.left", here=step.here, left=step.left)

    def _options(self, asked: Question, menu: Menu) -> Iterator[str]:
        for key, name in menu.answers.items():
            if name in asked.choices:
                yield from self._wrapped(self._choice(asked, name), f"{key:>4}  ")
        if menu.several and "none" not in asked.choices:
            yield from self._wrapped(self.words("init.none"), "   0  ")

    def _choice(self, asked: Question, name: str) -> str:
        title = asked.choices[name]
        return f"{self._title(Phase(name))}: {title}" if asked.id == "product.phase" else title

    def _value(self, asked: Question | Metric, answer: Answer) -> str:
        value = answer.value
        if isinstance(value, int | float):
            return amount(self.words, value, asked.unit if isinstance(asked, Metric) else "")
        choices: Mapping[str, str] = asked.choices if isinstance(asked, Question) else {}
        names = value if isinstance(value, tuple) else (value,)
        return ", ".join(choices.get(name) or self._answer(name) for name in names) or self.words("init.none")

    def _answer(self, name: str) -> str:
        if name == "unknown":
            return self.words("init.unknown")
        return self.words(f"answer.{name}") if self.words.has(f"answer.{name}") else name

    def labels(self, step: Step, menu: Menu) -> dict[str, str]:
        """What each key of a menu stands for."""
        choices = step.asked.choices if isinstance(step.asked, Question) else {}
        answers = {
            key: self._choice(step.asked, name)
            if isinstance(step.asked, Question) and name in choices
            else self._answer(name)
            for key, name in menu.answers.items()
        }
        moves = {key: self.words(f"init.{move.name.casefold()}") for key, move in menu.moves.items()}
        return {**answers, **moves, EXPLAIN: self.words("init.explain")}

    def legend(self, menu: Menu, labels: Mapping[str, str]) -> str:
        """The keys with what they stand for, those of listed choices left out."""
        answers = [f"[{key}] {labels[key]}" for key in menu.answers if not key.isdecimal()]
        moves = [f"[{key}] {labels[key]}" for key in (*menu.moves, EXPLAIN)]
        rows = (answers, moves if menu.keys else [*moves, self.words("init.enter")])
        return "\n".join(line for row in rows for line in _packed(row, self.width))

    def explanation(self, step: Step) -> str:
        """Why it is asked, what counts as partly, what would be evidence, and where to read more."""
        asked = step.asked
        told = self._about_number(asked, step) if isinstance(asked, Metric) else self._about(asked, step)
        more = self.words("init.more", id=step.practice.id if step.practice else key_of(asked))
        return _text(["", *(line for text in (*told, more) for line in self._wrapped(text, _INDENT)), ""])

    def _about(self, asked: Question, step: Step) -> Iterator[str]:
        words = self.words
        for phase, text in self.pack.phases.items() if asked.id == "product.phase" else ():
            count = sum(len(part.questions) for part in parts(self.pack, phase))
            yield words("init.phase", phase=text.title, about=text.about, count=count)
        if step.practice:
            yield words("init.why", text=step.practice.why)
        else:
            yield from self._decides(asked.id)
        if asked.partial:
            yield words("init.partial", text=asked.partial)
        if asked.example:
            yield words("explain.example", text=asked.example)
        if asked.not_applicable:
            yield words("explain.not_applicable")

    def _about_number(self, metric: Metric, step: Step) -> Iterator[str]:
        yield metric.definition
        if metric.formula:
            yield self.words("init.formula", formula=metric.formula)
        target = metric.targets.get(step.phase)
        if target:
            shown = target_text(self.words, target, metric.direction, metric.unit)
            basis = self.words(f"basis.{metric.basis}")
            yield self.words("init.target", phase=self._title(step.phase), target=shown, basis=basis)
        yield from self._decides(metric.key)

    def _decides(self, key: str) -> Iterator[str]:
        """A few of the rules that look at an answer."""
        titles = _deciding(self.pack).get(key)
        if titles:
            yield self.words("init.decides", titles="; ".join(titles[:_MOST_RULES]))

    def _title(self, phase: Phase) -> str:
        return self.pack.phases[phase].title

    def _wrapped(self, text: str, lead: str = "") -> Iterable[str]:
        """One paragraph, made harmless, in lines; those after the first are indented as far as `lead` reaches."""
        return textwrap.wrap(
            for_terminal(text),
            self.width,
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
        )


@per_pack
def _deciding(pack: Pack) -> Mapping[str, list[str]]:
    """The titles of the rules that look at an answer."""
    rules: list[tuple[str, tuple[Condition | None, ...]]] = [
        *((item.title, (item.applies_when, item.require)) for item in pack.practices),
        *((item.title, (item.warn_when, item.unless)) for item in pack.cautions),
        *((item.title, (item.when,)) for item in pack.signals),
    ]
    titles: dict[str, list[str]] = {}
    for title, conditions in rules:
        for key in {key for part in conditions if part for key in subjects(part)}:
            titles.setdefault(key, []).append(title)
    return titles


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _packed(entries: Iterable[str], width: int) -> Iterator[str]:
    """Entries in lines; none of them is broken."""
    line = ""
    for entry in entries:
        longer = f"{line}  {entry}" if line else entry
        if line and len(longer) > width:
            yield line
            line = entry
        else:
            line = longer
    if line:
        yield line
