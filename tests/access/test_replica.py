"""A read replica that is behind has no say in who is let in."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.access import commands
from catalog_admin.access.gate import build_gate
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database
from tests.access.conftest import bearer
from tests.access.issuer import Issuer
from tests.database import fresh_database, service_url
from tests.world import World, plant

VIEWER = (Grant(Role.VIEWER),)


@pytest.fixture
def lagging(server_url: str) -> Iterator[tuple[Database, World]]:
    """The replica has not heard of anything yet, not even of the tenant."""
    with (
        fresh_database(server_url, f"test_primary_{os.getpid()}") as primary,
        fresh_database(server_url, f"test_replica_{os.getpid()}") as replica,
    ):
        with create_engine(service_url(primary), poolclass=NullPool).begin() as connection:
            world = plant(connection, "acme")
        database = Database(service_url(primary), read_url=service_url(replica))
        yield database, world
        database.close()


def test_who_is_let_in_is_asked_of_the_primary(
    lagging: tuple[Database, World], issuer: Issuer, tmp_path: Path, behind: Callable[..., TestClient]
) -> None:
    database, world = lagging
    gate: Gate = build_gate(database, environments.chosen, host="127.0.0.1", data_dir=tmp_path, oidc_issuer=issuer.url)
    client = behind(gate, database)
    with database.work(world.actor) as work:
        made, token = commands.create_token(work, name="ci", grants=VIEWER, environments=None, lives=timedelta(days=1))
        commands.bind_roles(work, subject="kim", grants=VIEWER, environments=None, expected=Expected("*"))
    for each in (token, issuer.token(), issuer.token(sub="kim", roles=None)):
        assert client.get("/access/me", headers=bearer(each)).status_code == 200
    assert gate.environment(world.tenant, None) == (world.environment, "dev")
    with database.work(world.actor) as work:
        commands.revoke_token(work, made.id)
        commands.unbind_roles(work, subject="kim", expected=Expected("*"))
    assert client.get("/access/me", headers=bearer(token)).json()["code"] == "access.token_revoked"
    assert client.get("/access/me", headers=bearer(issuer.token(sub="kim", roles=None))).status_code == 403


def test_while_there_is_no_primary_the_replica_says_who_is_let_in(
    lagging: tuple[Database, World], issuer: Issuer, tmp_path: Path
) -> None:
    """A storefront goes on; that a token was used cannot be noted, which stops nobody."""
    database, world = lagging
    with database.work(world.actor) as work:
        _, token = commands.create_token(work, name="ci", grants=VIEWER, environments=None, lives=timedelta(days=1))
        commands.bind_roles(work, subject="kim", grants=VIEWER, environments=None, expected=Expected("*"))
    replica = database.engine.url.render_as_string(hide_password=False)
    bereft = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing", read_url=replica)
    gate = build_gate(bereft, environments.chosen, host="127.0.0.1", data_dir=tmp_path, oidc_issuer=issuer.url)
    for each in (token, issuer.token(), issuer.token(sub="kim", roles=None)):
        header = (b"authorization", f"Bearer {each}".encode())
        assert gate.actor(Request({"type": "http", "headers": [header]})).tenant == world.tenant
    assert gate.environment(world.tenant, None) == (world.environment, "dev")
    bereft.close()
