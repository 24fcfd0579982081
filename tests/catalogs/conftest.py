"""A catalog to hang nodes into, over the commands and over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

import catalog_admin.promotions.commands  # noqa: F401 - it has a say in what is deleted
from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Database, Work
from catalog_admin.predicates.model import Kind, Type
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.world import World

ANY = Expected("*")
WHATEVER = {"If-Match": "*"}


@pytest.fixture
def shop(work: Work) -> Catalog:
    return commands.create_catalog(work, key="shop", locales=["en", "fr"])


@pytest.fixture
def plant_node(work: Work, shop: Catalog) -> Callable[..., Node]:
    """`plant_node("a.b")`: a node, and the ones above it if they are not there yet."""

    def plant(path: str, **said: Any) -> Node:
        return commands.create_node(work, shop.key, NewNode(path=path, type=said.pop("type", "category"), **said))

    return plant


@pytest.fixture
def http(client: TestClient) -> TestClient:
    """With a catalog `shop` already there."""
    answer = client.post("/commerce/catalogs", json={"key": "shop", "name": "The shop", "locales": ["en", "fr"]})
    assert answer.status_code == 201, answer.text
    return client


def hang(client: TestClient, path: str, **said: Any) -> dict[str, Any]:
    """A node over HTTP, with its ETag under `etag`."""
    answer = client.post("/commerce/nodes", json={"catalogId": "shop", "path": path, "type": "category", **said})
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "etag": answer.headers["etag"]}


def tree(client: TestClient, catalog: str = "shop") -> list[str]:
    """Paths of the draft in order, the root's '' left out."""
    answer = client.get(f"/commerce/catalogs/{catalog}/draft")
    assert answer.status_code == 200, answer.text
    return [node["path"] for node in answer.json()["nodes"]][1:]


TEXT, TEXTS, DECIMAL, DATE = Type(Kind.TEXT), Type(Kind.TEXT, many=True), Type(Kind.DECIMAL), Type(Kind.DATE)
ATTRIBUTES = {"type": TEXT, "stage": TEXT, "segment": TEXTS, "discountPercent": DECIMAL, "launchDate": DATE}


def stock(work: Work, plans: dict[str, dict[str, Any]]) -> None:
    """One product `thing` with these rate plans: key → attributes; the registry knows ATTRIBUTES."""
    for key, declared in ATTRIBUTES.items():
        products.put_attribute(work, AttributeDefinition(key, declared), ANY)
    products.create_product(work, {"key": "thing", "name": {"en": "Thing"}, "status": "active"})
    for key, attributes in plans.items():
        plan = {"key": key, "product": "thing", "name": {"en": key}, "status": "active", "attributes": attributes}
        products.create_rate_plan(work, plan)


PLANS: dict[str, dict[str, Any]] = {
    "gps": {"type": "hardware", "discountPercent": "10", "segment": ["B2B", "Education"]},
    "gateway": {"type": "hardware", "discountPercent": "0", "stage": "BETA"},
    "core": {"type": "SaaS", "discountPercent": "5", "stage": "BETA"},
    "analytics": {"type": "SaaS", "stage": "GA", "launchDate": "2026-11-10"},
    "support": {"type": "service"},
}


@pytest.fixture
def stocked(database: Database, world: World, http: TestClient) -> TestClient:
    """A catalog `shop` and five rate plans of differing attributes."""
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        stock(work, PLANS)
    return http


def members(client: TestClient, node: str) -> dict[str, dict[str, Any]]:
    """The shelf in its order: key → what it says about itself."""
    answer = client.get(f"/commerce/nodes/{node}/product-rate-plans")
    assert answer.status_code == 200, answer.text
    return {each["ratePlanId"]: each for each in answer.json()["items"]}
