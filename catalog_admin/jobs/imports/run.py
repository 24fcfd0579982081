"""One import, told in order. Reject-everything and dry runs are one transaction, which ends by commit or rollback;
reject-failed-rows commits chunk by chunk, so what is done stays done when somebody cancels or a machine dies.

Imports of one environment wait for each other, chunk by chunk: two of them meeting on the same rows in different
order would deadlock.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from typing import IO, Any

from catalog_admin.jobs.imports.model import Counts, ImportReport, Intake, Order, Policy, Row, RowFault
from catalog_admin.jobs.imports.rows import rows_of
from catalog_admin.jobs.model import Cancelled, Steps
from catalog_admin.kit.locks import Lock, take
from catalog_admin.kit.work import Work

CHUNK_ROWS = 10_000
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
                for chunk in self._chunks():
                    self._write(work, chunk)
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
            chunk = next(self._chunks(), None)
            if chunk is None:
                return True
            before = asdict(self.report.counts)
            try:
                self._write(work, chunk)
                self._announce_once(work)
                if self._on_commit is not None:
                    self._on_commit(work, {"line": chunk[-1].line, "counts": asdict(self.report.counts)})
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

    def _chunks(self) -> Iterator[list[Row]]:
        while chunk := self._chunk():
            yield chunk
            self._steps.check_cancelled()

    def _chunk(self) -> list[Row]:
        """Bounded in rows and in bytes."""
        chunk: list[Row] = []
        start = self._file.tell()
        while len(chunk) < CHUNK_ROWS and self._file.tell() - start < CHUNK_BYTES:
            some = list(islice(self._rows, LOOK_EVERY_ROWS))
            chunk += some
            if len(some) < LOOK_EVERY_ROWS:
                break
        return chunk

    def _write(self, work: Work, chunk: list[Row]) -> None:
        faults = [fault for row in chunk for fault in self._intake.take(row)]
        counts, late = self._intake.write(work)
        rejected = {fault.line for fault in faults} | {fault.line for fault in late}
        self._count(chunk, counts, len(rejected))
        at = {row.line: row for row in chunk}
        self.report.keep(fault.placed(at.get(fault.line)) for fault in sorted([*faults, *late], key=_line))
        percent = min(99, self._file.tell() * 100 // self._size)
        self._steps.progress(percent, f"{self.report.counts.rows:,} {self._intake.noun} read")

    def _count(self, chunk: list[Row], counts: Counts, rejected: int) -> None:
        if chunk[-1].line > self._done_before:
            counts.rows, counts.rejected = len(chunk), rejected
            self.report.counts.add(counts)

    def _finish(self, work: Work) -> None:
        self.report.changed_anything = self._has_changes
        if self.report.changed_anything:
            self._intake.finish(work, self.report)

    @property
    def _has_changes(self) -> bool:
        return bool(self.report.counts.created or self.report.counts.updated)


class _Undone(Exception):
    """Ends a transaction that must leave nothing."""


def _line(fault: RowFault) -> int:
    return fault.line
