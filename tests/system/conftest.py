"""Some commands of a page need no process of their own."""

from __future__ import annotations

from commands.conftest import run as run
