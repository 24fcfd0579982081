"""The thread that is the server's parent: starts it, and starts it again when it dies unasked."""

import logging
import signal
import threading
import time
from collections.abc import Callable

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.postgres.errors import NotStarted
from catalog_admin.kit.postgres.home import Home
from catalog_admin.kit.postgres.leftovers import end_leftovers
from catalog_admin.kit.postgres.postmaster import Postmaster

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 15.0
STABLE_SECONDS = 60.0
POLL_SECONDS = 0.02


class Keeper(threading.Thread):
    def __init__(self, home: Home, command: list[str], on_restart: Callable[[str], None] | None) -> None:
        super().__init__(name="postgres-keeper", daemon=True)
        self._home = home
        self._command = command
        self._on_restart = on_restart
        self._handover = threading.Lock()  # between launching a server and being told to stop
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._postmaster: Postmaster | None = None

    def is_ready(self) -> bool:
        return self._ready.is_set() and self._postmaster is not None and self._postmaster.is_alive()

    def pid(self) -> int | None:
        return self._postmaster.pid if self._postmaster is not None and self.is_ready() else None

    def wait_until_ready(self, timeout_seconds: float) -> None:
        """Refuses with the server's last words when the first start fails or takes too long."""
        deadline = time.monotonic() + timeout_seconds
        while not self._ready.wait(POLL_SECONDS):
            if self._failure is not None:
                raise self._failure
            if time.monotonic() > deadline:
                raise self._not_started(f"was not ready after {timeout_seconds:g} s")

    def stop(self, timeout_seconds: float) -> None:
        """A fast shutdown, then harder ones: open transactions are rolled back, nothing committed is lost."""
        for number, patience in (
            (signal.SIGINT, timeout_seconds),
            (signal.SIGQUIT, 10.0),
            (signal.SIGKILL, 10.0),
        ):
            with self._handover:
                self._stopping.set()
                if self._postmaster is not None:
                    self._postmaster.send(number)
            self.join(patience)
            if not self.is_alive():
                return
            log.warning("the database did not end within %g s of %s", patience, number.name)

    def run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            ending = self._run_once()
            if self._stopping.is_set() or self._failure is not None:
                return
            pause = FIRST_PAUSE_SECONDS if time.monotonic() - began > STABLE_SECONDS else pause * 2
            self._tell(ending)
            self._stopping.wait(min(pause, LONGEST_PAUSE_SECONDS))

    def _run_once(self) -> str:
        """One server from launch to end; a failure before the first success is the end of it all."""
        is_first = self._postmaster is None
        try:
            end_leftovers(self._home.cluster)
            with self._handover:
                if self._stopping.is_set():
                    return "never started"
                self._postmaster = Postmaster(self._home, self._command)
            self._watch_it_start(self._postmaster)
            was_ready = self._ready.is_set()
            ending = self._postmaster.wait()
            self._ready.clear()
        except (OSError, Refusal) as error:
            self._failure = error if is_first else None
            return str(error)
        if is_first and not was_ready and not self._stopping.is_set():
            self._failure = self._not_started(f"ended at once ({ending})")
        return ending

    def _watch_it_start(self, postmaster: Postmaster) -> None:
        while postmaster.is_alive():
            if postmaster.is_ready():
                self._ready.set()
                return
            time.sleep(POLL_SECONDS)

    def _tell(self, ending: str) -> None:
        log.error("the database ended unasked (%s); starting it again", ending)
        if self._on_restart is not None:
            try:
                self._on_restart(ending)
            except Exception:  # their mistake must not leave us without a database
                log.exception("on_restart failed")

    def _not_started(self, what: str) -> NotStarted:
        words = self._postmaster.last_words() if self._postmaster is not None else ""
        return NotStarted(f"The database {what}:\n{words}", suggestion=f"The whole log is {self._home.log}.")
