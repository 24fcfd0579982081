"""The outbox to poll."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.events import queries
from catalog_admin.events.schemas import EventOut, EventPage
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import TenantReads, TenantViewer
from catalog_admin.kit.paging import LARGEST_PAGE

router = APIRouter(prefix="/events", tags=["events"])


@router.get("", operation_id="listEvents", responses=refuses())
def list_events(
    actor: TenantViewer,
    reads: TenantReads,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
) -> EventPage:
    """Oldest first, each exactly once along the cursors; `next` is where to come back to, also when nothing is new."""
    page = queries.since(reads, after=after, limit=limit)
    items = [EventOut.model_validate(event) for event in page.items]
    return EventPage(items=items, next=page.next)
