"""The same shelves over REST."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.storefront.conftest import Shop
from tests.storefront.factory import Shelf

HOME = "/storefront/catalogs/global"
GPS = Shelf("Hardware.GPS").id


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


def test_reads_a_rate_plan_with_its_shelves(reader: TestClient, statements: list[str]) -> None:
    said = reader.get(f"{HOME}/rate-plans/gps-pro").json()
    assert [shelf["path"] for shelf in said["shelves"]] == ["Hardware.GPS", "Hardware.GPS.Pro"]
    assert [crumb["name"] for crumb in said["shelves"][1]["breadcrumbs"]][-1] == "Professional"
    assert len([one for one in statements if "active_from IS NOT NULL" not in one]) == 4
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
