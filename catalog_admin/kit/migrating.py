"""Running the migrations: one process at a time, each migration by itself, beside services that go on working.

A migration that fails leaves those before it done and the database saying so; the next run goes on there.
"""

import re
from pathlib import Path
from time import sleep

from psycopg.errors import DeadlockDetected, LockNotAvailable
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from catalog_admin.kit.errors import Conflict, Unavailable
from catalog_admin.kit.locks import Lock

MIGRATIONS = Path(__file__).parents[2] / "migrations"
NAMED = re.compile(r'^(revision|down_revision) = "(.+)"$', re.MULTILINE)
TURN_SECONDS = 0.1

# Whoever waits for a whole table makes everybody behind it wait as well: rather often for a moment than once for long.
LOCK_SECONDS = 2.0
TRIES = 10
PAUSE_SECONDS = 1.0


class DatabaseIsNewer(Conflict):
    """A later release has migrated this database; running older code on it could corrupt it."""

    code = "kit.database_is_newer"


class DatabaseInUse(Unavailable):
    """A migration needs a table for a moment, and somebody holds it for long; the migrations before it are done."""

    code = "kit.database_in_use"


def head() -> str:
    """The newest migration this code knows: read without Alembic, which loads longer than most commands take."""
    known = [dict(NAMED.findall(file.read_text("utf-8"))) for file in (MIGRATIONS / "versions").glob("*.py")]
    [newest] = {each["revision"] for each in known} - {each.get("down_revision") for each in known}
    return str(newest)


def wait_for_turn(connection: Connection) -> None:
    """Until this connection is closed nobody else migrates the database."""
    # Asked again and again: a statement that waits is a snapshot, and building an index waits for old snapshots.
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": int(Lock.MIGRATION)}):
        connection.rollback()
        sleep(TURN_SECONDS)
    connection.commit()


def refuse_newer(connection: Connection) -> None:
    """Raises DatabaseIsNewer."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(current)
    except CommandError as unknown:
        raise DatabaseIsNewer(
            f"the database is at {current}, which this release does not know: start a newer release"
        ) from unknown


def upgrade(connection: Connection, service: str, *, to: str = "head") -> None:
    """Raises DatabaseInUse. The connection must be in no transaction: each migration has its own."""
    connection.exec_driver_sql(f"SET lock_timeout = {round(LOCK_SECONDS * 1000)}")
    connection.commit()
    for _ in range(TRIES - 1):
        try:
            return _run(connection, service, to)
        except OperationalError as wrong:
            _refuse_all_but_waiting(wrong)
        connection.rollback()
        sleep(PAUSE_SECONDS)
    try:
        return _run(connection, service, to)
    except OperationalError as wrong:
        _refuse_all_but_waiting(wrong)
        raise DatabaseInUse(
            f"a migration waited {TRIES} times for others to let go: {str(wrong.orig).splitlines()[0]}",
            suggestion="start again when imports and other long transactions have ended",
        ) from wrong


def _refuse_all_but_waiting(wrong: OperationalError) -> None:
    if not isinstance(wrong.orig, LockNotAvailable | DeadlockDetected):
        raise wrong


def _run(connection: Connection, service: str, to: str) -> None:
    from alembic.command import upgrade as run
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["service_role"] = service
    run(config, to)
