"""What all tests share: the built-in pack read once, a fixed day, and an environment without surprises.

No test may reach the network, and only tests/system may start a process. Both are watched by Python itself, below
everything that could be patched. Only tests/browser is left alone.
"""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Callable, Generator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, find, settings, strategies

from scalecheck.document import parse
from scalecheck.pack import Pack
from scalecheck.packs import load_pack
from scalecheck.questionnaire import Questionnaire, load_questionnaire
from scalecheck.resources import digest

ROOT = Path(__file__).parents[1]
NODE = ROOT / "tests" / "node"
"""Where npm installs the programs that read what we write (its package.json)."""
TODAY = date(2026, 11, 22)
SUITES = Path(__file__).parent

NETWORK = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
PROCESSES = {"subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty", "os.system"}
refused: set[str] = set()
broken: list[str] = []

# A few examples for the one who waits, many for the gate; always the same ones, as a gate must not find by chance.
for name, examples in {"quick": 10, "thorough": 100}.items():
    # A busy machine must not fail a test.
    busy = [HealthCheck.too_slow]
    settings.register_profile(name, max_examples=examples, deadline=None, derandomize=True, suppress_health_check=busy)
settings.load_profile("quick")


def _watch(event: str, details: tuple[Any, ...]) -> None:
    if event in refused:
        broken.append(f"{event} {details}")
        raise RuntimeError(f"refused here: {event}")


sys.addaudithook(_watch)


def pytest_sessionstart(session: pytest.Session) -> None:
    """An environment without surprises, before a pack is read; packs are kept for this session only, not for the user."""
    folder, patch = TemporaryDirectory(), pytest.MonkeyPatch()
    session.config.add_cleanup(folder.cleanup)
    session.config.add_cleanup(patch.undo)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "SCALECHECK_TRACEBACK", "GITHUB_STEP_SUMMARY"):
        patch.delenv(name, raising=False)
    patch.setenv("XDG_CACHE_HOME", folder.name)
    # Of what is imported, collected and made by tests next to nothing hangs together in circles.
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there by now stays to the end: the collector of garbage need not look at it again and again."""
    if session.config.pluginmanager.hasplugin("cacheprovider"):
        keep_compiled(session.config.cache)
    find(strategies.none(), lambda _: True)  # hypothesis wants to see who holds its generator, which `freeze` hides
    gc.freeze()


def keep_compiled(cache: pytest.Cache) -> None:
    """Let pages find their templates as the last tests left them compiled, which takes as long as fifty pages. Jinja
    looks whether a template has changed; whether our code has, which says how to compile them, is for us to look."""
    from jinja2 import FileSystemBytecodeCache

    from scalecheck.render import html, markdown

    folder = cache.mkdir("templates")
    code = digest(Path(html.__file__).parent, ".py")
    for old in folder.iterdir():
        if not old.name.startswith(code):
            old.unlink(missing_ok=True)
    for pages in (html.templates(), markdown.templates()):
        pages.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{code}-%s")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """So does what pytest has just found in use. It is about to look again, and so is Python, for what was left over
    since."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """So does what is there in the process that only hands out the tests."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """Unless told otherwise, each worker gets neighbours, which share what they read and render once; the one that is
    done first takes from the other."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


@cache
def refused_in(path: Path) -> frozenset[str]:
    """What no test of a file may do."""
    if path.is_relative_to(SUITES / "browser"):
        return frozenset()
    return frozenset(NETWORK if path.is_relative_to(SUITES / "system") else NETWORK | PROCESSES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Refuse what the suite of a test may not do, from the setup of its fixtures to their end."""
    refused.update(refused_in(item.path))
    try:
        return (yield)
    finally:
        refused.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """What was refused fails the test, even if the code under test lives on without it."""
    done = yield
    told, broken[:] = tuple(broken), ()
    assert not told, "no test may reach the network, and one that starts a process belongs into tests/system"
    return done


def copy_tree(folder: Path) -> Path:
    """Copy what an installation is made from, without history; the copy."""
    folder.mkdir(exist_ok=True)
    for name in ("src", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def guide() -> Pack:
    """The built-in pack."""
    return load_pack()


@pytest.fixture(scope="session")
def small() -> Pack:
    """A pack of a few rules, small enough to reason about by hand."""
    return load_pack(Path(__file__).parent / "packs" / "small.yaml")


@pytest.fixture
def fill(small: Pack) -> Callable[[str], Questionnaire]:
    """Read the text of a questionnaire against the small pack."""
    return lambda text: load_questionnaire(parse(text.encode(), "project.yaml"), small, TODAY)
