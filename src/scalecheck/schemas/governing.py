"""The schemas of the small files beside a questionnaire: policy and waivers. Both name rules, so they follow a pack."""

from __future__ import annotations

from collections.abc import Iterable

from scalecheck import policy, waiver
from scalecheck.fields import SHORTEST_REASON
from scalecheck.pack import LEVELS, Pack
from scalecheck.phase import PHASES
from scalecheck.schemas.parts import Schema, day, either, section, text, version
from scalecheck.words import Words, load_words

__all__ = ["policy_schema", "waivers_schema"]

_MISSING: Schema = {"enum": [None, ""]}
_REASON = text(shortest=SHORTEST_REASON)


def waivers_schema(pack: Pack) -> Schema:
    """The schema of a file of waivers for the practices of a pack."""
    words = load_words()
    entry = _described(
        words,
        "waiver",
        {
            "rule": _titled((practice.id, practice.title) for practice in pack.practices),
            "reason": _REASON,
            "owner": text(shortest=1),
            "approved_by": text(shortest=1),
            "created": day(),
            "expires": day(),
            "ticket": either(text(), _MISSING),
        },
    )
    needed = [name for name in entry if name != "ticket"]
    waivers: Schema = {"type": "array", "items": section(entry, required=needed)}
    return section({"scalecheck": version(waiver.FORMAT), "waivers": waivers}, required=["waivers"])


def policy_schema(pack: Pack) -> Schema:
    """The schema of a policy that amends a pack."""
    words = load_words()
    level: Schema = {"enum": [str(item or "none") for item in LEVELS]}
    target: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 4}
    counts: Schema = {"enum": ["fail", "warn", None]}
    gate = _described(
        words,
        "policy.gate",
        {
            "fail_on": {"enum": ["required", "recommended", None]},
            "partial": counts,
            "unknown": counts,
            "stale": {"enum": ["holds", "unknown", None]},
            "reason": either(text(), _MISSING),
        },
    )
    warns = [{"properties": {name: {"const": "warn"}}, "required": [name]} for name in ("partial", "unknown")]
    excused = {"if": {"anyOf": warns}, "then": {"required": ["reason"], "properties": {"reason": _REASON}}}
    properties = _described(
        words,
        "policy",
        {
            "name": text(shortest=1),
            "pack": section({name: either(text(), _MISSING) for name in ("name", "version", "digest")}),
            "gate": {**section(gate), **excused},
            "waivers": section(
                _described(
                    words,
                    "policy.waivers",
                    {
                        "longest_days": either(
                            {"type": "integer", "minimum": 1, "maximum": policy.LONGEST_TERM}, _MISSING
                        ),
                        "approver": {"enum": ["any", "other", None]},
                    },
                )
            ),
            "practices": _entries(
                {
                    "rule": _titled((practice.id, practice.title) for practice in pack.practices),
                    "levels": _by_phase(level),
                    "reason": _REASON,
                }
            ),
            "metrics": _entries(
                {
                    "metric": _titled((metric.id, metric.title) for metric in pack.metrics if metric.judged),
                    "targets": _by_phase(target),
                    "reason": _REASON,
                }
            ),
        },
    )
    return section({"scalecheck": version(policy.FORMAT), **properties}, required=["name"])


def _described(words: Words, where: str, properties: dict[str, Schema]) -> dict[str, Schema]:
    return {name: {"description": words(f"schema.{where}.{name}"), **schema} for name, schema in properties.items()}


def _titled(entries: Iterable[tuple[str, str]]) -> Schema:
    """One of the ids, each with its title for whoever chooses."""
    found = tuple(entries)
    return {
        "enum": [ident for ident, _ in found],
        "markdownEnumDescriptions": [title for _, title in found],
    }


def _by_phase(schema: Schema) -> Schema:
    return section({str(phase): schema for phase in PHASES}, empty=False, minProperties=1)


def _entries(properties: dict[str, Schema]) -> Schema:
    """A list of changes, which may be empty."""
    return {"type": ["array", "null"], "items": section(properties, required=list(properties))}
