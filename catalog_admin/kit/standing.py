"""How the primary and its replica stand: whether they answer, and how old what the replica tells may be.

Both are asked twice a second how far their log goes. A replica that has replayed what the primary had written at some
instant is no older than that instant: only our own clock is read, and a primary at rest makes no replica look late.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Event, Thread

import psycopg
import structlog
from sqlalchemy import URL

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.service_role import check_is_fit

log = structlog.get_logger()

EVERY_SECONDS = 0.5
SILENT_SECONDS = 3.0  # a server that hangs refuses nobody, and answers nobody
CONNECT_SECONDS = 2
KEPT = 1200  # ten minutes: a replica that is later than that is late, however much
END_OF_LOG = """
    SELECT pg_is_in_recovery(), CAST(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
        ELSE pg_current_wal_flush_lsn() END - CAST('0/0' AS pg_lsn) AS bigint)
"""


class Standing:
    """Told by the two threads of a Watch, asked by everybody; without a Watch both count as there and in time.

    `is_admitted`: the account it is read with has been found bound by row-level security.
    """

    def __init__(
        self, most_seconds_behind: float, *, is_admitted: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.is_admitted = is_admitted
        self._most, self._clock = most_seconds_behind, clock
        self._written: deque[tuple[float, int]] = deque(maxlen=KEPT)
        self._replayed: int | None = None
        self._is_copy = True
        self._heard: dict[str, float] = {}

    def primary_had(self, asked_at: float, end: int) -> None:
        self._written.append((asked_at, end))
        self._heard["primary"] = self._clock()

    def replica_has(self, end: int, *, is_copy: bool) -> None:
        """No copy any more: somebody has promoted it."""
        self._replayed, self._is_copy = end, is_copy
        self._heard["replica"] = self._clock()

    def is_gone(self, server: str) -> None:
        self._heard[server] = float("-inf")

    def is_away(self, server: str) -> bool:
        heard = self._heard.get(server)
        return heard is not None and self._clock() - heard > SILENT_SECONDS

    def behind_seconds(self) -> float | None:
        """At most so old is what the replica tells; None if that is not known yet."""
        if not self._is_copy:
            return 0.0
        written, replayed = list(self._written), self._replayed
        if not written or replayed is None:
            return None
        there = next((at for at, end in reversed(written) if end <= replayed), written[0][0])
        return self._clock() - there

    def replica_serves(self) -> bool:
        """Whether readers are sent to it first; late is better than never, so without a primary it always does."""
        if not self.is_admitted or self.is_away("replica"):
            return False
        behind = self.behind_seconds()
        return behind is None or behind <= self._most or self.is_away("primary")


class Watch:
    """Two threads, so that neither server's silence hides the other; each has one connection of its own."""

    def __init__(self, primary: URL, replica: URL, standing: Standing) -> None:
        self._standing, self._replica, self._stopped = standing, replica, Event()
        self._threads = [
            Thread(target=self._follow, args=(url, name, hear), name=f"watch-{name}", daemon=True)
            for url, name, hear in ((primary, "primary", self._primary), (replica, "replica", self._copy))
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(SILENT_SECONDS)

    def _follow(self, url: URL, name: str, hear: Callable[[float, bool, int], None]) -> None:
        address, was_there = url.set(drivername="postgresql").render_as_string(hide_password=False), True
        while not self._stopped.is_set():
            try:
                with psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS) as connection:
                    while not self._stopped.is_set():
                        asked_at, row = time.monotonic(), connection.execute(END_OF_LOG).fetchone()
                        is_copy, end = row or (False, 0)
                        hear(asked_at, is_copy, end)
                        was_there = True
                        self._stopped.wait(EVERY_SECONDS)
                        if is_copy == (name == "primary"):
                            break  # they have changed their parts: the address may lead to another one now
            except (psycopg.Error, OSError, Refusal) as away:
                self._standing.is_gone(name)
                if was_there:
                    log.warning("database_away", server=name, reason=type(away).__name__)
                was_there = False
                self._stopped.wait(EVERY_SECONDS)

    def _primary(self, asked_at: float, is_copy: bool, end: int) -> None:
        """One that only reads is no primary: what was meant by the address is elsewhere, or not there yet."""
        if is_copy:
            self._standing.is_gone("primary")
        else:
            self._standing.primary_had(asked_at, end)

    def _copy(self, _: float, is_copy: bool, end: int) -> None:
        if not self._standing.is_admitted:
            check_is_fit(self._replica)
            self._standing.is_admitted = True
        self._standing.replica_has(end, is_copy=is_copy)
