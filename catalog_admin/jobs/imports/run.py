"""One import, told in order. Reject-everything and dry runs are one transaction, which ends by commit or rollback;
reject-failed-rows commits chunk by chunk, so what is done stays done when somebody cancels or a machine dies.

Where one transaction holds the registry all along, the next chunk is read and checked in a second thread while the
database takes in the one before. Imports of one environment wait for each other, chunk by chunk: two of them meeting
on the same rows in different order would deadlock.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, Any

from catalog_admin.jobs.imports.ahead import ahead, quick_turns
from catalog_admin.jobs.imports.model import (
    Counts,
    ImportReport,
    Intake,
    Order,
    Policy,
    Record,
    Row,
    RowFault,
    Write,
)
from catalog_admin.jobs.imports.rows import rows_of
from catalog_admin.jobs.model import Cancelled, Steps
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.work import Work

# What is staged stays in the memory that the database has for temporary tables.
CHUNK_ROWS = 5_000
CHUNK_BYTES = 16 * 1024 * 1024
LOOK_EVERY_ROWS = 500

OnCommit = Callable[[Work, dict[str, Any]], None]


class Import:
    """`checkpoint` is what an attempt before this one has committed; its counts are kept, its rows are not rewritten
    (writing them again changes nothing)."""

    def __init__(
        self,
        intake: Intake,
        file: IO[bytes],
        size: int,
        order: Order,
        *,
        transaction: Callable[[], Work],
        steps: Steps,
        checkpoint: dict[str, Any] | None = None,
        on_commit: OnCommit | None = None,
    ) -> None:
        self._intake, self._file, self._size, self._order = intake, file, max(size, 1), order
        self._transaction, self._steps = transaction, steps
        self._done_before = int(checkpoint["line"]) if checkpoint else 0
        self._on_commit = on_commit
        self.report = ImportReport(order.policy, order.dry_run)
        if checkpoint:
            self.report.counts = Counts(**checkpoint["counts"])
        self._is_announced = self._has_changes
        self._rows = rows_of(file, order.format, intake.document_of, order.renamed)

    def run(self) -> ImportReport:
        """Raises Cancelled with the report of what stays."""
        try:
            if self._order.policy is Policy.REJECT_FAILED_ROWS and not self._order.dry_run:
                self._chunk_by_chunk()
            else:
                self._all_or_nothing()
        except Cancelled as cancelled:
            raise Cancelled(self.report.said()) from cancelled
        return self.report

    def _all_or_nothing(self) -> None:
        stays = False
        try:
            with suppress(_Undone), self._transaction() as work:
                self._begin(work)
                with quick_turns(), closing(ahead(self._chunks())) as chunks:
                    for chunk in chunks:
                        self._write(work, chunk)
                        self._steps.check_cancelled()
                self._settle(work)
            stays = self._order.dry_run or not self.report.is_refused
        finally:
            if not stays:
                self._nothing_stays()

    def _settle(self, work: Work) -> None:
        if self._order.dry_run or self.report.is_refused:
            raise _Undone
        self._finish(work)

    def _nothing_stays(self) -> None:
        counts = self.report.counts
        self.report.counts = Counts(rows=counts.rows, rejected=counts.rejected)

    def _chunk_by_chunk(self) -> None:
        try:
            done = False
            while not done:
                done = self._one_committed_chunk()
        finally:
            if self._has_changes:
                with self._transaction() as work:
                    self._finish(work)

    def _one_committed_chunk(self) -> bool:
        """Says whether that was the last; read inside the transaction, so that the registry checked against holds."""
        with self._transaction() as work:
            self._begin(work)
            chunk = self._chunk(CHUNK_ROWS)
            if not chunk.rows:
                return True
            before = asdict(self.report.counts)
            try:
                self._write(work, chunk)
                self._announce_once(work)
                if self._on_commit is not None:
                    self._on_commit(work, {"line": chunk.last_line, "counts": asdict(self.report.counts)})
            except BaseException:
                self.report.counts = Counts(**before)
                raise
        return False

    def _announce_once(self, work: Work) -> None:
        if self._has_changes and not self._is_announced:
            self._intake.announce(work)
            self._is_announced = True

    def _begin(self, work: Work) -> None:
        self._steps.check_cancelled()
        take(work.session, Lock.IMPORT, work.environment)
        self._intake.begin(work)

    def _chunks(self) -> Iterator["_Chunk"]:
        """Small ones first: until there is one, the database has nothing to do."""
        most = max(1, CHUNK_ROWS // 10)
        while (chunk := self._chunk(most)).rows:
            yield chunk
            most = min(2 * most, CHUNK_ROWS)

    def _chunk(self, most_rows: int) -> "_Chunk":
        """Bounded in rows and in bytes. A document is let go when it is checked: what waits is ready to be written."""
        start, faults = self._file.tell(), list[RowFault]()
        chunk = _Chunk()
        for row in islice(self._rows, most_rows):
            faults += self._intake.take(row)
            chunk.add(row)
            if chunk.rows % LOOK_EVERY_ROWS == 0 and self._file.tell() - start >= CHUNK_BYTES:
                break
        chunk.faults, chunk.write, chunk.read_to = faults, self._intake.taken(), self._file.tell()
        return chunk

    def _write(self, work: Work, chunk: "_Chunk") -> None:
        counts, late = chunk.write(work)
        faults = [*chunk.faults, *late]
        self._count(chunk, counts, len({fault.line for fault in faults}))
        self.report.keep(fault.placed(chunk.records.get(fault.line)) for fault in sorted(faults, key=_line))
        percent = min(99, chunk.read_to * 100 // self._size)
        self._steps.progress(percent, f"{self.report.counts.rows:,} {self._intake.noun} read")

    def _count(self, chunk: "_Chunk", counts: Counts, rejected: int) -> None:
        if chunk.last_line > self._done_before:
            counts.rows, counts.rejected = chunk.rows, rejected
            self.report.counts.add(counts)

    def _finish(self, work: Work) -> None:
        self.report.changed_anything = self._has_changes
        if self.report.changed_anything:
            self._intake.finish(work, self.report)

    @property
    def _has_changes(self) -> bool:
        return bool(self.report.counts.created or self.report.counts.updated)


@dataclass(slots=True)
class _Chunk:
    """Rows that have been checked; of a CSV file their cells are kept, for faults that only the database finds."""

    rows: int = 0
    last_line: int = 0
    read_to: int = 0
    records: dict[int, Record] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    write: Write = lambda _: (Counts(), [])

    def add(self, row: Row) -> None:
        self.rows, self.last_line = self.rows + 1, row.line
        if row.record is not None:
            self.records[row.line] = row.record


class _Undone(Exception):
    """Ends a transaction that must leave nothing."""


def _line(fault: RowFault) -> int:
    return fault.line
