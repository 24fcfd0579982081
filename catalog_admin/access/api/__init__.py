"""Who you are, API tokens, role bindings, the development issuer."""

from fastapi import APIRouter

from catalog_admin.access.api import bindings, development, me, tokens

router = APIRouter()
for part in (me, tokens, bindings, development):
    router.include_router(part.router)
