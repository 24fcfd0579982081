"""The service as `catalog-admin serve` runs it, one worker, with one more door for the floor: `… URL DATA_DIR PORT`.

Behind /floor the same server checks the same token, remembered as long as the service remembers it, and gives the
bytes that the service once gave to the same question: no framework, no database, and never a doubt that they still
hold.
"""

import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog_admin.kit import logs
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of
from catalog_admin.settings import Settings

FLOOR, REAL = "/floor", "/graphql"
REMEMBERED_SECONDS = 60


class Ready:
    """Bytes by question, in front of the service."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate
        self._let_in: dict[bytes, float] = {}
        self._answers: dict[bytes, list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == FLOOR:
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._check(scope)
        question = await _body(receive)
        if question not in self._answers:
            self._answers[question] = await self._asked(scope, question)
        for message in self._answers[question]:
            await send(message)

    def _check(self, scope: Scope) -> None:
        token = next(value for name, value in scope["headers"] if name == b"authorization")
        if self._let_in.get(token, 0) < time.monotonic():
            self._gate.actor(Request(scope))
            self._let_in[token] = time.monotonic() + REMEMBERED_SECONDS

    async def _asked(self, scope: Scope, question: bytes) -> list[Message]:
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": question, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self._app({**scope, "path": REAL, "raw_path": REAL.encode()}, receive, send)
        return said


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def main(url: str, data_dir: str, port: str) -> None:
    settings = Settings(demo=False, data_dir=Path(data_dir), port=int(port))
    logs.configure(settings.log_format, settings.log_level)
    database = Database(url, pool_size=settings.database_pool_size)
    gate = gate_of(settings, database)
    served: Any = Ready(create_app(settings, database, gate=gate), gate)
    uvicorn.run(
        served,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
