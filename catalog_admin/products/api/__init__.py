"""Products over HTTP."""

from fastapi import APIRouter

from catalog_admin.products.api import attributes, imports, plans, products

router = APIRouter(prefix="/commerce")
for part in (attributes, products, plans, imports):
    router.include_router(part.router)
