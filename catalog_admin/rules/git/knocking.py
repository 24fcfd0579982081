"""Tokens as git sends them: as the password of HTTP Basic, whatever the user's name.

Here alone: where browsers ask for passwords they send them along from then on, whoever makes them. For the same reason
no cookie opens anything here.
"""

from base64 import b64decode
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.problems import told
from catalog_admin.rules.git.errors import BodyTooLarge, BodyTooSlow

SERVED = "clone, fetch and push are served here, by git's smart protocol; archives are exported over the API\n"
CHALLENGE = 'Basic realm="rules: any name, and a token as the password", charset="UTF-8"'


class GitRoute(APIRoute):
    """`APIRouter(route_class=GitRoute)`: a password is a bearer token; a refusal is told in words that git shows."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            knocking = Request({**request.scope, "headers": _headers(request.scope["headers"])}, request.receive)
            try:
                return await handle(knocking)
            except RequestValidationError:
                if not _is_git(request):
                    raise
                return PlainTextResponse(SERVED, 422)
            except Refusal as refused:
                return _in_gits_words(request, refused)
            except ClientDisconnect:
                return Response(status_code=400)  # which nobody hears any more

        return answer


def _headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = MutableHeaders(raw=[each for each in given if each[0] != b"cookie"])
    said = headers.getlist("authorization")
    token = _password(said[0]) if len(said) == 1 else None
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return headers.raw


def _password(authorization: str) -> str | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _, _, password = b64decode(encoded, validate=True).decode("ascii").partition(":")
    except ValueError:
        return None
    return password or None


def _in_gits_words(request: Request, refused: Refusal) -> Response:
    """git shows a refusal only as plain text."""
    problem = told(request, refused)
    if isinstance(refused, BodyTooLarge | BodyTooSlow):  # nobody waits for the rest of it
        problem.headers["Connection"] = "close"
    if refused.status == 401:
        problem.headers["WWW-Authenticate"] = CHALLENGE
    if not _is_git(request):
        return problem
    said = [f"{refused.code}: {refused.detail}", *([refused.suggestion] if refused.suggestion else [])]
    kept = {name: value for name, value in problem.headers.items() if name not in ("content-type", "content-length")}
    return PlainTextResponse("".join(f"{line}\n" for line in said), problem.status_code, kept)


def _is_git(request: Request) -> bool:
    return Headers(scope=request.scope).get("user-agent", "").startswith("git/")
