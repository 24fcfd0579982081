"""The whole service with its ear, over the committed shop; and how to tell which lane somebody took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database
from catalog_admin.main import Service, create_app
from catalog_admin.settings import Settings

PATIENCE_SECONDS = 10.0


@dataclass
class Road:
    """`slow` counts who took the slow lane."""

    client: TestClient
    app: Service
    database: Database
    slow: int = 0

    async def slow_lane(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.slow += scope["type"] == "http"
        await self.app.slow_lane(scope, receive, send)

    def is_fast(self, answer: Any = None, **asked: Any) -> bool:
        before = self.slow
        self.ask(**asked)
        return self.slow == before

    def ask(self, query: str, method: str = "POST", headers: dict[str, str] | None = None) -> Any:
        if method == "GET":
            return self.client.get("/graphql", params={"query": query}, headers=headers)
        return self.client.post("/graphql", json={"query": query}, headers=headers)

    def is_soon(self, holds: Any) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < until
            time.sleep(0.02)


@contextmanager
def road(url: str, gate: Gate) -> Iterator[Road]:
    database = Database(url, pool_size=4)
    app = create_app(Settings(demo=False), database, gate=gate)
    assert isinstance(app, Service)
    with TestClient(app, raise_server_exceptions=False) as client:
        road = Road(client, app, database)
        app.lane._app = road.slow_lane
        road.is_soon(lambda: app.lane.pointers.are_fresh(time.monotonic()))
        yield road
    database.close()
