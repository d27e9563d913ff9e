"""Packs that were checked once are kept; nothing that lies in the cache is trusted."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import TODAY
from scalecheck import packs
from scalecheck.assessment import assess
from scalecheck.document import parse
from scalecheck.errors import InputError
from scalecheck.kept import keep, kept, key_of
from scalecheck.pack import Pack
from scalecheck.questionnaire import load_questionnaire

SMALL = Path(__file__).parents[1] / "packs" / "small.yaml"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache; the folder that packs are kept in, once there are any."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "scalecheck" / "packs"


@pytest.fixture
def load(cache: Path) -> Callable[[Path], Pack]:
    """Load a pack as a new process would."""

    def load(path: Path) -> Pack:
        packs._loaded.cache_clear()
        return packs.load_pack(path)

    return load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL, tmp_path / "mine.yaml"))


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    read, seen = packs._read, []
    monkeypatch.setattr(packs, "_read", lambda paths: (seen.append(paths), read(paths))[1])
    return seen


def test_a_pack_is_read_and_checked_once(
    load: Callable[[Path], Pack], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = count_readings(monkeypatch)
    assert load(file) == load(file) == load(file)
    assert len(readings) == 1


def test_a_pack_can_be_kept_after_it_was_used(cache: Path, file: Path, load: Callable[[Path], Pack]) -> None:
    pack = load(file)
    product = load_questionnaire(parse(b"product: {phase: pmf}"), pack, TODAY)
    result = assess(product, pack, as_of=TODAY)
    keep(key_of(["used"]), pack)
    found = kept(key_of(["used"]))
    assert found == pack
    assert assess(product, found, as_of=TODAY) == result


def test_a_changed_pack_is_read_anew(load: Callable[[Path], Pack], file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = count_readings(monkeypatch)
    before = load(file)
    file.write_text(file.read_text().replace("A small pack", "A smaller pack"))
    assert (before.title, load(file).title) == ("A small pack", "A smaller pack")
    assert len(readings) == 2


def test_other_code_has_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(["rules"])
    monkeypatch.setattr("scalecheck.kept._code", lambda: "other code")
    assert key_of(["rules"]) != before


def test_a_faulty_pack_is_not_kept(load: Callable[[Path], Pack], file: Path, cache: Path) -> None:
    file.write_text(file.read_text().replace("effort: S", "effort: XXL"))
    for _ in range(2):
        with pytest.raises(InputError, match="effort"):
            load(file)
    assert not cache.exists()


def test_what_changes_while_it_is_read_is_not_kept(
    load: Callable[[Path], Pack], file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = packs._read

    def slowly(paths: tuple[Path, ...]) -> Pack:
        pack = read(paths)
        file.write_text(file.read_text() + "# edited meanwhile\n")
        return pack

    monkeypatch.setattr(packs, "_read", slowly)
    load(file)
    assert not cache.exists()


class _Order:
    """Unpickles by making a file, as an attacker's object would run a program."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self._path),)


def sealed(data: bytes) -> bytes:
    return sha256(data).digest() + data


SPOILS: dict[str, Callable[[Path, Path], None]] = {
    "half of it": lambda file, _: file.write_bytes(file.read_bytes()[:1000]),
    "nothing": lambda file, _: file.write_bytes(b""),
    "a changed byte": lambda file, _: file.write_bytes(file.read_bytes().replace(b"Backups", b"Packups")),
    "no pickle": lambda file, _: file.write_bytes(sealed(b"pack")),
    "no pack": lambda file, _: file.write_bytes(sealed(pickle.dumps({"pack": 1}))),
    "an order": lambda file, trace: file.write_bytes(sealed(pickle.dumps(_Order(trace)))),
    "a function of ours": lambda file, _: file.write_bytes(sealed(b"cscalecheck.pack\nreplace\n.")),
    "open to others": lambda file, _: file.chmod(0o666),
    "a link": lambda file, trace: (file.rename(trace), file.symlink_to(trace), None)[2],
    "a folder": lambda file, _: (file.unlink(), file.mkdir(), None)[2],
    "a pipe": lambda file, _: (file.unlink(), os.mkfifo(file), None)[2],
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_cannot_be_relied_on_is_read_anew(
    load: Callable[[Path], Pack], file: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, Path], None],
) -> None:  # fmt: skip
    wanted = load(file)
    (stored,) = cache.iterdir()
    trace = tmp_path / "trace"
    spoil(stored, trace)
    readings = count_readings(monkeypatch)
    assert load(file) == wanted
    assert len(readings) == 1
    assert not trace.is_dir()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_not_used(load: Callable[[Path], Pack], file: Path, cache: Path) -> None:
    load(file)
    (stored,) = cache.iterdir()
    os.chown(stored, 65534, 65534)
    assert kept(stored.name) is None


def test_only_the_user_can_read_or_write_what_is_kept(load: Callable[[Path], Pack], file: Path, cache: Path) -> None:
    load(file)
    (stored,) = cache.iterdir()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["/dev/null", "relative", ""])
def test_without_a_place_everything_works(
    load: Callable[[Path], Pack], file: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.delenv("HOME", raising=False)
    assert load(file) == load(file)


def test_the_cache_stays_small(cache: Path, small: Pack) -> None:
    for number in range(25):
        keep(f"{number:064}", small)
    assert len(list(cache.iterdir())) == 20
    assert kept(f"{24:064}") == small
