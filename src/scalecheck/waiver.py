"""Accepted gaps: a file of its own, so that code owners can guard it. Every waiver ends by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from scalecheck.document import Document
from scalecheck.errors import Fault, Faults, InputError
from scalecheck.fields import Fields
from scalecheck.frozen import Frozen, field

__all__ = ["EXPIRING_DAYS", "FORMAT", "Terms", "Waiver", "load_waivers"]

EXPIRING_DAYS = 14
"""A waiver that ends within this many days is told about."""

FORMAT = 1
"""The version of the waiver file that this release reads."""

_KEYS = ("rule", "reason", "owner", "approved_by", "created", "expires", "ticket")


class Terms(Frozen, kw_only=True):
    """What a policy asks of waivers: how many days one may last, and whether somebody else than its owner approves.

    A gap that is accepted for longer than half a year is a decision about the product, not a waiver.
    """

    longest_days: int = 180
    other_approver: bool = False


class Waiver(Frozen, kw_only=True):
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


def load_waivers(document: Document, rules: Iterable[str], terms: Terms = Terms()) -> tuple[Waiver, ...]:
    """The waivers of a file for `rules`, on the terms of the policy. Raises `InputError` with every fault: unknown
    rules, missing fields, waivers that last too long or overlap."""
    faults = Faults(document.path)
    faults.extend(document.faults)
    file = Fields(document, document.root, "a waiver file", ("scalecheck", "waivers"), faults)
    file.version(FORMAT)
    known = list(rules)
    entries = file.entries("waivers", "a waiver", _KEYS, needed=True)
    waivers = [waiver for entry in entries if (waiver := _waiver(entry, document.path, known, terms))]
    faults.extend(_overlaps(document.path, waivers))
    if faults:
        raise InputError(faults)
    return tuple(waivers)


def _waiver(entry: Fields, path: str, known: list[str], terms: Terms) -> Waiver | None:
    owner, approved_by = entry.text("owner"), entry.text("approved_by")
    if terms.other_approver and owner and owner.casefold() == approved_by.casefold():
        entry.fault("approved_by", "must be somebody else than the owner; the policy asks for it")
    created, expires = entry.day("created"), entry.day("expires")
    if created and expires:
        days = (expires - created).days
        if days < 0:
            entry.fault("expires", "lies before `created`")
        elif days > terms.longest_days:
            entry.fault("expires", f"is more than {terms.longest_days} days after `created`")
    waiver = Waiver(
        rule=entry.known("rule", known, "a practice that can be waived"),
        reason=entry.reason(),
        owner=owner,
        approved_by=approved_by,
        created=created or date.min,
        expires=expires or date.min,
        ticket=entry.text("ticket", needed=False),
        path=path,
        line=entry.line,
    )
    return waiver if waiver.rule and created and expires else None


def _overlaps(path: str, waivers: list[Waiver]) -> Iterator[Fault]:
    """Waivers of one rule that begin before an earlier one is over."""
    reaching: dict[str, Waiver] = {}
    for waiver in sorted(waivers, key=lambda item: (item.created, item.line)):
        before = reaching.get(waiver.rule)
        if before and waiver.created <= before.expires:
            message = f"overlaps with the waiver of {before.rule} in line {before.line}"
            yield Fault(path, waiver.line, 1, waiver.rule, message)
        if before is None or waiver.expires > before.expires:
            reaching[waiver.rule] = waiver
