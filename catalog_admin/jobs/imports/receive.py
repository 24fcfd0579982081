"""A file sent over HTTP becomes a job: streamed into the database first, then asked for in one transaction."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from catalog_admin.jobs import commands, queries, uploads
from catalog_admin.jobs.imports.job import params_of
from catalog_admin.jobs.imports.model import Format, Order, Policy, renamed_by
from catalog_admin.jobs.schemas import JobOut
from catalog_admin.jobs.uploads import Received
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.etags import etag
from catalog_admin.kit.idempotency import Reply, fingerprint_of, idempotent
from catalog_admin.kit.work import Database, Work

# Larger than any file we take: the true limit is MAX_UPLOAD_BYTES, checked while reading.
STREAMED = 2**50

OPENAPI_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in ("application/x-ndjson", "application/json", "text/csv", "application/octet-stream")
        },
    }
}


def _order(
    format: Annotated[Format, Query(description="How the rows are written.")],
    policy: Annotated[Policy, Query(description="What one wrong row does to the others.")] = Policy.REJECT_EVERYTHING,
    dry_run: Annotated[bool, Query(alias="dryRun", description="Check and count, change nothing.")] = False,
    map: Annotated[
        list[str] | None,
        Query(description="CSV: `their column=our name`, repeated; without our name the column is left out."),
    ] = None,
) -> Order:
    return Order(format, policy, dry_run, renamed_by(map or []))


AskedOrder = Annotated[Order, Depends(_order)]


async def start_import(
    request: Request,
    actor: Actor,
    environment: tuple[Any, str],
    kind: str,
    order: Order,
    key: str | None,
    params: dict[str, Any],
) -> Response:
    """202 with the job. Raises UploadTooLarge, UploadEmpty, KeyReused; a repeated request leaves no second file."""
    database: Database = request.app.state.database
    limit: int = request.app.state.settings.max_upload_bytes
    declared = request.headers.get("content-length", "")
    received = await uploads.receive(request.stream(), declared, database, actor, limit=limit)
    fingerprint = fingerprint_of(request, received.sha256)

    def ask() -> Response:
        request_id = str(getattr(request.state, "request_id", ""))
        with database.work(actor, environment[0], environment_key=environment[1], request_id=request_id) as work:
            return idempotent(work, key, fingerprint, lambda: _ask(work, kind, order, params, received))

    try:
        response = await run_in_threadpool(ask)
    except BaseException:
        await run_in_threadpool(uploads.discard, database, actor, received.id)
        raise
    if "Idempotency-Replayed" in response.headers:
        await run_in_threadpool(uploads.discard, database, actor, received.id)
    return response


def _ask(work: Work, kind: str, order: Order, params: dict[str, Any], received: Received) -> Reply:
    said = {**params, **params_of(order), "sha256": received.sha256.hex(), "bytes": received.size}
    job = queries.job_by_id(work, commands.enqueue(work, kind, said, upload=received.id))
    headers = {"Location": f"/jobs/{job.id}", "ETag": etag(job.revision)}
    return Reply(JobOut.model_validate(job), 202, headers)
