"""Routes of versions and tags, and of what can be learnt from what lies behind them."""

from fastapi import APIRouter

from catalog_admin.publishing.api import past, versions

router = APIRouter()
for part in (versions, past):
    router.include_router(part.router)
