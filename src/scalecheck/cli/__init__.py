"""The command line: parse, call, print, exit. The only part that knows Typer, reads arguments or prints.

One file a command; each imports what it needs when it runs, so that `--version` and `--help` do not pay for the engine.
"""

from __future__ import annotations

from scalecheck.cli import assess, baseline, explain, gate, init, rules, schema
from scalecheck.cli.app import app

__all__ = ["app", "assess", "baseline", "explain", "gate", "init", "rules", "schema"]
