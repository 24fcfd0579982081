"""Freezing for somebody who waits for it: at a terminal, or while a demo is loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Work


@dataclass(frozen=True)
class Foreground:
    """What a job would be given; Ctrl-C stops it."""

    database: Database
    actor: Actor
    environment: EnvironmentId
    environment_key: str
    request_id: str = ""
    on_progress: Callable[[int, str], None] | None = None

    def work(self) -> Work:
        return self.database.work(
            self.actor, self.environment, environment_key=self.environment_key, request_id=self.request_id
        )

    def progress(self, percent: int, step: str) -> None:
        if self.on_progress is not None:
            self.on_progress(percent, step)

    def check_cancelled(self) -> None:
        """Ctrl-C raises by itself."""
