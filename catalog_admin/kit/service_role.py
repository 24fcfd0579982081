"""The account the service works with: it owns nothing, and row-level security binds it.

It is made by whoever migrates, if that account may make roles, or by an administrator, who then says by
DATABASE_SERVICE_URL how to reach it. Of a role that is there already nothing is changed, but for a password that
is ours to set and does not let us in: PostgreSQL refuses even a harmless ALTER ROLE to all but superusers.
"""

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.pool import NullPool

from catalog_admin.kit.errors import Conflict, Invalid

LOGIN_SECONDS = 30


class ServiceRoleMissing(Invalid):
    """There is no such role, and the account of DATABASE_URL may not make it."""

    code = "kit.service_role_missing"


class ServiceRoleUnsuitable(Conflict):
    """The role owns the tables, is above row-level security, or may not read them."""

    code = "kit.service_role_unsuitable"


class ServiceRoleShutOut(Conflict):
    """The server does not let the role in."""

    code = "kit.service_role_shut_out"


def ensure_role(connection: Connection, target: URL, *, is_ours: bool) -> None:
    """Makes the role unless it is there. `is_ours`: its password is derived by us, and set anew if it was another.

    Raises ServiceRoleMissing, ServiceRoleShutOut.
    """
    if not exists(connection, str(target.username)):
        _create(connection, target)
    elif is_ours and shut_out(target) is not None:
        _set_password(connection, target)
    _let_into_database(connection, str(target.username))


def exists(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": name}))


def check_is_bound(connection: Connection, name: str, *, owner_to_be: str | None = None) -> None:
    """Row-level security is nothing to superusers, to the owner of the tables, nor to who is a member of the owner.

    `owner_to_be` will own them where there are none yet. Raises ServiceRoleUnsuitable.
    """
    is_above = text(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, coalesce("
        "  (SELECT relowner FROM pg_class WHERE oid = to_regclass('tenant')),"
        "  (SELECT oid FROM pg_roles WHERE rolname = :owner_to_be)), 'MEMBER')"
        " FROM pg_roles WHERE rolname = :name"
    )
    if connection.scalar(is_above, {"name": name, "owner_to_be": owner_to_be}):
        raise ServiceRoleUnsuitable(
            f"row-level security would not bind the role {name}",
            suggestion="use an account that is neither superuser nor owner of the tables, nor a member of the owner",
        )


def check_may_read(connection: Connection, name: str) -> None:
    """The migrations grant to the role of their day: one that is named later has no rights.

    Raises ServiceRoleUnsuitable; a database that has no tables yet is taken.
    """
    may = text("SELECT has_table_privilege(:name, to_regclass('tenant'), 'SELECT')")
    if connection.scalar(may, {"name": name}) is not False:
        return
    grantee = connection.scalar(
        text(
            "SELECT grantee::regrole FROM pg_class, aclexplode(relacl)"
            " WHERE oid = 'tenant'::regclass AND grantee <> relowner ORDER BY grantee LIMIT 1"
        )
    )
    raise ServiceRoleUnsuitable(
        f"the role {name} has no rights in this database: they were given to {grantee}",
        suggestion=f'GRANT {grantee} TO "{name}"',
    )


def check_is_fit(target: URL) -> None:
    """Asked as the account itself, for one that DATABASE_URL does not lead to: a replica's, say.

    Raises ServiceRoleShutOut, ServiceRoleUnsuitable; a database that has no tables yet is taken.
    """
    check_is_let_in(target)
    engine = create_engine(target, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        name = str(connection.scalar(text("SELECT current_user")))
        check_is_bound(connection, name)
        check_may_read(connection, name)


def check_is_let_in(target: URL) -> None:
    """Raises ServiceRoleShutOut."""
    reason = shut_out(target)
    if reason is not None:
        raise ServiceRoleShutOut(f"the role {target.username} is not let in: {reason}")


def shut_out(target: URL) -> str | None:
    """Why the server does not take this URL, in its own words, which never hold a password; None if it does."""
    where = target.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        psycopg.connect(where, connect_timeout=LOGIN_SECONDS).close()
    except psycopg.Error as wrong:
        return str(wrong).strip().splitlines()[0][:300]
    return None


def _create(connection: Connection, target: URL) -> None:
    missing = ServiceRoleMissing(
        f"there is no role {target.username}, and the account of DATABASE_URL may not make it",
        suggestion="have it made with LOGIN and a password, and say by DATABASE_SERVICE_URL how to reach it",
    )
    if not target.password:
        raise missing
    try:
        _run(connection, "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}", target)
    except psycopg.errors.InsufficientPrivilege:
        raise missing from None


def _set_password(connection: Connection, target: URL) -> None:
    try:
        _run(connection, "ALTER ROLE {} PASSWORD {}", target)
    except psycopg.errors.InsufficientPrivilege:
        raise ServiceRoleShutOut(
            f"the role {target.username} has another password, and the account of DATABASE_URL may not change it",
            suggestion="say by DATABASE_SERVICE_URL how to reach it",
        ) from None


def _run(connection: Connection, statement: str, target: URL) -> None:
    # What is sent is a SCRAM verifier, and by the driver itself: neither a server that logs statements nor
    # SQLAlchemy, which repeats them in its errors, ever holds the password.
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - the only driver we use
    name, password = str(target.username), str(target.password)
    verifier = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    raw.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(verifier)))


def _let_into_database(connection: Connection, name: str) -> None:
    """As a rule everybody may connect; only where that was taken back there is something to give."""
    question = text("SELECT has_database_privilege(:name, current_database(), 'CONNECT')")
    if connection.scalar(question, {"name": name}):
        return
    database = str(connection.scalar(text("SELECT current_database()")))
    grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(name))
    connection.exec_driver_sql(grant.as_string().replace("%", "%%"))
