"""What a client sends, as large as it may be: git packs what it asks for, and small bodies unpack to large ones.

It is kept in a file first: whoever sends slowly keeps nobody from a seat.
"""

import zlib
from collections.abc import AsyncIterator
from typing import BinaryIO

from anyio import fail_after
from anyio.to_thread import run_sync
from fastapi import Request

from catalog_admin.rules.git.errors import BodyTooLarge, BodyTooSlow, PushGarbled
from catalog_admin.rules.git.pace import TooSlow
from catalog_admin.rules.git.seats import Visit

GZIP = 16 + zlib.MAX_WBITS
PIECE_BYTES = 1024 * 1024


async def keep(request: Request, visit: Visit, file: BinaryIO, most: int) -> None:
    """The file is left at its beginning. Raises BodyTooLarge, BodyTooSlow, PushGarbled."""
    longest = visit.bounds.longest_seconds
    try:
        with fail_after(longest):
            await _keep(request, visit, file, most)
    except TooSlow:
        visit.ended("sent_too_slowly")
        least = f"{visit.bounds.least_bytes_per_second:.0f} bytes a second"
        raise BodyTooSlow(
            f"a body is sent at {least}, with no pause of {visit.bounds.patience_seconds:g} seconds"
        ) from None
    except TimeoutError:
        visit.ended("sent_too_long")
        raise BodyTooSlow(f"a body is sent within {longest:g} seconds") from None


async def _keep(request: Request, visit: Visit, file: BinaryIO, most: int) -> None:
    waiting = bytearray()
    async for piece in _pieces(request, visit, most):
        waiting += piece
        if len(waiting) >= PIECE_BYTES:
            await run_sync(file.write, bytes(waiting))
            waiting.clear()
    await run_sync(file.write, bytes(waiting))
    await run_sync(file.seek, 0)


async def _pieces(request: Request, visit: Visit, most: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in _unpacked(request, visit):
        size += len(piece)
        if size > most:
            raise BodyTooLarge(f"at most {most} bytes are read here", limit=most)
        yield piece


async def _unpacked(request: Request, visit: Visit) -> AsyncIterator[bytes]:
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding == "identity":
        async for piece in _sent(request, visit):
            yield piece
        return
    if encoding not in ("gzip", "x-gzip"):
        raise PushGarbled(f"bodies come as they are, or by gzip, and not by {encoding[:20]}")
    unpacker = zlib.decompressobj(wbits=GZIP)
    async for piece in _sent(request, visit):
        while piece:
            try:
                yield unpacker.decompress(piece, PIECE_BYTES)
            except zlib.error as wrong:
                raise PushGarbled("this is not packed by gzip") from wrong
            piece = unpacker.unconsumed_tail


async def _sent(request: Request, visit: Visit) -> AsyncIterator[bytes]:
    """Raises TooSlow."""
    pace, stream = visit.bounds.pace(), request.stream()
    while True:
        with pace.waiting():
            piece = await anext(stream, None)
        if piece is None:
            return
        pace.moved(len(piece))
        yield piece
