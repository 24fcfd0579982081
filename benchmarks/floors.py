"""Doors for floors, in front of the service and in the same process; see `storefront`."""

import time
from abc import ABC, abstractmethod

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog_admin.kit.guards import Gate

FLOOR, REAL = "/floor", "/graphql"
REMEMBERED_SECONDS = 60


class Floor(ABC):
    """A door of its own, in front of the service."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate
        self._let_in: dict[bytes, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == FLOOR:
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._check(scope)
        for message in await self.answer(scope, await _body(receive)):
            await send(message)

    @abstractmethod
    async def answer(self, scope: Scope, question: bytes) -> list[Message]: ...

    def _check(self, scope: Scope) -> None:
        token = next(value for name, value in scope["headers"] if name == b"authorization")
        if self._let_in.get(token, 0) < time.monotonic():
            self._gate.actor(Request(scope))
            self._let_in[token] = time.monotonic() + REMEMBERED_SECONDS

    async def asked(self, scope: Scope, question: bytes) -> list[Message]:
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": question, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self._app({**scope, "path": REAL, "raw_path": REAL.encode()}, receive, send)
        return said


class Ready(Floor):
    """Bytes by question."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        super().__init__(app, gate)
        self._answers: dict[bytes, list[Message]] = {}

    async def answer(self, scope: Scope, question: bytes) -> list[Message]:
        if question not in self._answers:
            self._answers[question] = await self.asked(scope, question)
        return self._answers[question]


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body
