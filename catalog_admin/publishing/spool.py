"""Rows on their way into published tables, in temporary files, in the format COPY reads.

So the draft's snapshot is read to its end before the first row is written, and memory does not grow with the rows.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Protocol, Self

from catalog_admin.publishing.vocabulary import Vocabulary

BUFFER_BYTES = 1 << 20
CHUNK_BYTES = 8 << 20


class Gathers(Protocol):
    """Words go along with the rows: they are few."""

    vocabulary: Vocabulary

    def add(self, table: str, *values: Any) -> None: ...


class Rows(Gathers, Protocol):
    """`counts` says of which tables there are rows, and how many."""

    counts: dict[str, int]

    def chunks(self, table: str) -> Iterator[list[bytes]]:
        """Lines for COPY, some megabytes at a time, in the order they came."""
        ...


class Spool:
    """One file a table; everything is gone when the block ends."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.vocabulary = Vocabulary()
        self._files: dict[str, IO[bytes]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, table: str, *values: Any) -> None:
        if table not in self._files:
            self._files[table] = self._open.enter_context(TemporaryFile(buffering=BUFFER_BYTES))  # noqa: SIM115 - the stack closes it
            self.counts[table] = 0
        self._files[table].write(copy_line(values))
        self.counts[table] += 1

    def chunks(self, table: str) -> Iterator[list[bytes]]:
        """About 8 MB at a time."""
        file = self._files.get(table)
        if file is None:
            return
        file.seek(0)
        while lines := file.readlines(CHUNK_BYTES):
            yield lines


def copy_line(values: tuple[Any, ...]) -> bytes:
    return ("\t".join(map(_field, values)) + "\n").encode()


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        # Four searches: str.translate takes thirty times as long for a body with a single umlaut.
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
