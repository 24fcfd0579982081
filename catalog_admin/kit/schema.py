"""Bringing a database up to this code: extensions, the service role, migrations; once, under a lock.

Migrations run as the administrator of DATABASE_URL, who thereby owns every table. The service itself connects
as `<database>_service`, which owns nothing and to which row-level security applies.
"""

import hashlib
import hmac
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg import sql
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from catalog_admin.kit.errors import Conflict, Invalid
from catalog_admin.kit.locks import Lock

EXTENSIONS = ("ltree", "pg_trgm", "unaccent", "btree_gist")
OLDEST_POSTGRES = 160000  # 16: the first whose ltree labels may hold hyphens
MIGRATIONS = Path(__file__).parents[2] / "migrations"


class DatabaseIsNewer(Conflict):
    """A later release has migrated this database; running older code on it could corrupt it."""

    code = "kit.database_is_newer"


class DatabaseTooOld(Invalid):
    """PostgreSQL below 16, or an extension that cannot be installed."""

    code = "kit.database_unsuitable"


class ServicePasswordMissing(Invalid):
    """Without a password in DATABASE_URL we cannot derive one for the service role."""

    code = "kit.service_password_missing"


def prepare(admin_url: str, service_url: str | None = None) -> str:
    """Migrate to this code's head; returns the URL the service connects with.

    Safe to run from many processes at once. Raises DatabaseIsNewer, DatabaseTooOld, ServicePasswordMissing.
    """
    url = sqlalchemy_url(admin_url)
    target = make_url(service_url).set(drivername=url.drivername) if service_url else service_url_of(url)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int(Lock.MIGRATION)})
        _check_server(connection)
        _refuse_newer(connection)
        _install_extensions(connection)
        _ensure_role(connection, str(target.username), str(target.password or ""))
        upgrade(_alembic(connection), "head")
    engine.dispose()
    return target.render_as_string(hide_password=False)


def sqlalchemy_url(url: str) -> URL:
    """Any libpq-like URL, with the driver we use."""
    return make_url(url).set(drivername="postgresql+psycopg")


def service_url_of(admin: URL) -> URL:
    """The same server as `<database>_service`, whose password every process derives from the administrator's."""
    if not admin.password:
        raise ServicePasswordMissing(
            "DATABASE_URL has no password: set DATABASE_SERVICE_URL to say how the service role connects"
        )
    name = f"{admin.database}_service"
    secret = hmac.new(str(admin.password).encode(), name.encode(), hashlib.sha256).hexdigest()
    return admin.set(username=name, password=secret)


def head() -> str:
    """The newest migration this code knows."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _check_server(connection: Connection) -> None:
    number = int(connection.scalar(text("SHOW server_version_num")) or 0)
    if number < OLDEST_POSTGRES:
        raise DatabaseTooOld(f"PostgreSQL {number // 10000} is too old: 16 or newer is needed")


def _install_extensions(connection: Connection) -> None:
    available = set(connection.scalars(text("SELECT name FROM pg_available_extensions")))
    for name in EXTENSIONS:
        if name not in available:
            raise DatabaseTooOld(f"the extension {name} is not available on this PostgreSQL")
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name}"))


def _refuse_newer(connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(current)
    except CommandError as unknown:
        raise DatabaseIsNewer(
            f"the database is at {current}, which this release does not know: start a newer release"
        ) from unknown


def _ensure_role(connection: Connection, name: str, password: str) -> None:
    """Create the role or refresh its password; roles are shared by a cluster, hence one per database."""
    exists = connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": name})
    verb = "ALTER" if exists else "CREATE"
    statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}")
    raw = connection.connection.driver_connection
    if exists and not password:
        return
    rendered = statement.format(sql.SQL(verb), sql.Identifier(name), sql.Literal(password))
    connection.exec_driver_sql(rendered.as_string(raw).replace("%", "%%"))
    grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
    database = str(connection.scalar(text("SELECT current_database()")))
    connection.exec_driver_sql(grant.format(sql.Identifier(database), sql.Identifier(name)).as_string(raw))
