"""Routes of the draft."""

from fastapi import APIRouter

from catalog_admin.catalogs.api import assignments, catalogs, nodes, rule_language, rules, trees

router = APIRouter()
for part in (catalogs, trees, nodes, assignments, rules, rule_language):
    router.include_router(part.router)
