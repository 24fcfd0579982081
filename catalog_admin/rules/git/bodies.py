"""What a client sends, as large as it may be: git packs what it asks for, and small bodies unpack to large ones."""

import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from anyio import fail_after
from anyio.to_thread import run_sync
from fastapi import Request

from catalog_admin.rules.git.errors import BodyTooLarge, BodyTooSlow, PushGarbled

GZIP = 16 + zlib.MAX_WBITS
PIECE_BYTES = 1024 * 1024
LONGEST_SECONDS = 300.0


async def read_whole(request: Request, most: int) -> bytes:
    """Raises BodyTooLarge, BodyTooSlow, PushGarbled."""
    with _in_time():
        return b"".join([piece async for piece in _pieces(request, most)])


async def keep(request: Request, file: BinaryIO, most: int) -> None:
    """Into a file, which is left at its beginning. Raises BodyTooLarge, BodyTooSlow, PushGarbled."""
    waiting = bytearray()
    with _in_time():
        async for piece in _pieces(request, most):
            waiting += piece
            if len(waiting) >= PIECE_BYTES:
                await run_sync(file.write, bytes(waiting))
                waiting.clear()
    await run_sync(file.write, bytes(waiting))
    await run_sync(file.seek, 0)


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        with fail_after(LONGEST_SECONDS):
            yield
    except TimeoutError:
        raise BodyTooSlow(f"a body is sent within {LONGEST_SECONDS:.0f} seconds") from None


async def _pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in _unpacked(request):
        size += len(piece)
        if size > most:
            raise BodyTooLarge(f"at most {most} bytes are read here", limit=most)
        yield piece


async def _unpacked(request: Request) -> AsyncIterator[bytes]:
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding == "identity":
        async for piece in request.stream():
            yield piece
        return
    if encoding not in ("gzip", "x-gzip"):
        raise PushGarbled(f"bodies come as they are, or by gzip, and not by {encoding[:20]}")
    unpacker = zlib.decompressobj(wbits=GZIP)
    async for piece in request.stream():
        while piece:
            try:
                yield unpacker.decompress(piece, PIECE_BYTES)
            except zlib.error as wrong:
                raise PushGarbled("this is not packed by gzip") from wrong
            piece = unpacker.unconsumed_tail
