"""Search over everything, for who types the beginning of a name."""

from typing import Annotated

from fastapi import APIRouter, Query

from catalog_admin.catalogs.schemas.trees import Locale
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import GOODS, Reads, Viewer
from catalog_admin.promotions import finding
from catalog_admin.promotions.finding import Kind, Search
from catalog_admin.promotions.schemas.finding import FoundEverywhere

router = APIRouter(tags=["search"], route_class=ExactRoute)


@router.get("/search", responses=refuses(), operation_id="searchEverything")
def search_everything(
    actor: Viewer,
    reads: Reads,
    q: Annotated[str, Query(min_length=1, max_length=200, description="Words; each must be there.")],
    kind: Annotated[list[Kind] | None, Query(description="Only these kinds; may be given several times.")] = None,
    locale: Annotated[Locale | None, Query(description="Titles in this language.")] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="Of each kind.")] = 8,
) -> FoundEverywhere:
    """Catalogs, nodes, goods, versions and tags of the environment, each as far as your roles let you read it."""
    kinds = set(kind or Kind) - (set() if GOODS.opens_to(actor) else finding.GOODS)
    return FoundEverywhere.of(finding.found(reads, Search.of(q, limit, locale), kinds), limit)
