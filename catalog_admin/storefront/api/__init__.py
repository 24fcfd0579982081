"""GraphQL at /graphql, REST under /storefront: two ways to read the same shelves."""

from fastapi import APIRouter

from catalog_admin.storefront.api import baskets, discoveries, graphiql, graphql, live, rest

router = APIRouter(tags=["storefront"])
for part in (graphql, graphiql, live, rest, baskets, discoveries):
    router.include_router(part.router)

__all__ = ["router"]
