"""Whole processes of scalecheck and of tools that one would use instead, as ratios to a bare interpreter start.

    python benchmarks/processes.py [--rounds 15] [--json FILE] [--environments FOLDER] [--no-peers]

Builds the wheel and installs it and every peer in environments of their own, asks every peer for the checks that fire,
and then measures them all side by side. With --environments those of the peers are kept there and used again. The table
comes out in Markdown, as in docs/performance.md. Run it from a checkout, while the machine is otherwise idle.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from environments import ROOT, node_environment, python_environment, scalecheck
from measuring import Command, ratios, table
from peers import FIRES, PEERS, Peer

GATE_FORMATS = ("json", "sarif", "junit", "github", "gitlab", "markdown")
DAY = ("--as-of", "2026-11-23")


def ours(programs: Path, questionnaire: Path, scratch: Path) -> list[Command]:
    """The commands of scalecheck that is installed in `programs`, after the bare start that they are compared with."""
    python, program = programs / "python", programs / "scalecheck"
    rules = scratch / "rules"
    shutil.copytree(ROOT / "rules", rules)
    gate, assess = (program, "gate", *DAY, questionnaire), (program, "assess", *DAY, questionnaire)
    commands = [
        Command("`python -c pass`", (python, "-c", "pass")),
        Command("`--version`", (program, "--version")),
        Command("`--help`", (program, "--help")),
        Command("`gate`", gate, code=1),
        *(Command(f"`gate -f {name}`", (*gate, "-f", name), code=1) for name in GATE_FORMATS),
        Command("`assess -q`", (*assess, "-q")),
        Command("`assess` to a terminal", assess, terminal=True, environment={"TERM": "xterm-256color"}),
        Command("`assess -f json`", (*assess, "-f", "json")),
        Command("`assess -q -o report.html`", (*assess, "-q", "-o", scratch / "report.html")),
        Command("`gate --rules` after an edit", (*gate, "--rules", rules), code=1, forgetful=True),
        Command(
            "`gate --rules` from then on",
            (*gate, "--rules", rules),
            code=1,
            environment={"XDG_CACHE_HOME": str(scratch / "cache")},
        ),
    ]
    if "plan" in {path.stem for path in (ROOT / "src" / "scalecheck" / "cli").iterdir()}:
        commands.append(Command("`plan`", (program, "plan", *DAY, questionnaire)))
    return commands


def installed(peer: Peer, folder: Path, questionnaire: Path) -> Command:
    """A peer that says the same as all others. Raises `RuntimeError` when it cannot be installed or says otherwise."""
    programs = (node_environment if peer.npm else python_environment)(folder, peer.packages)
    fired = peer.fired(programs, questionnaire)
    if peer.read and fired != FIRES:
        raise RuntimeError(f"it differs in {', '.join(sorted(fired ^ FIRES))}")
    return Command(peer.name, peer.argv(programs, questionnaire), code=peer.code)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks" / "processes.json")
    parser.add_argument("--environments", type=Path, metavar="FOLDER", help="keep those of the peers here")
    parser.add_argument("--no-peers", action="store_true", help="measure scalecheck alone")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds: quartiles need at least 2")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "product").mkdir()
        questionnaire = Path(shutil.copy(ROOT / "examples" / "growth.yaml", scratch / "product"))
        environments = options.environments.absolute() if options.environments else scratch
        commands = ours(scalecheck(scratch / "scalecheck"), questionnaire, scratch)
        for peer in () if options.no_peers else PEERS:
            try:
                commands.append(installed(peer, environments / peer.program, questionnaire))
            except (RuntimeError, ValueError) as reason:
                print(f"{peer.name} is left out: {reason}", file=sys.stderr)
        found = ratios(commands, options.rounds)
    print(table(found))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    raw = {"python": sys.version, "machine": platform.platform(), "rounds": options.rounds, "ratios": found}
    options.json.write_text(json.dumps(raw, indent=1))
    print(f"\nMedians of {options.rounds} rounds; all figures are in {options.json}.", file=sys.stderr)


if __name__ == "__main__":
    main()
