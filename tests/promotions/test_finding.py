"""Search over everything: each kind as far as its own routes would tell it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from catalog_admin.publishing import commands as publishing
from tests.publishing.shop import ANY, Shop


def search(client: TestClient, q: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """By kind."""
    answer = client.get("/search", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return {each["kind"]: each["items"] for each in answer.json()["kinds"]}


def names(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {kind: [each["title"] for each in items] for kind, items in found.items()}


@pytest.fixture
def tagged(shop: Shop) -> Shop:
    shop.publish()
    with shop.work() as work:
        publishing.move_tag(work, "shop", "sensor-fair", "1", ANY)
    return shop


def test_finds_every_kind_by_words_of_its_name(client: TestClient, tagged: Shop) -> None:
    found = search(client, "SENSOR")
    assert found.keys() == {"node", "product", "tag"}
    assert [(each["title"], each["context"]) for each in found["node"]] == [("Sensors", "shop sensors")]
    assert (found["node"][0]["id"], found["node"][0]["path"]) == (str(tagged.id_of("sensors")), "sensors")
    assert (found["tag"][0]["id"], found["tag"][0]["catalog"]) == (tagged.live().hex, "shop")
    assert names(search(client, "the shop")) == {"catalog": ["The shop"]}
    assert names(search(client, tagged.live().hex[:6]))["version"] == [tagged.live().hex[:12]]


def test_words_may_come_in_any_order_and_each_must_be_there(client: TestClient, shop: Shop) -> None:
    assert names(search(client, "eavy plan", kind="rate-plan")) == {"rate-plan": ["Plan heavy"]}
    assert search(client, "heavy nothing") == {}
    assert search(client, " ") == {}
    assert search(client, "%", kind="rate-plan") == {}


def test_what_begins_like_it_comes_first_and_more_are_announced(client: TestClient, shop: Shop) -> None:
    shop.stock("z-first", name={"en": "Other"})
    shop.stock("another", name={"en": "About z-first"})
    answer = client.get("/search", params={"q": "z-fi", "kind": "rate-plan", "limit": 1}).json()["kinds"]
    assert [(each["items"][0]["id"], each["isCut"]) for each in answer] == [("z-first", True)]
    assert [each["id"] for each in search(client, "z-fi")["rate-plan"]] == ["z-first", "another"]


def test_everybody_finds_what_he_may_read_and_nothing_else(client_as: Callable[..., TestClient], tagged: Shop) -> None:
    Shop(tagged.database, tagged.world, key="secret-sensor").open()
    below = client_as(grants=(Grant(Role.VIEWER, catalog="shop", path="sensors.gps"),))
    assert search(below, "sensor") == {}
    assert [each["path"] for each in search(below, "deep")["node"]] == ["sensors.gps.deep"]
    assert search(below, tagged.live().hex[:6]) == {}
    whole = client_as(grants=(Grant(Role.VIEWER, catalog="shop"),))
    assert search(whole, "sensor").keys() == {"node", "tag"}
    editor = client_as(grants=(Grant(Role.CATALOG_EDITOR, catalog="shop"),))
    assert search(editor, "sensor").keys() == {"node", "product", "tag"}
