"""Rows on their way into published tables, in the format COPY reads."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Protocol, Self

from catalog_admin.publishing.vocabulary import Vocabulary

BUFFER_BYTES = 1 << 20
CHUNK_BYTES = 4 << 20  # a stage of so much fits into the memory that a session has for temporary tables
FIRST_BYTES = 1 << 20
# With zeros for backslashes of our own: no text that the database keeps has one in it.
NULL, HEX = "\0N", "\0\0x"


class Gathers(Protocol):
    """Words go along with the rows: they are few."""

    vocabulary: Vocabulary

    def add(self, table: str, *values: Any) -> None: ...


class Rows(Gathers, Protocol):
    """`counts` says of which tables there are rows, and how many."""

    counts: dict[str, int]

    def extend(self, table: str, lines: list[bytes]) -> None: ...
    def chunks(self, table: str) -> Iterator[bytes]:
        """Lines for COPY, some megabytes at a time, in the order they came."""
        ...


class Pouring:
    """Handed over as soon as some megabytes have gathered, the first ones sooner: until then nobody writes.

    `chunks` are what has not been handed over yet.
    """

    def __init__(self, hand_over: Callable[[str, bytes], None]) -> None:
        self.counts: dict[str, int] = {}
        self.vocabulary = Vocabulary()
        self._hand_over = hand_over
        self._gathered: dict[str, bytearray] = {}
        self._handed = 0

    def add(self, table: str, *values: Any) -> None:
        self.extend(table, [copy_line(values)])

    def extend(self, table: str, lines: list[bytes]) -> None:
        gathered = self._gathered.setdefault(table, bytearray())
        gathered += b"".join(lines)
        self.counts[table] = self.counts.get(table, 0) + len(lines)
        if len(gathered) >= min(CHUNK_BYTES, FIRST_BYTES + self._handed // 4):
            self._handed += len(gathered)
            self._hand_over(table, bytes(self._gathered.pop(table)))

    def chunks(self, table: str) -> Iterator[bytes]:
        if table in self._gathered:
            yield bytes(self._gathered.pop(table))


class Spool:
    """One temporary file a table, for rows that are not written before all of them are known; everything is gone when
    the block ends. Memory does not grow with the rows.
    """

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
        self.extend(table, [copy_line(values)])

    def extend(self, table: str, lines: list[bytes]) -> None:
        if table not in self._files:
            self._files[table] = self._open.enter_context(TemporaryFile(buffering=BUFFER_BYTES))  # noqa: SIM115 - the stack closes it
            self.counts[table] = 0
        self._files[table].writelines(lines)
        self.counts[table] += len(lines)

    def chunks(self, table: str) -> Iterator[bytes]:
        """Some megabytes at a time."""
        file = self._files.get(table)
        if file is None:
            return
        file.seek(0)
        while lines := file.read(CHUNK_BYTES):
            yield lines + file.readline()


def copy_line(values: Sequence[Any]) -> bytes:
    """Looked through once as a whole, and value by value only where one may need an escape."""
    line = "\t".join([value if type(value) is str else _spelled(value) for value in values])
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(values):
        line = "\t".join([escaped(value) if type(value) is str else _spelled(value) for value in values])
    return f"{line}\n".replace("\0", "\\").encode()


def _spelled(value: Any) -> str:
    """Backslashes of our own are set last."""
    if value is None:
        return NULL
    if isinstance(value, bytes):
        return HEX + value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def escaped(value: str) -> str:
    # Four searches: str.translate takes thirty times as long for a body with a single umlaut.
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
