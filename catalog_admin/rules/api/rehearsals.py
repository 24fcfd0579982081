"""Cases run for whoever is writing; nothing is kept."""

from fastapi import APIRouter

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantReads, TenantViewer
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import TheMirrors
from catalog_admin.rules.schemas.rehearsals import RehearsalIn, RehearsalOut

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.post("/rehearsals", operation_id="rehearseRules", responses=refuses(404, 413))
def rehearse(body: RehearsalIn, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors) -> RehearsalOut:
    """Case by case, with what each says and why, and how often every rule, row and condition held: of a revision, or
    of a text that nobody has committed.
    """
    commit, found = queries.rehearsal(reads, mirrors, body.at, body.drafts(), body.asked())
    return RehearsalOut.of(commit, found)
