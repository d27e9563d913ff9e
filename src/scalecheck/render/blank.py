"""A blank questionnaire: every question of a phase with its help as comments, for somebody with an editor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from scalecheck.interview import Part, key_of, parts
from scalecheck.pack import Metric, Pack, Practice, Question
from scalecheck.phase import PHASES, Phase
from scalecheck.questionnaire import FORMAT
from scalecheck.render.asking import expected, part_title
from scalecheck.render.escape import for_terminal
from scalecheck.words import Words

__all__ = ["blank"]

_WIDTH = 80
_Leaf = tuple[Part, Question | Metric]
_Section = dict[str, "_Leaf | _Section"]


def blank(pack: Pack, phase: Phase, words: Words, everything: bool = False) -> str:
    """The blank for a phase, which it declares; `everything` takes in the questions of all other phases too."""
    page = _Page(pack, phase, words, everything)
    return "".join(f"{line}\n" for line in page.lines())


class _Page:
    def __init__(self, pack: Pack, phase: Phase, words: Words, everything: bool) -> None:
        self._pack = pack
        self._phase = phase
        self._words = words
        self._everything = everything
        self._told = ""

    def lines(self) -> Iterator[str]:
        title = self._pack.phases[self._phase].title
        about = self._words("blank.everything" if self._everything else "blank.phase", phase=title)
        yield from _comment([about, *self._words("blank.how").splitlines()], 0)
        yield ""
        yield f"scalecheck: {FORMAT}"
        yield from self._section(self._tree(), 0)

    def _tree(self) -> _Section:
        """The questions by the sections of the file; numbers of one area stay together."""
        tree: _Section = {}
        found = parts(self._pack, self._phase, self._everything)
        areas = {area: place for place, area in enumerate(self._pack.areas)}
        numbers = sorted((part for part in found if part.kind == "numbers"), key=lambda part: areas[part.name])
        others = [part for part in found if part.kind != "numbers"]
        first = next((place for place, part in enumerate(others) if part.kind == "practices"), len(others))
        for part in (*others[:first], *numbers, *others[first:]):
            for asked in part.questions:
                *sections, name = key_of(asked).split(".")
                section = tree
                for step in sections:
                    inner = section.setdefault(step, {})
                    assert isinstance(inner, dict)
                    section = inner
                section[name] = (part, asked)
        return tree

    def _section(self, section: _Section, depth: int) -> Iterator[str]:
        for place, (name, item) in enumerate(section.items()):
            if place or not depth:
                yield ""
            if isinstance(item, dict):
                titles = {self._title(leaf[0]) for leaf in item.values() if not isinstance(leaf, dict)}
                if len(titles) == 1:
                    yield from self._heading(titles.pop(), depth)
                yield f"{_indent(depth)}{name}:"
                yield from self._section(item, depth + 1)
            else:
                part, asked = item
                yield from self._heading(self._title(part), depth)
                yield from _comment(self._help(asked), depth)
                value = f" {self._phase}" if key_of(asked) == "product.phase" else ""
                yield f"{_indent(depth)}{name}:{value}"

    def _title(self, part: Part) -> str:
        return part_title(part, self._pack, self._words)

    def _heading(self, title: str, depth: int) -> Iterator[str]:
        """The title of a part, where it begins."""
        if title != self._told:
            yield from _comment([f"== {title} =="], depth)
            yield ""
        self._told = title

    def _help(self, asked: Question | Metric) -> Iterator[str]:
        yield asked.prompt
        if isinstance(asked, Metric):
            yield asked.definition
            yield expected(asked, self._words)
            return
        if asked.help:
            yield asked.help
        yield from (f"  {name}: {title}" for name, title in asked.choices.items())
        yield from self._shape(asked)
        practice = self._pack.practice_of.get(asked.id)
        if practice:
            yield self._levels(practice)

    def _shape(self, asked: Question) -> Iterator[str]:
        words = self._words
        if asked.partial:
            yield words("init.partial", text=asked.partial)
        if asked.example:
            yield words("explain.example", text=asked.example)
        if asked.not_applicable:
            yield words("explain.not_applicable")
        if asked.kind == "yes_no":
            yield words("blank.yes_no")
        elif asked.kind == "choices":
            yield words("blank.choices")
        elif expected(asked, words):
            yield expected(asked, words)

    def _levels(self, practice: Practice) -> str:
        phases = PHASES if self._everything else (self._phase,)
        told = (
            self._words(f"blank.{level}", phase=self._pack.phases[phase].title)
            for phase in phases
            if (level := practice.levels.get(phase)) in ("required", "recommended", "optional")
        )
        return self._words("blank.level", levels=", ".join(told))


def _indent(depth: int) -> str:
    return "  " * depth


def _comment(texts: Iterable[str], depth: int) -> Iterator[str]:
    """Paragraphs as comments, made harmless; what is indented stays so."""
    for text in texts:
        start = " " * (len(text) - len(text.lstrip(" ")))
        lead = f"{_indent(depth)}# {start}"
        line = f"{lead}{for_terminal(text)}".rstrip()
        if len(line) <= _WIDTH:
            yield line  # as most do, and `wrap` takes its time
            continue
        yield from textwrap.wrap(
            for_terminal(text), _WIDTH, initial_indent=lead, subsequent_indent=lead + start, break_on_hyphens=False
        )
