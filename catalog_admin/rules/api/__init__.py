"""Routes of the rule repository. Names with slashes stand at the end of a path, or in the query."""

from fastapi import APIRouter

from catalog_admin.rules.api import (
    cases,
    combining,
    differences,
    files,
    importing,
    kinds,
    past,
    previewing,
    references,
    refs,
    rehearsals,
    verifying,
)
from catalog_admin.rules.git import api as git

router = APIRouter()
for part in (
    refs,
    files,
    past,
    differences,
    previewing,
    combining,
    cases,
    rehearsals,
    importing,
    references,
    kinds,
    verifying,
    git,
):
    router.include_router(part.router)
