"""Request bodies are read by kit/exact_json: an APIRouter of ours uses `route_class=ExactRoute`."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_json import read_exactly

_JSON = re.compile(r"application/(?:[^/]+\+)?json")


class _ExactRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_exactly(await self.body())
        return self._json


class ExactRoute(APIRoute):
    """`APIRouter(route_class=ExactRoute)`: every JSON body of the router is read exactly, and no other is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle, takes_json = super().get_route_handler(), bool(self.dependant.body_params)

        async def handle_exactly(request: Request) -> Response:
            if takes_json:
                _check_media_type(request)
            try:
                return await handle(_ExactRequest(request.scope, request.receive))
            except HTTPException as wrapped:
                # FastAPI turns whatever goes wrong while a body is read into a bare 400.
                if isinstance(wrapped.__cause__, Refusal):
                    raise wrapped.__cause__ from None
                raise

        return handle_exactly


def _check_media_type(request: Request) -> None:
    """FastAPI would take a body of another type for a text where an object is wanted."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _JSON.fullmatch(kind) and (request.headers.get("content-length", "0") != "0" or _is_chunked(request)):
        raise HTTPException(415, "send JSON, as Content-Type: application/json")


def _is_chunked(request: Request) -> bool:
    return "transfer-encoding" in request.headers
