"""The development issuer over HTTP: for this machine only, and only where there is no real issuer."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from catalog_admin.access.errors import NoDevIssuer, NotFromHere
from catalog_admin.access.issuing import ISSUER, DevIssuer, is_loopback
from catalog_admin.access.schemas import DevTokenIn, DevTokenOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Everybody

router = APIRouter(prefix="/dev", tags=["development"], route_class=ExactRoute)

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


@router.get("/.well-known/openid-configuration", operation_id="discoverDevIssuer", responses=refuses(404))
def discover_dev_issuer(_: Everybody, issuer: Issuer, request: Request) -> dict[str, Any]:
    here = str(request.base_url).rstrip("/")
    return {
        "issuer": ISSUER,
        "jwks_uri": f"{here}/dev/jwks",
        "token_endpoint": f"{here}/dev/token",
        "id_token_signing_alg_values_supported": ["Ed25519"],
    }


@router.get("/jwks", operation_id="readDevKeys", responses=refuses(404))
def read_dev_keys(_: Everybody, issuer: Issuer) -> dict[str, Any]:
    return issuer.jwks()


@router.post("/token", operation_id="mintDevToken", responses=refuses(404))
def mint_dev_token(body: DevTokenIn, _: Everybody, issuer: Issuer, response: Response) -> DevTokenOut:
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
