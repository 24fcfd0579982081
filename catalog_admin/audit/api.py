"""The tenant's trail, for those who look after it."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.audit import queries
from catalog_admin.audit.model import Filter
from catalog_admin.audit.schemas import EntryOut, EntryPage, VerdictOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import Auditor, TenantReads
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.words import Instant

router = APIRouter(prefix="/audit", tags=["audit"])

Text = Annotated[str | None, Query(max_length=2000)]
LONGEST_WALK = 100_000


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
    since: Annotated[Instant | None, Query(alias="from")] = None,
    until: Annotated[Instant | None, Query(alias="to")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    after: str | None = None,
) -> EntryPage:
    wanted = Filter(by, action, subject, environment, since, until)
    page = queries.entries(reads, wanted, limit=limit, after=after)
    return EntryPage(items=[EntryOut.of(entry) for entry in page.items], next=page.next)


@router.get("/verify", operation_id="verifyAudit", responses=refuses(404))
def verify_audit(
    actor: Auditor,
    reads: TenantReads,
    after: Annotated[int, Query(ge=0, le=2**53, description="Go on behind this entry, which is taken as true.")] = 0,
    limit: Annotated[int, Query(ge=1, le=LONGEST_WALK)] = LONGEST_WALK,
) -> VerdictOut:
    """Walks the chain; `complete: false` without a `reason` means: go on with `after=<last>`."""
    return VerdictOut.of(queries.verify(reads, after=after, limit=limit))
