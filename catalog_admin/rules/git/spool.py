"""What a program has said and its reader has not taken yet: a little in memory, the rest in a file that has no name.

So a program ends as soon as it has said everything, however slowly that is read. A reader who keeps up never makes a
file.
"""

import os
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from tempfile import TemporaryFile

from anyio import Event
from anyio.to_thread import run_sync

MEMORY_BYTES = 1024 * 1024
PIECE_BYTES = 64 * 1024


class Spool(ExitStack):
    """One who puts, one who takes. At `most` bytes of a file it is full until all of it has been taken."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._pieces: deque[bytes] = deque()
        self._in_memory = 0
        self._file: int | None = None
        self._written = self._read = 0
        self._is_over = False
        self._changed = Event()

    @property
    def is_full(self) -> bool:
        return self._has_file_to_read and self._written >= self._most

    async def put(self, piece: bytes) -> None:
        """Raises OSError where the disk is full."""
        if not self._has_file_to_read and self._in_memory + len(piece) <= MEMORY_BYTES:
            self._pieces.append(piece)
            self._in_memory += len(piece)
        else:
            if not self._has_file_to_read:  # then nobody reads in it, and it begins anew
                self._read = self._written = 0
            await run_sync(_write, self._place(), piece, self._written)
            self._written += len(piece)
        self._tell()

    def end(self) -> None:
        """Nothing more comes."""
        self._is_over = True
        self._tell()

    async def emptied(self) -> None:
        await self._until(lambda: not self._has_file_to_read)

    async def pieces(self) -> AsyncIterator[bytes]:
        while await self._has_more():
            if self._pieces:  # said before what lies in the file
                piece = self._pieces.popleft()
                self._in_memory -= len(piece)
            else:
                piece = await run_sync(
                    os.pread, self._place(), min(PIECE_BYTES, self._written - self._read), self._read
                )
                self._read += len(piece)
            self._tell()
            yield piece

    async def _has_more(self) -> bool:
        await self._until(lambda: bool(self._pieces) or self._has_file_to_read or self._is_over)
        return bool(self._pieces) or self._has_file_to_read

    @property
    def _has_file_to_read(self) -> bool:
        return self._read < self._written

    def _place(self) -> int:
        if self._file is None:
            file = TemporaryFile(buffering=0)  # noqa: SIM115 - it is left with the spool
            self._file = self.enter_context(file).fileno()
        return self._file

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = Event()


def _write(file: int, piece: bytes, at: int) -> None:
    while piece:
        written = os.pwrite(file, piece, at)
        piece, at = piece[written:], at + written
