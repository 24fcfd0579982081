"""Columns for rules that are kept: always what reading them anew would give, and read anew as little as can be."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

import polars as pl
import pytest
from sqlalchemy import Connection, text

from catalog_admin.kit.ids import EnvironmentId, new_id
from catalog_admin.kit.work import SCOPE, Reads, scope_of
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products import queries
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.products.queries import keeping
from tests.publishing.conftest import committed
from tests.publishing.shop import ANY, Shop, plan
from tests.world import World

NAMES = frozenset({"weight", "product.name"})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Collection[str] | None]:
    """The keys of rate plans that were read out of the database, each time; None for all."""
    seen: list[Collection[str] | None] = []
    load = queries.rule_columns

    def noted(reads: Reads, attributes: frozenset[str], keys: list[str] | None = None) -> pl.DataFrame:
        seen.append(keys)
        return load(reads, attributes, keys)

    monkeypatch.setattr(keeping, "rule_columns", noted)
    return seen


def agrees(reads: Reads, names: frozenset[str] = NAMES) -> bool:
    kept_of, read_of = (each(reads, names).sort("key") for each in (queries.kept_columns, queries.rule_columns))
    return kept_of.schema == read_of.schema and kept_of.equals(read_of)


def is_right(shop: Shop) -> bool:
    with shop.reads() as reads:
        return agrees(reads)


def test_what_changed_is_read_anew_and_nothing_else(real_shop: Shop, read: list[Collection[str] | None]) -> None:
    assert is_right(real_shop)
    assert is_right(real_shop)
    real_shop.replace("a", attributes={"weight": "7"})
    with real_shop.work() as work:
        products.delete_rate_plan(work, "b", ANY)
    real_shop.stock("new")
    assert is_right(real_shop)
    assert [keys and sorted(keys) for keys in read] == [None, ["a", "b", "new"]]
    with real_shop.work() as work:
        products.restore_rate_plan(work, "b", ANY)
    real_shop.change_product(name={"en": "Else"})
    assert is_right(real_shop)
    with real_shop.work() as work:
        products.delete_product(work, "sensor", ANY)
    assert is_right(real_shop)
    assert None not in read[1:]


def test_who_sees_less_than_is_kept_reads_for_himself(real_shop: Shop, read: list[Collection[str] | None]) -> None:
    with early(real_shop) as reads:
        real_shop.replace("a", attributes={"weight": "7"})
        assert is_right(real_shop)
        assert agrees(reads)
    assert is_right(real_shop)
    assert read == [None, None, ["a"]]


@contextmanager
def early(shop: Shop) -> Iterator[Reads]:
    """Sees what was there when it began, whatever is committed meanwhile."""
    with shop.reads() as reads:
        queries.scope(reads)
        yield reads


def test_an_edit_that_ends_after_it_was_looked_past_is_read(real_shop: Shop) -> None:
    with real_shop.work() as work:
        products.replace_rate_plan(work, "a", plan("a", attributes={"weight": "7"}), ANY)
        assert is_right(real_shop)
    assert is_right(real_shop)


def test_too_many_changes_are_read_with_all_the_rest(
    real_shop: Shop, read: list[Collection[str] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_CHANGED", 1)
    assert is_right(real_shop)
    real_shop.stock("x", "y")
    assert is_right(real_shop)
    assert read == [None, None]


def test_tenants_do_not_see_each_others(real_shop: Shop) -> None:
    other = committed(real_shop.database)
    real_shop.replace("a", attributes={"weight": "7"})
    assert is_right(real_shop)
    assert is_right(other)


def test_environments_do_not_see_each_others(real_shop: Shop) -> None:
    with real_shop.database.engine.begin() as connection:
        another = environment_beside(connection, real_shop.world)
    assert is_right(real_shop)
    other = Shop(real_shop.database, replace(real_shop.world, environment=another)).open()
    other.declare()
    other.stock("a", attributes={"weight": "7"})
    assert is_right(other)
    assert is_right(real_shop)


def environment_beside(connection: Connection, world: World) -> EnvironmentId:
    environment = EnvironmentId(new_id())
    connection.execute(SCOPE, scope_of(world.tenant, environment))
    row = "INSERT INTO environment (tenant_id, environment_id, key) VALUES (:tenant, :environment, 'beside')"
    connection.execute(text(row), {"tenant": world.tenant, "environment": environment})
    return environment


def test_an_attribute_that_is_of_another_type_by_now_is_read_as_that(real_shop: Shop) -> None:
    for kind in (Kind.TEXT, Kind.INTEGER):
        with real_shop.work() as work:
            products.put_attribute(work, AttributeDefinition("size", Type(kind), {"en": "Size"}), ANY)
        with real_shop.reads() as reads:
            assert agrees(reads, NAMES | {"size"})
