"""A running job's pulse: it says that it lives and how far it is, and hears whether it should stop.

Each beat is a short transaction of its own, because the job's work may be one long transaction whose changes
nobody sees before it commits.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from uuid import UUID

import structlog

from catalog_admin.jobs import store
from catalog_admin.jobs.model import Cancelled, Interrupted
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database

log = structlog.get_logger()

QUIET_SECONDS = 0.5
BEAT_SECONDS = 5.0


class Pulse:
    def __init__(
        self,
        database: Database,
        actor: Actor,
        environment: EnvironmentId | None,
        job: UUID,
        attempt: int,
        on_progress: Callable[[int, str], None] | None = None,
        stopping: Event | None = None,
    ) -> None:
        self._database, self._actor, self._environment = database, actor, environment
        self._job, self._attempt = job, attempt
        self._on_progress, self._stopping = on_progress, stopping or Event()
        self._percent, self._step = 0, ""
        self._cancelled, self._lost = False, False
        self._lock, self._last = Lock(), 0.0

    def progress(self, percent: int, step: str) -> None:
        """Cheap: the database hears of it twice a second at most."""
        self._percent, self._step = max(0, min(100, percent)), step
        if self._on_progress is not None:
            self._on_progress(self._percent, step)
        if time.monotonic() - self._last >= QUIET_SECONDS:
            self.beat()

    def check(self) -> None:
        """Raises Cancelled or Interrupted."""
        if time.monotonic() - self._last >= QUIET_SECONDS:
            self.beat()
        if self._lost or self._stopping.is_set():
            raise Interrupted
        if self._cancelled:
            raise Cancelled

    def beat(self) -> None:
        with self._lock:
            self._last = time.monotonic()
            with self._database.work(self._actor, self._environment) as work:
                told = store.beat(work, self._job, self._attempt, self._percent, self._step)
            self._lost = told is None
            self._cancelled = bool(told)

    @contextmanager
    def beating(self, *, by_itself: bool) -> Iterator[None]:
        """With `by_itself` a thread beats too, so that a statement of a minute does not look like a death."""
        if not by_itself:
            yield
            return
        done = Event()
        thread = Thread(target=self._beat_until, args=(done,), name="job-pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _beat_until(self, done: Event) -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                self.beat()
            except Exception:
                # The work itself will meet the same trouble and tell it; a missed beat is no reason to die.
                log.warning("missed a beat", job=str(self._job), exc_info=True)
