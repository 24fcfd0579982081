"""Routes of the draft."""

from fastapi import APIRouter

from catalog_admin.catalogs.api import catalogs, nodes

router = APIRouter()
router.include_router(catalogs.router)
router.include_router(nodes.router)
