"""The same shelves over REST."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.work import Database
from catalog_admin.storefront.api.words import TreeOut
from tests.database import service_url
from tests.storefront.conftest import Shop, client_of
from tests.storefront.factory import Plan, Shelf
from tests.world import FixedGate

HOME = "/storefront/catalogs/global"
GPS = Shelf("Hardware.GPS").id
LATE = datetime(9000, 1, 1, tzinfo=UTC)


def test_reads_a_catalog(reader: TestClient, shop: Shop) -> None:
    said = reader.get(HOME).json()
    assert (said["key"], said["name"], said["locales"]) == ("global", {"en": "Global"}, ["en", "de"])
    assert (said["version"]["digest"], said["version"]["number"], said["version"]["isLive"]) == (shop.live, 2, True)
    assert reader.get(HOME, params={"asOf": "2019-06-01T00:00:00Z"}).json()["version"]["number"] == 1


def test_reads_the_tree(reader: TestClient) -> None:
    items = reader.get(f"{HOME}/nodes", params={"locale": "de"}).json()["items"]
    assert {item["path"]: item["ratePlanCount"] for item in items}["Hardware"] == 3
    assert items[1]["displayName"] == "Geräte"
    below = reader.get(f"{HOME}/nodes", params={"root": "Hardware", "levels": 1}).json()["items"]
    assert [item["path"] for item in below] == ["Hardware", "Hardware.GPS", "Hardware.Gateways"]


@pytest.mark.parametrize("asked", [{}, {"locale": "de-AT"}, {"locale": "en"}, {"asOf": "2019-06-01T00:00:00Z"}])
def test_a_tree_tells_of_each_node_what_the_node_tells_of_itself(reader: TestClient, asked: dict[str, str]) -> None:
    answer = reader.get(f"{HOME}/nodes", params=asked)
    items = answer.json()["items"]
    assert len(items) > 1
    TreeOut.model_validate_json(answer.content, strict=True)
    for item in items:
        alone = reader.get(f"{HOME}/nodes/{item['id']}", params=asked).json()
        assert item == {name: alone[name] for name in item}
        assert item.keys() == alone.keys() - {"meta", "attributes", "breadcrumbs"}


def test_a_tree_takes_off_what_does_not_show_today(reader: TestClient, shop: Shop) -> None:
    nodes = [Shelf(""), Shelf("On"), Shelf("Off", active_from=LATE), Shelf("Off.Below"), Shelf("Empty")]
    plans = [Plan("sold", ["On"]), Plan("gone", ["On", "Off"], status="retired"), Plan("hidden", ["Off.Below"])]
    shop.press.publish("partly", nodes, plans)
    items = reader.get("/storefront/catalogs/partly/nodes").json()["items"]
    assert {item["path"]: item["ratePlanCount"] for item in items} == {"": 1, "On": 1, "Empty": 0}


def test_lists_the_catalogs_that_are_served(reader: TestClient, shop: Shop) -> None:
    shop.press.publish("another", [Shelf("")])
    answer = reader.get("/storefront/catalogs")
    found = {item["key"]: item for item in answer.json()["items"]}
    assert list(found) == sorted(found)
    assert {"another", "global"} <= found.keys()
    assert found["global"] == reader.get(HOME).json()
    assert reader.get("/storefront/catalogs", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    query = "{catalogs {key name version {digest}}}"
    listed = reader.post("/graphql", json={"query": query}).json()["data"]["catalogs"]
    assert [each["key"] for each in listed] == list(found)
    shop.press.publish("yet-another", [Shelf("")])
    more = reader.post("/graphql", json={"query": query}).json()["data"]["catalogs"]
    assert [each["key"] for each in more if each not in listed][-1] == "yet-another"
    assert reader.get("/storefront/catalogs").headers["etag"] != answer.headers["etag"]


def test_lists_catalogs_in_reach_only(shop: Shop, shop_url: str, nobody: TestClient) -> None:
    limited = replace(shop.world.actor, grants=(Grant(Role.VIEWER, catalog="global"),))
    for client in client_of(Database(service_url(shop_url)), FixedGate(limited, shop.world)):
        assert [item["key"] for item in client.get("/storefront/catalogs").json()["items"]] == ["global"]
    assert "global" in [item["key"] for item in nobody.get("/storefront/catalogs").json()["items"]]


def test_reads_the_root_by_its_empty_path(reader: TestClient) -> None:
    root = reader.get(f"{HOME}/nodes/by-path/").json()
    assert (root["id"], root["path"], root["breadcrumbs"]) == (str(Shelf("").id), "", [])


def test_reads_a_node(reader: TestClient) -> None:
    by_path = reader.get(f"{HOME}/nodes/by-path/Hardware.GPS").json()
    assert by_path == reader.get(f"{HOME}/nodes/{GPS}").json()
    assert by_path == reader.get(f"{HOME}/nodes/by-slug/gps").json()
    assert [crumb["name"] for crumb in by_path["breadcrumbs"]] == ["Hardware", "GPS sensors"]
    assert by_path["attributes"] == {"band": "L1"}


def test_lists_a_shelf_page_by_page(reader: TestClient) -> None:
    first = reader.get(f"{HOME}/nodes/{GPS}/rate-plans", params={"limit": 1, "total": True}).json()
    assert ([item["key"] for item in first["items"]], first["total"]) == (["gps-pro"], 2)
    second = reader.get(f"{HOME}/nodes/{GPS}/rate-plans", params={"limit": 1, "after": first["next"]}).json()
    assert ([item["key"] for item in second["items"]], second["next"]) == (["gps-basic"], None)
    assert second["items"][0]["charges"][0]["priceRef"] == "tariff/gps/fee"


def test_searches_with_conditions_and_facets(reader: TestClient) -> None:
    asked = {"search": "gps", "where": '{"attributes": [{"key": "seats", "gte": 5}]}', "facet": ["colour"], "limit": 5}
    found = reader.get(f"{HOME}/rate-plans", params=asked).json()
    assert [item["key"] for item in found["items"]] == ["gps-basic", "gps-pro"]
    assert found["facets"] == [
        {"attribute": "colour", "values": [{"value": "blue", "count": 1}, {"value": "red", "count": 1}]}
    ]


def test_tells_of_attributes_that_no_rate_plan_has(reader: TestClient) -> None:
    asked = {"where": '{"attributes": [{"key": "seat", "gte": 5}]}', "facet": ["color"], "sort": "attribute"}
    found = reader.get(f"{HOME}/rate-plans", params=asked | {"attribute": "seat"}).json()
    assert (found["items"], found["facets"]) == ([], [{"attribute": "color", "values": []}])
    told = [{"name": "color", "suggestion": "colour"}, {"name": "seat", "suggestion": "seats"}]
    assert found["unknownAttributes"] == told
    assert "unknownAttributes" not in reader.get(f"{HOME}/rate-plans").json()


def test_reads_a_rate_plan_with_its_shelves(reader: TestClient, statements: list[str]) -> None:
    said = reader.get(f"{HOME}/rate-plans/gps-pro").json()
    assert [shelf["path"] for shelf in said["shelves"]] == ["Hardware.GPS", "Hardware.GPS.Pro"]
    assert [crumb["name"] for crumb in said["shelves"][1]["breadcrumbs"]][-1] == "Professional"
    assert len(statements) == 4
    assert reader.get(f"{HOME}/rate-plans/by-sku/GPS-2").json() == said


def test_says_when_the_caller_has_it_already(reader: TestClient, statements: list[str]) -> None:
    first = reader.get(f"{HOME}/nodes")
    spent = len(statements)
    again = reader.get(f"{HOME}/nodes", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(statements) - spent == 1


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("/nodes/by-path/Nowhere", {}, 404, "storefront.node_not_found"),
        ("/nodes", {"root": "Nowhere"}, 404, "storefront.node_not_found"),
        ("/nodes", {"root": "Autumn"}, 404, "storefront.node_not_found"),
        ("/rate-plans", {"facet": "no attribute"}, 422, "storefront.bad_filter"),
        ("/rate-plans", {"sort": "attribute", "attribute": "1st"}, 422, "storefront.bad_filter"),
        ("/rate-plans", {"where": '{"attributes": [{"key": "seats", "gt": "many"}]}'}, 422, "storefront.bad_filter"),
        ("/nodes/by-path/Autumn.Deals", {}, 404, "storefront.node_not_found"),
        (f"/nodes/{Shelf('Nowhere').id}", {}, 404, "storefront.node_not_found"),
        (f"/nodes/{Shelf('Soon').id}/rate-plans", {}, 404, "storefront.node_not_found"),
        ("/nodes/nonsense", {}, 422, "http.invalid"),
        ("/nodes/by-slug/nowhere", {}, 404, "storefront.node_not_found"),
        ("/nodes/by-slug/gps", {"locale": "de"}, 404, "storefront.node_not_found"),
        ("/rate-plans/nothing", {}, 404, "storefront.rate_plan_not_found"),
        ("/rate-plans/by-sku/GPS-0", {}, 404, "storefront.rate_plan_not_found"),
        ("/rate-plans/by-sku/GPS/none", {}, 404, "storefront.rate_plan_not_found"),
        ("/rate-plans", {"limit": 101}, 422, "http.invalid"),
        ("/rate-plans", {"where": "{"}, 400, "kit.unreadable_body"),
        ("/rate-plans", {"where": "[]"}, 422, "storefront.bad_filter"),
        ("/rate-plans", {"where": '{"nothing": 1}'}, 422, "storefront.bad_filter"),
        ("/rate-plans", {"where": '{"effectiveFrom": {"gt": "soon"}}'}, 422, "storefront.bad_filter"),
        ("/rate-plans", {"after": "nonsense"}, 422, "kit.bad_cursor"),
        ("/rate-plans/gps%00pro", {}, 422, "kit.unstorable_value"),
        ("", {"version": "nonsense"}, 422, "storefront.version_unclear"),
        ("", {"version": "1", "tag": "spring"}, 422, "storefront.version_unclear"),
        ("", {"tag": "none"}, 404, "storefront.version_not_found"),
    ],
)
def test_refuses(reader: TestClient, path: str, asked: dict[str, Any], status: int, code: str) -> None:
    answer = reader.get(HOME + path, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
