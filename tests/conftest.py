"""Fixtures of all rooms: a database, a tenant with an environment, an actor, transactions, an HTTP client."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

import catalog_admin.catalogs  # noqa: F401 - asked before an attribute changes: every program loads it
from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.logs import configure
from catalog_admin.kit.work import Database, Reads, Work
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.database import Rehearsal, fresh_database, server, service_url
from tests.world import Roster, World, plant

configure("json", "warning")
# For all that tests start: copies of repositories, which nobody misses.
MIRRORS = tempfile.TemporaryDirectory(prefix="mirrors-", ignore_cleanup_errors=True)
os.environ["MIRROR_DIR"] = MIRRORS.name
# Files with few and long tests, which would be waited for if they came last.
LONG = ("console", "journeys", "faults", "contracts", "races", "kit/postgres")
HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, else in the random order they came in; workers take a file each."""
    items.sort(key=lambda item: not item.path.relative_to(HERE).as_posix().startswith(LONG))


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def admin_url(server_url: str) -> Iterator[str]:
    """This worker's own migrated database, as its administrator."""
    with fresh_database(server_url, f"test_{os.getpid()}") as url:
        yield url


@pytest.fixture
def connection(admin_url: str) -> Iterator[Connection]:
    """As the service role, in a transaction that never commits."""
    engine = create_engine(service_url(admin_url), poolclass=NullPool)
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def database(connection: Connection) -> Iterator[Database]:
    rehearsal = Rehearsal(connection)
    yield rehearsal
    rehearsal.servers.close()


@pytest.fixture
def world(connection: Connection) -> World:
    """A tenant `acme` with the environment `dev`, in this test's transaction."""
    return plant(connection, "acme")


@pytest.fixture
def other_world(connection: Connection) -> World:
    """Another tenant, whose things must look as if they did not exist."""
    return plant(connection, "rival")


@pytest.fixture
def work(database: Database, world: World) -> Iterator[Work]:
    """A write transaction of an all-powerful actor."""
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        yield work


@pytest.fixture
def reads(database: Database, world: World) -> Iterator[Reads]:
    with database.reads(world.actor, world.environment, environment_key="dev") as reads:
        yield reads


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """Made once: a hundred routes take longer than a test. Each test lends it a database and a gate."""
    nowhere = Database("postgresql+psycopg://nobody@localhost/nowhere")
    return create_app(Settings(demo=False), nowhere, gate=None)


@pytest.fixture
def client_as(app: FastAPI, database: Database, world: World) -> Callable[..., TestClient]:
    """`client_as(Role.VIEWER)`: the whole app over HTTP, the caller already authenticated with these roles."""
    roster = Roster()
    app.state.database, app.state.gate = database, roster

    def make(*roles: Role, of: World = world, grants: tuple[Grant, ...] = ()) -> TestClient:
        actor = Actor(
            subject="user:tess",
            tenant=of.tenant,
            tenant_key=of.tenant_key,
            grants=grants or tuple(Grant(role) for role in roles),
        )
        return TestClient(app, raise_server_exceptions=False, headers=roster.enlist(actor, of))

    return make


@pytest.fixture
def client(client_as: Callable[..., TestClient]) -> TestClient:
    """The whole app over HTTP, as the tenant's administrator."""
    return client_as(Role.TENANT_ADMIN)
