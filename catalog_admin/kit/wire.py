"""Statements that are asked all day, said to the driver's connection in the protocol's own steps.

SQLAlchemy and the driver's cursors take eight times as long for a statement as there is work in it. Nothing of what
they do changes from one time to the next: the text is made once, the server plans it once for each connection, and what
comes back are the types that PostgreSQL says. Errors are the driver's own (see kit/failures). See docs/adr/0042.
"""

import asyncio
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

import psycopg
from psycopg import capabilities
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import ARRAY, Float, Select, TextualSelect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.types import TypeEngine

from catalog_admin.kit.traces import traced

DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
MOST_PLANNED = 100  # on one connection
STOP_SECONDS = 2.0
CAN_CLOSE = capabilities.has_send_close_prepared()
# What the server says of a plan that it cannot use any more: its columns have changed, or it is not there.
STALE = (FeatureNotSupported, InvalidSqlStatementName)
NUMERIC, FLOAT8 = 1700, 701
FINE = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})

Planned = tuple[str, tuple[int, ...] | None]


class Prepared:
    """A statement that is made once and asked many times, with other values."""

    def __init__(self, statement: Select[Any] | TextualSelect) -> None:
        self.statement = statement

    @cached_property
    def text(self) -> str | None:
        """None if values, said or found, are no plain ones: then SQLAlchemy has to look at them each time."""
        compiled, text = self._compiled, str(self._compiled)
        is_plain = all(_is_said_as_it_is(bind.type) for bind in compiled.binds.values())
        is_plain = is_plain and all(_comes_as_it_is(column.type) for column in self.statement.selected_columns)
        return text if is_plain and "POSTCOMPILE" not in text else None

    @cached_property
    def row(self) -> Callable[[Any], Any]:
        """What makes a row of a statement's values; its parts are called as the columns are."""
        make: Callable[[Any], Any] = namedtuple("Row", map(str, self.statement.selected_columns.keys()))._make  # type: ignore[attr-defined]
        return make

    def values(self, said: Mapping[str, Any]) -> list[Any]:
        fixed = self._fixed
        return [said[name] if name in said else fixed[name] for name in self._names]

    @cached_property
    def _compiled(self) -> Any:
        return self.statement.compile(dialect=DIALECT)

    @cached_property
    def _names(self) -> list[str]:
        return list(self._compiled.positiontup)

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        compiled = self._compiled
        return {name: compiled.params[name] for bind, name in compiled.bind_names.items() if not bind.required}


def _is_said_as_it_is(kind: TypeEngine[Any]) -> bool:
    kind = kind.item_type if isinstance(kind, ARRAY) else kind
    return kind.dialect_impl(DIALECT).bind_processor(DIALECT) is None


def _comes_as_it_is(kind: TypeEngine[Any]) -> bool:
    if isinstance(kind, ARRAY):
        return not kind.as_tuple and _comes_as_it_is(kind.item_type)
    # Types of numbers ask what the server calls them; all others do not care.
    told = FLOAT8 if isinstance(kind, Float) else NUMERIC
    return kind.dialect_impl(DIALECT).result_processor(DIALECT, told) is None


class Wire:
    """Not for two at once: its user waits for each answer before he asks again."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        self._connection, self._pg = connection, connection.pgconn
        self._values = Transformer(connection)
        self._planned: OrderedDict[Planned, bytes] = OrderedDict()
        self._count = 0
        self._is_in_step = True

    @property
    def is_usable(self) -> bool:
        """Not while an answer is awaited: whoever gave up in the middle left a connection that nobody can use."""
        return self._is_in_step and self._pg.status == ConnStatus.OK

    async def say(self, text: str) -> None:
        """One statement or several without values, as they stand there."""
        await self._asked(lambda: self._pg.send_query(text.encode()))

    async def stop(self) -> None:
        """Before the connection is thrown away: the server works on until it next writes, and counts it until then.

        Once begun it goes on, also for who is told again and again that nobody waits any more.
        """
        await asyncio.shield(self._stopped())

    async def rows(self, prepared: Prepared, said: Mapping[str, Any]) -> list[Any]:
        text = prepared.text or ""
        with traced("SELECT", {"db.system": "postgresql", "db.statement": text}):
            values = prepared.values(said)
            sent = self._values.dump_sequence(values, [PyFormat.AUTO] * len(values))
            kinds, formats = self._values.types, self._values.formats
            if self._connection.prepare_threshold is None:  # a pooler in between that knows no such thing
                query = text.encode()
                (found,) = await self._asked(lambda: self._pg.send_query_params(query, sent, kinds, formats))
            else:
                name = await self._plan(text, kinds)
                try:
                    (found,) = await self._asked(lambda: self._pg.send_query_prepared(name, sent, formats))
                except STALE:
                    with suppress(psycopg.Error):
                        await self._forget((text, kinds))
                    self._planned.pop((text, kinds), None)
                    raise
            self._values.set_pgresult(found)
            return self._values.load_rows(0, found.ntuples, prepared.row)

    async def _plan(self, text: str, kinds: tuple[int, ...] | None) -> bytes:
        """By what name the server knows it; planned only for values of these types."""
        key = text, kinds
        if key in self._planned:
            self._planned.move_to_end(key)
            return self._planned[key]
        if len(self._planned) >= MOST_PLANNED:
            await self._forget(next(iter(self._planned)))
        self._count += 1
        name = b"wire_%d" % self._count
        await self._asked(lambda: self._pg.send_prepare(name, text.encode(), kinds))
        self._planned[key] = name
        return name

    async def _stopped(self) -> None:
        with suppress(psycopg.Error):
            await self._connection.cancel_safe(timeout=STOP_SECONDS)

    async def _forget(self, key: Planned) -> None:
        """Closed, and not by SQL: that a failed transaction refuses, and a pooler has other names for it."""
        name = self._planned[key]
        if CAN_CLOSE:
            await self._asked(lambda: self._pg.send_close_prepared(name))
        else:
            await self.say(f"DEALLOCATE {name.decode()}")
        del self._planned[key]

    async def _asked(self, send: Callable[[], None]) -> list[PGresult]:
        self._is_in_step = False
        send()
        found = await self._answered()
        self._is_in_step = True
        for each in found:
            if each.status not in FINE:
                raise error_from_result(each)
        return found

    async def _answered(self) -> list[PGresult]:
        """All that is answered until the server is ready again; raises psycopg.OperationalError."""
        found: list[PGresult] = []
        try:
            while self._pg.flush():
                await self._ready(is_written=True)
            while (result := await self._next()) is not None:
                found.append(result)
        except psycopg.OperationalError:
            # Who hangs up may have said why.
            if not found:
                raise
        return found

    async def _next(self) -> PGresult | None:
        while self._pg.is_busy():
            await self._ready()
        return self._pg.get_result()

    async def _ready(self, *, is_written: bool = False) -> None:
        """Until there is something to read, or room to write."""
        loop, socket = asyncio.get_running_loop(), self._pg.socket
        ready: asyncio.Future[None] = loop.create_future()
        loop.add_reader(socket, _wake, ready)
        if is_written:
            loop.add_writer(socket, _wake, ready)
        try:
            await ready
        finally:
            loop.remove_reader(socket)
            if is_written:
                loop.remove_writer(socket)
        self._pg.consume_input()


def _wake(ready: "asyncio.Future[None]") -> None:
    if not ready.done():
        ready.set_result(None)
