"""The embedded database as the rest of the program sees it: start it, ask for its address, stop it."""

import atexit
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from catalog_admin.kit.postgres.address import Address, address_of_running
from catalog_admin.kit.postgres.cluster import ensure_cluster
from catalog_admin.kit.postgres.configuration import command_line, write_configuration
from catalog_admin.kit.postgres.errors import NotStarted
from catalog_admin.kit.postgres.home import AWAY, Home, open_home
from catalog_admin.kit.postgres.keeper import Keeper
from catalog_admin.kit.postgres.leftovers import end_leftovers
from catalog_admin.kit.postgres.lock import SupervisorLock
from catalog_admin.kit.postgres.postmaster import turn_log_over
from catalog_admin.kit.postgres.programs import programs_for
from catalog_admin.kit.postgres.sockets import make_socket_directory, remove_socket_directory


class EmbeddedPostgres:
    """Reached by a Unix socket; with `port` also on 127.0.0.1. `on_restart` hears how the server died."""

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: Mapping[str, str] | None = None,
        port: int | None = None,
        on_restart: Callable[[str], None] | None = None,
        away: Path = AWAY,
    ) -> None:
        self._data_dir = data_dir
        self._settings = dict(settings or {})
        self._port = port
        self._on_restart = on_restart
        self._away = away
        self._owner_pid = os.getpid()
        self._lock: SupervisorLock | None = None
        self._keeper: Keeper | None = None
        self._address: Address | None = None

    def start(self, timeout_seconds: float = 300) -> None:
        """Returns when connections are taken; after any refusal nothing of ours is left running."""
        if self._lock is not None:
            raise RuntimeError("already started")
        try:
            home = open_home(self._data_dir, self._away)
            self._take(home)
            self._address = self._prepare(home)
            self._keeper = self._keep(home, self._address)
            self._keeper.wait_until_ready(timeout_seconds)
            self._address.check()
        except OSError as error:
            self.stop()
            raise NotStarted(f"The database in {self._data_dir} cannot be started: {error}") from error
        except BaseException:  # Ctrl-C included
            self.stop()
            raise

    def stop(self, timeout_seconds: float = 60) -> None:
        """Waits for the end of the server; calling it again, or before `start`, does nothing."""
        if os.getpid() != self._owner_pid:  # a forked child runs our exit handlers too
            return
        if self._keeper is not None:
            self._keeper.stop(timeout_seconds)
            self._keeper = None
        if self._address is not None:
            remove_socket_directory(self._address.home)
            self._address = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        atexit.unregister(self.stop)

    def is_running(self) -> bool:
        return self._keeper is not None and self._keeper.is_ready()

    def pid(self) -> int | None:
        """Of the server at this moment; a restart changes it."""
        return self._keeper.pid() if self._keeper is not None else None

    def dsn(self, database: str = "postgres") -> str:
        """The superuser's libpq URL, a secret; stays good when the server is started again after a crash."""
        if self._address is None:
            raise RuntimeError("the database is not started")
        return self._address.dsn(database)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take(self, home: Home) -> None:
        lock = SupervisorLock(home.lock)
        lock.acquire()
        self._lock = lock
        atexit.register(self.stop)  # Linux ends the server with us anyway; elsewhere this is what does

    def _prepare(self, home: Home) -> Address:
        end_leftovers(home.cluster)
        write_configuration(home, self._settings)
        programs = programs_for(home)
        self._program = str(programs.postgres)
        ensure_cluster(home, programs, durable=self._settings.get("fsync") != "off")
        turn_log_over(home.log)
        return Address(home, make_socket_directory(home), self._port or 5432)

    def _keep(self, home: Home, address: Address) -> Keeper:
        command = [self._program, *command_line(home, address.socket, self._port)]
        keeper = Keeper(home, command, self._on_restart)
        keeper.start()
        return keeper


def dsn_of_running(data_dir: Path, database: str = "postgres") -> str | None:
    """For commands beside a running service; None when nothing runs there."""
    if not data_dir.is_dir():
        return None
    address = address_of_running(open_home(data_dir))
    return address.dsn(database) if address is not None else None


def erase(data_dir: Path) -> None:
    """Deletes the database and all it holds, wherever it lies; refuses while it is in use."""
    if not data_dir.is_dir():
        return
    home = open_home(data_dir)
    lock = SupervisorLock(home.lock)
    lock.acquire()
    try:
        end_leftovers(home.cluster)
        remove_socket_directory(home)
        shutil.rmtree(home.path)
        shutil.rmtree(data_dir, ignore_errors=True)
    finally:
        lock.release()
