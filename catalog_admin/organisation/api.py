"""The caller's own tenant. Tenants are made from the command line, never over HTTP."""

from fastapi import APIRouter, Response

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantAdmin, TenantReads, TenantWork, Viewer
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.kit.words import said
from catalog_admin.organisation import commands, queries
from catalog_admin.organisation.schemas import TenantChange, TenantOut

router = APIRouter(prefix="/tenant", tags=["organisation"], route_class=ExactRoute)


@router.get("", operation_id="readTenant", responses=refuses())
def read_tenant(actor: Viewer, reads: TenantReads, response: Response) -> TenantOut:
    found = queries.tenant(reads)
    response.headers["ETag"] = etag(found.revision)
    return TenantOut.model_validate(found)


@router.put("", operation_id="changeTenant", responses=refuses(404, 412, 428))
def change_tenant(
    body: TenantChange, actor: TenantAdmin, work: TenantWork, expected: IfMatch, response: Response
) -> TenantOut:
    changed = commands.change_tenant(work, said(body), expected=expected)
    response.headers["ETag"] = etag(changed.revision)
    return TenantOut.model_validate(changed)
