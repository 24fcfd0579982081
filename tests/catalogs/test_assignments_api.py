"""Rate plans on nodes by hand, one by one and ten thousand at a time."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from tests.catalogs.conftest import WHATEVER, hang, members


@pytest.fixture
def node(stocked: TestClient) -> str:
    return str(hang(stocked, "a")["id"])


def at(node: str, plan: str) -> str:
    return f"/commerce/nodes/{node}/product-rate-plans/{plan}"


def bulk(client: TestClient, node: str, items: list[Any], **said: Any) -> Any:
    headers = {"Idempotency-Key": said.pop("key")} if "key" in said else {}
    return client.post(at(node, "bulk"), json={"items": items, **said}, headers=headers)


def test_assigns_changes_and_takes_away(stocked: TestClient, node: str) -> None:
    first = stocked.put(at(node, "gps"), json={"rank": 2})
    seen = first.headers["etag"]
    assert first.status_code == 201
    assert stocked.put(at(node, "gps"), json={"rank": 2}).headers["etag"] == seen
    stale = stocked.put(at(node, "gps"), json={"pin": 1}, headers={"If-Match": '"r7"'})
    assert (stale.status_code, stale.json()["current"]) == (412, seen)
    changed = stocked.put(at(node, "gps"), json={"pin": 1}, headers={"If-Match": seen})
    assert (changed.status_code, changed.headers["etag"] != seen, changed.json()["rank"]) == (200, True, None)
    assert stocked.delete(at(node, "gps"), headers={"If-Match": seen}).status_code == 412
    assert stocked.delete(at(node, "gps")).status_code == 428
    assert stocked.delete(at(node, "gps"), headers=WHATEVER).status_code == 204
    gone = stocked.delete(at(node, "gps"), headers=WHATEVER)
    assert (gone.status_code, gone.json()["code"]) == (404, "catalogs.assignment_not_found")
    assert stocked.put(at(node, "gps"), json={"rank": 2}).status_code == 201
    assert stocked.delete(at(node, "gps"), headers={"If-Match": seen}).status_code == 412


def test_orders_pinned_then_ranked_then_by_key(stocked: TestClient, node: str) -> None:
    for plan, said in (
        ("support", {"pin": 2}),
        ("gps", {"rank": 1}),
        ("core", {}),
        ("gateway", {"pin": 1}),
        ("analytics", {}),
    ):
        stocked.put(at(node, plan), json=said)
    order = ["gateway", "support", "gps", "analytics", "core"]
    assert list(members(stocked, node)) == order
    seen, after = [], None
    for _ in range(5):
        page = stocked.get(at(node, "")[:-1], params={"limit": 1, **({"after": after} if after else {})}).json()
        seen += [each["ratePlanId"] for each in page["items"]]
        after = page["next"]
    assert (seen, after) == (order, None)


def test_keeps_out_by_hand_what_a_rule_lets_in(stocked: TestClient, node: str) -> None:
    stocked.put(f"/commerce/nodes/{node}/rule", json={"expression": "discountPercent > 0"})
    stocked.put(at(node, "gps"), json={"effect": "exclude"})
    assert list(members(stocked, node)) == ["core"]
    assert stocked.get(at(node, "gps")).json()["membership"]["out"] == "excluded_by_hand"


@pytest.mark.parametrize(
    ("plan", "body", "status", "code"),
    [
        ("nobody", {}, 404, "catalogs.no_such_plan"),
        ("gps", {"effect": "exclude", "pin": 1}, 422, "catalogs.excluded_pin"),
        ("gps", {"pin": 0}, 422, "http.invalid"),
        ("gps", {"effect": "boost"}, 422, "http.invalid"),
        ("gps", {"rank": 2**40}, 422, "http.invalid"),
        ("gps", {"why": "?"}, 422, "http.invalid"),
    ],
)
def test_refuses_bad_assignments(
    stocked: TestClient, node: str, plan: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = stocked.put(at(node, plan), json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert members(stocked, node) == {}


BAD: list[Any] = [
    {"ratePlanId": "gps"},
    {"ratePlanId": "nobody"},
    {"ratePlanId": "gps", "pin": 1},
    {"ratePlanId": "core", "pin": "first"},
    {"ratePlanId": "support", "action": "unassign"},
    {"ratePlanId": "analytics", "effect": "exclude", "rank": 3},
    7,
]
CODES = [
    "catalogs.unknown_rate_plan",
    "catalogs.named_twice",
    "catalogs.bad_item",
    "catalogs.assignment_not_found",
    "catalogs.excluded_pin",
    "catalogs.bad_item",
]


def test_one_bad_item_rejects_everything_unless_told_otherwise(stocked: TestClient, node: str) -> None:
    answer = bulk(stocked, node, BAD)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["failed"]) == (422, "catalogs.bulk_refused", 6)
    assert [error["code"] for error in problem["errors"]] == CODES
    assert problem["errors"][2]["pointer"] == "/items/3/pin"
    assert members(stocked, node) == {}


@pytest.mark.parametrize(("policy", "word"), [("reject-failed-rows", "refused"), ("ignore-failed", "ignored")])
def test_good_items_go_through_where_the_policy_says_so(stocked: TestClient, node: str, policy: str, word: str) -> None:
    answer = bulk(stocked, node, BAD, errorPolicy=policy).json()
    assert answer["counts"] == {"created": 1, word: 6}
    assert [item["error"]["code"] for item in answer["items"][1:]] == CODES
    assert list(members(stocked, node)) == ["gps"]


def test_a_bulk_tells_what_became_of_each_item(stocked: TestClient, node: str) -> None:
    bulk(stocked, node, [{"ratePlanId": "gps"}, {"ratePlanId": "core"}, {"ratePlanId": "support"}])
    seen = stocked.get(at(node, "core")).headers["etag"]
    items = [
        {"ratePlanId": "gps"},
        {"ratePlanId": "core", "pin": 1},
        {"ratePlanId": "support", "action": "unassign"},
        {"ratePlanId": "analytics", "effect": "exclude"},
    ]
    answer = bulk(stocked, node, items).json()
    assert [item["status"] for item in answer["items"]] == ["unchanged", "changed", "removed", "created"]
    assert list(members(stocked, node)) == ["core", "gps"]
    assert stocked.get(at(node, "core")).headers["etag"] != seen


def test_the_same_key_does_a_bulk_once(stocked: TestClient, node: str) -> None:
    items = [{"ratePlanId": "gps"}]
    assert bulk(stocked, node, items, key="k1").json()["counts"] == {"created": 1}
    stocked.delete(at(node, "gps"), headers=WHATEVER)
    again = bulk(stocked, node, items, key="k1")
    assert (again.json()["counts"], again.headers["idempotency-replayed"]) == ({"created": 1}, "true")
    assert members(stocked, node) == {}
    other = bulk(stocked, node, [{"ratePlanId": "core"}], key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "kit.idempotency_key_reused")


def test_a_bulk_has_a_limit_and_a_grant(stocked: TestClient, node: str, client_as) -> None:  # type: ignore[no-untyped-def]
    assert bulk(stocked, node, [{"ratePlanId": "gps"}] * 10_001).json()["pointer"] == "/items"
    assert bulk(stocked, node, []).status_code == 422
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, "shop", "b"),))
    assert bulk(limited, node, [{"ratePlanId": "gps"}]).status_code == 403


def test_finds_what_stands_on_the_shelf_by_a_part_of_its_name(stocked: TestClient, node: str) -> None:
    bulk(stocked, node, [{"ratePlanId": plan} for plan in ("gps", "gateway", "core")])
    found = stocked.get(at(node, "")[:-1], params={"search": "G", "limit": 1}).json()
    assert [each["ratePlanId"] for each in found["items"]] == ["gateway"]
    assert (found["total"], found["items"][0]["product"], found["items"][0]["out"]) == (2, "thing", None)


def test_lists_what_was_named_by_hand_and_is_not_on_the_shelf(stocked: TestClient, node: str) -> None:
    rule = {"effect": "exclude", "expression": 'stage == "BETA"', "mandatory": True}
    assert stocked.put(f"/commerce/nodes/{node}/rule", json={"rule": rule}).status_code == 200
    items = [{"ratePlanId": "gps", "effect": "exclude"}, {"ratePlanId": "core"}, {"ratePlanId": "support"}]
    bulk(stocked, node, items)
    found = stocked.get(at(node, "")[:-1], params={"out": True}).json()
    assert {each["ratePlanId"]: each["out"] for each in found["items"]} == {
        "gps": "excluded_by_hand",
        "core": "excluded_by_rule",
    }
    assert (found["total"], list(members(stocked, node))) == (2, ["support"])


def test_a_dry_run_tells_and_does_nothing(stocked: TestClient, node: str) -> None:
    items = [{"ratePlanId": "gps"}, {"ratePlanId": "core", "pin": 2}, {"ratePlanId": "nobody"}]
    bulk(stocked, node, items[:1])
    told = bulk(stocked, node, items, dryRun=True, errorPolicy="reject-failed-rows").json()
    assert [each["status"] for each in told["items"]] == ["unchanged", "created", "refused"]
    assert list(members(stocked, node)) == ["gps"]
    latest = stocked.get("/audit", params={"subject": f"node:{node}", "limit": 1}).json()["items"][0]
    assert latest["detail"] == {"created": 1}
