"""What one process does once a pack is loaded: assessments a second, memory, and how the cost grows.

    python benchmarks/throughput.py speed | rules | files | memory [COUNT]

Run it in an environment that scalecheck was installed into from a wheel. The questionnaire is `examples/growth.yaml`,
in which every question of its phase is answered. Times are processor time of one core, the median of several stretches.
Garbage is looked for as seldom as on the command line (see `scalecheck.__main__`) while packs are read.
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
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
    """Packs with 100, 1,000 and 10,000 practices, a hundred in a file: reading and validating them, linting them, and
    assessing a product that has answered everything."""
    from scalecheck.lint import lint
    from scalecheck.packfile import read_pack
    from scalecheck.questionnaire import Answer

    print("| practices | read, ms | lint, ms | assess, ms | µs a practice |\n|---|---|---|---|---|")
    for count in (100, 1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            write_pack(Path(folder), count)
            source = read_pack(Path(folder))
            assert not list(lint(source))
            read = cost(lambda folder=folder: read_pack(Path(folder)), stretches=3)
        checked = cost(lambda source=source: list(lint(source)), stretches=3)
        asked = ("product.keeps_data", *source.pack.practice_of)
        answers = {key: Answer(question=key, value="yes") for key in asked}
        product = scalecheck.Questionnaire(path="", phase=scalecheck.Phase.GROWTH, name="", answers=answers)
        taken = cost(lambda product=product, pack=source.pack: scalecheck.assess(product, pack, as_of=DAY), stretches=5)
        each = " + ".join(f"{1000 * part / count:.1f}" for part in (read, checked, taken))
        print(f"| {count:,} | {read:.0f} | {checked:.1f} | {taken:.2f} | {each} |")


def write_pack(folder: Path, practices: int) -> None:
    """A pack that the linter has nothing to say about."""
    (folder / "pack.yaml").write_text(HEAD)
    for start in range(0, practices, 100):
        entries = [
            PRACTICE.format(number=number, after=f"after: [area.practice-{number - 7}]" if number > 6 else "")
            for number in range(start, start + 100)
        ]
        (folder / f"practices-{start}.yaml").write_text("practices:\n" + "".join(entries))


HEAD = """
pack:
  name: many
  version: "1"
  title: Many practices
  phases:
    mvp: {title: MVP, about: First.}
    pmf: {title: Fit, about: Second.}
    growth: {title: Growth, about: Third.}
    maturity: {title: Maturity, about: Fourth.}
  areas: {area: Area}
questions:
- id: product.phase
  kind: choice
  prompt: "Which phase is it in?"
  choices: {mvp: MVP, pmf: Fit, growth: Growth, maturity: Maturity}
- {id: product.keeps_data, kind: yes_no, prompt: "Does it keep data?"}
sources:
- {id: a-book, title: A book}
"""

PRACTICE = """
- id: area.practice-{number}
  title: Practice {number}
  area: area
  levels: {{growth: required}}
  references: [a-book]
  applies_when: {{answer: product.keeps_data, is: yes}}
  {after}
  questions:
  - {{id: practices.area.one_{number}, prompt: "Is it so?", partial: It is nearly so.}}
  why: Without it things get worse.
  how: [Begin with it.]
  verify: Look at it.
  effort: M
  impact: 3
  tests:
  - {{expect: pass, answers: {{practices.area.one_{number}: yes}}}}
  - {{expect: fail, answers: {{practices.area.one_{number}: no}}}}
"""


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
    # As the command line does; see docs/performance.md.
    gc.set_threshold(100_000, 50, 50)
    match sys.argv[1:]:
        case ["memory", *rest]:
            memory(int(rest[0]) if rest else 100_000)
        case ["speed" | "rules" | "files" as what]:
            {"speed": speed, "rules": rules, "files": files}[what]()
        case _:
            sys.exit(__doc__)
