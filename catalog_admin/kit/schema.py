"""Bringing a database up to this code: extensions, the service role, migrations.

Migrations run as the administrator of DATABASE_URL, who thereby owns every table. The service itself connects
as `<database>_service` (or as DATABASE_SERVICE_URL says), which owns nothing and to which row-level security applies.
"""

import hashlib
import hmac
import re
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import ArgumentError, ProgrammingError
from sqlalchemy.pool import NullPool

from catalog_admin.kit import migrating, service_role
from catalog_admin.kit.errors import Invalid

EXTENSIONS = ("ltree", "pg_trgm", "unaccent", "btree_gist")
OLDEST_POSTGRES = 160000  # 16: the first whose ltree labels may hold hyphens


class DatabaseTooOld(Invalid):
    """PostgreSQL below 16, or an extension that cannot be installed."""

    code = "kit.database_unsuitable"


class RightsMissing(Invalid):
    """The account of DATABASE_URL may not do what migrating takes: it needs to own the database."""

    code = "kit.database_rights_missing"


class ServicePasswordMissing(Invalid):
    """Without a password in DATABASE_URL we cannot derive one for the service role."""

    code = "kit.service_password_missing"


def prepare(admin_url: str, service_url: str | None = None) -> str:
    """Migrate to this code's head; returns the URL the service connects with.

    Safe to run from many processes at once, and beside services of the release before. Raises DatabaseTooOld,
    RightsMissing, ServicePasswordMissing, what kit.service_role refuses (before anything is migrated), and what
    kit.migrating does.
    """
    url = sqlalchemy_url(admin_url)
    target = sqlalchemy_url(service_url) if service_url else service_url_of(url)
    if not target.username:
        raise service_role.ServiceRoleMissing("DATABASE_SERVICE_URL names no role")
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            migrating.wait_for_turn(connection)
            with connection.begin():
                _make_ready(connection, target, is_ours=service_url is None)
            migrating.upgrade(connection, str(target.username))
    except ProgrammingError as wrong:
        if not isinstance(wrong.orig, InsufficientPrivilege):
            raise
        raise RightsMissing(
            f"the account of DATABASE_URL may not migrate this database: {wrong.orig}",
            suggestion=f"make it the owner: ALTER DATABASE {url.database} OWNER TO {url.username}",
        ) from None
    service_role.check_is_let_in(target)
    return target.render_as_string(hide_password=False)


def _make_ready(connection: Connection, target: URL, *, is_ours: bool) -> None:
    check_server(connection)
    migrating.refuse_newer(connection)
    _install_extensions(connection)
    service_role.ensure_role(connection, target, is_ours=is_ours)
    owner_to_be = connection.scalar(text("SELECT current_user"))
    service_role.check_is_bound(connection, str(target.username), owner_to_be=owner_to_be)
    service_role.check_may_read(connection, str(target.username))


def sqlalchemy_url(url: str) -> URL:
    """Of a server that takes writes: of several hosts the one that does, unless the URL says otherwise.

    Raises ArgumentError, which does not repeat the URL.
    """
    return _one_of(url, "read-write")


def replica_url(url: str) -> URL:
    """Of several hosts one that is a standby: what was the primary may be one later, and the other way round."""
    return _one_of(url, "standby")


def _one_of(url: str, sought: str) -> URL:
    found = _said_url(url)
    if "," not in str(found.query.get("host", "")) or "target_session_attrs" in found.query:
        return found
    return found.update_query_dict({"target_session_attrs": sought})


def _said_url(url: str) -> URL:
    """Whatever libpq takes, a URL or words like `host=a,b dbname=shop`, for the driver we use."""
    scheme, is_url, rest = url.partition("://")
    # SQLAlchemy writes a password's space as it is, libpq wants it quoted.
    plain = f"{scheme.removesuffix('+psycopg')}://{rest.replace(' ', '%20')}" if is_url else url
    try:
        said = {name: str(value) for name, value in conninfo_to_dict(plain).items()}
    except psycopg.ProgrammingError:
        raise ArgumentError("not an address of a database that libpq could read") from None
    query = {name: value for name, value in said.items() if name not in ("user", "password", "dbname")}
    host, port = query.get("host", ""), query.get("port", "")
    if not all(one.isdecimal() for one in port.split(",") if one):
        raise ArgumentError("the port of the URL is not a number")
    place: dict[str, Any] = {}
    if host and not re.search("[,/]", host):
        place = {"host": query.pop("host"), "port": int(query.pop("port")) if port else None}
    return URL.create(
        "postgresql+psycopg", said.get("user"), said.get("password"), database=said.get("dbname"), query=query, **place
    )


def service_url_of(admin: URL) -> URL:
    """The same server as `<database>_service`, whose password every process derives from the administrator's."""
    if not admin.password:
        raise ServicePasswordMissing(
            "DATABASE_URL has no password: set DATABASE_SERVICE_URL to say how the service role connects"
        )
    name = f"{admin.database}_service"
    secret = hmac.new(str(admin.password).encode(), name.encode(), hashlib.sha256).hexdigest()
    return admin.set(username=name, password=secret)


def check_server(connection: Connection) -> None:
    """Raises DatabaseTooOld: below PostgreSQL 16, or without an extension we need."""
    number = int(connection.scalar(text("SHOW server_version_num")) or 0)
    if number < OLDEST_POSTGRES:
        raise DatabaseTooOld(f"PostgreSQL {number // 10000} is too old: 16 or newer is needed")
    available = set(connection.scalars(text("SELECT name FROM pg_available_extensions")))
    missing = [name for name in EXTENSIONS if name not in available]
    if missing:
        raise DatabaseTooOld(f"not available on this PostgreSQL: {', '.join(missing)}")


def _install_extensions(connection: Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name}"))  # all of them trusted: no superuser needed
