"""What a publish needs of whoever does it: a job, or somebody who waits at a terminal."""

from typing import Protocol

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Work


class Desk(Protocol):
    @property
    def database(self) -> Database: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def environment(self) -> EnvironmentId | None: ...
    @property
    def environment_key(self) -> str: ...
    def work(self) -> Work:
        """A transaction of its own; threads may have one each."""
        ...

    def progress(self, percent: int, step: str) -> None: ...
    def check_cancelled(self) -> None: ...
