"""One supervisor per database, by a lock that the kernel drops when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from catalog_admin.kit.postgres.errors import DirectoryInUse


class SupervisorLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> None:
        """Never waits: a second supervisor is a mistake to be told about, not a queue."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(file)
            raise DirectoryInUse(
                f"data directory {self._path.parent} in use by pid {holder}",
                suggestion="Stop that process, or choose another data directory.",
            ) from None
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
