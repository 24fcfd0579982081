"""Merges before they are done."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantReads, TenantViewer
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import Revision, TheMirrors
from catalog_admin.rules.schemas.previewing import MergeConflictOut, MergePreviewIn, MergePreviewOut

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.post("/merges/preview", operation_id="previewRuleMerge", responses=refuses(404, 413))
def preview_merge(
    body: MergePreviewIn, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors
) -> MergePreviewOut:
    """What the merge would do, and what it would be refused with; nothing moves."""
    return MergePreviewOut.of(body, queries.preview(reads, mirrors, body.source, body.target, body.chosen()))


@router.get("/conflict", operation_id="readRuleConflict", responses=refuses(404, 413))
def read_conflict(
    id: Annotated[str, Query(min_length=1, max_length=2000, description="As the refusal names it.")],
    ours: Revision,
    theirs: Revision,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    base: Annotated[str | None, Query(min_length=1, max_length=250)] = None,
) -> MergeConflictOut:
    """One conflict with its sides whole, between the three commits that the refusal names as `between`."""
    return MergeConflictOut.whole(queries.conflict(reads, mirrors, base, ours, theirs, id))
