"""A running job's pulse: it says that it lives and how far it is, and hears whether it should stop.

Each beat is a short transaction of its own, because the job's work may be one long transaction whose changes
nobody sees before it commits.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from uuid import UUID

import structlog

from catalog_admin.jobs import store
from catalog_admin.jobs.model import Cancelled, Interrupted
from catalog_admin.jobs.store import Told
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database

log = structlog.get_logger()

QUIET_SECONDS = 0.5
MOST_STEPS = 50
# "1,000 rows read" and "2,000 rows read" are one step, and so are "writing: node rows" and "writing: plan rows".
DETAIL = re.compile(r"^[\d,]+ |: .*$")
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
        self._begun: list[dict[str, str]] = []
        self._cancelled, self._lost = False, False
        self._lock, self._last = Lock(), 0.0

    def progress(self, percent: int, step: str) -> None:
        """Cheap: the database hears of it twice a second at most."""
        self._percent, self._step = max(0, min(100, percent)), step
        self._begin(DETAIL.sub("", step))
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
                heard = store.beat(work, self._job, self._attempt, self.told())
            self._lost = heard is None
            self._cancelled = bool(heard)

    def told(self) -> Told:
        """Also what the database has not heard of yet."""
        return Told(self._percent, self._step, list(self._begun))

    def _begin(self, name: str) -> None:
        """A step of the same name goes on; behind the last that is told apart, everything is one."""
        if len(self._begun) < MOST_STEPS and (not self._begun or self._begun[-1]["name"] != name):
            self._begun.append({"name": name, "at": datetime.now(UTC).isoformat()})

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
