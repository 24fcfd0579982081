"""The servers behind a Database: the primary, and perhaps a replica that bears the readers.

Who reads for a storefront is sent to the replica while it keeps up, to the primary otherwise. Who edits is sent to the
primary, because what was saved a moment ago must be there; to the replica only while there is no primary. Who writes
has the primary alone. See docs/adr/0039.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from catalog_admin.kit.failures import DatabaseAway, refusal_of
from catalog_admin.kit.pings import ask_seldom
from catalog_admin.kit.standing import END_OF_LOG, Standing, Watch
from catalog_admin.kit.turns import Turns

OVERFLOW = 5  # for look-ups that take no turn
ANEW_SECONDS = 300  # a standby that was promoted keeps its readers' connections: they should find another one
WARNED = "warned"  # under this name a connection keeps that the server has warned
# A machine that lost its power says no goodbye: unless told otherwise we wait for minutes before we ask another one.
PATIENCE = {"connect_timeout": "5", "tcp_user_timeout": "10000", "keepalives_idle": "10", "keepalives_interval": "5"}


@dataclass(frozen=True)
class Server:
    url: URL
    engine: Engine
    async_engine: AsyncEngine
    readers_turns: Turns


class Servers:
    def __init__(self, url: str, read_url: str | None, pool_size: int, standing: Standing) -> None:
        self.standing = standing
        self.primary = _server(url, pool_size)
        self.replica = _server(read_url, pool_size, pool_recycle=ANEW_SECONDS) if read_url else None
        event.listen(self.primary.engine, "connect", _notes_warnings)
        event.listen(self.primary.engine, "handle_error", _leaves_a_standby)

    def for_readers(self) -> list[Server]:
        """In the order in which they are tried."""
        if self.replica is None or not self.standing.is_admitted:
            return [self.primary]
        both = [self.replica, self.primary]
        return both if self.standing.replica_serves() else both[::-1]

    def for_editors(self) -> list[Server]:
        if self.replica is None or not self.standing.is_admitted:
            return [self.primary]
        both = [self.primary, self.replica]
        return both[::-1] if self.standing.is_away("primary") else both

    def for_exports(self) -> list[Server]:
        """A long read is spared the primary if the replica has all that the primary has at this moment."""
        servers = self.for_editors()
        if len(servers) == 1 or not self.standing.replica_serves():
            return servers
        try:
            has_all = _end_of_log(self.primary) <= _end_of_log(servers[-1])
        except DBAPIError:
            return servers
        return servers[::-1] if has_all else servers

    @contextmanager
    def watched(self) -> Iterator[None]:
        """By whoever answers readers: without a replica there is nothing to watch."""
        if self.replica is None:
            yield
            return
        watch = Watch(self.primary.url, self.replica.url, self.standing)
        watch.start()
        try:
            yield
        finally:
            watch.stop()

    def close(self) -> None:
        for server in filter(None, (self.primary, self.replica)):
            server.engine.dispose()

    async def close_async(self) -> None:
        for server in filter(None, (self.primary, self.replica)):
            await server.async_engine.dispose()


def is_away(error: DBAPIError | psycopg.Error) -> bool:
    """Whether another server may do better; what is wrong with the statement is wrong everywhere."""
    return isinstance(refusal_of(error), DatabaseAway)


@contextmanager
def unless_away() -> Iterator[None]:
    """For what is merely worth noting: while no primary takes it, it is left out."""
    try:
        yield
    except DBAPIError as error:
        if not is_away(error):
            raise


def _server(said: str, pool_size: int, *, pool_recycle: int = -1) -> Server:
    url = make_url(said)
    url = url.update_query_dict({name: value for name, value in PATIENCE.items() if name not in url.query})
    # Values of statements are people's data, and sometimes hashes of tokens: nothing for a log.
    options: dict[str, Any] = {"pool_size": pool_size, "pool_timeout": 10, "hide_parameters": True}
    options["pool_recycle"] = pool_recycle
    engine = create_engine(url, max_overflow=OVERFLOW, pool_pre_ping=True, **options)
    ask_seldom(engine)
    # No overflow: connections that are opened for a moment cost more than waiting for one. It begins nothing by itself:
    # a read transaction says how it is to begin (kit/read_transactions).
    async_engine = create_async_engine(url, max_overflow=0, isolation_level="AUTOCOMMIT", **options)
    return Server(url, engine, async_engine, Turns(pool_size))


def _end_of_log(server: Server) -> int:
    with server.engine.connect() as connection:
        return int(connection.execute(text(END_OF_LOG)).one()[1])


def _notes_warnings(connection: "psycopg.Connection[Any]", record: ConnectionPoolEntry) -> None:
    """A COMMIT that gave up waiting for the replica succeeds, and says so by a warning alone."""

    def note(said: psycopg.errors.Diagnostic) -> None:
        if said.severity_nonlocalized == "WARNING":
            record.info[WARNED] = True

    connection.add_notice_handler(note)


def _leaves_a_standby(context: ExceptionContext) -> None:
    """Whatever led us here, a proxy or a name, leads elsewhere soon: the next one connects anew."""
    if not isinstance(context.original_exception, psycopg.errors.ReadOnlySqlTransaction) or context.connection is None:
        return
    raw = context.connection.connection.driver_connection
    if isinstance(raw, psycopg.Connection) and raw.pgconn.parameter_status(b"in_hot_standby") == b"on":
        context.is_disconnect = True
