"""Sound files of every kind as trees, for the small pack: what the tests spoil, or fill with hostile texts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, ClassVar

import yaml

from conftest import ROOT
from unit.test_policy import FULL


class Plain(str):
    """A scalar that is written without quotes."""


def bytes_of(tree: Any) -> bytes:
    """The tree as YAML."""
    return _written(tree).encode("utf-8", errors="replace")


def _written(node: Any) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{quoted(str(key))}: {_written(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_written, node)) + "]"
    if isinstance(node, Plain):
        return str(node)
    return quoted(node) if isinstance(node, str) else json.dumps(node)


@cache
def quoted(text: str) -> str:
    """In YAML, unlike in JSON, an escape stands for a whole sign."""
    plain = "".join(map(chr, range(32, 127))).replace('"', "").replace("\\", "")
    return '"' + "".join(sign if sign in plain else f"\\U{ord(sign):08x}" for sign in text) + '"'


class _Loader(yaml.CSafeLoader):
    """Knows numbers only, so that yes, no and days stay as they stand."""

    yaml_implicit_resolvers: ClassVar = {
        sign: [(tag, pattern) for tag, pattern in known if tag.endswith((":int", ":float"))]
        for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def tree_of(text: str) -> Any:
    """YAML as a tree."""
    return yaml.load(text, _Loader)


PACK: dict[str, Any] = tree_of((ROOT / "tests" / "packs" / "small.yaml").read_text(encoding="utf-8"))
POLICY: dict[str, Any] = tree_of(FULL)
QUESTIONNAIRE: dict[str, Any] = {
    "scalecheck": 1,
    "product": {"name": "Plot", "phase": "pmf", "type": "web", "keeps_data": "yes"},
    "team": {"size": 14, "services": {"value": 3, "owner": "ann", "reviewed": "2026-10-01"}, "founded": "2020-02-29"},
    "metrics": {
        "churn": {"value": 0.04, "measured": "2026-11-01", "sample": 100, "previous": [0.05, 0.06], "source": "x"},
        "users": 1_000,
        "cac": {"value": 10, "previous": [1, 2, 3]},
        "load": 0.5,
    },
    "practices": {
        "safety": {"backups": {"answer": "no", "note": "soon", "evidence": ["a.md", "https://example.com/x"]}},
        "testing": {"unit": "partial", "e2e": {"answer": "n/a", "reason": "it has no pages"}},
        "shape": {"borders": "planned"},
    },
    "symptoms": ["slow"],
    "targets": {"churn": 0.02},
}
WAIVERS = {
    "scalecheck": 1,
    "waivers": [
        {
            "rule": "safety.backups",
            "reason": "moving to another host",
            "owner": "ann",
            "approved_by": "bob",
            "created": "2026-11-01",
            "expires": "2026-12-31",
            "ticket": "https://example.com/1",
        },
        {"rule": "tests.layers", "reason": "there is one user", "owner": "a", "approved_by": "b", "created": "2026-01-01", "expires": "2026-02-01"},
    ],
}  # fmt: skip
ADDED: dict[str, Any] = tree_of(
    """
pack: {name: more, version: "1", title: More, extends: small}
overrides:
- {id: safety.backups, reason: ours is a bank and has to, levels: {mvp: required}, why: The law asks.}
- {id: churn, reason: our contracts run for years, targets: {pmf: [0.01, 0.02]}}
disabled:
- {id: shape.many-services, reason: we have one of them only}
"""
)
