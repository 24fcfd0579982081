"""Two revisions side by side."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantReads, TenantViewer
from catalog_admin.kit.words import InstantOrDate
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import Below, Limit, TheMirrors
from catalog_admin.rules.queries import Two
from catalog_admin.rules.queries.behaving import LARGEST_PAGE
from catalog_admin.rules.schemas.behaviour import BehaviourOut, BehaviourPage
from catalog_admin.rules.schemas.differences import FileDifferenceOut, FileDifferencePage, MeaningOut, MeaningPage

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)
WHICH = "A branch, a tag, or a commit."
Old = Annotated[str, Query(alias="from", min_length=1, max_length=250, description=WHICH)]
New = Annotated[str, Query(alias="to", min_length=1, max_length=250, description=WHICH)]
SinceBase = Annotated[bool, Query(alias="sinceBase", description="What `to` did alone, since it parted from `from`.")]


@router.get("/difference", operation_id="compareRules", responses=refuses(404, 413))
def compare_rules(
    old: Old,
    new: New,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    below: Below = "",
    since_base: SinceBase = False,
    limit: Limit = 50,
    after: str | None = None,
) -> FileDifferencePage:
    """File by file, as text."""
    page = queries.differences(reads, mirrors, Two(old, new, below, since_base), limit=limit, after=after)
    items = [FileDifferenceOut.of(each) for each in page.items]
    return FileDifferencePage(base=page.base, old=old, new=new, items=items, next=page.next)


@router.get("/difference/meaning", operation_id="compareRulesInMeaning", responses=refuses(404, 413))
def compare_meaning(
    old: Old,
    new: New,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    below: Below = "",
    since_base: SinceBase = False,
    limit: Limit = 50,
    after: str | None = None,
) -> MeaningPage:
    """Rule by rule, row by row, condition by condition; what is only spelt otherwise is no difference."""
    page = queries.meaning(reads, mirrors, Two(old, new, below, since_base), limit=limit, after=after)
    items = [MeaningOut.of(each) for each in page.items]
    return MeaningPage(base=page.base, old=old, new=new, items=items, next=page.next)


@router.get("/behaviour", operation_id="compareRuleBehaviour", responses=refuses(404, 413))
def compare_behaviour(
    old: Old,
    new: New,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    instant: Annotated[InstantOrDate | None, Query(description="When it is decided; now, if nothing is said.")] = None,
    since_base: SinceBase = False,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 5,
    after: str | None = None,
) -> BehaviourPage:
    """Inputs on and beside the edges of both, for which what was changed answers otherwise, thing by thing."""
    at = instant or reads.now
    page = queries.behaviour(reads, mirrors, old, new, at, since_base=since_base, limit=limit, after=after)
    items = [BehaviourOut.of(each) for each in page.items]
    return BehaviourPage(old=old, new=new, instant=at, items=items, next=page.next)
