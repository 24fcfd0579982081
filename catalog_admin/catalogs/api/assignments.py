"""Routes of rate plans on nodes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from catalog_admin.catalogs import commands, queries, rate_plans
from catalog_admin.catalogs.errors import NoSuchPlan
from catalog_admin.catalogs.schemas.assignments import (
    PLAN_COLUMNS,
    AssignmentIn,
    AssignmentOut,
    BulkIn,
    BulkOut,
    MemberPage,
    StandingOut,
)
from catalog_admin.catalogs.schemas.trees import Limit
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import GOODS, CatalogEditor, Reads, Viewer, Work
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatch, IfMatchUnlessNew
from catalog_admin.kit.words import ForeignKey

router = APIRouter(prefix="/commerce/nodes", tags=["assignments"], route_class=ExactRoute)
PlanKey = Annotated[ForeignKey, Path(description="The rate plan's key.")]


@router.get("/{id}/product-rate-plans", responses=refuses(404, 409), operation_id="listMembers")
def list_members(
    id: UUID,
    actor: Viewer,
    reads: Reads,
    search: Annotated[str | None, Query(max_length=200, description="Part of a key, a SKU or a name.")] = None,
    out: Annotated[bool, Query(description="Those named by hand that are not on the shelf, instead.")] = False,
    limit: Limit = 50,
    after: str | None = None,
) -> MemberPage:
    """The node's shelf in the draft as of now: pinned first, then ranked, then by key, each with its reason."""
    _, node = queries.node(reads, id)
    shelf = queries.members_of(reads, node, reads.now, after, limit, search=search, out=out)
    plans = rate_plans.columns(reads, PLAN_COLUMNS, [member.key for member in shelf.items])
    return MemberPage.of(shelf, plans.to_dicts())


@router.get("/{id}/product-rate-plans/{prpId}", responses=refuses(404, 409), operation_id="explainMember")
def explain_member(id: UUID, prpId: PlanKey, actor: Viewer, reads: Reads, response: Response) -> StandingOut:  # noqa: N803 - the customer's word
    """Why the rate plan is on the shelf, or why not; the latter is not told to who may not read what else is sold."""
    _, node = queries.node(reads, id)
    assignment = queries.assignment_of(reads, node, prpId)
    reasons = queries.reasons_for(reads, node, queries.rules_in_force(reads, node), [prpId], reads.now)[prpId]
    if not (assignment or reasons.membership.is_member or GOODS.opens_to(actor)):
        raise NoSuchPlan(f"there is no rate plan {prpId}")
    if assignment is not None:
        response.headers["ETag"] = etag(assignment.revision)
    return StandingOut.of(reasons, assignment=AssignmentOut.of(prpId, assignment) if assignment else None)


@router.put("/{id}/product-rate-plans/{prpId}", responses=refuses(404, 412, 428), operation_id="assignRatePlan")
def assign_rate_plan(
    id: UUID,
    prpId: PlanKey,  # noqa: N803 - the customer's word
    actor: CatalogEditor,
    work: Work,
    expected: IfMatchUnlessNew,
    response: Response,
    body: AssignmentIn | None = None,
) -> AssignmentOut:
    """Puts the rate plan on the node by hand, or keeps it out (`effect: exclude`); 201 if it was not there."""
    assignment, is_new = commands.assign(work, id, prpId, (body or AssignmentIn()).wanted(), expected)
    response.status_code = 201 if is_new else 200
    response.headers["ETag"] = etag(assignment.revision)
    return AssignmentOut.of(prpId, assignment)


@router.delete(
    "/{id}/product-rate-plans/{prpId}",
    status_code=204,
    responses=refuses(404, 412, 428),
    operation_id="unassignRatePlan",
)
def unassign_rate_plan(id: UUID, prpId: PlanKey, actor: CatalogEditor, work: Work, expected: IfMatch) -> None:  # noqa: N803 - the customer's word
    """Forgets what was said by hand; rules may still put it there."""
    commands.unassign(work, id, prpId, expected)


@router.post(
    "/{id}/product-rate-plans/bulk",
    response_model=BulkOut,
    responses=refuses(404, 409, 413),
    operation_id="assignInBulk",
)
def assign_in_bulk(id: UUID, body: BulkIn, actor: CatalogEditor, work: Work, once: Idempotent) -> Response:
    """Up to 10,000 at a time, one result for each; `errorPolicy` says what a bad item means for the others."""

    def reply() -> Reply:
        return Reply(BulkOut.of(commands.assign_in_bulk(work, id, body.wanted(), body.error_policy, dry=body.dry_run)))

    return once.reply(work, reply)
