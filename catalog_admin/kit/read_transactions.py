"""A storefront's transaction: one snapshot on one connection, begun, asked and given back in as few steps as can be."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy import Executable, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog_admin.kit.turns import Turns
from catalog_admin.kit.wire import Prepared, Wire

ASKED = text("SELECT 1")
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
WIRE = "wire"  # under this name a connection keeps what it has planned


class ReadTransaction:
    """Of an engine that begins nothing by itself. Its user asks one thing at a time."""

    _connection: AsyncConnection
    _wire: Wire | None = None

    def __init__(self, engine: AsyncEngine, turns: Turns) -> None:
        """There are as many turns as the pool has connections.

        The pool gives a connection to whoever asks at the right moment: under load some would wait for ever.
        """
        self._engine, self._turns = engine, turns

    async def begin(self, settings: Mapping[str, str]) -> None:
        """With these settings until it ends. A connection that died in the pool is replaced once.

        Raises DatabaseAway if all connections stay busy.
        """
        await self._turns.take(self)
        try:
            wire = await self._connected()
            try:
                await wire.say(_beginning(settings))
            except psycopg.OperationalError:
                if wire.is_usable:
                    raise
                await self._given_up()
                await (await self._connected()).say(_beginning(settings))
        except BaseException:
            await self.end()
            raise

    async def rows(self, statement: Executable | Prepared, said: Mapping[str, Any] | None) -> Sequence[Any]:
        if isinstance(statement, Prepared):
            if self._wire is not None and statement.text is not None:
                return await self._wire.rows(statement, said or {})
            statement = statement.statement
        return (await self._connection.execute(statement, said)).all()

    async def end(self) -> None:
        """Whatever has happened: a connection that is still in the middle of something goes back to nobody."""
        try:
            await self._ended()
        finally:
            self._turns.give_back(self)

    async def _ended(self) -> None:
        wire, self._wire = self._wire, None
        if wire is None:
            return
        try:
            if wire.is_usable:
                with suppress(psycopg.Error):
                    await wire.say("ROLLBACK")
        finally:
            await self._given_back(wire)

    async def _connected(self) -> Wire:
        self._connection = await self._engine.connect()
        raw = await self._connection.get_raw_connection()
        wire: Wire | None = raw.info.get(WIRE)
        if wire is None:
            assert isinstance(raw.driver_connection, psycopg.AsyncConnection)  # noqa: S101 - by the engine's own URL
            wire = raw.info[WIRE] = Wire(raw.driver_connection)
        self._wire = wire
        return wire

    async def _given_back(self, wire: Wire) -> None:
        try:
            if not wire.is_usable:
                try:
                    await wire.stop()
                finally:
                    await self._connection.invalidate()
        finally:
            await self._connection.close()

    async def _given_up(self) -> None:
        """The engine finds out by itself, and forgets all connections that are as old as this one."""
        self._wire = None
        try:
            with suppress(DBAPIError):
                await self._connection.execute(ASKED)
        finally:
            await self._connection.close()


def _beginning(settings: Mapping[str, str]) -> str:
    """In one step, for which values have to stand in the text."""
    said = (f"set_config('{name}', {_quoted(value)}, true)" for name, value in settings.items())
    return f"{BEGIN}; SELECT {', '.join(said)}"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
