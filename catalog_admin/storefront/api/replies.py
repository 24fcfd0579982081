"""Answers over HTTP: the ready bytes, or word that the caller already has them."""

from fastapi import Request, Response

from catalog_admin.kit.answers import VARY
from catalog_admin.storefront.answers import Answer

JSON = "application/json"


def reply(request: Request, answer: Answer) -> Response:
    headers = {"ETag": answer.etag, "Cache-Control": answer.cache_control, "Vary": VARY, **_told_of(answer)}
    if answer.is_held_by(request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type=JSON)


def _told_of(answer: Answer) -> dict[str, str]:
    """From which versions and at which generation it was read: replicas may be behind."""
    said = {"Catalog-Version": ", ".join(answer.versions), "Catalog-Generation": answer.generation}
    return {name: str(value) for name, value in said.items() if value not in ("", None)}


def passing(body: bytes, status: int) -> Response:
    """Not to be kept by anybody: something in it went wrong, or is not the same in a minute."""
    return Response(body, status, {"Cache-Control": "no-store", "Vary": VARY}, media_type=JSON)
