"""A committed repository, for true commits by several connections and processes. Imports little: each writer does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from rulestore.mirror import Mirrors
from rulestore.model import Transactions
from rulestore.refs import find_repository
from rulestore.store import Store


@dataclass(frozen=True)
class Real:
    """A committed repository; `store` opens one for this process, with a connection of its own."""

    url: str
    admin: str
    tenant: UUID
    place: Path
    opened: list[psycopg.Connection] = field(default_factory=list)

    def store(self) -> Store:
        self.opened.append(psycopg.connect(self.url, autocommit=True))
        begin = bound(self.opened[-1], self.tenant)
        with begin() as connection:
            repo = find_repository(connection, self.tenant, "rules")
        return Store(Mirrors(self.place), repo, begin, begin)

    def close(self) -> None:
        for connection in self.opened:
            connection.close()


def bound(connection: psycopg.Connection, tenant: UUID) -> Transactions:
    @contextmanager
    def begin() -> Iterator[psycopg.Connection]:
        with connection.transaction():
            connection.execute("SELECT set_config('app.tenant', %s, true)", [str(tenant)])
            yield connection

    return begin
