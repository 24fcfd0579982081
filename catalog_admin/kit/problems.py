"""Every no over HTTP is an RFC 9457 problem with a stable code; a bug is a 500 that tells nothing but an id."""

from typing import Any

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.failures import refusal_of
from catalog_admin.kit.faults import ERRORS_TOLD, detail_of, pointer_of, step

log = structlog.get_logger()

TYPE = "https://catalog-admin.example/problems/"  # an identifier, not an address anybody must reach
RETRY_SECONDS = 2
CODES = {
    400: "http.bad_request",
    401: "http.unauthenticated",
    404: "http.no_such_route",
    405: "http.method_not_allowed",
    406: "http.not_acceptable",
    413: "http.body_too_large",
    415: "http.unsupported_media_type",
    422: "http.invalid",
}


def problem_reply(problem: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """Never to be kept: a cache may keep a 404 unless told otherwise, and give one tenant's to another."""
    body = {"type": TYPE + str(problem["code"]), **problem}
    kept = {"Cache-Control": "no-store"} | (headers or {})
    return JSONResponse(body, int(problem["status"]), kept, media_type="application/problem+json")


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for Refusal only
    headers: dict[str, str] = {}
    if error.status in (429, 503):
        headers["Retry-After"] = str(RETRY_SECONDS)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem_reply(error.problem() | _instance(request), headers)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    found = error.errors()
    # A body of mistakes alone would be answered with many times its size.
    errors = [_told(fault, error.body) for fault in found[:ERRORS_TOLD]]
    first = errors[0]
    return problem_reply(
        {
            "code": CODES[422],
            "status": 422,
            "title": "Invalid",
            "detail": f"{first['in']}{first['pointer']}: {first['detail']}",
            "pointer": first["pointer"],
            **({"suggestion": first["suggestion"]} if "suggestion" in first else {}),
            "failed": len(found),
            "errors": errors,
        }
        | _instance(request)
    )


def _told(fault: ErrorDetails, body: object) -> dict[str, str]:
    where, *location = fault["loc"]
    if where == "body":
        pointer = pointer_of({**fault, "loc": tuple(location)}, body) if location else ""
    else:
        named, *within = location
        pointer = step(named) + "".join(step(part) for part in within if isinstance(part, int))
    told = {"pointer": pointer, "in": str(where), "detail": detail_of(fault), "code": fault["type"]}
    suggestion = fault.get("ctx", {}).get("suggestion")
    return told | {"suggestion": suggestion} if suggestion else told


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    code = CODES.get(error.status_code, f"http.{error.status_code}")
    detail = str(error.detail)
    said = {"code": code, "status": error.status_code, "title": detail, "detail": detail}
    return problem_reply(said | _instance(request), dict(error.headers or {}))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    refusal = refusal_of(error)
    if refusal is not None:
        return _refused(request, refusal)
    log.error("unexpected", path=request.url.path, exc_info=error)
    said = {"code": "kit.bug", "status": 500, "title": "Bug", "detail": "this should not have happened"}
    return problem_reply(said | _instance(request))


def told(request: Request, error: Exception) -> JSONResponse:
    """For who answers without the framework."""
    return _refused(request, error) if isinstance(error, Refusal) else _unexpected(request, error)


def _instance(request: Request) -> dict[str, str]:
    return {"instance": request.url.path, "requestId": str(getattr(request.state, "request_id", ""))}


def answer_with_problems(app: FastAPI) -> None:
    """Install the mapping; the database's errors are told before Starlette's catch-all sees them."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    for kind in (DBAPIError, psycopg.Error, PoolTimeout, UnicodeEncodeError):
        app.add_exception_handler(kind, _unexpected)
    app.add_exception_handler(Exception, _unexpected)


class LargeBodies:
    """A body whose declared length is over the limit is refused by the framework, in plain text: here in our words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_replaced = False

        async def tell(message: Message) -> None:
            nonlocal is_replaced
            if _is_plain_413(message):
                is_replaced = True
                await _body_too_large(scope)(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self.app(scope, receive, tell)


def _is_plain_413(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != 413:
        return False
    return any(name == b"content-type" and value.startswith(b"text/plain") for name, value in message["headers"])


def _body_too_large(scope: Scope) -> JSONResponse:
    detail = f"more than the {scope[MAX_BODY_SIZE_SCOPE_KEY]} bytes that are read here"
    said = {"code": CODES[413], "status": 413, "title": "Content Too Large", "detail": detail}
    return problem_reply(said | {"pointer": ""} | _instance(Request(scope)), {"Connection": "close"})
