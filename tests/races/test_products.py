"""The same thing made twice at the same moment: one makes it, the other is told."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.database import fresh_database, service_url
from tests.world import World, plant

Make = Callable[[Work, str], object]


@pytest.fixture
def real(server_url: str) -> Iterator[Database]:
    with fresh_database(server_url, f"race_products_{os.getpid()}") as url:
        database = Database(service_url(url))
        yield database
        database.close()


@pytest.fixture
def planted(real: Database) -> World:
    engine = create_engine(real.engine.url)
    with engine.begin() as connection:
        world = plant(connection, "acme")
    engine.dispose()
    with real.work(world.actor, world.environment) as work:
        commands.create_product(work, {"key": "home"})
    return world


def product(work: Work, who: str) -> None:
    commands.create_product(work, {"key": "twin", "name": {"en": who}})


def plan(work: Work, who: str) -> None:
    commands.create_rate_plan(work, {"key": "twin", "product": "home", "name": {"en": who}})


def attribute(work: Work, who: str) -> None:
    kind = {"one": Kind.TEXT, "two": Kind.INTEGER}[who]
    commands.put_attribute(work, AttributeDefinition("twin", Type(kind)), Expected("*"))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (product, "products.key_taken"),
        (plan, "products.key_taken"),
        (attribute, "kit.write_conflict"),
    ],
)
def test_of_two_makers_one_is_refused(real: Database, planted: World, make: Make, code: str) -> None:
    started = Barrier(2)

    def try_it(who: str) -> str:
        try:
            with real.work(planted.actor, planted.environment) as work:
                # Both transactions are open before either writes, and neither commits before both have asked.
                work.session.execute(text("SELECT 1"))
                started.wait()
                make(work, who)
                work.session.execute(text("SELECT pg_sleep(0.3)"))
        except Refusal as refusal:
            return refusal.code
        return "made"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(try_it, ["one", "two"]))
    assert sorted(outcomes) == sorted([code, "made"])
