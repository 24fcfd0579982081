"""What of a request decides which ready answer it gets; None for all that the slow lane has to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.types import Message, Receive, Scope

from catalog_admin.kit.requests import request_id_of
from catalog_admin.storefront.graph.requests import LONGEST_BODY

PATH = "/graphql"
SEPARATOR = b"\x00"
JSON = b"application/json"
# Comes before every body; a POST with parameters in its address takes the slow lane.
POSTED = b"POST? "


@dataclass(slots=True)
class Asked:
    """`who` stands for token, tenant and environment as they were sent, and holds none of them.

    What is asked is `said`, and after it the body as it is heard; of that nothing is kept but a hash.
    """

    method: str
    who: bytes
    said: bytes
    takes_gzip: bool
    if_none_match: str | None
    request_id: str
    is_heard: bool
    _hash: Any = None

    @property
    def question(self) -> bytes:
        """What stands for all that was heard."""
        digest: bytes = (self._hash or sha256(self.said)).digest()
        return digest

    async def hear(self, receive: Receive) -> list[Message]:
        """Takes in the whole body; what was heard. Not heard: longer than any query, or broken off."""
        message = await receive()
        messages, length = [message], self._take(message)
        while message.get("more_body") and length <= LONGEST_BODY:
            messages.append(message := await receive())
            length += self._take(message)
        self.is_heard = message["type"] == "http.request" and not message.get("more_body")
        return messages

    def overhearing(self, receive: Receive) -> Receive:
        """For who reads the body himself, if anybody does."""

        async def overheard() -> Message:
            message = await receive()
            self._take(message)
            return message

        return receive if self.is_heard else overheard

    def _take(self, message: Message) -> int:
        part: bytes = message.get("body", b"")
        if self._hash is None:
            # Mostly it is all of the body: in one step.
            self._hash = sha256(self.said + part)
        else:
            self._hash.update(part)
        return len(part)


def asked_of(scope: Scope) -> Asked | None:
    """A query to GraphQL by who sends a token, or says nothing of himself."""
    if scope["type"] != "http" or scope["path"] != PATH:
        return None
    sent = scope["headers"]
    headers = dict(sent)
    # What is said twice means what the framework makes of it.
    if len(headers) != len(sent) or b"cookie" in headers or not _is_query(scope, headers):
        return None
    said, method = headers.get, scope["method"]
    whose = SEPARATOR.join((said(b"authorization", b""), said(b"x-tenant", b""), said(b"x-environment", b"")))
    given = said(b"if-none-match")
    return Asked(
        method,
        sha256(whose).digest(),
        POSTED if method == "POST" else b"GET?%s " % scope["query_string"],
        b"gzip" in said(b"accept-encoding", b""),
        None if given is None else given.decode("latin-1"),
        request_id_of(said(b"x-request-id")),
        method == "GET",
    )


def _is_query(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    if scope["method"] == "POST":
        kind = headers.get(b"content-type", b"")
        return (kind == JSON or kind.partition(b";")[0].strip().lower() == JSON) and not scope["query_string"]
    # A browser that opens the address may mean the page.
    return scope["method"] == "GET" and b"text/html" not in headers.get(b"accept", b"")


def once_more(messages: list[Message], receive: Receive) -> Receive:
    """For who has not heard them yet; then what comes after them."""
    left = iter(messages)

    async def again() -> Message:
        for message in left:
            return message
        return await receive()

    return again
