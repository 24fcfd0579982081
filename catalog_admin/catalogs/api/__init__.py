"""Routes of the draft."""

from fastapi import APIRouter

from catalog_admin.catalogs.api import assignments, catalogs, nodes, rules, trees

router = APIRouter()
for part in (catalogs, trees, nodes, assignments, rules):
    router.include_router(part.router)
