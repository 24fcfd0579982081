"""Around every request: an id, one log line, and headers that keep a browser from guessing."""

import re
import time
from random import getrandbits
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
QUIET = frozenset({"/healthz", "/readyz"})


class RequestTrail:
    """Takes the caller's X-Request-Id if it is safe to log, else makes one; answers with it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request_id = request_id_of(_given_id(scope))
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = time.perf_counter(), 0

        async def send_with_trail(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(b"x-request-id", request_id.encode()), *HEADERS, *_private(scope["state"])]
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in extra if pair[0] not in present),
                    *_renewed(scope["state"]),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_with_trail)
        finally:
            if scope["path"] not in QUIET:
                _write_line(scope, request_id, status, (time.perf_counter() - started) * 1000)


def _write_line(scope: Scope, request_id: str, status: int, milliseconds: float) -> None:
    prepared = scope["state"].get("line")
    if prepared is not None:
        prepared.write(request_id, status, milliseconds)
        return
    said = {"method": scope["method"], "path": scope["path"], "status": status, "ms": round(milliseconds, 1)}
    log.info("request", **said, **whose(scope["state"]))


def answer_is_for_this_cookie(scope: Scope, renewed: str | None) -> None:
    """Say that a cookie opened the door: no shared cache keeps the answer. `renewed` is the cookie from now on."""
    scope.setdefault("state", {}).update({"came_by_cookie": True, "renewed_cookie": renewed})


def _private(state: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """Unless the answer says something else: a cache need not know that our cookie is like a bearer token."""
    return [(b"cache-control", b"private, no-cache")] if state.get("came_by_cookie") else []


def _renewed(state: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    if not state.get("came_by_cookie"):
        return []
    renewed = state.get("renewed_cookie")
    return [(b"vary", b"Cookie"), *([(b"set-cookie", renewed.encode())] if renewed else [])]


def whose(state: dict[str, Any]) -> dict[str, str]:
    """Who asked, for which tenant and where; nothing of it for somebody we did not come to know."""
    actor = state.get("actor")
    known = {
        "tenant": getattr(actor, "tenant_key", ""),
        "environment": str(state.get("environment", "")),
        "actor": getattr(actor, "subject", ""),
    }
    return {name: value for name, value in known.items() if value}


def request_id_of(given: bytes | None) -> str:
    """The caller's own, if it is safe to log."""
    said = "" if given is None else given.decode("latin-1")
    # It names a request and opens nothing: no need to ask the system for secrets.
    return said if said and SAFE_ID.fullmatch(said) else getrandbits(64).to_bytes(8, "big").hex()


def _given_id(scope: Scope) -> bytes | None:
    return next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
