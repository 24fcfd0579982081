"""Signing in to the console and out again. A browser is never shown a refusal as JSON here: the console tells it."""

from typing import Annotated, Any
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Depends, Query, Request, Response, status
from fastapi.responses import RedirectResponse

from catalog_admin.access.cookies import no_attempt_cookie
from catalog_admin.access.errors import AddressNotOurs, NoSignIn
from catalog_admin.access.schemas import SignedOut
from catalog_admin.access.signing_in import Arrival, Console
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.guards import Everybody
from catalog_admin.kit.parameters import others_choose_parameters

log = structlog.get_logger()

router = APIRouter(prefix="/access", tags=["access"])

PROBLEM_PAGE = "/console/sign-in"
GOES_ON: dict[int | str, dict[str, Any]] = {303: {"description": "To the identity provider, or into the console."}}
Next = Annotated[str | None, Query(description="An address of the console to go to then; others are not heeded.")]


def console_of(request: Request) -> Console:
    """Raises NoSignIn."""
    console = getattr(request.app.state.gate, "console", None)
    if not isinstance(console, Console):
        raise NoSignIn("nobody signs in here by browser: set OIDC_CLIENT_ID beside OIDC_ISSUER")
    return console


@router.get(
    "/sign-in",
    operation_id="signIn",
    responses=GOES_ON,
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
)
def sign_in(
    request: Request,
    _: Everybody,
    next: Next = None,
) -> Response:
    """Sends the browser to the identity provider."""
    try:
        address, cookie = console_of(request).begin(request, next)
    except Refusal as refusal:
        return _told(refusal)
    return _to(address, cookie)


@router.get(
    "/callback",
    operation_id="finishSignIn",
    responses=GOES_ON,
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
    dependencies=[Depends(others_choose_parameters)],
)
def finish_sign_in(
    request: Request,
    _: Everybody,
    code: str | None = None,
    state: str | None = None,
    error: str | None = None,
    iss: str | None = None,
) -> Response:
    """Where the identity provider sends the browser back to."""
    try:
        console = console_of(request)
        address, cookie = console.finish(request, Arrival(code, state, error, iss))
        return _to(address, cookie, no_attempt_cookie(console.own.of(request)))
    except AddressNotOurs as refusal:
        return _told(refusal)
    except Refusal as refusal:
        return _told(refusal, *_forgotten(request))


@router.delete("/session", operation_id="signOut", responses=refuses(404))
def sign_out(request: Request, response: Response, _: Everybody) -> SignedOut:
    """Ends the session of the cookie that comes along; without one there is nothing to end."""
    console = console_of(request)
    if "authorization" not in request.headers:
        response.headers["Set-Cookie"] = console.sign_out(request)
    response.headers["Cache-Control"] = "no-store"
    try:
        address = console.provider.sign_out_address(console.own.of(request))
    except Refusal as away:
        log.warning("sign_out_address_unknown", reason=away.detail)
        address = None
    return SignedOut(next=address)


def _told(refusal: Refusal, *cookies: str) -> Response:
    """By its code alone: an address is kept in histories and logs."""
    log.info("sign_in_refused", code=refusal.code, reason=refusal.detail)
    return _to(f"{PROBLEM_PAGE}?{urlencode({'problem': refusal.code})}", *cookies)


def _to(address: str, *cookies: str) -> Response:
    response = RedirectResponse(address, status.HTTP_303_SEE_OTHER, {"Cache-Control": "no-store"})
    for cookie in cookies:
        response.headers.append("Set-Cookie", cookie)
    return response


def _forgotten(request: Request) -> list[str]:
    """What was kept for this sign-in is good once, also where it fails."""
    try:
        return [no_attempt_cookie(console_of(request).own.of(request))]
    except Refusal:
        return []
