"""The whole way: a draft is published, a storefront reads it, a wrong publish is taken back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.work import Database
from tests.publishing.conftest import stocked
from tests.publishing.shop import Shop
from tests.storefront.conftest import client_of
from tests.world import FixedGate, World

Ask = Callable[..., Any]
SHELF = """
query ($path: String!, $asOf: DateTime) {
  node(catalog: "shop", path: $path, asOf: $asOf) {
    displayName
    slug(locale: "fr")
    ratePlanCount
    ratePlans { edges { node { key name attributes charges { key priceRef } } } }
  }
}
"""


@pytest.fixture
def drafted(database: Database, world: World) -> Shop:
    return stocked(Shop(database, world).open())


@pytest.fixture
def see(database: Database, world: World) -> Iterator[Ask]:
    """In the very transaction that published and never commits."""
    for client in client_of(database, FixedGate(world.actor, world)):

        def asked(query: str, client: TestClient = client, **variables: Any) -> Any:
            return client.post("/graphql", json={"query": query, "variables": variables}).json()

        yield asked


def keys(answer: Any) -> list[str]:
    return [edge["node"]["key"] for edge in answer["data"]["node"]["ratePlans"]["edges"]]


def test_shows_nothing_before_and_everything_after(see: Ask, drafted: Shop) -> None:
    assert see(SHELF, path="sensors")["errors"][0]["extensions"]["code"] == "storefront.catalog_not_served"
    drafted.publish()
    shelf = see(SHELF, path="sensors")["data"]["node"]
    assert (shelf["displayName"], shelf["slug"], shelf["ratePlanCount"]) == ("Sensors", "capteurs", 3)
    assert keys(see(SHELF, path="sensors.gps")) == ["a", "b"]
    assert keys(see(SHELF, path="sensors.gps.deep")) == ["a"]
    assert see('{catalog(key: "shop") {locales name}}')["data"]["catalog"]["locales"] == ["en", "fr"]


def test_a_rule_filled_shelf_shows_its_plan_from_its_first_day(see: Ask, drafted: Shop) -> None:
    drafted.publish(effective_from=datetime(2020, 1, 1, tzinfo=UTC))
    before = see(SHELF, path="heavies", asOf="2026-12-31T23:59:59Z")
    assert (keys(before), before["data"]["node"]["ratePlanCount"]) == ([], 0)
    after = see(SHELF, path="heavies", asOf="2027-01-01T00:00:00Z")
    assert (keys(after), after["data"]["node"]["ratePlanCount"]) == (["heavy"], 1)
    by_weight = '{search(catalog: "shop", term: "heav", asOf: "2027-06-01T00:00:00Z", where: %s) {totalCount}}'
    exact = '{attributes: [{key: "weight", eq: 12.50}]}'
    assert see(by_weight % exact)["data"] == {"search": {"totalCount": 1}}
    assert see(by_weight % exact.replace("12.50", "12.5000001"))["data"] == {"search": {"totalCount": 0}}


def test_a_rollback_shows_at_once_and_grows_the_generation(see: Ask, drafted: Shop) -> None:
    which = '{catalog(key: "shop") {generation version {number} node(path: "sensors.gps") {ratePlanCount}}}'
    drafted.publish()
    first = see(which)["data"]["catalog"]
    drafted.unassign("sensors.gps", "b")
    drafted.publish()
    second = see(which)["data"]["catalog"]
    drafted.rollback()
    third = see(which)["data"]["catalog"]
    assert [one["node"]["ratePlanCount"] for one in (first, second, third)] == [2, 1, 2]
    assert [one["version"]["number"] for one in (first, second, third)] == [1, 2, 1]
    assert [one["generation"] for one in (first, second, third)] == [1, 2, 3]
