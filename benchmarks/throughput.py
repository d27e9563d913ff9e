"""What one process does once a pack is loaded: assessments a second, memory, and how the cost grows.

    python benchmarks/throughput.py speed | rules | files | memory [COUNT]

Run it in an environment that scalecheck was installed into from a wheel. The questionnaire is `examples/growth.yaml`,
in which every question of its phase is answered. Times are processor time of one core, the median of several stretches.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import scalecheck

EXAMPLE = Path(__file__).parents[1] / "examples" / "growth.yaml"
DAY = date(2026, 11, 23)
PACK = scalecheck.load_pack()


def load() -> scalecheck.Questionnaire:
    return scalecheck.load_questionnaire(scalecheck.read(EXAMPLE), PACK, as_of=DAY)


def cost(work: Callable[[], object], stretches: int = 9, least: float = 0.2) -> float:
    """Milliseconds of one call; a stretch is as many calls as take `least` seconds."""
    found = []
    for _ in range(stretches):
        calls, start = 0, time.process_time()
        while (taken := time.process_time() - start) < least:
            work()
            calls += 1
        found.append(1000 * taken / calls)
    return statistics.median(found)


def speed() -> None:
    """A second of work, stage by stage."""
    document, product = scalecheck.read(EXAMPLE), load()
    stages = {
        "read the YAML": lambda: scalecheck.read(EXAMPLE),
        "check the answers": lambda: scalecheck.load_questionnaire(document, PACK, as_of=DAY),
        "assess": lambda: scalecheck.assess(product, PACK, as_of=DAY),
        "all three": lambda: scalecheck.assess(load(), PACK, as_of=DAY),
    }
    print("| stage | ms | a second |\n|---|---|---|")
    for name, work in stages.items():
        taken = cost(work)
        print(f"| {name} | {taken:.2f} | {1000 / taken:,.0f} |")


def rules() -> None:
    """Packs with 100, 1,000 and 10,000 practices, made by repeating those of the guide."""
    product = load()
    print("| practices | ms | microseconds for one |\n|---|---|---|")
    for count in (100, 1_000, 10_000):
        rounds = range(count // len(PACK.practices) + 1)
        copies = [replace(item, id=f"{item.id}-{n}" if n else item.id) for n in rounds for item in PACK.practices]
        pack = replace(PACK, practices=tuple(copies[:count]))
        taken = cost(lambda pack=pack: scalecheck.assess(product, pack, as_of=DAY), stretches=5)
        print(f"| {count:,} | {taken:.2f} | {1000 * taken / count:.1f} |")


def files() -> None:
    """The same file 1, 10, 100 and 1,000 times, one after the other."""
    print("| files | ms | ms for one |\n|---|---|---|")
    for count in (1, 10, 100, 1_000):
        taken = cost(
            lambda count=count: [scalecheck.assess(load(), PACK, as_of=DAY) for _ in range(count)], stretches=3
        )
        print(f"| {count:,} | {taken:.1f} | {taken / count:.2f} |")


def memory(count: int) -> None:
    """The most memory that the process ever had, after more and more assessments from YAML."""
    print("| assessments | peak, MB |\n|---|---|")
    for done in range(count + 1):
        if done in (0, 1, count // 100, count // 10, count // 2, count):
            print(f"| {done:,} | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f} |", flush=True)
        scalecheck.assess(load(), PACK, as_of=DAY)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["memory", *rest]:
            memory(int(rest[0]) if rest else 100_000)
        case ["speed" | "rules" | "files" as what]:
            {"speed": speed, "rules": rules, "files": files}[what]()
        case _:
            sys.exit(__doc__)
