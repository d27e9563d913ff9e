"""Writing results: all or none, in one step, and nowhere else than asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scalecheck.errors import InputError
from scalecheck.files import write_all


def faults(texts: dict[Path, str]) -> list[str]:
    with pytest.raises(InputError) as caught:
        write_all(texts)
    return [fault.message for fault in caught.value.faults]


def test_every_text_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_all({tmp_path / "a.txt": "one\n", tmp_path / "b.txt": "שתיים\n"})
    assert (tmp_path / "b.txt").read_bytes().decode() == "שתיים\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    write_all({target: "new"})
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)


def test_one_bad_place_keeps_everything_unwritten(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("old")
    found = faults({tmp_path / "old.txt": "new", tmp_path / "none" / "b.txt": "", tmp_path: ""})
    assert [message.removeprefix("cannot be written: ") for message in found] == [
        "is a folder; name a file in it",
        f"the folder {tmp_path / 'none'} does not exist",
    ]
    assert (tmp_path / "old.txt").read_text() == "old"


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    found = faults({tmp_path / "a.txt": "1", tmp_path / "x" / ".." / "a.txt": "2", tmp_path / "." / "a.txt": "3"})
    assert set(found) <= {
        "is named for more than one output",
        f"cannot be written: the folder {tmp_path / 'x' / '..'} does not exist",
    }
    assert not (tmp_path / "a.txt").exists()


def test_a_link_is_followed_inside_its_folder_and_refused_beyond(tmp_path: Path) -> None:
    (tmp_path / "inside.txt").write_text("old")
    (tmp_path / "near").symlink_to("inside.txt")
    write_all({tmp_path / "near": "new"})
    assert (tmp_path / "inside.txt").read_text() == "new"
    assert (tmp_path / "near").is_symlink()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "far").symlink_to(tmp_path / "inside.txt")
    assert faults({folder / "far": "x"}) == ["cannot be written: is a link that leads out of its folder"]
    assert (tmp_path / "inside.txt").read_text() == "new"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_only_regular_files_are_replaced() -> None:
    assert faults({Path("/dev/null"): "x"}) == ["cannot be written: is not a regular file"]


def test_a_name_that_no_file_can_have_is_a_fault(tmp_path: Path) -> None:
    assert faults({tmp_path / ("x" * 300): "1"})
    assert faults({tmp_path / "a\0b": "1"})


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_a_fault(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert faults({tmp_path / "a.txt": "1"}) == ["no permission to write it"]


def test_a_text_with_half_a_surrogate_pair_is_still_written(tmp_path: Path) -> None:
    write_all({tmp_path / "a.txt": "a\ud800b"})
    assert (tmp_path / "a.txt").read_bytes() == b"a?b"
