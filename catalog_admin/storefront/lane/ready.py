"""Answers exactly as they were sent: what the fast lane gives again, up to a number of bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Send

from catalog_admin.storefront.standing import Standing

MOST_BYTES = 64 * 1024 * 1024
LARGEST = 1024 * 1024
# What one takes beside its body: keys, headers, places in tables.
FRAME_BYTES = 4096
OF_THE_BODY = frozenset({b"content-length", b"content-type", b"content-encoding"})
REQUEST_ID = b"x-request-id"

Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, bytes, bool]


@dataclass(frozen=True, slots=True)
class Ready:
    """A whole answer with status 200. The request's id stands between `before` and `after`."""

    standing: Standing
    etag: str
    before: Headers
    after: Headers
    body: bytes
    route: Any

    def start(self, request_id: str) -> Message:
        headers = [*self.before, (REQUEST_ID, request_id.encode()), *self.after]
        return {"type": "http.response.start", "status": 200, "headers": headers}

    def start_of_unchanged(self, request_id: str) -> Message:
        """For who has it already: the same but for what speaks of a body."""
        kept = [pair for pair in self.before if pair[0] not in OF_THE_BODY]
        headers = [*kept, (REQUEST_ID, request_id.encode()), *self.after]
        return {"type": "http.response.start", "status": 304, "headers": headers}


class Recording:
    """Passes an answer on and keeps what was sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._bodies: list[Message] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._bodies.append(message)
        await self._send(message)

    def ready(self, standing: Standing, route: Any) -> Ready | None:
        """None unless it is a whole answer in one piece, known by a tag, and for nobody's cookie."""
        start = self._start
        if start is None or start["status"] != 200 or len(self._bodies) != 1 or self._bodies[0].get("more_body"):
            return None
        headers: Headers = list(start["headers"])
        names, body = [name for name, _ in headers], self._bodies[0].get("body", b"")
        if b"etag" not in names or REQUEST_ID not in names or b"set-cookie" in names or len(body) > LARGEST:
            return None
        at, etag = names.index(REQUEST_ID), headers[names.index(b"etag")][1].decode("latin-1")
        return Ready(standing, etag, headers[:at], headers[at + 1 :], body, route)


class ReadyAnswers:
    """The most recently given ones, by who asks, what, and whether packed."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._ready: OrderedDict[Key, Ready] = OrderedDict()

    def get(self, key: Key) -> Ready | None:
        found = self._ready.get(key)
        if found is not None:
            self._ready.move_to_end(key)
        return found

    def keep(self, key: Key, ready: Ready) -> None:
        self._forget(key)
        self._ready[key] = ready
        self.bytes += FRAME_BYTES + len(ready.body)
        while self.bytes > self.most_bytes:
            self._forget(next(iter(self._ready)))

    def _forget(self, key: Key) -> None:
        gone = self._ready.pop(key, None)
        self.bytes -= FRAME_BYTES + len(gone.body) if gone is not None else 0
