"""The long search for files that crash, hang or eat memory: the tests of `unit/test_fuzz.py`, led by the coverage of our code.

    .venv/bin/pip install atheris
    .venv/bin/python tests/fuzz.py --minutes 2 [TEST]...

Each test runs in a process of its own for so many minutes. The inputs that reach new code are kept in `.fuzz/`, so that
the next run goes on from there; the one that fails is printed by hypothesis and kept there as `crash-…`. The exit code
is 1 when one of them fails.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / ".fuzz"
SECONDS, MEGABYTES = 20, 1_500
"""What one input may cost here, where the instrumented code is many times slower than it is for users."""


SEEDS, LONGEST = 64, 4096
"""Inputs to begin with, and their bytes. Without them the search begins with a single byte, of which no file can be made,
and spends its minutes on growing it."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("tests", nargs="*")
    asked = parser.parse_args()
    if asked.one:
        search(asked.tests[0], round(asked.minutes * 60))
    failed = []
    for test in asked.tests or names():
        print(f"== {test}", flush=True)
        command = [sys.executable, __file__, "--one", "--minutes", str(asked.minutes), test]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(test)
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "nothing found")
    return 1 if failed else 0


def names() -> list[str]:
    from unit import test_fuzz

    return [name for name in dir(test_fuzz) if name.startswith("test_") and callable(getattr(test_fuzz, name))]


def search(test: str, seconds: int) -> None:
    """Fuzz one test, and leave the process with its exit code."""
    import atheris

    with atheris.instrument_imports(include=["scalecheck"]):
        from unit import test_fuzz

    folder = CORPUS / test
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(SEEDS if not any(folder.iterdir()) else 0):
        (folder / f"seed-{number}").write_bytes(Random(number).randbytes(LONGEST))
    limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_total_time={seconds}", f"-max_len={LONGEST}"]
    atheris.Setup(
        [sys.argv[0], str(folder), *limits, f"-artifact_prefix={folder}/", "-verbosity=0", "-print_final_stats=1"],
        getattr(test_fuzz, test).hypothesis.fuzz_one_input,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
