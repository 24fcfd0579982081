"""All catalogs at a glance, and the versions of one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Reads, Viewer
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.words import Key
from catalog_admin.promotions import listing
from catalog_admin.promotions.overview import overview
from catalog_admin.promotions.schemas.overview import OverviewPage
from catalog_admin.promotions.schemas.versions import ListedPage

router = APIRouter(route_class=ExactRoute)
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/commerce/overview", responses=refuses(), operation_id="readOverview", tags=["promotions"])
def read_overview(actor: Viewer, reads: Reads, limit: Limit = 50, after: str | None = None) -> OverviewPage:
    """The catalogs in order of keys: what is live and since when, and whether the draft says something else."""
    return OverviewPage.of(overview(reads, limit=limit, after=after))


@router.get(
    "/commerce/catalogs/{key}/versions", responses=refuses(404), operation_id="listPublications", tags=["versions"]
)
def list_publications(
    key: Annotated[Key, Path(description="The catalog's key.")],
    actor: Viewer,
    reads: Reads,
    limit: Limit = 50,
    after: str | None = None,
) -> ListedPage:
    """What was published or frozen in this environment, newest first, and where each version is served; one version
    may have been published more than once."""
    return ListedPage.of(listing.versions(reads, key, limit=limit, after=after))
