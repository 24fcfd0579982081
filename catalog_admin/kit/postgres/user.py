"""Who the server runs as: PostgreSQL refuses root, so root hands it to somebody without rights."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing of the service's environment reaches the server: PGDATA or PGPORT would mislead it, and the
# service's secrets are none of its business. macOS needs LC_ALL, or libc starts threads in the postmaster.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True)
class ServerUser:
    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:  # containers run as numbers that no passwd file knows
            return f"uid {self.uid}"

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def may_enter(self, directory: Path) -> bool:
        return self._passes("-x", directory)

    def may_read(self, path: Path) -> bool:
        return self._passes("-r", path)

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Runs to the end as this user, both outputs together in `stdout`; the exit code is the caller's."""
        return subprocess.run(  # noqa: S603 - our own programs and paths, no shell
            command,
            check=False,
            cwd="/",  # ours may be closed to them
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **self._switch(),
        )

    def _passes(self, question: str, path: Path) -> bool:
        # Asking the kernel as that user is right with ACLs, mounts and groups; reading mode bits is not.
        return self.run(["/bin/sh", "-c", 'test "$0" "$1"', question, path]).returncode == 0

    def _switch(self) -> dict[str, Any]:
        return {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": []}


def us() -> ServerUser:
    return ServerUser(os.geteuid(), os.getegid())


def somebody_without_rights() -> ServerUser:
    """Ourselves, unless we are root: then `postgres` where the machine has it, else `nobody`."""
    if os.geteuid() != 0:
        return us()
    for name in ("postgres", "_postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(found.pw_uid, found.pw_gid)
    return ServerUser(65534, 65534)
