"""API tokens from the command line open the service that has no other issuer."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.work import Database
from catalog_admin.main import create_app, gate_of
from catalog_admin.settings import Settings
from tests.cli.conftest import Terminal


@pytest.fixture
def service(terminal: Terminal, tmp_path: Path) -> Iterator[TestClient]:
    """On all addresses, without any issuer: only API tokens open it."""
    settings = Settings(demo=False, host="0.0.0.0", dev_issuer=False, data_dir=tmp_path)  # noqa: S104 - never listens
    database = Database(os.environ["DATABASE_SERVICE_URL"], pool_size=2)
    yield TestClient(create_app(settings, database, gate=gate_of(settings, database)))
    database.close()


def test_the_first_token_of_a_tenant_makes_and_opens_everything(terminal: Terminal, service: TestClient) -> None:
    token = terminal.run("api-token", "create", "first admin", "--role", "tenant-admin").strip()
    mine = {"Authorization": f"Bearer {token}"}
    [listed] = service.get("/access/tokens", headers=mine).json()["items"]
    assert (listed["name"], listed["createdBy"].partition(":")[0]) == ("first admin", "cli")
    terminal.run("api-token", "revoke", listed["id"])
    refused = service.get("/access/me", headers=mine)
    assert (refused.status_code, refused.json()["code"]) == (401, "access.token_revoked")


def test_is_scoped_as_it_was_asked_for(terminal: Terminal, service: TestClient) -> None:
    terminal.run("catalog", "create", "global")
    where = ("--catalog", "global", "--path", "a.b", "--only-in", "dev")
    token = terminal.run("api-token", "create", "deploy", "--role", "publisher", *where).strip()
    me = service.get("/access/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["grants"] == [{"role": "publisher", "catalog": "global", "path": "a.b"}]
    assert me["environments"] == ["dev"]
    assert "--catalog" in terminal.fails("api-token", "create", "x", "--role", "publisher", "--path", "a")
