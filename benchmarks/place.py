"""Where a benchmark runs: a database of its own on a durable server (fsync on), a tenant, the service's own doors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
    """A fresh, migrated database with one tenant in it."""

    server_url: str
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


@contextmanager
def place(server_url: str, name: str) -> Iterator[Place]:
    with _database(server_url, f"bench_{name}_{os.getpid()}") as admin_url:
        service_url = schema.prepare(admin_url)
        database = Database(service_url)
        try:
            yield Place(server_url, admin_url, service_url, database, *_tenant(admin_url))
        finally:
            database.close()


@contextmanager
def _database(server_url: str, name: str) -> Iterator[str]:
    with psycopg.connect(_libpq(server_url), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
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
