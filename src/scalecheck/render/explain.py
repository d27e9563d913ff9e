"""The whole story of a rule, a metric or a question; on an assessment, how it came out and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat
from shlex import quote
from typing import Any

from scalecheck.addresses import web_address
from scalecheck.amounts import amount, target_text
from scalecheck.assessment import Assessment, explain, turn_over
from scalecheck.condition import Explanation, Reference
from scalecheck.document import nearest
from scalecheck.errors import ScalecheckError
from scalecheck.findings import Finding
from scalecheck.frozen import Frozen
from scalecheck.pack import Caution, Metric, Pack, Practice, Question, Signal, per_pack
from scalecheck.phase import PHASES, Phase
from scalecheck.render.escape import for_markdown, for_terminal
from scalecheck.words import Words

__all__ = ["as_markdown", "as_text", "explain_outcome", "explain_rule"]


class Line(Frozen):
    """One line of a block, `depth` levels below its title; `link` is where more stands."""

    text: str
    depth: int = 1
    link: str = ""


class Block(Frozen):
    """A title with lines below it; `listed` when they are single points."""

    title: str
    lines: tuple[Line, ...] = ()
    listed: bool = False


Layout = Callable[[Iterable[Block]], str]


def as_text(blocks: Iterable[Block]) -> str:
    """Indented text for a terminal."""
    return "\n".join("".join(f"{line}\n" for line in _text_of(block)) for block in blocks)


def _text_of(block: Block) -> Iterator[str]:
    yield for_terminal(block.title)
    for line in block.lines:
        mark = "- " if block.listed else ""
        yield f"{'  ' * line.depth}{mark}{for_terminal(f'{line.text} {line.link}')}"


def as_markdown(blocks: Iterable[Block]) -> str:
    """Markdown: the first title is that of the page."""
    levels = chain(["#"], repeat("##"))
    texts = ("".join(_markdown_of(block, level)) for block, level in zip(blocks, levels, strict=False))
    return "\n\n".join(text.rstrip() for text in texts) + "\n"


def _markdown_of(block: Block, level: str) -> Iterator[str]:
    yield f"{level} {for_markdown(block.title)}\n\n"
    for line in block.lines:
        text, link = for_markdown(line.text), web_address(line.link)
        told = f"[{text}](<{link}>)" if link else text
        yield f"{'  ' * (line.depth - 1)}- {told}\n" if line.depth else f"{told}\n\n"


def explain_rule(pack: Pack, ident: str, words: Words, layout: Layout = as_text) -> str:
    """What a practice, caution, signal, metric or question is about. Raises `ScalecheckError` for an unknown id."""
    return layout(_Story(pack, words).of(_find(pack, ident)))


def explain_outcome(assessment: Assessment, pack: Pack, ident: str, words: Words, layout: Layout = as_text) -> str:
    """How a practice or caution came out on a product: the evaluated conditions with the place of every answer.

    Raises `ScalecheckError` when there is no such practice or caution.
    """
    entry = _find(pack, ident)
    if not isinstance(entry, Practice | Caution):
        kind = type(entry).__name__.lower()
        raise ScalecheckError(
            f"{ident}: only practices and cautions have an outcome, not a {kind}{_readers(assessment, pack, entry)}"
        )
    return layout(_Outcome(assessment, pack, words).of(entry))


Entry = Practice | Caution | Signal | Metric | Question

MOST_READERS = 5


def _readers(assessment: Assessment, pack: Pack, entry: Signal | Metric | Question) -> str:
    """What to ask for instead: the practices and cautions that read a question, a metric or a signal, if any does."""
    key = {Metric: "metrics.", Signal: "signal."}.get(type(entry), "") + entry.id
    readers: tuple[Practice | Caution, ...] = (*pack.practices, *pack.cautions)
    rules = [rule.id for rule in readers if key in _reads(rule)]
    if not rules:
        return ""
    more = f" and {len(rules) - MOST_READERS} more" if len(rules) > MOST_READERS else ""
    command = f"scalecheck why {rules[0]} {quote(assessment.questionnaire.path)}"
    return f"; it is read by {', '.join(rules[:MOST_READERS])}{more} (try `{command}`)"


def _reads(rule: Practice | Caution) -> set[str]:
    """The keys of all that the conditions of a rule look at."""
    conditions = (rule.applies_when, rule.require) if isinstance(rule, Practice) else (rule.warn_when, rule.unless)
    leaves = [leaf for condition in conditions if condition for leaf in condition.leaves()]
    references = {leaf.subject for leaf in leaves if isinstance(leaf, Reference)}
    return references.union(*(leaf.subjects() for leaf in leaves))


@per_pack
def _entries(pack: Pack) -> Mapping[str, Entry]:
    signals = {signal.id: signal for signal in pack.signals}
    keys = {metric.key: metric for metric in pack.metrics}
    return {**pack.question, **keys, **pack.metric, **signals, **pack.caution, **pack.practice}


def _find(pack: Pack, ident: str) -> Entry:
    known = _entries(pack)
    if ident in known:
        return known[ident]
    left_out = next((item for item in pack.disabled if item.id == ident), None)
    if left_out:
        raise ScalecheckError(f"{ident}: is left out by {pack.name_and_version}: {left_out.reason}")
    asking = [question for question in pack.question.values() if ident in question.choices]
    if len(asking) == 1:
        asked = asking[0]
        raise ScalecheckError(
            f"{ident}: is an answer of {asked.id} ({asked.choices[ident]}); see `scalecheck explain {asked.id}`"
        )
    raise ScalecheckError(f"{ident}: no rule, metric or question has this id{nearest(ident, known)}")


class _Story(Frozen):
    pack: Pack
    words: Words

    def of(self, entry: Entry) -> Iterator[Block]:
        yield from self._told(entry)
        yield from self._part("explain.changed", [item.reason for item in self.pack.overrides if item.id == entry.id])

    def _told(self, entry: Entry) -> Iterator[Block]:
        match entry:
            case Practice():
                return self._practice(entry)
            case Caution():
                return self._caution(entry)
            case Metric():
                return self._metric(entry)
            case Signal():
                return self._signal(entry)
        return self._asked(entry)

    def _practice(self, practice: Practice) -> Iterator[Block]:
        levels = [f"{self._phase(phase)} {practice.levels[phase]}" for phase in PHASES if phase in practice.levels]
        weight = self.words("explain.weight", effort=practice.effort, impact=practice.impact)
        about = [" · ".join((self.pack.areas[practice.area], ", ".join(levels), weight))]
        about += [self.words("explain.critical")] if practice.critical else []
        yield _head(practice.id, practice.title, *about)
        yield from map(self._question, practice.questions)
        yield from self._part("explain.why", [practice.why])
        yield from self._part("explain.how", practice.how)
        yield from self._part("explain.verify", [practice.verify])
        yield from self._part("explain.pitfalls", practice.pitfalls)
        yield from self._part("explain.after", map(self._titled, practice.after))
        yield from self._part("explain.guide", practice.guide)
        yield from self._sources(practice.references)

    def _phase(self, phase: Phase) -> str:
        return self.pack.phases[phase].title

    def _titled(self, practice: str) -> str:
        return f"{practice}: {self.pack.practice[practice].title}"

    def _asked(self, question: Question) -> Iterator[Block]:
        yield self._question(question)
        owner = self.pack.practice_of.get(question.id)
        yield from self._part("explain.decides", [self._titled(owner.id)] if owner else [])

    def _question(self, question: Question) -> Block:
        return Block(f"{question.id}: {question.prompt}", tuple(map(Line, self._help(question))))

    def _help(self, question: Question) -> Iterator[str]:
        if question.help:
            yield question.help
        if question.partial:
            yield self.words("explain.partial", text=question.partial)
        if question.example:
            yield self.words("explain.example", text=question.example)
        if question.not_applicable:
            yield self.words("explain.not_applicable")
        days = self.pack.valid_for(question.id)
        if days:
            yield self.words("explain.valid_for", count=days)
        for name, title in question.choices.items():
            yield f"{name}: {title}"
        if question.bounds:
            low, high = question.bounds
            yield self.words("explain.bounds", low=f"{low:g}", high=f"{high:g}")

    def _caution(self, caution: Caution) -> Iterator[Block]:
        phases = ", ".join(map(self._phase, caution.phases))
        about = self.words("explain.caution", phases=phases, severity=caution.severity)
        yield _head(caution.id, caution.title, about)
        yield from self._part("explain.harm", [caution.harm])
        yield from self._part("explain.instead", [caution.instead])
        key = "explain.revisit" if caution.points_to == "premature" else "explain.settled"
        yield from self._part(key, [caution.revisit])
        yield from self._part("explain.see", map(self._titled, caution.see))
        yield from self._sources(caution.references)

    def _signal(self, signal: Signal) -> Iterator[Block]:
        about = self.words("explain.signal", phase=self._phase(signal.phase), weight=signal.weight)
        yield _head(signal.id, signal.title, about)
        yield from self._part("explain.guide", signal.guide)
        yield from self._sources(signal.references)

    def _metric(self, metric: Metric) -> Iterator[Block]:
        yield _head(metric.key, metric.title, metric.prompt)
        yield from self._part("explain.counted", [text for text in (metric.definition, metric.formula) if text])
        targets = [
            f"{self._phase(phase)}: {target_text(self.words, metric.targets[phase], metric.direction, metric.unit)}"
            for phase in PHASES
            if phase in metric.targets
        ]
        basis = [self.words("explain.basis", basis=self.words(f"basis.{metric.basis}"))] if targets else []
        yield from self._part("explain.targets", [*targets, *basis])
        yield from self._part("explain.note", [metric.note] if metric.note else [])
        yield from self._part("explain.mind", [metric.caveats] if metric.caveats else [])
        yield from self._sources(metric.sources)

    def _sources(self, names: Iterable[str]) -> Iterator[Block]:
        sources = tuple(Line(source.title, link=source.url) for source in map(self.pack.source.__getitem__, names))
        if sources:
            yield Block(self.words("explain.sources"), sources, listed=True)

    def _part(self, key: str, lines: Iterable[str]) -> Iterator[Block]:
        return _part(self.words(key), lines)


class _Outcome(Frozen):
    assessment: Assessment
    pack: Pack
    words: Words

    def of(self, entry: Practice | Caution) -> Iterator[Block]:
        finding = self.assessment.finding(entry.id)
        yield _head(entry.id, entry.title, self._verdict(finding))
        for name, tree in explain(self.assessment, self.pack, entry.id):
            yield Block(self.words(f"explain.{name}"), tuple(self._tree(tree, 1)))
        yield from self._part("explain.missing", finding.missing)
        yield from self._part("explain.flip", self._change(entry))

    def _verdict(self, finding: Finding) -> str:
        if finding.kind == "caution":
            return self.words(f"explain.caution_{finding.outcome}")
        level = finding.level or self.words("explain.not_asked")
        return self.words("explain.outcome", outcome=self.words(f"outcome.{finding.outcome}"), level=level)

    def _tree(self, tree: Explanation, depth: int) -> Iterator[Line]:
        mark = {"true": "✓", "false": "✗", "unknown": "?"}.get(tree.truth.value, "-")
        if not tree.children:
            yield Line(f"{mark} {self._leaf(tree)}{self._place(tree)}", depth)
            return
        yield Line(f"{mark} {self.words(f'explain.{tree.kind}', least=tree.expected)}", depth)
        for child in tree.children:
            yield from self._tree(child, depth + 1)

    def _leaf(self, tree: Explanation) -> str:
        actual = self.words("outcome.unknown") if tree.actual is None else self._value(tree, tree.actual)
        return f"{self._asked(tree)}: {actual}"

    def _asked(self, leaf: Explanation) -> str:
        """What a leaf asks for, in words."""
        expected = leaf.expected if isinstance(leaf.expected, tuple) else (leaf.expected,)
        values = [self._value(leaf, value) for value in expected if value is not None] or [""]
        low, high = values[0], values[-1]
        text = self.words(
            f"operator.{leaf.operator}", subject=leaf.subject, values=", ".join(values), low=low, high=high
        )
        return text.rstrip()

    def _value(self, leaf: Explanation, value: Any) -> str:
        metric = self.pack.metric.get(leaf.subject.removeprefix("metrics."))
        if isinstance(value, tuple):
            return ", ".join(self._value(leaf, item) for item in value)
        if isinstance(value, int | float):
            return amount(self.words, value, metric.unit) if metric else f"{value:g}"
        return str(value)

    def _place(self, tree: Explanation) -> str:
        questionnaire = self.assessment.questionnaire
        answer = questionnaire.answers.get(tree.subject)
        return f" ({questionnaire.place(answer)})" if answer else ""

    def _part(self, key: str, lines: Iterable[str]) -> Iterator[Block]:
        return _part(self.words(key), lines)

    def _change(self, entry: Practice | Caution) -> Iterator[str]:
        """The fewest conditions that would have to come out otherwise to turn the outcome over."""
        for node in turn_over(self.assessment, self.pack, entry.id):
            text, holds = self._asked(node), node.truth.value == "true"
            yield self.words("explain.no_longer", text=text) if holds else text


def _head(ident: str, title: str, *about: str) -> Block:
    return Block(f"{ident}: {title}", tuple(Line(text, 0) for text in about))


def _part(title: str, lines: Iterable[str]) -> Iterator[Block]:
    """A heading with its points, or nothing at all."""
    found = tuple(map(Line, lines))
    if found:
        yield Block(title, found, listed=True)
