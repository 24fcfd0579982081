"""Whether the databases we were told of will do; each answer is "fine", or says in a line what will go wrong."""

from collections.abc import Callable
from functools import wraps

from sqlalchemy import Connection, text
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from catalog_admin.cli.reached import connected, connections_needed, revision_of, unreachable
from catalog_admin.kit import migrating, schema, service_role
from catalog_admin.kit.errors import Refusal
from catalog_admin.settings import Settings

FINE = "fine"
Judge = Callable[[Settings], str]
ROOM = text(
    "SELECT least(setting::int - current_setting('superuser_reserved_connections')::int"
    " - current_setting('reserved_connections')::int, nullif(datconnlimit, -1))"
    " FROM pg_settings, pg_database WHERE name = 'max_connections' AND datname = current_database()"
)
MAY_MAKE_ROLES = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")


def _in_words(judge: Judge) -> Judge:
    """What cannot be reached or is refused is a verdict too."""

    @wraps(judge)
    def judged(settings: Settings) -> str:
        try:
            return judge(settings)
        except Refusal as refusal:
            return refusal.detail
        except (OperationalError, ArgumentError, ProgrammingError) as wrong:
            return unreachable(wrong).detail

    return judged


@_in_words
def owner(settings: Settings) -> str:
    """DATABASE_URL: reachable, new enough, with our extensions, and not ahead of this program nor behind it."""
    if settings.database_url is None:
        return FINE
    with connected(settings.database_url.get_secret_value()) as connection:
        schema.check_server(connection)
        current = revision_of(connection)
    return FINE if current in (None, migrating.head()) else f"at {current}, this program is at {migrating.head()}"


@_in_words
def service(settings: Settings) -> str:
    """DATABASE_SERVICE_URL: lets us in, may read, and is bound by row-level security; or can be made at the start."""
    if settings.database_url is None:
        return FINE if settings.database_service_url is None else "means nothing without DATABASE_URL"
    admin = schema.sqlalchemy_url(settings.database_url.get_secret_value())
    if settings.database_service_url is None:
        schema.service_url_of(admin)
        return FINE
    target = schema.sqlalchemy_url(settings.database_service_url.get_secret_value())
    with connected(settings.database_url.get_secret_value()) as connection:
        is_to_be_made = not service_role.exists(connection, str(target.username))
        if is_to_be_made and target.password and connection.scalar(MAY_MAKE_ROLES):
            # Nobody to ask as, yet: is there a server of ours at that address?
            return service_role.shut_out(target.set(username=admin.username, password=admin.password)) or FINE
    service_role.check_is_fit(target)
    return FINE


@_in_words
def reads(settings: Settings) -> str:
    if settings.database_read_url is None:
        return FINE
    if settings.database_url is None:
        return "means nothing without DATABASE_URL: the embedded database has no replica"
    service_role.check_is_fit(schema.replica_url(settings.database_read_url.get_secret_value()))
    return FINE


def room(settings: Settings) -> str:
    """DATABASE_POOL_SIZE against what the server admits; an embedded one is given as much as is needed."""
    if settings.database_url is None:
        return FINE
    try:
        with connected(settings.database_url.get_secret_value()) as connection:
            admitted = _admitted(connection)
    except (OperationalError, ArgumentError):
        return FINE  # said of DATABASE_URL already
    needed = connections_needed(settings)
    return FINE if needed <= admitted else f"one process may open {needed} connections, the server admits {admitted}"


def _admitted(connection: Connection) -> int:
    return int(connection.scalar(ROOM) or 0)
