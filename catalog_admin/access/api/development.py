"""The development issuer over HTTP: for this machine only, and only where there is no real issuer."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.responses import JSONResponse

from catalog_admin.access.dev_codes import DevCodes
from catalog_admin.access.errors import NoDevIssuer, NotFromHere
from catalog_admin.access.issuing import ISSUER, DevIssuer, is_loopback
from catalog_admin.access.schemas import DevTokenIn, DevTokenOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Everybody

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def _dev_issuer(request: Request) -> DevIssuer:
    """Refuses other machines, proxies, and names that merely resolve to this machine (DNS rebinding)."""
    issuer = getattr(request.app.state.gate, "dev_issuer", None)
    if not isinstance(issuer, DevIssuer):
        raise NoDevIssuer("there is no development issuer here")
    if request.client is None or not is_loopback(request.client.host):
        raise NotFromHere("the development issuer talks to this machine only")
    if not is_loopback(request.url.hostname or "") or any(name in request.headers for name in FORWARDED):
        raise NotFromHere("ask for the development issuer at http://127.0.0.1, not through a proxy")
    return issuer


Issuer = Annotated[DevIssuer, Depends(_dev_issuer)]


class _FormToo(ExactRoute):
    """The token endpoint speaks JSON in our own words, and forms as every other issuer does."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle, takes_body = super().get_route_handler(), bool(self.dependant.body_params)

        async def handle_either(request: Request) -> Response:
            is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
            return await _redeemed(request) if takes_body and is_form else await handle(request)

        return handle_either


async def _redeemed(request: Request) -> Response:
    _dev_issuer(request)
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if form.get("grant_type") != "authorization_code":
        return _oauth_error("unsupported_grant_type", "only codes are taken here")
    try:
        said = (form.get(name, "") for name in ("code", "code_verifier", "redirect_uri"))
        tokens = codes_of(request).tokens(*said)
    except Refusal as refusal:
        return _oauth_error("invalid_grant", refusal.detail)
    return JSONResponse(tokens, headers={"Cache-Control": "no-store"})


def _oauth_error(error: str, description: str) -> Response:
    """In the words of RFC 6749, which the libraries of clients understand."""
    said = {"error": error, "error_description": description}
    return JSONResponse(said, status.HTTP_400_BAD_REQUEST, {"Cache-Control": "no-store"})


def codes_of(request: Request) -> DevCodes:
    """Raises NoDevIssuer."""
    codes = getattr(getattr(request.app.state.gate, "console", None), "provider", None)
    if not isinstance(codes, DevCodes):
        raise NoDevIssuer("there is no development issuer here")
    return codes


router = APIRouter(prefix="/dev", tags=["development"], route_class=_FormToo)


@router.get("/.well-known/openid-configuration", operation_id="discoverDevIssuer", responses=refuses(404))
def discover_dev_issuer(_: Everybody, issuer: Issuer, request: Request) -> dict[str, Any]:
    here = str(request.base_url).rstrip("/")
    return {
        "issuer": ISSUER,
        "jwks_uri": f"{here}/dev/jwks",
        "authorization_endpoint": f"{here}/dev/authorize",
        "token_endpoint": f"{here}/dev/token",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_response_iss_parameter_supported": True,
        "id_token_signing_alg_values_supported": ["Ed25519"],
    }


@router.get("/jwks", operation_id="readDevKeys", responses=refuses(404))
def read_dev_keys(_: Everybody, issuer: Issuer) -> dict[str, Any]:
    return issuer.jwks()


@router.post("/token", operation_id="mintDevToken", responses=refuses(404))
def mint_dev_token(body: DevTokenIn, _: Everybody, issuer: Issuer, response: Response) -> DevTokenOut:
    """Whatever is asked for as JSON; as a form, what a code of /dev/authorize is good for (RFC 6749)."""
    token = issuer.mint(
        body.tenant,
        [role.value for role in body.roles],
        subject=body.subject,
        grants=None if body.grants is None else [grant.said() for grant in body.grants],
        environments=body.environments,
        claims=body.claims,
        ttl_seconds=body.ttl_seconds,
    )
    response.headers["Cache-Control"] = "no-store"
    return DevTokenOut(access_token=token, expires_in=body.ttl_seconds)
