"""Where a benchmark runs: its own database on a durable server (fsync on), a tenant, the service's own doors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from catalog_admin.kit import schema
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.ids import EnvironmentId, TenantId, new_id
from catalog_admin.kit.postgres import temporary_postgres
from catalog_admin.kit.work import Database, Work


@dataclass(frozen=True)
class Place:
    """A fresh, migrated database with one tenant in it."""

    admin_url: str
    service_url: str
    database: Database
    actor: Actor
    environment: EnvironmentId

    def work(self) -> Work:
        return self.database.work(self.actor, self.environment, environment_key="dev")

    def raw(self) -> psycopg.Connection[tuple[object, ...]]:
        """The administrator, for floors and for looking."""
        return psycopg.connect(make_url(self.admin_url).set(drivername="postgresql").render_as_string(False))


@contextmanager
def place(name: str) -> Iterator[Place]:
    with _server() as server_url, _database(server_url, f"bench_{name}_{os.getpid()}") as admin_url:
        service_url = schema.prepare(admin_url)
        database = Database(service_url)
        actor, environment = _tenant(admin_url)
        yield Place(admin_url, service_url, database, actor, environment)
        database.close()


@contextmanager
def _server() -> Iterator[str]:
    if url := os.environ.get("BENCH_DATABASE_URL"):
        yield url
        return
    with temporary_postgres({}) as postgres:
        yield postgres.dsn()


@contextmanager
def _database(server_url: str, name: str) -> Iterator[str]:
    plain = make_url(server_url).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_url(server_url).set(database=name).render_as_string(False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _tenant(admin_url: str) -> tuple[Actor, EnvironmentId]:
    tenant, environment = TenantId(new_id()), EnvironmentId(new_id())
    engine = create_engine(schema.sqlalchemy_url(admin_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT create_tenant(:id, 'bench', 'Bench')"), {"id": tenant})
        connection.execute(
            text(
                "INSERT INTO environment (tenant_id, environment_id, key, is_default)"
                " VALUES (:tenant, :environment, 'dev', true)"
            ),
            {"tenant": tenant, "environment": environment},
        )
    actor = Actor(subject="user:bench", tenant=tenant, tenant_key="bench", grants=(Grant(Role.TENANT_ADMIN),))
    return actor, environment
