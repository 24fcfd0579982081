"""A tenant's repository: in a transaction that is rolled back, or in a database of its own for true commits."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from rulestore.mirror import Mirrors
from rulestore.refs import create_repository
from rulestore.store import Store
from tests.database import fresh_database, libpq, service_url
from tests.rulestore.desk import Desk
from tests.rulestore.real import Real
from tests.world import World, plant


def driver_of(connection: Connection) -> psycopg.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    return raw


@contextmanager
def rehearsed(raw: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A savepoint that checks at its end what COMMIT would."""
    with raw.transaction():
        yield raw
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raw.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def desk(connection: Connection, world: World, tmp_path: Path) -> Desk:
    return rehearsal(connection, world, tmp_path)


def rehearsal(connection: Connection, world: World, place: Path) -> Desk:
    raw = driver_of(connection)
    repo = create_repository(raw, world.tenant, "rules")
    return Desk(Store(Mirrors(place), repo, lambda: nullcontext(raw), lambda: rehearsed(raw)))


@pytest.fixture(scope="module")
def real_url(server_url: str) -> Iterator[str]:
    with fresh_database(server_url, f"rulestore_{os.getpid()}_{token_hex(3)}") as url:
        yield url


@pytest.fixture
def real(real_url: str, tmp_path: Path) -> Iterator[Real]:
    with closing(committed(real_url, tmp_path / "ours")) as real:
        yield real


@pytest.fixture
def rival(real_url: str, tmp_path: Path) -> Iterator[Real]:
    """Another tenant's."""
    with closing(committed(real_url, tmp_path / "theirs")) as rival:
        yield rival


def committed(admin: str, place: Path, service: str = "") -> Real:
    """`service` is how the service connects, where it is not the tests' own role."""
    url = service or service_url(admin)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        world = plant(connection, f"t-{token_hex(6)}")
        create_repository(driver_of(connection), world.tenant, "rules")
    return Real(libpq(url), libpq(admin), world.tenant, place)
