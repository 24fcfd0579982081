"""Request bodies are read by kit/exact_json: an APIRouter of ours uses `route_class=ExactRoute`."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_json import read_exactly


class _ExactRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_exactly(await self.body())
        return self._json


class ExactRoute(APIRoute):
    """`APIRouter(route_class=ExactRoute)`: every JSON body of the router is read exactly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_exactly(request: Request) -> Response:
            try:
                return await handle(_ExactRequest(request.scope, request.receive))
            except HTTPException as wrapped:
                # FastAPI turns whatever goes wrong while a body is read into a bare 400.
                if isinstance(wrapped.__cause__, Refusal):
                    raise wrapped.__cause__ from None
                raise

        return handle_exactly
