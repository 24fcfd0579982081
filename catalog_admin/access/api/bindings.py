"""Roles of people whose issuer knows no roles."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status

from catalog_admin.access import commands, queries
from catalog_admin.access.model import grants_of
from catalog_admin.access.schemas import BindingIn, BindingOut, BindingPage
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantAdmin, TenantReads, TenantWork
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatch, IfMatchUnlessNew

router = APIRouter(prefix="/access/bindings", tags=["access"], route_class=ExactRoute)

# Subjects of real issuers hold slashes and bars: `auth0|…`, `https://…`.
Subject = Annotated[str, Path(min_length=1, max_length=500)]


@router.get("", operation_id="listBindings", responses=refuses())
def list_bindings(
    actor: TenantAdmin,
    reads: TenantReads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    after: str | None = None,
) -> BindingPage:
    page = queries.bindings(reads, limit=limit, after=after)
    return BindingPage(items=[BindingOut.of(binding) for binding in page.items], next=page.next)


@router.get("/{subject:path}", operation_id="readBinding", responses=refuses(404))
def read_binding(subject: Subject, actor: TenantAdmin, reads: TenantReads, response: Response) -> BindingOut:
    found = queries.binding(reads, subject)
    response.headers["ETag"] = etag(found.revision)
    return BindingOut.of(found)


@router.put("/{subject:path}", operation_id="bindRoles", responses=refuses(404, 412, 428))
def bind_roles(
    subject: Subject,
    body: BindingIn,
    actor: TenantAdmin,
    work: TenantWork,
    expected: IfMatchUnlessNew,
    response: Response,
) -> BindingOut:
    bound = commands.bind_roles(
        work,
        subject=subject,
        grants=grants_of([grant.said() for grant in body.grants]),
        environments=body.environments,
        expected=expected,
    )
    response.headers["ETag"] = etag(bound.revision)
    return BindingOut.of(bound)


@router.delete(
    "/{subject:path}",
    operation_id="unbindRoles",
    responses=refuses(404, 412, 428),
    status_code=status.HTTP_204_NO_CONTENT,
)
def unbind_roles(subject: Subject, actor: TenantAdmin, work: TenantWork, expected: IfMatch) -> None:
    commands.unbind_roles(work, subject=subject, expected=expected)
