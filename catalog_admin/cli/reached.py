"""Which database a command talks to: DATABASE_URL, the embedded one that runs, or one started for the command.

Every command but `serve` and `migrate` finds the database as it is and changes nothing about it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

import catalog_admin.tables  # noqa: F401 - rooms name each other's tables: whoever writes rows needs all of them
from catalog_admin.cli.errors import DatabaseBehind, DatabaseUnreachable
from catalog_admin.kit import migrating, schema
from catalog_admin.kit.postgres import shared_postgres
from catalog_admin.kit.work import Database
from catalog_admin.settings import Settings

COMMAND_CONNECTIONS = 3
SPARE_CONNECTIONS = 30  # of the embedded database, for commands beside whoever started it, and for the owner


@contextmanager
def administrator_url(settings: Settings, *, at_most: int = COMMAND_CONNECTIONS) -> Iterator[str]:
    """How the owner of all tables connects; starts the embedded database for the time of the block if need be."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    with shared_postgres(embedded_home(settings), settings=room_for(at_most)) as url:
        yield url


def room_for(connections: int) -> dict[str, str]:
    """How the embedded database is started by somebody who opens so many."""
    return {"max_connections": str(max(100, connections + SPARE_CONNECTIONS))}


def connections_needed(settings: Settings) -> int:
    """What one `serve` may open at once, with the worker inside."""
    from catalog_admin.jobs.worker import most_connections_for

    answering, working = Database.most_connections(settings.database_pool_size), settings.worker_concurrency
    if settings.database_read_url is not None:
        answering += 1  # it watches how far the replica is behind
    return answering + (most_connections_for(working) if working else 0)


def embedded_home(settings: Settings) -> Path:
    return settings.data_dir.absolute() / "postgres"


@contextmanager
def reached_database(
    settings: Settings, *, connections: int = COMMAND_CONNECTIONS, at_most: int = COMMAND_CONNECTIONS
) -> Iterator[Database]:
    """As the service role; `connections` of the `at_most` that the caller opens are the pool's.

    An empty embedded database is migrated; anybody else's must be up to date already.
    """
    with administrator_url(settings, at_most=at_most) as url:
        database = Database(_service_url(url, settings), pool_size=connections)
        try:
            yield database
        finally:
            database.close()


def _service_url(url: str, settings: Settings) -> str:
    """Looking is cheaper than migrating, and every command comes by here."""
    current = current_revision(url)
    if current == migrating.head():
        return service_url(url, settings)
    if settings.database_url is None:
        return prepared(url, settings)
    raise DatabaseBehind(
        f"the database is at {current or 'nothing'}, this program at {migrating.head()}",
        suggestion="run catalog-admin migrate",
    )


def prepared(url: str, settings: Settings) -> str:
    """Migrates; returns how the service connects. Raises DatabaseUnreachable and what kit.schema refuses."""
    try:
        return schema.prepare(url, _said(settings))
    except (OperationalError, ArgumentError) as wrong:
        raise unreachable(wrong) from None


def service_url(url: str, settings: Settings) -> str:
    said = _said(settings)
    found = schema.sqlalchemy_url(said) if said else schema.service_url_of(schema.sqlalchemy_url(url))
    return found.render_as_string(hide_password=False)


def unreachable(wrong: Exception) -> DatabaseUnreachable:
    """One line, and never the password: drivers put the reason first and the address behind it."""
    reason = str(getattr(wrong, "orig", None) or wrong).strip().splitlines()[0]
    return DatabaseUnreachable(f"the database of DATABASE_URL cannot be used: {reason[:300]}")


def current_revision(url: str) -> str | None:
    """The migration the database is at; None if it is empty. Raises DatabaseUnreachable."""
    try:
        with connected(url) as connection:
            return revision_of(connection)
    except (OperationalError, ArgumentError, ProgrammingError) as wrong:
        raise unreachable(wrong) from None


def revision_of(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """One connection for a look. Raises OperationalError, ArgumentError."""
    engine = create_engine(schema.sqlalchemy_url(url), poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        yield connection


def _said(settings: Settings) -> str | None:
    return settings.database_service_url.get_secret_value() if settings.database_service_url else None
