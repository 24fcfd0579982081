"""git's own programs, for what libgit2 does not do well; blind to whoever's settings lie around."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from rulestore.errors import Broken, Unsound

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_COUNT": "1",  # a mirror may belong to another user of this machine's
    "GIT_CONFIG_KEY_0": "safe.directory",
    "GIT_CONFIG_VALUE_0": "*",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": os.devnull,
    "LC_ALL": "C",
}
# Before strangers' data is looked at: memory in KiB, processor seconds, and half KiB of the largest file. A system
# that knows no such bound (macOS has none for memory) says so, and goes on.
BOUNDED = 'ulimit -v "$1" 2>&-; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"'
MEMORY_KIB, SECONDS, FILE_BLOCKS = 1024 * 1024, 60, 512 * 1024
THRIFTY = (
    *("-c", "core.packedGitLimit=256m", "-c", "core.packedGitWindowSize=16m"),
    *("-c", "core.bigFileThreshold=1m"),  # beyond that a file is not held, but only hashed
)


def git(repository: Path, *arguments: str, said: Iterable[bytes] = ()) -> bytes:
    """What it answers. Raises Broken when it fails."""
    command = ["git", f"--git-dir={repository}", *arguments]
    ended = subprocess.run(  # noqa: S603 - the arguments are ours
        command, env=environment(), input=b"".join(said), capture_output=True, check=False
    )
    if ended.returncode != 0:
        raise Broken(f"git {arguments[0]}: {ended.stderr.decode(errors='replace').strip()[-1000:]}")
    return ended.stdout


def git_on_strangers(
    repository: Path, *arguments: str, said: bytes | None = None, read: IO[bytes] | None = None
) -> bytes:
    """The same over what somebody sent, within bounds. Raises Unsound when it fails, with what git said."""
    bounds = [str(each) for each in (MEMORY_KIB, SECONDS, FILE_BLOCKS)]
    command = ["sh", "-c", BOUNDED, "sh", *bounds, "git", *THRIFTY, f"--git-dir={repository}", *arguments]
    try:
        ended = subprocess.run(  # noqa: S603 - the arguments are ours
            command,
            env=environment(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
            input=said,
            stdin=read,
        )
    except subprocess.TimeoutExpired as late:
        raise Unsound("it took too long to look through: push it in parts") from late
    if ended.returncode != 0:
        complaint = ended.stderr.decode(errors="replace").replace(f"{repository.parent}/", "")
        *before, last = complaint.strip().splitlines() or ["more than may be looked through at once: push it in parts"]
        raise Unsound(last.removeprefix("fatal: ")[:300], lines=before[-5:])
    return ended.stdout


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), **ENVIRONMENT, **(more or {})}


def is_there() -> bool:
    """Whether this machine has git at all."""
    return shutil.which("git") is not None
