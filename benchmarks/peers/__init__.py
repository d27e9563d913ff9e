"""Other tools with the same twenty checks (README.md), each installed apart: how to run one, and what it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FIRES = {
    "infrastructure.cdn",
    "infrastructure.rate_limiting",
    "metrics.availability",
    "metrics.latency_p95_ms",
    "metrics.test_coverage",
    "practices.operations.on_call",
    "practices.operations.runbooks",
    "practices.performance.bundle_budget",
    "practices.performance.load_testing",
    "practices.reliability.circuit_breakers",
    "practices.reliability.recovery_plan",
    "practices.reliability.restore_drill",
    "practices.testing.e2e",
    "practices.testing.integration",
}


@dataclass(frozen=True)
class Peer:
    """`packages` are what to install, from npm if `npm`. `arguments` follow its program and end before the
    questionnaire, which `takes` may replace by something that holds it; `report` makes it tell in a form that `read`
    makes the fired checks of. Without `read` it has no checks and only lints. `code` is how it ends."""

    name: str
    packages: Sequence[str]
    program: str
    arguments: Sequence[str]
    report: Sequence[str] = ()
    read: Callable[[str], set[str]] | None = None
    npm: bool = False
    takes: Callable[[Path], Path] = lambda questionnaire: questionnaire
    code: int = 1

    def argv(self, folder: Path, questionnaire: Path) -> list[str]:
        """How it is run when it is installed in `folder`, which holds its programs."""
        return [str(folder / self.program), *self.arguments, str(self.takes(questionnaire))]

    def fired(self, folder: Path, questionnaire: Path) -> set[str]:
        """The checks that fire. Raises `ValueError` when what it prints cannot be read."""
        argv = [*self.argv(folder, questionnaire), *self.report]
        printed = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        return {_answer(check) for check in self.read(printed)} if self.read else set()


def _answer(path: str) -> str:
    """The answer that a place in the file belongs to: it may be told of the answer or of its value."""
    return path.removeprefix("$.").removesuffix(".answer").removesuffix(".value")


PEERS = (
    Peer("yamllint (no checks)", ("yamllint",), "yamllint", ("-d", "relaxed"), code=0),
    Peer(
        "a Rego script (regorus)",
        ("gordon-to-regorus", "pyyaml"),
        "python",
        (str(HERE / "rego.py"), str(HERE / "checks.rego")),
        read=lambda printed: set(printed.split()),
    ),
    Peer(
        "repo-review",
        ("repo-review[cli]", "pyyaml", str(HERE / "repo_review")),
        "repo-review",
        (),
        ("--format", "json"),
        lambda printed: {
            check["description"] for check in json.loads(printed)["checks"].values() if check["result"] is False
        },
        takes=lambda questionnaire: questionnaire.parent,
        code=3,
    ),
    Peer(
        "check-jsonschema",
        ("check-jsonschema",),
        "check-jsonschema",
        ("--schemafile", str(HERE / "schema.json")),
        ("-o", "json"),
        lambda printed: {error["path"] for error in json.loads(printed)["errors"]},
    ),
    Peer(
        "Spectral",
        ("@stoplight/spectral-cli",),
        "spectral",
        ("lint", "-q", "-r", str(HERE / "spectral.yaml")),
        ("-f", "json"),
        lambda printed: {".".join(finding["path"]) for finding in json.loads(printed)},
        npm=True,
    ),
)
