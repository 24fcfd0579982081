"""A GraphQL request as it comes over HTTP: POST with JSON, or GET with parameters."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.storefront.errors import BadRequest, PersistedQueryMismatch, QueryTooLong

LONGEST_QUERY = 32 * 1024
LONGEST_BODY = 256 * 1024
HASH = re.compile(r"[0-9a-f]{64}")
MEMBERS = frozenset({"query", "variables", "operationName", "extensions"})


@dataclass(frozen=True)
class GraphRequest:
    """`fingerprint` stands for what the caller sent: two requests with the same one ask the same.

    Without a query there is its `sha256` (see persisted).
    """

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    fingerprint: bytes = b""
    sha256: str | None = None


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
    return graph_request(said, _print(b"POST", body))


def parameters(request: Request) -> GraphRequest:
    """Raises BadRequest, QueryTooLong, UnreadableBody."""
    asked = request.query_params
    read = {name: read_exactly(asked[name]) for name in ("variables", "extensions") if asked.get(name)}
    texts = {name: asked.get(name) for name in ("query", "operationName")}
    return graph_request(texts | read, _print(b"GET", request.url.query.encode()))


def graph_request(said: Mapping[str, Any], fingerprint: bytes) -> GraphRequest:
    """Raises BadRequest, QueryTooLong, PersistedQueryMismatch."""
    query, variables, operation_name = said.get("query"), said.get("variables"), said.get("operationName")
    named = _hash_in(said.get("extensions"), query if isinstance(query, str) else None)
    if query is None and named is not None:
        query = ""
    elif not isinstance(query, str) or not query.strip():
        raise BadRequest("say what you ask for in `query`", pointer="/query")
    if len(query.encode()) > LONGEST_QUERY:
        raise QueryTooLong(f"a query of at most {LONGEST_QUERY} bytes", pointer="/query")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("variables are an object", pointer="/variables")
    if operation_name is not None and not isinstance(operation_name, str):
        raise BadRequest("the operation's name is a text", pointer="/operationName")
    return GraphRequest(query, variables or {}, operation_name or None, fingerprint, named)


def _hash_in(extensions: Any, query: str | None) -> str | None:
    """What the caller says is the hash of its query; raises BadRequest, PersistedQueryMismatch."""
    said = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if said is None:
        return None
    named = said.get("sha256Hash") if isinstance(said, dict) and said.get("version") == 1 else None
    if not isinstance(named, str) or not HASH.fullmatch(named):
        raise BadRequest(
            'a persisted query is {"version": 1, "sha256Hash": …} with 64 hexadecimal digits',
            pointer="/extensions/persistedQuery",
        )
    if query is not None and hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest() != named:
        raise PersistedQueryMismatch("this is not the hash of this query", pointer="/extensions/persistedQuery")
    return named


def _print(method: bytes, sent: bytes) -> bytes:
    """Of fixed size: what is remembered of a question must not grow with it."""
    return hashlib.sha256(method + b" " + sent).digest()
