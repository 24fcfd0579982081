"""Importing: as a job from what was sent, or here and now from a file."""

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.imports.job import import_path, import_upload
from catalog_admin.jobs.imports.model import Format, ImportReport, Intake, Order, Policy
from catalog_admin.jobs.model import Lane, job_kind
from catalog_admin.kit import statistics
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.statistics import Filled, Transaction
from catalog_admin.kit.work import Database, Work
from catalog_admin.products.imports.attributes import AttributeIntake
from catalog_admin.products.imports.catalogue import PlanIntake, ProductIntake

IMPORT_KIND = "products.import"


class Of(StrEnum):
    """What the rows of a file are."""

    PRODUCTS = "products"
    RATE_PLANS = "rate-plans"
    ATTRIBUTES = "attributes"


def intake_for(of: Of, sha256: str = "") -> Intake:
    if of is Of.PRODUCTS:
        return ProductIntake(sha256)
    return PlanIntake(sha256) if of is Of.RATE_PLANS else AttributeIntake(sha256)


@job_kind(IMPORT_KIND, resumable=True, lane=Lane.IMPORTS)
def run_import(context: JobContext) -> dict[str, Any]:
    of = Of(context.params["of"])
    said = import_upload(context, intake_for(of, context.params.get("sha256", "")))
    if said["changedAnything"]:
        _count(context.work, of, said["created"] + said["updated"])
    return said


def import_file(
    database: Database,
    actor: Actor,
    environment: EnvironmentId,
    path: Path,
    *,
    of: Of,
    format: Format,
    policy: Policy = Policy.REJECT_EVERYTHING,
    dry_run: bool = False,
    renamed: Mapping[str, str] | None = None,
    environment_key: str = "",
    request_id: str = "",
    on_progress: Callable[[int, str], None] | None = None,
) -> ImportReport:
    """The same import in the foreground; `report.is_refused` says that one wrong row kept out all the others."""

    def work() -> Work:
        return database.work(actor, environment, environment_key=environment_key, request_id=request_id)

    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    order = Order(format, policy, dry_run, renamed or {})
    report = import_path(intake_for(of, sha256), path, order, work, on_progress)
    if report.changed_anything:
        _count(work, of, report.counts.created + report.counts.updated)
    return report


def _count(transaction: Transaction, of: Of, rows: int) -> None:
    """On its way an import tells the planner of keys alone, and for the last time before its last rows."""
    tables = {Of.PRODUCTS: ("product", "rate_plan"), Of.RATE_PLANS: ("rate_plan",), Of.ATTRIBUTES: ()}[of]
    statistics.keep_up(transaction, *(Filled(table, rows) for table in tables))
