"""COMMIT comes before the reply: whoever reads 2xx may rely on it. Here every COMMIT fails, and nobody is told yes.

A deferred constraint trigger on the audit trail fails each command at COMMIT, after all its statements went well.
"""

import os
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.testclient import TestClient
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalog_admin.kit import guards
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.contracts.examples import HEADERS, Names, Requests
from tests.contracts.planting import relations
from tests.database import at, fresh_database, libpq, service_url
from tests.world import FixedGate, plant
from tools.permissions import openings

NAMES = Names("new", UUID("00000000-0000-7000-8000-00000000000d"))
WRITES = {guards._work, guards._tenant_work}

FAILING_COMMIT = """
    CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'COMMIT fails' USING ERRCODE = 'serialization_failure';
    END $$;
    CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_at_commit();
"""


@pytest.fixture
def owner(server_url: str) -> Iterator[psycopg.Connection]:
    with (
        fresh_database(server_url, f"test_commit_{os.getpid()}") as url,
        psycopg.connect(libpq(url), autocommit=True) as owner,
    ):
        yield owner


@pytest.fixture
def client(owner: psycopg.Connection, server_url: str) -> Iterator[TestClient]:
    """The real app over a real pool; the tenant was made while COMMIT still worked."""
    url = service_url(at(server_url, f"test_commit_{os.getpid()}"))
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        world = plant(connection, "acme")
    owner.execute('UPDATE tenant SET anonymous_claims = \'{"tier": "gold"}\'')  # so that PUT has something to change
    owner.execute(FAILING_COMMIT)
    database = Database(url)
    app = create_app(Settings(demo=False), database, gate=FixedGate(world.actor, world))
    yield TestClient(app, raise_server_exceptions=False)
    database.close()


def contents(owner: psycopg.Connection) -> dict[str, int]:
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        each.dotted: (owner.execute(count.format(each.quoted)).fetchone() or [0])[0]
        for each in relations(owner)
        if each.is_table
    }


def test_a_failed_commit_is_told_as_such(client: TestClient, owner: psycopg.Connection) -> None:
    before = contents(owner)
    reply = client.post("/environments", json={"key": "stage"})
    assert (reply.status_code, reply.json()["code"]) == (503, "kit.write_conflict")
    assert client.get("/environments/stage").status_code == 404
    assert contents(owner) == before


def test_no_route_says_yes_and_nothing_is_left_behind(client: TestClient, owner: psycopg.Connection) -> None:
    before, requests = contents(owner), Requests(client.app)
    failed = 0
    for opening in openings(client.app):
        if not writes(opening.route.dependant):
            continue
        if (opening.method, opening.path) == ("PUT", "/tenant"):  # its smallest request changes nothing
            reply = client.put("/tenant", json={"name": "Another"}, headers=HEADERS)
        else:
            reply = requests.send(client, opening.method, opening.path, NAMES)
        assert reply.status_code >= 400, f"{opening.method} {opening.path}: {reply.text}"
        failed += reply.json()["code"] == "kit.write_conflict"
    assert failed >= 3, "too few requests came as far as COMMIT for this to mean anything"
    assert contents(owner) == before


def writes(dependant: Dependant) -> bool:
    return dependant.call in WRITES or any(writes(child) for child in dependant.dependencies)
