"""A catalog to hang nodes into, over the commands and over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.catalogs import commands
from catalog_admin.catalogs.commands.nodes import NewNode
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.work import Work

ANY = Expected("*")


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
