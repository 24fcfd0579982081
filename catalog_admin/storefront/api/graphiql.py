"""GraphiQL, from our own files: it works offline, and nothing of another origin may run on the page."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from catalog_admin.kit.errors import NotFound
from catalog_admin.kit.guards import Everybody

FILES = Path(__file__).parents[1] / "graphiql"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

router = APIRouter()


class AssetNotFound(NotFound):
    """No such file of GraphiQL."""

    code = "storefront.asset_not_found"


@router.get("/graphql/assets/{name}", include_in_schema=False)
def asset(name: str, everybody: Everybody) -> Response:
    if name not in _assets():
        raise AssetNotFound(f"no file {name}")
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(_read(name), headers=headers, media_type=TYPES[Path(name).suffix])


def page() -> Response:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Vary": "Accept"}
    return Response(_read("index.html"), headers=headers, media_type="text/html; charset=utf-8")


@cache
def _assets() -> frozenset[str]:
    return frozenset(file.name for file in FILES.iterdir() if file.suffix in TYPES)


@cache
def _read(name: str) -> bytes:
    return (FILES / name).read_bytes()
