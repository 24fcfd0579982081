"""What a branch demands, over HTTP: whoever changes it says which demands they have seen."""

from fastapi.testclient import TestClient
from httpx2 import Response

MAIN = "/rules/demands/main"


def demand(client: TestClient, seen: str | None, **said: object) -> Response:
    return client.put(MAIN, json=said, headers={} if seen is None else {"If-Match": seen})


def test_of_two_who_have_seen_the_same_demands_the_second_is_told(client: TestClient) -> None:
    """Also where nothing was demanded yet."""
    client.post("/rules/branches", json={"name": "draft/one"})
    seen = client.get(MAIN).headers["ETag"]
    first = demand(client, seen, casesPass=True, rulePercent=80)
    assert (first.status_code, first.headers["ETag"]) == (200, client.get(MAIN).headers["ETag"])
    late = demand(client, seen, conditionPercent=50)
    assert (late.status_code, late.json()["code"]) == (412, "rules.demands_changed")
    assert late.json()["current"] == first.headers["ETag"]
    assert client.get(MAIN).json() == first.json()
    assert demand(client, late.json()["current"], conditionPercent=50).json()["conditionPercent"] == 50


def test_who_has_seen_no_demands_is_told_to_look(client: TestClient) -> None:
    client.post("/rules/branches", json={"name": "draft/one"})
    assert demand(client, None, casesPass=True).json()["code"] == "kit.if_match_missing"
    assert demand(client, '"r7"', casesPass=True).status_code == 412
    assert demand(client, "*", rulePercent=101).status_code == 422
    assert demand(client, "*", rulePercent=100).json()["rulePercent"] == 100


def test_each_demand_makes_another_state(client: TestClient) -> None:
    client.post("/rules/branches", json={"name": "draft/one"})
    said = ({}, {"casesPass": True}, {"rulePercent": 1}, {"rowPercent": 1}, {"conditionPercent": 1})
    assert len({demand(client, "*", **each).headers["ETag"] for each in said}) == len(said)
