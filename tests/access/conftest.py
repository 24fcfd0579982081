"""An issuer that runs, and the whole app behind a real gate."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from catalog_admin.access import keys
from catalog_admin.access.gate import build_gate
from catalog_admin.environments import queries as environments
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database
from tests.access.issuer import Issuer, running_issuer
from tests.world import World

Ask = Callable[..., Any]


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    """However slow the machine is, this issuer counts as one that answers in time."""
    monkeypatch.setattr(keys, "PATIENCE_SECONDS", 30)
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def make_gate(database: Database, world: World, tmp_path: Path) -> Callable[..., Gate]:
    def make(**choices: Any) -> Gate:
        given = {"host": "127.0.0.1", "data_dir": tmp_path, **choices}
        return build_gate(database, environments.chosen, **given)

    return make


@pytest.fixture
def behind(app: FastAPI, database: Database) -> Callable[..., TestClient]:
    """The app behind a gate, as a browser on this machine sees it."""

    def make(gate: Gate, over: Database = database) -> TestClient:
        async def lent(scope: Scope, receive: Receive, send: Send) -> None:
            # Each client its own gate: they share the app, which takes longer to make than most tests.
            app.state.database, app.state.gate = over, gate
            await app(scope, receive, send)

        return TestClient(
            lent, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000), raise_server_exceptions=False
        )

    return make


@pytest.fixture
def client(issuer: Issuer, make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient]) -> TestClient:
    """The app that trusts the running issuer."""
    return behind(make_gate(oidc_issuer=issuer.url))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
