"""A shop with a tree, plans, manual members and a rule, not yet published."""

import os
from collections.abc import Iterator
from secrets import token_hex

import pytest

from catalog_admin.kit.work import Database
from tests.database import fresh_database, service_url
from tests.publishing.shop import Shop
from tests.world import World, plant


def stocked(shop: Shop) -> Shop:
    shop.declare()
    shop.stock("a", "b", "c")
    shop.stock("heavy", attributes={"weight": "12.5", "colour": "blanc"}, effectiveFrom="2027-01-01")
    shop.node("sensors", meta={"displayName": {"en": "Sensors"}, "slug": {"en": "sensors", "fr": "capteurs"}})
    shop.node("sensors.gps")
    shop.node("sensors.gps.deep")
    shop.node("heavies", sort_key=7)
    shop.assign("sensors.gps", "a", "b")
    shop.assign("sensors.gps.deep", "a", pin=1)
    shop.assign("sensors", "c", rank=2)
    shop.rule("heavies", "weight > 10")
    return shop


@pytest.fixture
def shop(database: Database, world: World) -> Shop:
    return stocked(Shop(database, world).open())


@pytest.fixture(scope="module")
def real_url(server_url: str) -> Iterator[str]:
    """The administrator's URL of a database of its own, for what needs true commits."""
    with fresh_database(server_url, f"publish_{os.getpid()}_{token_hex(3)}") as url:
        yield url


@pytest.fixture(scope="module")
def real_database(real_url: str) -> Iterator[Database]:
    database = Database(service_url(real_url))
    yield database
    database.close()


def committed(real_database: Database) -> Shop:
    """A stocked shop of a tenant of its own."""
    with real_database.engine.begin() as connection:
        world = plant(connection, f"t-{token_hex(6)}")
    return stocked(Shop(real_database, world).open())


@pytest.fixture
def real_shop(real_database: Database) -> Shop:
    return committed(real_database)
