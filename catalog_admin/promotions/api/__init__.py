"""Routes of what is served, of the draft beside it, and of search over both."""

from fastapi import APIRouter

from catalog_admin.promotions.api import differences, finding, listings, moves, trees

router = APIRouter()
for part in (moves, differences, trees, finding, listings):
    router.include_router(part.router)
