"""Saying again what is so already: no new state, no line in the trail, the ETag of what is there."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.kit.work import Database
from tests.catalogs.conftest import WHATEVER, hang
from tests.world import World

NODE: dict[str, Any] = {
    "type": "category",
    "meta": {"displayName": {"en": "A"}, "shown": True},
    "activeFrom": "2026-01-01T00:00:00Z",
}


@pytest.fixture
def trail(database: Database, world: World):  # type: ignore[no-untyped-def]
    def length() -> int:
        with database.reads(world.actor) as reads:
            return int(reads.session.scalar(text("SELECT count(*) FROM audit_entry")) or 0)

    return length


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("put", "/commerce/nodes/{a}", {"type": "category"}),
        ("put", "/commerce/nodes/{a}", NODE),
        ("put", "/commerce/nodes/{a}", {}),
        ("post", "/commerce/nodes/{a}/move", {}),
        ("post", "/commerce/nodes/{a}/move", {"parentId": "{top}", "key": "a"}),
        ("post", "/commerce/nodes/{a}/move", {"position": 0}),
        ("post", "/commerce/nodes/{b}/move", {"position": 1}),
        ("post", "/commerce/nodes/{b}/move", {"position": 9}),
        ("put", "/commerce/nodes/{top}/rule", {"expression": "discountPercent > 0"}),
    ],
)
def test_changes_nothing(stocked: TestClient, trail, method: str, address: str, body: dict[str, Any]) -> None:  # type: ignore[no-untyped-def]
    ids = {"top": hang(stocked, "top")["id"], "a": hang(stocked, "top.a", **NODE)["id"]}
    ids["b"] = hang(stocked, "top.b")["id"]
    rule = {"expression": "discountPercent > 0"}
    assert stocked.put(f"/commerce/nodes/{ids['top']}/rule", json=rule).status_code == 200
    before = trail()
    said = {name: value.format(**ids) if isinstance(value, str) else value for name, value in body.items()}
    answer = stocked.request(method, address.format(**ids), json=said, headers=WHATEVER)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"r1"'), answer.text
    assert trail() == before


def test_a_catalog_stays(http: TestClient, trail) -> None:  # type: ignore[no-untyped-def]
    seen, before = http.get("/commerce/catalogs/shop/draft").headers["ETag"], trail()
    said = {"name": {"en": "The shop"}, "locales": ["en", "fr"]}
    assert http.put("/commerce/catalogs/shop", json=said, headers={"If-Match": seen}).headers["ETag"] == seen
    assert trail() == before


def test_children_in_the_order_in_which_they_stand_stay(http: TestClient) -> None:
    top, a, b = (hang(http, path)["id"] for path in ("top", "top.a", "top.b"))
    address = f"/commerce/nodes/{top}/children"
    etags = [http.put(address, json={"order": [b, a]}, headers=WHATEVER).headers["ETag"] for _ in range(2)]
    assert etags == ['"r2"', '"r2"']


def test_one_is_not_true(http: TestClient) -> None:
    node = hang(http, "a", meta={"shown": True})["id"]
    changed = http.put(f"/commerce/nodes/{node}", json={"meta": {"shown": 1}}, headers=WHATEVER)
    assert (changed.headers["ETag"], changed.json()["meta"]["shown"] is True) == ('"r2"', False)


def test_a_stale_state_is_refused_even_for_the_same(http: TestClient) -> None:
    node = hang(http, "a")["id"]
    said = {"type": "category"}
    assert http.put(f"/commerce/nodes/{node}", json=said, headers={"If-Match": '"r7"'}).status_code == 412
