"""One server for several commands at once: the first to need it starts it, and stops it when the last has left."""

import fcntl
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from catalog_admin.kit.postgres.home import Home, open_home
from catalog_admin.kit.postgres.supervisor import EmbeddedPostgres, dsn_of_running

log = logging.getLogger(__name__)


@contextmanager
def shared_postgres(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The superuser's URL of the server that runs there, or of one started for the block with these `settings`.

    Raises DirectoryInUse while another command is just starting it.
    """
    home = open_home(data_dir)
    with _inside(home):  # before looking: who is about to stop the server lets nobody in
        running = dsn_of_running(data_dir)
        if running is not None:
            yield running
            return
    with EmbeddedPostgres(data_dir, settings=settings) as postgres:
        try:
            yield postgres.dsn()
        finally:
            with _alone(home):
                postgres.stop()


@contextmanager
def _inside(home: Home) -> Iterator[None]:
    with _visitors(home) as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Waits until nobody is inside, however they left: the kernel drops the lock of who was killed."""
    with _visitors(home) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("waiting for another command that uses this database")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _visitors(home: Home) -> Iterator[int]:
    file = os.open(home.path / "visitors", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield file
    finally:
        os.close(file)
