"""Where a benchmark runs: a database of its own on a durable server (fsync on), a tenant, the service's own doors.

What takes long to make and many begin with is made once in a run, and copied for each of them (`Copies`).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from catalog_admin.kit import schema
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId, new_id
from catalog_admin.kit.postgres import temporary_postgres
from catalog_admin.kit.work import Database, Work

TENANT = "bench"
SCOPE = "SELECT set_config('app.tenant', %s, true), set_config('app.environment', %s, true)"


@dataclass(frozen=True)
class Place:
    """A migrated database with one tenant in it."""

    server_url: str
    copies: "Copies"
    admin_url: str
    service_url: str
    database: Database
    actor: Actor
    environment: EnvironmentId

    def work(self) -> Work:
        return self.database.work(self.actor, self.environment, environment_key="dev")

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection[Any]]:
        """The administrator, every statement on its own: for preparing, for floors without row-level security."""
        with psycopg.connect(_libpq(self.admin_url), autocommit=True) as connection:
            yield connection

    @contextmanager
    def service(self) -> Iterator[psycopg.Connection[Any]]:
        """One transaction of the service role, in the tenant's scope: for floors under row-level security."""
        with psycopg.connect(_libpq(self.service_url)) as connection:
            connection.execute(SCOPE, (str(self.actor.tenant), str(self.environment)))
            yield connection

    def settle(self) -> None:
        """What the last round left to do is done now and not in the next one's time."""
        with self.admin() as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


@contextmanager
def server() -> Iterator[str]:
    """BENCH_DATABASE_URL names a running one (its superuser); otherwise the embedded one, as `make run` starts it."""
    if url := os.environ.get("BENCH_DATABASE_URL"):
        yield url
        return
    with temporary_postgres({}) as postgres:
        yield postgres.dsn()


@dataclass(frozen=True)
class Recipe:
    """What `make` makes of a fresh place, or of a copy of what another recipe gives."""

    name: str
    make: Callable[[Place], None]
    on: "Recipe | None" = None


class Copies:
    """Of databases on one server; an original is made when somebody first asks for a copy."""

    def __init__(self, server_url: str) -> None:
        self._server_url = server_url
        self._originals: dict[str, Place] = {}
        self._kept = ExitStack()
        self._number = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._kept.close()

    def of(self, recipe: Recipe) -> AbstractContextManager[Place]:
        if recipe.name not in self._originals:
            self._originals[recipe.name] = self._made(recipe)
        return self._copied(self._originals[recipe.name])

    def _made(self, recipe: Recipe) -> Place:
        base = place(self._server_url, recipe.name, self) if recipe.on is None else self.of(recipe.on)
        original = self._kept.enter_context(base)
        recipe.make(original)
        original.settle()
        original.database.close()  # nobody may be connected to what is copied
        return original

    @contextmanager
    def _copied(self, original: Place) -> Iterator[Place]:
        """Its service role is the original's: rights and policies name that one."""
        of = str(make_url(original.admin_url).database)
        with _database(self._server_url, f"{of}_{next(self._number)}", copy_of=of) as admin_url:
            service_url = make_url(original.service_url).set(database=make_url(admin_url).database)
            shown = service_url.render_as_string(False)
            database = Database(shown)
            try:
                yield replace(original, admin_url=admin_url, service_url=shown, database=database)
            finally:
                database.close()


@contextmanager
def place(server_url: str, name: str, copies: Copies | None = None) -> Iterator[Place]:
    """A fresh one; without `copies` it keeps what it copies for itself."""
    with ExitStack() as stack:
        copies = copies or stack.enter_context(Copies(server_url))
        admin_url = stack.enter_context(_database(server_url, f"bench_{name}_{os.getpid()}"))
        service_url = schema.prepare(admin_url)
        database = Database(service_url)
        stack.callback(database.close)
        yield Place(server_url, copies, admin_url, service_url, database, *_tenant(admin_url))


@contextmanager
def _database(server_url: str, name: str, *, copy_of: str = "template1") -> Iterator[str]:
    with psycopg.connect(_libpq(server_url), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(copy_of)))
        try:
            yield make_url(server_url).set(database=name).render_as_string(False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{name}_service")))


def _tenant(admin_url: str) -> tuple[Actor, EnvironmentId]:
    tenant, environment = TenantId(new_id()), EnvironmentId(new_id())
    engine = create_engine(schema.sqlalchemy_url(admin_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT create_tenant(:id, :key, 'Bench')"), {"id": tenant, "key": TENANT})
        connection.execute(
            text(
                "INSERT INTO environment (tenant_id, environment_id, key, is_default)"
                " VALUES (:tenant, :environment, 'dev', true)"
            ),
            {"tenant": tenant, "environment": environment},
        )
    actor = Actor(subject="user:bench", tenant=tenant, tenant_key=TENANT, grants=(Grant(Role.TENANT_ADMIN),))
    return actor, environment


def _libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(False)
