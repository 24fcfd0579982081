"""A desk for work of minutes that is worth nothing once something has happened elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Work
from catalog_admin.publishing.desk import Desk

PACE_SECONDS = 3.0


@dataclass
class Watching:
    """Another desk, at which `look` is asked now and then whether the work is still wanted; it raises if not.

    Whoever relies on the answer asks once more, under a lock: this saves work, and nothing else.
    """

    desk: Desk
    look: Callable[[Work], None]
    _last: float = field(default_factory=time.monotonic)

    @property
    def database(self) -> Database:
        return self.desk.database

    @property
    def actor(self) -> Actor:
        return self.desk.actor

    @property
    def environment(self) -> EnvironmentId | None:
        return self.desk.environment

    @property
    def environment_key(self) -> str:
        return self.desk.environment_key

    def work(self) -> Work:
        return self.desk.work()

    def progress(self, percent: int, step: str) -> None:
        self.desk.progress(percent, step)

    def check_cancelled(self) -> None:
        self.desk.check_cancelled()
        if time.monotonic() - self._last >= PACE_SECONDS:
            self._last = time.monotonic()
            with self.work() as work:
                self.look(work)
