"""Accepted gaps: a file of its own, so that code owners can guard it. Every waiver ends by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from scalecheck.document import Document, Mapping, Node, Scalar, Sequence, day_of, nearest
from scalecheck.errors import Fault, InputError

__all__ = ["EXPIRING_DAYS", "FORMAT", "LONGEST_DAYS", "Waiver", "load_waivers"]

LONGEST_DAYS = 180
"""The longest term of a waiver; a gap that is accepted for longer is a decision about the product, not a waiver."""

EXPIRING_DAYS = 14
"""A waiver that ends within this many days is told about."""

FORMAT = 1
"""The version of the waiver file that this release reads."""

SHORTEST_REASON = 10

_NEEDED = ("rule", "reason", "owner", "approved_by", "created", "expires")
_KEYS = (*_NEEDED, "ticket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A practice that may fail from `created` to `expires`, both days included (UTC), with who answers for it."""

    rule: str
    reason: str
    owner: str
    approved_by: str
    created: date
    expires: date
    ticket: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def holds(self, day: date) -> bool:
        return self.created <= day <= self.expires

    def days_left(self, day: date) -> int:
        """Days until the last one, negative when it is over."""
        return (self.expires - day).days


def load_waivers(document: Document, rules: Iterable[str]) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises `InputError` with every fault: unknown rules, missing fields, terms that are too
    long or overlap."""
    faults = list(document.faults)
    root = document.root
    known = list(rules)
    waivers: list[Waiver] = []
    if isinstance(root, Mapping):
        faults += [
            document.fault(root.keys[key], key, f"is not a key of a waiver file{nearest(key, ['waivers'])}")
            for key in root.items
            if key not in ("scalecheck", "waivers")
        ]
        if "scalecheck" in root.items:
            faults += document.version_faults(root.items["scalecheck"], FORMAT)
        items = root.items.get("waivers", root)
        if isinstance(items, Sequence):
            for index, node in enumerate(items.items):
                waivers += _waiver(document, node, f"waivers[{index}]", known, faults)
        else:
            faults.append(document.fault(items, "waivers", "must be a list, even if it is empty: `waivers: []`"))
    else:
        faults.append(document.fault(root, "", "must hold a list `waivers:`"))
    faults += _overlaps(document, waivers)
    if faults:
        raise InputError(faults)
    return tuple(waivers)


def _waiver(document: Document, node: Node, key: str, known: list[str], faults: list[Fault]) -> Iterator[Waiver]:
    before = len(faults)
    if not isinstance(node, Mapping):
        faults.append(document.fault(node, key, f"must have {', '.join(_NEEDED)}"))
        return
    for name in node.items:
        if name not in _KEYS:
            faults.append(document.fault(node.keys[name], f"{key}.{name}", f"is not known{nearest(name, _KEYS)}"))
    texts: dict[str, str] = {}
    for name in _KEYS:
        value = node.items.get(name)
        if isinstance(value, Scalar) and not value.is_null and value.text.strip():
            texts[name] = value.text.strip()
        elif name in _NEEDED:
            faults.append(document.fault(value or node, f"{key}.{name}", "is missing"))
    rule = texts.get("rule", "")
    if rule and rule not in known:
        message = f"{rule} is not a practice that can be waived{nearest(rule, known)}"
        faults.append(document.fault(node.items["rule"], f"{key}.rule", message))
    if 0 < len(texts.get("reason", "")) < SHORTEST_REASON:
        message = f"must say why in at least {SHORTEST_REASON} characters"
        faults.append(document.fault(node.items["reason"], f"{key}.reason", message))
    days = {name: _day(document, node, name, key, faults) for name in ("created", "expires") if name in texts}
    created, expires = days.get("created"), days.get("expires")
    if created and expires and not 0 <= (expires - created).days <= LONGEST_DAYS:
        what = "lies before `created`" if expires < created else f"is more than {LONGEST_DAYS} days after `created`"
        faults.append(document.fault(node.items["expires"], f"{key}.expires", what))
    if len(faults) == before and created and expires:
        yield Waiver(
            rule=rule,
            reason=texts["reason"],
            owner=texts["owner"],
            approved_by=texts["approved_by"],
            created=created,
            expires=expires,
            ticket=texts.get("ticket", ""),
            path=document.path,
            line=node.line,
        )


def _day(document: Document, node: Mapping, name: str, key: str, faults: list[Fault]) -> date | None:
    value = node.items[name]
    text = value.text.strip() if isinstance(value, Scalar) else ""
    try:
        return day_of(text)
    except ValueError:
        faults.append(document.fault(value, f"{key}.{name}", f"must be a date such as 2026-11-01, not {text[:40]!r}"))
        return None


def _overlaps(document: Document, waivers: list[Waiver]) -> Iterator[Fault]:
    for first, second in combinations(waivers, 2):
        if first.rule == second.rule and first.created <= second.expires and second.created <= first.expires:
            message = f"overlaps with the waiver of {first.rule} in line {first.line}"
            yield Fault(document.path, second.line, 1, second.rule, message)
