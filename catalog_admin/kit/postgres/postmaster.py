"""One run of the server process: launched, watched until it takes connections, ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from catalog_admin.kit.postgres import launch
from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.user import ENVIRONMENT

LOG_BYTES = 10 * 1024 * 1024


class Postmaster:
    """Start it on a thread that outlives it: the kernel ends the server together with that thread."""

    def __init__(self, home: Home, command: list[str]) -> None:
        self._home = home
        self._log_start = home.log.stat().st_size if home.log.exists() else 0
        with open(home.log, "ab", opener=_private) as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs and paths, no shell
                [sys.executable, "-I", "-S", launch.__file__, *self._identity(), *command],
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the service, which finishes its requests first
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def is_ready(self) -> bool:
        """Whether recovery is over and connections are taken, by the server's own word."""
        try:
            lines = (self._home.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def wait(self) -> str:
        """How it ended, in words."""
        code = self._process.wait()
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)  # does nothing when the process has already been waited for

    def last_words(self) -> str:
        """The end of what this run wrote; the server never logs a password."""
        with self._home.log.open("rb") as log:
            log.seek(self._log_start)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-8:])

    def _identity(self) -> list[str]:
        return [str(self._home.user.uid), str(self._home.user.gid), str(os.getpid())]


def turn_log_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.rename(log.with_suffix(".log.old"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
