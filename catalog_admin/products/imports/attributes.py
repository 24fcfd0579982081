"""Rows that declare attributes: few, so they are written one by one."""

from dataclasses import replace
from functools import partial
from typing import Any

from catalog_admin.audit import commands as audit
from catalog_admin.jobs.errors import DuplicateRow
from catalog_admin.jobs.imports.model import Counts, ImportReport, Row, RowFault, Seen, Write
from catalog_admin.jobs.imports.rows import exactly
from catalog_admin.kit.actor import Role
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.faults import Fault, Faults
from catalog_admin.kit.work import Work
from catalog_admin.products import store
from catalog_admin.products.commands.attributes import write_definition
from catalog_admin.products.imports.cells import SEPARATOR
from catalog_admin.products.model.attributes import AttributeDefinition, read_attribute

_FLAGS = ("many", "facetable", "searchable")
_BOOLEAN = {"true": True, "false": False}


class AttributeIntake:
    noun = "attributes"

    def __init__(self, sha256: str = "") -> None:
        self._waiting: list[tuple[int, AttributeDefinition]] = []
        self._seen, self._sha256 = Seen(), sha256

    def begin(self, work: Work) -> None:
        work.actor.must(Role.CATALOG_EDITOR)
        store.lock_definitions(work)
        self._waiting = []

    def document_of(self, cells: dict[str, str]) -> dict[str, Any]:
        """Allowed values separated by `|`, labels by locale (`label.en`); values are texts, as CSV has no others."""
        document: dict[str, Any] = {}
        for column, cell in cells.items():
            head, _, rest = column.partition(".")
            if head == "label":
                document.setdefault("label", {})[rest or "en"] = cell
            elif column == "allowed":
                document[column] = cell.split(SEPARATOR)
            else:
                document[column] = _BOOLEAN.get(cell, cell) if column in _FLAGS else cell
        return document

    def take(self, row: Row) -> list[RowFault]:
        row = exactly(row)
        if row.fault is not None:
            return [RowFault(row.line, None, row.fault)]
        faults = Faults()
        wanted = read_attribute(row.document, faults)
        if wanted.key and (earlier := self._seen.first(wanted.key, row.line)) is not None:
            faults.add(DuplicateRow, "/key", f"{wanted.key} stands on line {earlier} already")
        if not faults.found:
            self._waiting.append((row.line, wanted))
        return [RowFault(row.line, wanted.key or None, fault) for fault in faults.found]

    def taken(self) -> Write:
        waiting, self._waiting = self._waiting, []
        return partial(self._write, waiting)

    def _write(self, waiting: list[tuple[int, AttributeDefinition]], work: Work) -> tuple[Counts, list[RowFault]]:
        counts, faults = Counts(), []
        for line, wanted in waiting:
            try:
                self._put(work, wanted, counts)
            except Refusal as refusal:
                said = Fault(type(refusal), refusal.pointer or "", refusal.detail, refusal.suggestion)
                faults.append(RowFault(line, wanted.key, said))
        return counts, faults

    def announce(self, work: Work) -> None:
        detail = {"sha256": self._sha256}
        audit.record(work, action="products.import_begun", subject=f"import:{self.noun}", detail=detail)

    def finish(self, work: Work, report: ImportReport) -> None:
        said = {**report.said(), "sha256": self._sha256}
        audit.record(work, action="products.imported", subject=f"import:{self.noun}", after=said, detail=said)

    @staticmethod
    def _put(work: Work, wanted: AttributeDefinition, counts: Counts) -> None:
        there = store.definition(work, wanted.key, lock=True)
        if there is not None and replace(there, revision=1) == wanted:
            counts.unchanged += 1
            return
        write_definition(work, there, wanted)
        if there is None:
            counts.created += 1
        else:
            counts.updated += 1
