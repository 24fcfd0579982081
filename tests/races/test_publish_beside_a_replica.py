"""A publish where a replica is preferred for reads, and lags: it decides by the primary alone."""

import os
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.schema import sqlalchemy_url
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.database import fresh_database
from tests.publishing.shop import Shop
from tests.races.publishes import ask_to_publish
from tests.world import FixedGate


@pytest.fixture
def behind(real_shop: Shop, server_url: str) -> Iterator[Database]:
    """The replica has not even heard of the tables, and is preferred wherever it may be asked."""
    url = real_shop.database.engine.url.render_as_string(hide_password=False)
    with fresh_database(server_url, f"publish_replica_{os.getpid()}", migrated=False) as replica:
        database = Database(url, read_url=sqlalchemy_url(replica).render_as_string(hide_password=False))
        database.servers.standing.is_gone("primary")
        yield database
        database.close()


def test_never_reads_from_a_replica_that_may_lag(real_shop: Shop, behind: Database) -> None:
    assert Shop(behind, real_shop.world).publish().version == real_shop.live()


def test_who_was_told_of_a_job_finds_it_although_the_replica_lags(real_shop: Shop, behind: Database) -> None:
    app = create_app(Settings(demo=False), behind, gate=FixedGate(real_shop.world.actor, real_shop.world))
    with TestClient(app) as client:
        assert client.get(f"/jobs/{ask_to_publish(real_shop)}").status_code == 200
