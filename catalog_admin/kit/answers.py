"""What routes say about their answers in OpenAPI, beside the answer itself."""

from typing import Any

from pydantic import BaseModel

# Every header that an answer depends on: who asks, or for which tenant somebody unknown asks, and where.
VARY = "Authorization, Cookie, X-Tenant, X-Environment, Accept-Encoding"
TITLES = {
    304: "You have it already",
    400: "Not readable",
    401: "Nobody we can verify",
    403: "Not allowed",
    404: "No such thing",
    409: "True input, wrong moment",
    410: "Gone: it was retired",
    412: "Changed since you read it",
    413: "More than we read",
    422: "Says something impossible",
    428: "If-Match is missing",
}


class Problem(BaseModel):
    """RFC 9457; `code` is stable, `pointer` (RFC 6901) says which part of the input is at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    pointer: str | None = None


def refuses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` of a guarded route with these problems beside the ones every route has."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": TITLES[status], "content": content} for status in sorted({401, 403, 422, *statuses})
    }
