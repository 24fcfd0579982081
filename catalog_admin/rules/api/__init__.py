"""Routes of the rule repository. Names with slashes stand at the end of a path, or in the query."""

from fastapi import APIRouter

from catalog_admin.rules.api import combining, differences, files, kinds, past, refs

router = APIRouter()
for part in (refs, files, past, differences, combining, kinds):
    router.include_router(part.router)
