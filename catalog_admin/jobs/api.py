"""Watching and cancelling long work."""

import csv
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response

from catalog_admin.jobs import commands, queries
from catalog_admin.jobs.model import JobStatus, JobView
from catalog_admin.jobs.queries import RowError
from catalog_admin.jobs.schemas import JobOut, JobsOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import FreshTenantReads, TenantReads, Viewer, WorkAnywhere
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatchGiven

router = APIRouter(tags=["jobs"], route_class=ExactRoute)


@router.get("/jobs", operation_id="listJobs", responses=refuses(422))
def list_jobs(
    actor: Viewer,
    reads: TenantReads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    after: str | None = None,
    kind: str | None = None,
    status: JobStatus | None = None,
) -> JobsOut:
    """Newest first."""
    page = queries.jobs_page(reads, limit=limit, after=after, kind=kind, status=status)
    return JobsOut(items=[JobOut.model_validate(job) for job in page.items], next=page.next)


@router.get("/jobs/{job}", operation_id="getJob", responses=refuses(404))
def get_job(job: UUID, actor: Viewer, reads: FreshTenantReads, response: Response) -> JobOut:
    return _shown(queries.job_by_id(reads, job), response)


@router.post("/jobs/{job}/cancel", operation_id="cancelJob", responses=refuses(403, 404, 409, 412))
def cancel_job(job: UUID, actor: Viewer, work: WorkAnywhere, expected: IfMatchGiven, response: Response) -> JobOut:
    """A queued job ends at once, a running one at its next safe point."""
    return _shown(commands.cancel_job(work, job, expected), response)


@router.get(
    "/commerce/imports/{job}/errors",
    operation_id="downloadImportErrors",
    response_class=Response,
    responses={**refuses(404), 200: {"content": {"application/x-ndjson": {}, "text/csv": {}}}},
)
def download_errors(
    job: UUID, actor: Viewer, reads: FreshTenantReads, format: Literal["ndjson", "csv"] = "ndjson"
) -> Response:
    """One line for each thing that was wrong, at most a thousand: line, key, pointer, code, detail,
    suggestion, and of a CSV file column and value."""
    queries.job_by_id(reads, job)
    errors = queries.row_errors(reads, job)
    body, media_type = (_csv(errors), "text/csv") if format == "csv" else (_ndjson(errors), "application/x-ndjson")
    headers = {"Content-Disposition": f'attachment; filename="import-{job}-errors.{format}"'}
    return Response(body, media_type=media_type, headers=headers)


def _shown(job: JobView, response: Response) -> JobOut:
    response.headers["ETag"] = etag(job.revision)
    return JobOut.model_validate(job)


def _ndjson(errors: Iterator[RowError]) -> bytes:
    return b"".join(orjson.dumps(asdict(error)) + b"\n" for error in errors)


def _csv(errors: Iterator[RowError]) -> str:
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(RowError.__dataclass_fields__)
    for error in errors:
        writer.writerow([_harmless(value) for value in asdict(error).values()])
    return written.getvalue()


def _harmless(value: object) -> object:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
