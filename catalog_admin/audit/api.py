"""The tenant's trail, for those who look after it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse

from catalog_admin.audit import queries
from catalog_admin.audit.model import Filter, line_of
from catalog_admin.audit.schemas import EntryOut, EntryPage, VerdictOut
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import Auditor, TenantReads, TrailKeeper
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.streams import StreamTurn, streamed
from catalog_admin.kit.words import Instant

router = APIRouter(prefix="/audit", tags=["audit"])

Text = Annotated[str | None, Query(max_length=2000)]
LONGEST_WALK = 100_000
NDJSON = "application/x-ndjson"


@router.get("", operation_id="listAudit", responses=refuses())
def list_audit(
    actor: Auditor,
    reads: TenantReads,
    by: Annotated[
        str | None, Query(alias="actor", max_length=500, description="Who did it: `user:…` or `token:…`.")
    ] = None,
    action: Text = None,
    subject: Annotated[
        str | None, Query(max_length=2000, description="What it was done to, or how that begins.")
    ] = None,
    environment: Text = None,
    request_id: Annotated[
        str | None, Query(alias="requestId", max_length=200, description="As `X-Request-Id` answered it.")
    ] = None,
    since: Annotated[Instant | None, Query(alias="from")] = None,
    until: Annotated[Instant | None, Query(alias="to")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    after: str | None = None,
) -> EntryPage:
    wanted = Filter(by, action, subject, environment, since, until, request_id)
    page = queries.entries(reads, wanted, limit=limit, after=after)
    return EntryPage(items=[EntryOut.of(entry) for entry in page.items], next=page.next)


@router.get(
    "/export",
    operation_id="exportAudit",
    response_class=StreamingResponse,
    responses=refuses(403) | {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}},
)
def export_audit(
    actor: TrailKeeper,
    request: Request,
    turn: StreamTurn,
    after: Annotated[int, Query(ge=0, le=2**53, description="Go on behind this entry.")] = 0,
) -> StreamingResponse:
    """The whole chain, oldest first, an entry a line; docs/verify_audit.py checks it with nothing else at hand."""
    headers = {"Content-Disposition": f'attachment; filename="audit-{actor.tenant_key}.ndjson"'}
    return StreamingResponse(_lines(request, actor, after), media_type=NDJSON, headers=headers)


@router.get("/verify", operation_id="verifyAudit", responses=refuses(404))
def verify_audit(
    actor: Auditor,
    reads: TenantReads,
    after: Annotated[int, Query(ge=0, le=2**53, description="Go on behind this entry, which is taken as true.")] = 0,
    limit: Annotated[int, Query(ge=1, le=LONGEST_WALK)] = LONGEST_WALK,
) -> VerdictOut:
    """Walks the chain; `complete: false` without a `reason` means: go on with `after=<last>`."""
    return VerdictOut.of(queries.verify(reads, after=after, limit=limit))


@router.get("/{seq}", operation_id="readAuditEntry", responses=refuses(404))
def read_audit_entry(seq: Annotated[int, Path(ge=1, le=2**53)], actor: Auditor, reads: TenantReads) -> EntryOut:
    return EntryOut.of(queries.entry(reads, seq))


def _lines(request: Request, actor: Actor, after: int) -> Iterator[bytes]:
    return streamed(
        request,
        lambda database: database.reads(actor),
        lambda reads: map(line_of, queries.export(reads, after=after)),
    )
