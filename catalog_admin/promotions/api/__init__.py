"""Routes of what is served, and of the draft beside it."""

from fastapi import APIRouter

from catalog_admin.promotions.api import moves, trees

router = APIRouter()
for part in (moves, trees):
    router.include_router(part.router)
