"""A GraphQL request as it comes over HTTP: POST with JSON, or GET with parameters."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.storefront.errors import BadRequest, QueryTooLong

LONGEST_QUERY = 32 * 1024
LONGEST_BODY = 256 * 1024
MEMBERS = frozenset({"query", "variables", "operationName", "extensions"})


@dataclass(frozen=True)
class GraphRequest:
    """`fingerprint` stands for what the caller sent: two requests with the same one ask the same."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    fingerprint: bytes = b""


async def posted(request: Request) -> GraphRequest:
    """Raises BadRequest, QueryTooLong, UnreadableBody."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest("send application/json")
    body = await request.body()
    if len(body) > LONGEST_BODY:
        raise QueryTooLong(f"a request of at most {LONGEST_BODY} bytes")
    said = read_exactly(body)
    if not isinstance(said, dict):
        raise BadRequest("one query at a time, as a JSON object", pointer="")
    return graph_request(said.get("query"), said.get("variables"), said.get("operationName"), _print(b"POST", body))


def parameters(request: Request) -> GraphRequest:
    """Raises BadRequest, QueryTooLong, UnreadableBody."""
    asked = request.query_params
    variables = read_exactly(asked["variables"]) if asked.get("variables") else None
    sent = _print(b"GET", request.url.query.encode())
    return graph_request(asked.get("query"), variables, asked.get("operationName"), sent)


def graph_request(query: Any, variables: Any, operation_name: Any, fingerprint: bytes) -> GraphRequest:
    if not isinstance(query, str) or not query.strip():
        raise BadRequest("say what you ask for in `query`", pointer="/query")
    if len(query.encode()) > LONGEST_QUERY:
        raise QueryTooLong(f"a query of at most {LONGEST_QUERY} bytes", pointer="/query")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("variables are an object", pointer="/variables")
    if operation_name is not None and not isinstance(operation_name, str):
        raise BadRequest("the operation's name is a text", pointer="/operationName")
    return GraphRequest(query, variables or {}, operation_name or None, fingerprint)


def _print(method: bytes, sent: bytes) -> bytes:
    """Of fixed size: what is remembered of a question must not grow with it."""
    return hashlib.sha256(method + b" " + sent).digest()
