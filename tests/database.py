"""A real Postgres for every test: one server, one migrated template, one database per worker, savepoints.

TEST_DATABASE_URL names a running server (its superuser); otherwise the embedded one is started for the session.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Executable, make_url, text
from sqlalchemy.orm import Session

from catalog_admin.kit import migrating, schema
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.postgres import temporary_postgres
from catalog_admin.kit.read_transactions import ReadTransaction
from catalog_admin.kit.servers import Servers
from catalog_admin.kit.standing import Standing
from catalog_admin.kit.wire import Prepared
from catalog_admin.kit.work import AsyncReads, Database, Reads, Work

T = TypeVar("T")
# Who waits for somebody else's lock in this database: other tests have theirs on the same server.
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Rehearsal(Database):
    """Everything happens on one connection whose outer transaction is rolled back: 1.6 ms instead of a new database."""

    has_many_connections = False

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def _session(self) -> Session:
        return Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    def work(
        self,
        actor: Actor,
        environment: EnvironmentId | None = None,
        *,
        environment_key: str = "",
        request_id: str = "",
    ) -> Work:
        return Work(self._session(), actor, environment, environment_key=environment_key, request_id=request_id)

    def reads(
        self,
        actor: Actor,
        environment: EnvironmentId | None = None,
        *,
        environment_key: str = "",
        request_id: str = "",
        may_lag: bool = True,
    ) -> Reads:
        return Reads(self._session(), actor, environment, environment_key=environment_key, request_id=request_id)

    def async_reads(self, actor: Actor, environment: EnvironmentId) -> AsyncReads:
        return AsyncReads(cast("ReadTransaction", _SameConnection(self._session())), actor, environment)

    def ask(self, actor: Actor, question: Callable[[Reads], T]) -> T:
        with self.reads(actor) as reads:
            return question(reads)

    @property
    def is_without_primary(self) -> bool:
        return False

    @cached_property
    def servers(self) -> Servers:  # type: ignore[override]  # asked only whether they answer
        return Servers(self.connection.engine.url.render_as_string(hide_password=False), None, 1, Standing(10))

    def close(self) -> None:
        """The connection belongs to the fixture."""

    async def close_async(self) -> None:
        """It is the same one."""


class _SameConnection:
    """A snapshot in words only: it must see what this test wrote and never committed."""

    def __init__(self, session: Session) -> None:
        self.session = session

    async def begin(self, settings: Mapping[str, str]) -> None:
        for name, value in settings.items():
            self.session.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})

    async def rows(self, statement: Executable | Prepared, parameters: Any = None) -> Any:
        known = statement.statement if isinstance(statement, Prepared) else statement
        return self.session.execute(known, parameters).all()

    async def end(self) -> None:
        self.session.close()


@contextmanager
def server() -> Iterator[str]:
    """The administrator's URL of a server for tests."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with temporary_postgres() as postgres:
        yield postgres.dsn()


@cache
def fingerprint() -> str:
    """Changes with the migrations, so a template is never stale; the same for all of one run."""
    digest = sha256()
    for file in sorted([*migrating.MIGRATIONS.rglob("*.py"), *map(Path, (schema.__file__, migrating.__file__))]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def fresh_database(admin_url: str, name: str, *, migrated: bool = True, copy_of: str | None = None) -> Iterator[str]:
    """A database of its own, migrated (from a template made once), empty, or a copy of one that nobody is connected to.

    Yields the administrator's URL to it.
    """
    with psycopg.connect(libpq(admin_url), autocommit=True) as connection:
        template = copy_of or (_template(connection, admin_url) if migrated else "template0")
        _drop(connection, name)
        # Copied file by file: a third of the time that writing a copy to the log takes.
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield at(admin_url, name)
    finally:
        with psycopg.connect(libpq(admin_url), autocommit=True) as connection:
            _drop(connection, name)


def _template(connection: psycopg.Connection, admin_url: str) -> str:
    """Built once per server and set of migrations; an advisory lock lets parallel workers wait for the first."""
    name = f"template_{fingerprint()}"
    connection.execute("SELECT pg_advisory_lock(7999)")
    try:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            building = f"{name}_building"
            _drop(connection, building)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            schema.prepare(at(admin_url, building))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
            )
    finally:
        connection.execute("SELECT pg_advisory_unlock(7999)")
    return name


def service_url(admin_url: str) -> str:
    """The template's rights belong to its own service role; a copy lends that role to the tests."""
    url = schema.sqlalchemy_url(admin_url)
    template_role = schema.service_url_of(url.set(database=f"template_{fingerprint()}_building"))
    return template_role.set(database=url.database).render_as_string(hide_password=False)


def at(admin_url: str, database: str) -> str:
    return make_url(admin_url).set(database=database).render_as_string(hide_password=False)


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
