"""API tokens for machines."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from catalog_admin.access import commands, queries
from catalog_admin.access.model import grants_of
from catalog_admin.access.schemas import TokenCreated, TokenIn, TokenOut, TokenPage
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantAdmin, TenantReads, TenantWork
from catalog_admin.kit.paging import LARGEST_PAGE

router = APIRouter(prefix="/access/tokens", tags=["access"], route_class=ExactRoute)


@router.get("", operation_id="listTokens", responses=refuses())
def list_tokens(
    actor: TenantAdmin,
    reads: TenantReads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    after: str | None = None,
) -> TokenPage:
    page = queries.tokens(reads, limit=limit, after=after)
    return TokenPage(items=[TokenOut.of(token) for token in page.items], next=page.next)


@router.post("", operation_id="createToken", responses=refuses(404), status_code=status.HTTP_201_CREATED)
def create_token(body: TokenIn, actor: TenantAdmin, work: TenantWork, response: Response) -> TokenCreated:
    created, text = commands.create_token(
        work,
        name=body.name,
        grants=grants_of([grant.said() for grant in body.grants]),
        environments=body.environments,
        lives=timedelta(days=body.expires_in_days),
    )
    response.headers["Cache-Control"] = "no-store"
    return TokenCreated(token=text, about=TokenOut.of(created))


@router.delete("/{id}", operation_id="revokeToken", responses=refuses(404), status_code=status.HTTP_204_NO_CONTENT)
def revoke_token(id: UUID, actor: TenantAdmin, work: TenantWork) -> None:
    commands.revoke_token(work, id)
