"""Filling the tariff store from files, by the same machinery as products."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import text

from catalog_admin.audit import commands as audit
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.errors import DuplicateRow
from catalog_admin.jobs.imports.job import import_path, import_upload
from catalog_admin.jobs.imports.model import Counts, Format, ImportReport, Order, Policy, Row, RowFault, Seen, Write
from catalog_admin.jobs.imports.rows import exactly
from catalog_admin.jobs.model import Lane, job_kind
from catalog_admin.kit.actor import Actor, Role
from catalog_admin.kit.exact_json import UnreadableBody, read_exactly
from catalog_admin.kit.faults import Faults
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.work import Database, Work
from catalog_admin.pricing.model import TariffBody
from catalog_admin.pricing.reading import read_tariff

IMPORT_KIND = "pricing.import"
_IDENTITY = ("id", "reference", "currency", "country", "segment", "valid_from")
_CONTENT = ("valid_to", "model", "amount", "tiers", "package_size", "unit", "note")
_COLUMNS = _IDENTITY + _CONTENT
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS stage_tariff (
    line bigint, id uuid, reference text, currency text, country text, segment text, valid_from timestamptz,
    valid_to timestamptz, model text, amount numeric, tiers jsonb, package_size bigint, unit text, note text
) ON COMMIT DROP;
TRUNCATE stage_tariff
"""
_LISTED = ", ".join(_COLUMNS)
_THERE = ", ".join(f"t.{column}" for column in _CONTENT)
_NEW = ", ".join(f"excluded.{column}" for column in _CONTENT)
_SET = ", ".join(f"{column} = excluded.{column}" for column in _CONTENT)
_MERGE = text(
    f"""
    WITH done AS (
        INSERT INTO tariff AS t ({_LISTED}) SELECT {_LISTED} FROM stage_tariff ORDER BY id
        ON CONFLICT (tenant_id, environment_id, id) DO UPDATE
            SET {_SET}, revision = t.revision + 1, updated_at = now() WHERE ({_THERE}) IS DISTINCT FROM ({_NEW})
        RETURNING xmax = 0 AS is_new
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM done
    """  # noqa: S608 - names of our own
)


class TariffIntake:
    """One tariff a row; the same reference, currency, country, segment and validFrom is the same tariff."""

    noun = "tariffs"

    def __init__(self, sha256: str = "") -> None:
        self._lines: list[bytes] = []
        self._seen, self._sha256 = Seen(), sha256

    def begin(self, work: Work) -> None:
        work.actor.must(Role.CATALOG_EDITOR)
        self._lines = []

    def document_of(self, cells: dict[str, str]) -> dict[str, Any]:
        """Columns are members; `tiers` is JSON, like [{"upTo": 10, "amount": "2"}, {"amount": "1.5"}]."""
        return {column: _cell(column, cell) for column, cell in cells.items()}

    def take(self, row: Row) -> list[RowFault]:
        row = exactly(row)
        if row.fault is not None:
            return [RowFault(row.line, None, row.fault)]
        faults = Faults()
        body = read_tariff(row.document, faults)
        if not faults.found and (earlier := self._seen.first(body.id.hex, row.line)) is not None:
            faults.add(DuplicateRow, "/reference", f"the same tariff stands on line {earlier} already")
        if not faults.found:
            self._lines.append(_copied(row.line, body))
        return [RowFault(row.line, body.reference or None, fault) for fault in faults.found]

    def taken(self) -> Write:
        lines, self._lines = self._lines, []
        return partial(self._write, lines)

    @staticmethod
    def _write(lines: list[bytes], work: Work) -> tuple[Counts, list[RowFault]]:
        raw: Any = work.session.connection().connection.driver_connection
        raw.execute(_STAGE)
        if lines:
            with raw.cursor() as cursor, cursor.copy("COPY stage_tariff FROM STDIN (NULL '')") as copy:
                copy.write(b"\n".join(lines) + b"\n")
        created, updated = work.session.execute(_MERGE).one()
        unchanged = len(lines) - created - updated
        return Counts(created=created, updated=updated, unchanged=unchanged), []

    def announce(self, work: Work) -> None:
        detail = {"sha256": self._sha256}
        audit.record(work, action="pricing.import_begun", subject="import:tariffs", detail=detail)

    def finish(self, work: Work, report: ImportReport) -> None:
        said = {**report.said(), "sha256": self._sha256}
        audit.record(work, action="pricing.imported", subject="import:tariffs", after=said, detail=said)


@job_kind(IMPORT_KIND, resumable=True, lane=Lane.IMPORTS)
def run_import(context: JobContext) -> dict[str, Any]:
    return import_upload(context, TariffIntake(context.params.get("sha256", "")))


def import_file(
    database: Database,
    actor: Actor,
    environment: EnvironmentId,
    path: Path,
    *,
    format: Format,
    policy: Policy = Policy.REJECT_EVERYTHING,
    dry_run: bool = False,
    renamed: Mapping[str, str] | None = None,
    environment_key: str = "",
    request_id: str = "",
    on_progress: Callable[[int, str], None] | None = None,
) -> ImportReport:
    """The same import in the foreground; `report.is_refused` says that one wrong row kept out all the others."""
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return import_path(
        TariffIntake(sha256),
        path,
        Order(format, policy, dry_run, renamed or {}),
        lambda: database.work(actor, environment, environment_key=environment_key, request_id=request_id),
        on_progress,
    )


def _cell(column: str, cell: str) -> Any:
    if column == "packageSize" and cell.isdecimal() and len(cell) < 17:
        return int(cell)
    if column != "tiers":
        return cell
    try:
        return read_exactly(cell)
    except UnreadableBody:
        return cell


def _copied(line: int, body: TariffBody) -> bytes:
    values: list[Any] = [line, *(getattr(body, column) for column in _COLUMNS)]
    parts = [b"" if value is None else value.encode() if type(value) is str else _json(value) for value in values]
    return b"\t".join(parts).replace(b"\\", b"\\\\")


def _json(value: Any) -> bytes:
    return orjson.dumps(value).strip(b'"')
