"""Answers that are sent while they are read: in a snapshot of their own, for a bounded time, a few at once."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Annotated, cast

from fastapi import Depends, Request

from catalog_admin.kit.failures import Busy, TookTooLong
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.work import Database, Reads

# Each keeps one of the connections that are opened beyond the pool, for as long as its reader takes.
MOST_AT_ONCE = 2
# Each keeps a file.
MOST_FILES_AT_ONCE = 16
# A reader of a file has a minute, and as long as this takes.
LEAST_BYTES_PER_SECOND = 32 * 1024


def connections() -> Turns:
    return Turns(MOST_AT_ONCE)


def spools() -> Turns:
    return Turns(MOST_FILES_AT_ONCE, lambda: Busy("too many archives are being taken: try again later"))


async def _turn(request: Request) -> AsyncIterator[None]:
    async with cast("Turns", request.app.state.stream_turns).taken():
        yield


# scope="request": the turn ends when the last line has been sent; there is nothing in it that could fail to commit.
StreamTurn = Annotated[None, Depends(_turn, scope="request")]


async def _spool_turn(request: Request) -> AsyncIterator[None]:
    async with cast("Turns", request.app.state.spool_turns).taken():
        yield


# For what is whole in a file before its first byte is sent: who reads it slowly keeps no connection.
SpoolTurn = Annotated[None, Depends(_spool_turn, scope="request")]


def patience(seconds: float, size: int) -> float:
    """How long so many bytes of a file may take, and never longer than `seconds`."""
    return min(seconds, 60 + size / LEAST_BYTES_PER_SECOND)


def streamed(
    request: Request, begin: Callable[[Database], Reads], tell: Callable[[Reads], Iterator[bytes]]
) -> Iterator[bytes]:
    """The request's own snapshot would end before the first line is sent, and its patience before the last.

    A reader who is too slow is cut off: whoever counts, as our exports let one, sees that it is not all.
    """
    database = cast("Database", request.app.state.database).for_streams()
    with begin(database) as reads:
        yield from in_time(database.stream_seconds, tell(reads))


def in_time(seconds: float, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Raises TookTooLong before a piece that comes later than that."""
    ends = time.monotonic() + seconds
    for piece in pieces:
        if time.monotonic() > ends:
            raise TookTooLong(f"an export may take {seconds:.0f} seconds")
        yield piece
