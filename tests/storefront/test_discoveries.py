"""What shoppers come upon is noted in batches, and makes what they come upon most come first."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalog_admin.storefront.discoveries import Policy, is_sampled
from tests.database import libpq
from tests.storefront.conftest import Shop
from tests.storefront.factory import Plan, Shelf

Ask = Callable[..., Any]
PLANS = {key: Plan(key, ["A"], f"Pump {key}") for key in ("p1", "p2", "p3", "p4")}
ADDRESS = "/storefront/catalogs/pumps/discoveries"
POPULAR = """query ($after: String) {catalog(key: "pumps") {ratePlans(
    sortBy: {field: POPULARITY}, first: 2, after: $after) {edges {cursor node {key}} pageInfo {hasNextPage}}}}"""


@pytest.fixture
def pumps(shop: Shop, shop_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The administrator's connection; nothing was noted before."""
    shop.press.publish("pumps", [Shelf(""), Shelf("A")], PLANS.values())
    with psycopg.connect(libpq(shop_url), autocommit=True) as connection:
        connection.execute("TRUNCATE discovery, popularity")
        yield connection


@pytest.fixture
def policy(reader: TestClient) -> Iterator[Callable[[Policy], None]]:
    assert isinstance(reader.app, FastAPI)
    state = reader.app.state
    yield lambda wanted: setattr(state, "discoveries", wanted)
    state.discoveries = Policy()


def _entry(key: str, session: str = "visit-00001", **more: Any) -> dict[str, Any]:
    return {"ratePlanId": str(PLANS[key].id), "session": session, **more}


def _told(reader: TestClient, *entries: dict[str, Any]) -> Any:
    return reader.post(ADDRESS, json={"items": list(entries)})


def test_what_was_come_upon_most_comes_first(ask: Ask, reader: TestClient, pumps: Any) -> None:
    del pumps
    visits = [_entry("p3", f"visit-{number:05}", path="A", nodeId=str(Shelf("A").id)) for number in range(3)]
    assert _told(reader, *visits, _entry("p2"), _entry("p2")).json() == {"kept": 5}
    keys, after = [], None
    while True:
        found = ask(POPULAR, after=after)["catalog"]["ratePlans"]
        keys += [edge["node"]["key"] for edge in found["edges"]]
        after = found["edges"][-1]["cursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert keys == ["p3", "p2", "p1", "p4"]


def test_it_also_orders_shelves_searches_and_lists_with_facets(reader: TestClient, pumps: Any) -> None:
    del pumps
    _told(reader, _entry("p4"))
    for place in ("", f"/nodes/{Shelf('A').id}"):
        address = f"/storefront/catalogs/pumps{place}/rate-plans"
        for more in ({}, {"search": "pump"}, {"search": "pump", "facet": "key"}):
            found = reader.get(address, params={"sort": "popularity", **more}).json()
            assert [item["key"] for item in found["items"]] == ["p4", "p1", "p2", "p3"]


def test_such_an_answer_is_never_kept(ask: Ask, reader: TestClient, pumps: Any) -> None:
    del pumps
    question = {"query": POPULAR}
    first = reader.post("/graphql", json=question)
    assert (first.headers["cache-control"], first.headers.get("etag")) == ("no-store", None)
    _told(reader, _entry("p4"))
    second = reader.post("/graphql", json=question).json()["data"]["catalog"]["ratePlans"]
    assert [edge["node"]["key"] for edge in second["edges"]] == ["p4", "p1"]
    rest = reader.get("/storefront/catalogs/pumps/rate-plans", params={"sort": "popularity"})
    assert (rest.headers["cache-control"], rest.headers.get("etag")) == ("no-store", None)


def test_what_is_not_served_is_not_kept(reader: TestClient, pumps: psycopg.Connection[Any]) -> None:
    stranger = {"ratePlanId": str(uuid4()), "session": "visit-00001"}
    assert _told(reader, stranger, _entry("p1")).json() == {"kept": 1}
    assert pumps.execute("SELECT count(*) FROM discovery").fetchall() == [(1,)]
    other = reader.post("/storefront/catalogs/nothing/discoveries", json={"items": []})
    assert (other.status_code, other.json()["code"]) == (404, "storefront.catalog_not_served")


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({"session": "ann@example.org"}, "/items/1/session"),
        ({"session": "short"}, "/items/1/session"),
        ({"path": "A.b c"}, "/items/1/path"),
    ],
)
def test_what_may_be_about_a_person_is_refused(
    reader: TestClient, pumps: psycopg.Connection[Any], entry: dict[str, str], pointer: str
) -> None:
    said = _told(reader, _entry("p1"), _entry("p2") | entry)
    assert (said.status_code, said.json()["code"], said.json()["pointer"]) == (422, "storefront.bad_discovery", pointer)
    assert pumps.execute("SELECT count(*) FROM discovery").fetchall() == [(0,)]


def test_a_batch_has_an_end(reader: TestClient, pumps: Any) -> None:
    del pumps
    assert _told(reader, *[_entry("p1")] * 501).status_code == 422


def test_sessions_are_sampled_as_a_whole(reader: TestClient, pumps: Any, policy: Callable[[Policy], None]) -> None:
    del pumps
    policy(Policy(sample=0.5))
    sessions = [f"visit-{number:05}" for number in range(40)]
    kept = sum(is_sampled(session, 0.5) for session in sessions)
    assert 10 < kept < 30
    assert _told(reader, *(_entry(key, each) for each in sessions for key in ("p1", "p2"))).json() == {"kept": 2 * kept}


def test_what_is_old_is_cleared_away(reader: TestClient, pumps: psycopg.Connection[Any]) -> None:
    _told(reader, _entry("p1"), _entry("p2"))
    pumps.execute("UPDATE discovery SET noted_at = %s", [datetime.now(UTC) - timedelta(days=31)])
    pumps.execute("UPDATE popularity SET noted_on = noted_on - 181 WHERE plan_id = %s", [PLANS["p1"].id])
    _told(reader, _entry("p3"))
    assert pumps.execute("SELECT plan_id FROM discovery").fetchall() == [(PLANS["p3"].id,)]
    left = pumps.execute("SELECT plan_id FROM popularity").fetchall()
    assert {plan for (plan,) in left} == {PLANS["p2"].id, PLANS["p3"].id}


def test_nobody_of_another_catalog_tells_anything(reader_of: Callable[..., TestClient], pumps: Any) -> None:
    del pumps
    assert _told(reader_of("global"), _entry("p1")).json()["code"] == "storefront.out_of_grant"
    assert _told(reader_of("pumps"), _entry("p1")).status_code == 200


def test_a_basket_over_rest_is_answered_in_its_order(reader: TestClient) -> None:
    asked = {"skus": ["GW-5", "nothing", "GPS-1"]}
    said = reader.post("/storefront/catalogs/global/rate-plans/lookup", json=asked).json()["items"]
    assert [(each["sku"], each["ratePlan"] and each["ratePlan"]["key"]) for each in said] == [
        ("GW-5", "gateway-5g"),
        ("nothing", None),
        ("GPS-1", "gps-basic"),
    ]


def test_a_basket_names_those_that_share_a_sku(reader: TestClient, shop: Shop) -> None:
    plans = [Plan("one", ["A"], sku="S"), Plan("two", ["A"], sku="S")]
    shop.press.publish("twins-too", [Shelf(""), Shelf("A")], plans)
    said = reader.post("/storefront/catalogs/twins-too/rate-plans/lookup", json={"skus": ["S"]}).json()
    assert said["items"] == [{"sku": "S", "ratePlan": None, "several": ["one", "two"]}]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [(b'{"skus": ["\\ud800"]}', 400, "/skus/0"), (b'{"skus": ["A"], "skus": ["B"]}', 422, "/skus")],
)
def test_a_basket_is_read_exactly(reader: TestClient, body: bytes, status: int, pointer: str) -> None:
    answer = reader.post(
        "/storefront/catalogs/global/rate-plans/lookup", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["pointer"]) == (status, pointer)
