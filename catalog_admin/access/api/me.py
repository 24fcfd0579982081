"""Who the service takes the caller for."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from catalog_admin.access.schemas import MeOut
from catalog_admin.access.signing_in import console_session
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import FreshTenantReads, Viewer
from catalog_admin.organisation import queries as organisation

router = APIRouter(prefix="/access", tags=["access"])


@router.get("/me", operation_id="readMe", responses=refuses())
def read_me(request: Request, actor: Viewer, reads: FreshTenantReads, response: Response) -> MeOut:
    response.headers["Cache-Control"] = "no-store"
    return MeOut.of(actor, organisation.tenant(reads).name, _issuer(request), console_session(request))


def _issuer(request: Request) -> Literal["dev", "oidc"] | None:
    console = getattr(request.app.state.gate, "console", None)
    return None if console is None else console.provider.kind
