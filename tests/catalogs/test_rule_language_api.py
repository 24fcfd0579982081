"""What an editor of rules asks: is this one, what can it read, which values are there, what comes down from above."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Role
from tests.catalogs.conftest import PLANS, WHATEVER, hang

BAN = {"key": "no-beta", "effect": "exclude", "expression": 'stage == "BETA"'}


def parsed(client: TestClient, **said: Any) -> dict[str, Any]:
    answer = client.post("/commerce/rules/parse", json=said)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def put_rule(client: TestClient, node: str, body: dict[str, Any]) -> None:
    assert client.put(f"/commerce/nodes/{node}/rule", json=body, headers=WHATEVER).status_code == 200


def test_a_condition_is_told_in_both_notations_with_what_it_reads(stocked: TestClient) -> None:
    by_text = parsed(stocked, expression="daysSince(launchDate)<30&&discountPercent>0.50")
    assert by_text == {
        "expression": "daysSince(launchDate) < 30 && discountPercent > 0.5",
        "when": {
            "and": [
                {"<": [{"date.days_since": [{"var": "launchDate"}]}, 30]},
                {">": [{"var": "discountPercent"}, {"decimal": "0.5"}]},
            ]
        },
        "reads": ["discountPercent", "launchDate"],
        "readsTime": True,
        "fault": None,
    }
    assert parsed(stocked, when=by_text["when"]) == by_text


def test_a_misspelt_name_is_an_answer_with_its_place_and_the_text_that_is_right(stocked: TestClient) -> None:
    fault = parsed(stocked, expression="discountPercnt > 0")["fault"]
    assert fault == {
        "code": "predicates.unknown_name",
        "detail": "nothing declares `discountPercnt`",
        "pointer": "/>/0",
        "place": {"start": 0, "end": 14},
        "suggestion": "discountPercent",
        "repaired": "discountPercent > 0",
    }


@pytest.mark.parametrize("body", [{}, {"expression": "true", "when": True}])
def test_a_condition_is_asked_about_in_one_notation(stocked: TestClient, body: dict[str, Any]) -> None:
    assert stocked.post("/commerce/rules/parse", json=body).status_code == 422


def test_the_language_names_what_rules_read_and_what_they_call(stocked: TestClient) -> None:
    language = stocked.get("/commerce/rules/language").json()
    readable = {each["name"]: each for each in language["attributes"]}
    assert (readable["segment"]["type"], readable["segment"]["many"]) == ("text", True)
    assert readable["status"]["allowed"] == ["active", "draft", "retired"]
    functions = {each["spelling"]: each for each in language["operators"] if each["spelling"]}
    assert (functions["daysSince"]["takes"], functions["daysSince"]["gives"]) == ([["date", "datetime"]], "integer")
    for operator in language["operators"]:
        assert parsed(stocked, expression=operator["short"])["when"] is not None


def test_values_are_counted_over_all_rate_plans(stocked: TestClient) -> None:
    def values(attribute: str, **more: str) -> dict[str, Any]:
        answer = stocked.get("/commerce/rules/values", params={"attribute": attribute, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    stage = values("stage")
    assert stage["items"] == [{"value": "BETA", "plans": 2}, {"value": "GA", "plans": 1}]
    assert (stage["distinct"], stage["missing"], stage["total"]) == (2, 2, len(PLANS))
    assert [each["value"] for each in values("segment", search="EDU")["items"]] == ["Education"]
    assert [each["value"] for each in values("discountPercent", limit="2")["items"]] == ["0", "5"]
    assert values("key")["distinct"] == len(PLANS)
    unknown = stocked.get("/commerce/rules/values", params={"attribute": "stag"})
    assert (unknown.json()["code"], unknown.json()["suggestion"]) == ("predicates.unknown_name", "stage")


def inherited(client: TestClient, node: str) -> list[tuple[str, str, str | None, bool]]:
    items = client.get(f"/commerce/nodes/{node}/rule/inherited").json()["items"]
    return [(each["rule"]["key"], each["path"], each["maskedAt"], each["mayMask"]) for each in items]


def test_rules_from_above_say_where_they_stand_and_what_masked_them(
    stocked: TestClient, client_as: Callable[..., TestClient]
) -> None:
    root = stocked.get("/commerce/catalogs/shop/draft").json()["nodes"][0]["id"]
    top, below = hang(stocked, "top")["id"], hang(stocked, "top.below")["id"]
    ban = {"key": "never", "effect": "exclude", "expression": 'status == "retired"', "mandatory": True}
    put_rule(stocked, root, {"rules": [BAN, ban, {"key": "all", "expression": 'type == "SaaS"'}]})
    assert inherited(stocked, root) == []
    assert inherited(stocked, below) == [("no-beta", "", None, True), ("never", "", None, True)]
    assert inherited(client_as(Role.RULE_AUTHOR), below)[1] == ("never", "", None, False)
    put_rule(stocked, top, {"masks": ["no-beta"]})
    assert inherited(stocked, top)[0] == inherited(stocked, below)[0] == ("no-beta", "", "top", True)


def test_who_comes_and_goes_can_be_searched_by_key(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    body = {"nodeId": node, "rule": {"expression": "discountPercent >= 0"}, "search": "GA"}
    effects = stocked.post("/commerce/rules/preview", json=body).json()["effects"]
    assert (effects["enters"], [each["ratePlanId"] for each in effects["items"]]) == (3, ["gateway"])
