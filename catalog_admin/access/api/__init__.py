"""Who you are, signing in by browser, API tokens, role bindings, the development issuer."""

from fastapi import APIRouter

from catalog_admin.access.api import authorizing, bindings, development, me, signing_in, tokens

router = APIRouter()
for part in (me, signing_in, tokens, bindings, development, authorizing):
    router.include_router(part.router)
