"""git's own programs, for what libgit2 does not do well; blind to whoever's settings lie around."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from rulestore.errors import Broken

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


def git(repository: Path, *arguments: str, said: Iterable[bytes] = ()) -> bytes:
    """What it answers. Raises Broken when it fails."""
    command = ["git", f"--git-dir={repository}", *arguments]
    ended = subprocess.run(  # noqa: S603 - the arguments are ours
        command, env=environment(), input=b"".join(said), capture_output=True, check=False
    )
    if ended.returncode != 0:
        raise Broken(f"git {arguments[0]}: {ended.stderr.decode(errors='replace').strip()[-1000:]}")
    return ended.stdout


def environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), **ENVIRONMENT}
