"""Files as they are in a git ref, so that a change cannot excuse itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from scalecheck.errors import Fault, InputError

__all__ = ["at_ref"]


def at_ref(path: str, ref: str, *, needed: bool) -> bytes | None:
    """The bytes of a file in a git ref; None when it is not there and not `needed`. Raises `InputError`."""
    folder, name = str(Path(path).parent), Path(path).name
    # With the GIT_DIR of a hook, git would take the top of the repository for the folder of the file.
    place = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE")
    environment = {key: value for key, value in os.environ.items() if key not in place}

    def git(*arguments: str, wrong: str) -> bytes:
        try:
            done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False, env=environment)
        except OSError as error:
            raise InputError([Fault(path, 0, 0, "", f"git cannot be run: {error.strerror}")]) from None
        if done.returncode:
            said = " ".join(done.stderr.decode(errors="replace").split())[:200]
            raise InputError([Fault(path, 0, 0, "", f"{wrong}; git says: {said or 'nothing'}")])
        return done.stdout

    revision = f"{ref}^{{commit}}"
    wrong = f"{ref!r} is not a commit of a git repository here"
    commit = git("rev-parse", "--verify", "--end-of-options", revision, wrong=wrong).decode().strip()
    # Only a name that git does not list is absent: a file that cannot be read must not look like no waivers.
    unread = f"cannot be read in {ref}"
    if not git("--literal-pathspecs", "ls-tree", "--name-only", commit, "--", f"./{name}", wrong=unread):
        if needed:
            raise InputError([Fault(path, 0, 0, "", f"is not there in {ref}")])
        return None
    return git("show", f"{commit}:./{name}", wrong=unread)
