"""A tenant's environments."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from catalog_admin.environments import commands, queries
from catalog_admin.environments.schemas import EnvironmentIn, EnvironmentOut, EnvironmentPage
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantAdmin, TenantReads, TenantWork, Viewer
from catalog_admin.kit.paging import LARGEST_PAGE

router = APIRouter(prefix="/environments", tags=["environments"], route_class=ExactRoute)


@router.get("", operation_id="listEnvironments", responses=refuses())
def list_environments(
    actor: Viewer,
    reads: TenantReads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    after: str | None = None,
) -> EnvironmentPage:
    page = queries.environments(reads, limit=limit, after=after)
    return EnvironmentPage(items=[EnvironmentOut.of(each) for each in page.items], next=page.next)


@router.post("", operation_id="createEnvironment", responses=refuses(409), status_code=status.HTTP_201_CREATED)
def create_environment(body: EnvironmentIn, actor: TenantAdmin, work: TenantWork, response: Response) -> EnvironmentOut:
    created = commands.create_environment(work, key=body.key)
    response.headers["Location"] = f"/environments/{created.key}"
    return EnvironmentOut.of(created)


@router.get("/{key}", operation_id="readEnvironment", responses=refuses(404))
def read_environment(key: str, actor: Viewer, reads: TenantReads) -> EnvironmentOut:
    return EnvironmentOut.of(queries.environment_by_key(reads, key))
