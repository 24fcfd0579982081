"""The tenant's repository, with a transaction of its own for each step: none is open while a pack is looked through."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.work import Database, Work
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.founding import found_repository
from catalog_admin.rules.model import REPOSITORY
from rulestore.errors import NoSuchRepository
from rulestore.mirror import Mirrors
from rulestore.refs import find_repository
from rulestore.store import Store


@dataclass
class Doors:
    """`work` is the transaction that is writing."""

    database: Database
    mirrors: Mirrors
    actor: Actor
    request_id: str
    work: Work = field(init=False)

    def store(self) -> Store:
        """Raises NoSuchRepository."""
        with self.reading() as connection:
            repo = find_repository(connection, self.actor.tenant, REPOSITORY)
        return Store(self.mirrors, repo, self.reading, self.writing)

    def store_to_push_to(self) -> Store:
        """Makes the repository of a tenant that was founded before there were any."""
        try:
            return self.store()
        except NoSuchRepository:
            with self.database.work(self.actor, request_id=self.request_id) as work:
                found_repository(work)
            return self.store()

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection]:
        """Of no replica: what is behind would be taken for a broken mirror."""
        with self.database.reads(self.actor, request_id=self.request_id, may_lag=False) as reads:
            yield driver_of(reads)

    @contextmanager
    def writing(self) -> Iterator[psycopg.Connection]:
        with self.database.work(self.actor, request_id=self.request_id) as self.work:
            yield driver_of(self.work)
