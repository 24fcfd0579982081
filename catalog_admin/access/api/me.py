"""Who the service takes the caller for."""

from fastapi import APIRouter

from catalog_admin.access.schemas import MeOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import Viewer

router = APIRouter(prefix="/access", tags=["access"])


@router.get("/me", operation_id="readMe", responses=refuses())
def read_me(actor: Viewer) -> MeOut:
    return MeOut.of(actor)
