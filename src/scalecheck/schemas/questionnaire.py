"""The schema of a questionnaire: every question of the pack, with what an editor needs to complete and explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scalecheck.amounts import target_text
from scalecheck.condition import NOT_APPLICABLE
from scalecheck.pack import Metric, Pack, Question
from scalecheck.phase import PHASES
from scalecheck.questionnaire import FORMAT, LONGEST_TEXT, PRACTICE, YES_NO
from scalecheck.schemas.parts import Schema, any_case, day, either, section, text, version
from scalecheck.words import Words, load_words

__all__ = ["questionnaire_schema"]

_NUMBER = r"^\s*[-+]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"
_MISSING: Schema = {"$ref": "#/$defs/missing"}


def questionnaire_schema(pack: Pack) -> Schema:
    """The schema for one product's answers to the questions of a pack."""
    words = load_words()
    answers: dict[str, Schema] = {
        question.id: {"description": _about(pack, question, words), **_question(question)}
        for question in pack.question.values()
    }
    for metric in pack.metrics:
        answers[metric.key] = {"title": metric.title, "description": _about_metric(metric, words), **_metric(metric)}
        for alias in metric.aliases:
            answers[f"metrics.{alias}"] = {"description": words("schema.alias", key=metric.key), **_metric(metric)}
    root = _sections(answers)
    root["scalecheck"] = version(FORMAT)
    root["targets"] = section(
        {metric.id: {"title": metric.title, **_number(metric.bounds)} for metric in pack.metrics},
        description=words("schema.targets"),
    )
    root["product"] = {**root["product"], "type": "object", "required": ["phase"]}
    return {**section(root, required=["product"]), "$defs": {**_definitions(words), **_numbers(pack)}}


def _sections(answers: dict[str, Schema]) -> dict[str, Schema]:
    """The answers by section, each section below the one that it is in."""
    tree: dict[str, Schema] = {}
    for key, schema in answers.items():
        *parents, name = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, section({}))["properties"]
        place[name] = schema
    return tree


def _about(pack: Pack, question: Question, words: Words) -> str:
    parts = [question.prompt, question.help]
    parts += [words("explain.partial", text=question.partial)] if question.partial else []
    parts += [words("explain.example", text=question.example)] if question.example else []
    parts += [words("explain.not_applicable")] if question.not_applicable else []
    days = pack.valid_for(question.id)
    parts += [words("explain.valid_for", count=days)] if days else []
    parts += [f"{name}: {title}" for name, title in question.choices.items()]
    if question.bounds:
        low, high = question.bounds
        parts.append(words("explain.bounds", low=f"{low:g}", high=f"{high:g}"))
    return "\n\n".join(filter(None, parts))


def _about_metric(metric: Metric, words: Words) -> str:
    low, high = metric.bounds
    parts = [metric.prompt, metric.definition, metric.formula]
    parts.append(words("explain.bounds", low=f"{low:g}", high=f"{high:g}"))
    targets = [
        f"{phase}: {target_text(words, metric.targets[phase], metric.direction, metric.unit)}"
        for phase in PHASES
        if phase in metric.targets
    ]
    parts += [f"{words('explain.targets')}: {', '.join(targets)}"] if targets else []
    return "\n\n".join(filter(None, parts))


def _question(question: Question) -> Schema:
    match question.kind:
        case "practice":
            return {"$ref": "#/$defs/practice_or_not_applicable" if question.not_applicable else "#/$defs/practice"}
        case "choice":
            # Without a phase there is nothing to judge, so this one answer cannot be missing.
            return _answer(_words(question.choices), missing=question.id != "product.phase")
        case "choices":
            chosen = _words(question.choices)
            return _answer(either(chosen, {"type": "array", "items": chosen}))
        case "whole" | "number":
            return {"$ref": f"#/$defs/{_name(question)}"}
    return {"$ref": f"#/$defs/{question.kind}"}


def _metric(metric: Metric) -> Schema:
    return {"$ref": f"#/$defs/{_name(metric)}"}


def _numbers(pack: Pack) -> dict[str, Schema]:
    """The answers to all questions for numbers, each kind of answer once."""
    numbers = (item for item in pack.question.values() if item.kind in ("whole", "number"))
    found = {_name(item): _answer(_number(item.bounds or (0, 0), whole=item.kind == "whole")) for item in numbers}
    measured = {_name(item): _answer(_number(item.bounds), details="metric_details") for item in pack.metrics}
    return {**found, **measured}


def _name(asked: Question | Metric) -> str:
    kind = "metric" if isinstance(asked, Metric) else asked.kind
    return "_".join((kind, *(f"{bound:.12g}" for bound in asked.bounds or ())))


def _number(bounds: Sequence[float], *, whole: bool = False) -> Schema:
    """A number, also one that is written as text; the bounds of that cannot be told."""
    low, high = (int(bound) if bound == int(bound) else bound for bound in bounds)
    number = {"type": "integer" if whole else "number", "minimum": low, "maximum": high}
    return either(number, {"type": "string", "pattern": _NUMBER})


def _words(choices: Iterable[str]) -> Schema:
    """One of some words: those to complete first, then any other way to write them."""
    names = list(choices)
    return either({"enum": names}, {"type": "string", "pattern": any_case(names)})


def _answer(value: Schema, *, missing: bool = True, details: str = "details") -> Schema:
    """An answer in its short form, or in its long form with details."""
    given = either(value, _MISSING) if missing else value
    long = {
        "type": "object",
        "allOf": [{"$ref": f"#/$defs/{details}"}],
        "properties": {"answer": given, "value": given},
        "not": {"required": ["answer", "value"]},
        **({} if missing else {"anyOf": [{"required": ["answer"]}, {"required": ["value"]}]}),
    }
    return {"anyOf": [*given["anyOf"], long]}


def _definitions(words: Words) -> dict[str, Schema]:
    practice = _spoken(("yes", "partial", "planned", "no"), {key: PRACTICE[key] for key in PRACTICE if _counts(key)})
    none: Schema = {"type": "string", "pattern": any_case(key for key in PRACTICE if not _counts(key))}
    excused = [{"properties": {key: none}, "required": [key]} for key in ("answer", "value")]
    with_reason = {
        "if": {"anyOf": excused},
        "then": {"required": ["reason"], "properties": {"reason": {"not": _MISSING}}},
    }
    either_way = either({"enum": [NOT_APPLICABLE]}, practice, none)
    long = {**_answer(either_way)["anyOf"][-1], **with_reason}
    note = either(text(LONGEST_TEXT), _MISSING)
    facts = {
        name: {"description": words(f"schema.{name}"), **schema}
        for name, schema in {
            "note": note,
            "reason": note,
            "owner": note,
            "source": note,
            "evidence": either(
                text(LONGEST_TEXT), _MISSING, {"type": "array", "items": either(text(LONGEST_TEXT), _MISSING)}
            ),
            "reviewed": either(day(), _MISSING),
        }.items()
    }
    amount = _number((-1e15, 1e15))
    measured = {
        name: {"description": words(f"schema.{name}"), **schema}
        for name, schema in {
            "measured": either(day(), _MISSING),
            "sample": either(_number((0, 10**12), whole=True), _MISSING),
            "previous": either(amount, _MISSING, {"type": "array", "items": amount}),
        }.items()
    }
    return {
        "missing": {
            "description": words("schema.missing"),
            "anyOf": [
                {"type": "null"},
                {"enum": ["unknown"]},
                {"type": "string", "pattern": any_case(("unknown", "?", ""))},
            ],
        },
        "details": _details(facts),
        "metric_details": _details({**facts, **measured}),
        "practice": _answer(practice),
        "practice_or_not_applicable": {"anyOf": [*either(practice, _MISSING)["anyOf"], long]},
        "yes_no": _answer(_spoken(("yes", "no"), YES_NO)),
        "text": _answer({"anyOf": [text(LONGEST_TEXT)]}),
        "date": _answer({"anyOf": [day()]}),
    }


def _counts(word: str) -> bool:
    return PRACTICE[word] != NOT_APPLICABLE


def _spoken(names: Iterable[str], words: Mapping[str, str]) -> Schema:
    """Words to complete first, then every other way to say the same; YAML has truth values for two of them."""
    return either({"enum": list(names)}, {"type": "boolean"}, {"type": "string", "pattern": any_case(words)})


def _details(properties: dict[str, Schema]) -> Schema:
    """What may stand beside an answer; which keys there are is said by names, so that it goes with `allOf`."""
    return {"propertyNames": {"enum": ["answer", "value", *properties]}, "properties": properties}
