"""POST /storefront/catalogs/{key}/discoveries: a shop tells what its shoppers came upon."""

from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Work
from catalog_admin.kit.words import Words
from catalog_admin.storefront.discoveries import MOST, Policy, note_discoveries
from catalog_admin.storefront.store.discoveries import Discovery
from catalog_admin.storefront.visits import Reporter

router = APIRouter(prefix="/storefront/catalogs", route_class=ExactRoute)


class DiscoveryIn(Words):
    rate_plan_id: UUID
    session: str = Field(description="8 to 64 letters, digits, _ and -: a name made up for this visit, nothing else.")
    node_id: UUID | None = None
    path: str | None = Field(None, description="Keys of the nodes on the way there, joined by dots.")


class DiscoveriesIn(Words):
    items: list[DiscoveryIn] = Field(max_length=MOST)

    def discoveries(self) -> list[Discovery]:
        return [Discovery(each.rate_plan_id, each.session, each.node_id, each.path) for each in self.items]


class DiscoveriesOut(Words):
    """`kept` are those of sampled sessions whose rate plan is served."""

    kept: int


@router.post(
    "/{key}/discoveries",
    response_model=DiscoveriesOut,
    operation_id="noteDiscoveries",
    summary="Tell what shoppers came upon; popularity is made of it",
)
def post_discoveries(request: Request, key: str, body: DiscoveriesIn, actor: Reporter, work: Work) -> DiscoveriesOut:
    policy = cast("Policy", getattr(request.app.state, "discoveries", Policy()))
    return DiscoveriesOut(kept=note_discoveries(work, key, body.discoveries(), policy))
