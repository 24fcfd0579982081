"""An import as a job, or in the foreground from a file: the same code, the same report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert

from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.errors import EverythingRejected
from catalog_admin.jobs.imports.model import Format, ImportReport, Intake, Order, Policy
from catalog_admin.jobs.imports.run import Import
from catalog_admin.jobs.model import Cancelled
from catalog_admin.jobs.tables import RefusedRow
from catalog_admin.kit.work import Work


class Foreground:
    """Steps of a person at a terminal: they see them, and stop them with Ctrl-C."""

    def __init__(self, on_progress: Callable[[int, str], None] | None) -> None:
        self._on_progress = on_progress

    def progress(self, percent: int, step: str) -> None:
        if self._on_progress is not None:
            self._on_progress(percent, step)

    def check_cancelled(self) -> None:
        """Ctrl-C raises by itself."""


def import_path(
    intake: Intake,
    path: Path,
    order: Order,
    transaction: Callable[[], Work],
    on_progress: Callable[[int, str], None] | None = None,
) -> ImportReport:
    with path.open("rb") as file:
        size = path.stat().st_size
        steps = Foreground(on_progress)
        return Import(intake, file, size, order, transaction=transaction, steps=steps).run()


def import_upload(context: JobContext, intake: Intake) -> dict[str, Any]:
    """The report as the job's result. Raises EverythingRejected, after keeping what was wrong with which line."""
    with context.uploaded_file() as path, path.open("rb") as file:
        importing = Import(
            intake,
            file,
            path.stat().st_size,
            order_of(context.params),
            transaction=context.work,
            steps=context,
            checkpoint=context.last_checkpoint,
            on_commit=context.checkpoint,
        )
        try:
            report = importing.run()
        except Cancelled:
            _keep_errors(context, importing.report)
            raise
    _keep_errors(context, report)
    if report.is_refused and not report.dry_run:
        rows = f"{report.counts.rejected:,} of {report.counts.rows:,} {intake.noun} are wrong"
        raise EverythingRejected(f"{rows}; nothing was changed", report=report.said())
    return report.said()


def order_of(params: dict[str, Any]) -> Order:
    return Order(Format(params["format"]), Policy(params["policy"]), params["dryRun"], params.get("map", {}))


def params_of(order: Order) -> dict[str, Any]:
    return {
        "format": order.format.value,
        "policy": order.policy.value,
        "dryRun": order.dry_run,
        "map": dict(order.renamed),
    }


def _keep_errors(context: JobContext, report: ImportReport) -> None:
    rows = [
        {
            "tenant_id": context.actor.tenant,
            "job_id": context.job_id,
            "ordinal": ordinal,
            "line": found.line,
            "key": found.key,
            "pointer": found.fault.pointer[:1000],
            "code": found.fault.refusal.code,
            "detail": found.fault.detail[:1000],
            "suggestion": found.fault.suggestion,
            "column": found.column,
            "value": None if found.value is None else found.value[:1000],
        }
        for ordinal, found in enumerate(report.errors)
    ]
    with context.work() as work:
        mine = (RefusedRow.tenant_id == work.tenant, RefusedRow.job_id == context.job_id)
        work.session.execute(delete(RefusedRow).where(*mine))
        if rows:
            work.session.execute(insert(RefusedRow), rows)
