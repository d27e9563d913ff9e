"""The rules of a pack in a list: for the terminal, as JSON, and as a Markdown table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from scalecheck.pack import Caution, Pack, Practice
from scalecheck.phase import PHASES, Phase
from scalecheck.render.escape import for_json, for_markdown, for_terminal
from scalecheck.words import Words

__all__ = ["rules_json", "rules_markdown", "rules_table"]

Rule = Practice | Caution

_MARK = {"required": "R", "recommended": "r", "optional": "o", None: "-"}
_SPEAKS = "!"


def rules_table(pack: Pack, rules: Iterable[Rule], words: Words, width: int) -> str:
    """The rules by area with a sign for each phase, at most `width` columns wide (never fewer than 60)."""
    found = tuple(rules)
    return "".join(f"{line}\n" for line in _lines(pack, found, words, max(width, 60)))


def _lines(pack: Pack, rules: tuple[Rule, ...], words: Words, width: int) -> Iterator[str]:
    if not rules:
        yield words("rules.none")
        return
    name = max(len(rule.id) for rule in rules)
    beside = width - 8 - name >= 30
    for area, group in groupby(rules, key=lambda rule: rule.area):
        yield for_terminal(pack.areas[area])
        for rule in group:
            start = f"  {''.join(_sign(rule, phase) for phase in PHASES)}  {rule.id}"
            if beside:
                first, *rest = wrap(for_terminal(rule.title), width - 10 - name) or [""]
                yield f"{start.ljust(name + 10)}{first}".rstrip()
                yield from (" " * (name + 10) + line for line in rest)
            else:
                yield start
                yield from (" " * 8 + line for line in wrap(for_terminal(rule.title), width - 8))
        yield ""
    phases = ", ".join(pack.phases[phase].title for phase in PHASES)
    yield from wrap(for_terminal(words("rules.legend", phases=phases)), width)


def _sign(rule: Rule, phase: Phase) -> str:
    if isinstance(rule, Caution):
        return _SPEAKS if phase in rule.phases else _MARK[None]
    return _MARK[rule.levels.get(phase)]


def rules_json(rules: Iterable[Rule]) -> str:
    """A list of objects, plain ASCII."""
    return for_json([_object(rule) for rule in rules])


def _object(rule: Rule) -> dict[str, object]:
    common = {"id": rule.id, "title": rule.title, "area": rule.area, "guide": list(rule.guide)}
    if isinstance(rule, Caution):
        own: dict[str, object] = {
            "kind": "caution",
            "phases": list(map(str, rule.phases)),
            "points_to": rule.points_to,
            "severity": rule.severity,
        }
    else:
        own = {
            "kind": "practice",
            "levels": {str(phase): rule.levels[phase] for phase in PHASES if phase in rule.levels},
            "effort": rule.effort,
            "impact": rule.impact,
            "critical": rule.critical,
            "questions": list(rule.asks),
            "after": list(rule.after),
        }
    return {**common, **own}


def rules_markdown(pack: Pack, rules: Iterable[Rule], words: Words) -> str:
    """One table with a column for each phase."""
    heads = [words("column.rule"), words("column.practice"), words("column.area")]
    heads += [pack.phases[phase].title for phase in PHASES]
    rows = [
        [f"`{rule.id}`", for_markdown(rule.title), for_markdown(pack.areas[rule.area])]
        + [_level(rule, phase, words) for phase in PHASES]
        for rule in rules
    ]
    table = [[for_markdown(head) for head in heads], ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in table)


def _level(rule: Rule, phase: Phase, words: Words) -> str:
    if isinstance(rule, Caution):
        return words("rules.caution") if phase in rule.phases else ""
    level = rule.levels.get(phase)
    return words(f"level.{level}") if level else ""
