"""Attributes change while somebody uses them: one of them is refused or waits, whoever is first; nobody deadlocks."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import create_engine

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.nodes import NewNode, NodeChanges
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.jobs.imports.model import Row
from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.imports.attributes import AttributeIntake
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.database import fresh_database, service_url
from tests.world import World, plant

ANY = Expected("*")
Use = Callable[[Work, UUID], object]


@pytest.fixture
def real(server_url: str) -> Iterator[Database]:
    with fresh_database(server_url, f"race_uses_{os.getpid()}") as url:
        database = Database(service_url(url))
        yield database
        database.close()


@pytest.fixture
def planted(real: Database) -> tuple[World, UUID]:
    engine = create_engine(real.engine.url)
    with engine.begin() as connection:
        world = plant(connection, "acme")
    engine.dispose()
    with real.work(world.actor, world.environment) as work:
        products.put_attribute(work, AttributeDefinition("colour", Type(Kind.TEXT)), ANY)
        catalogs.create_catalog(work, key="shop")
        return world, catalogs.create_node(work, "shop", NewNode("top", "category")).id


def by_value(work: Work, node: UUID) -> None:
    catalogs.change_node(work, node, NodeChanges(values={"attributes": {"colour": "red"}}), ANY)


def by_rule(work: Work, node: UUID) -> None:
    catalogs.put_ruleset(work, node, [SaidRule("reds", "include", 'colour == "red"', "")], [], ANY)


@pytest.mark.parametrize("use", [by_value, by_rule])
def test_who_uses_it_first_keeps_it(real: Database, planted: tuple[World, UUID], use: Use) -> None:
    world, node = planted
    is_used = Event()

    def drop() -> str:
        is_used.wait()
        try:
            with real.work(world.actor, world.environment) as work:
                products.delete_attribute(work, "colour", ANY)
        except Refusal as refusal:
            return refusal.code
        return "dropped"

    with ThreadPoolExecutor(1) as pool:
        with real.work(world.actor, world.environment) as work:
            use(work, node)
            is_used.set()
            dropping = pool.submit(drop)
            with pytest.raises(TimeoutError):  # it waits for us
                dropping.result(timeout=0.3)
        assert dropping.result() == "products.attribute_in_use"


def test_a_file_of_attributes_in_any_order_deadlocks_with_nobody(real: Database, planted: tuple[World, UUID]) -> None:
    world, node = planted
    with real.work(world.actor, world.environment) as work:
        products.put_attribute(work, AttributeDefinition("weight", Type(Kind.TEXT)), ANY)

    def value() -> None:
        with real.work(world.actor, world.environment) as work:
            by_value(work, node)

    with ThreadPoolExecutor(1) as pool:
        with real.work(world.actor, world.environment) as work:
            intake = AttributeIntake()
            intake.begin(work)
            for line, key in enumerate(("weight", "colour"), 1):
                intake.take(Row(line, {"key": key, "type": "text", "unit": "kg"}))
                intake.taken()(work)
                if key == "weight":
                    waiting = pool.submit(value)
                    with pytest.raises(TimeoutError):  # it waits for us
                        waiting.result(timeout=0.3)
        waiting.result()
