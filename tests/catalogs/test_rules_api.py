"""Rules of nodes over HTTP: who is on the shelf, and why."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.catalogs import commands, rate_plans
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.catalogs.errors import BadRuleset
from catalog_admin.catalogs.model.draft import Node
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.work import Database, Work
from catalog_admin.products import commands as products
from catalog_admin.products.model.attributes import AttributeDefinition
from tests.catalogs.conftest import ANY, TEXT, WHATEVER, hang, members
from tests.world import World


def put_rule(client: TestClient, node: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = client.put(f"/commerce/nodes/{node}/rule", json=body, headers=WHATEVER | headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_rule_fills_the_node_and_says_so(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    stored = put_rule(stocked, node, {"rule": {"expression": "discountPercent > 0"}})
    assert stored["version"] == 1
    assert stored["rules"][0]["when"] == {">": [{"var": "discountPercent"}, 0]}
    assert stored["rules"][0]["expression"] == "discountPercent > 0"
    shelf = members(stocked, node)
    assert list(shelf) == ["core", "gps"]
    assert {key: (each["source"], each["rule"]) for key, each in shelf.items()} == {
        "core": ("rule", "include"),
        "gps": ("rule", "include"),
    }
    assert (shelf["gps"]["name"], shelf["gps"]["status"]) == ("gps", "active")


@pytest.mark.parametrize(
    "body",
    [
        {"expression": '"Education" in segment'},
        {"rule": {"when": {"in": ["Education", {"var": "segment"}]}}},
        {"rules": [{"key": "a", "expression": '"Education" in segment'}]},
    ],
)
def test_takes_every_form_a_rule_is_written_in(stocked: TestClient, body: dict[str, Any]) -> None:
    node = hang(stocked, "top")["id"]
    put_rule(stocked, node, body)
    assert list(members(stocked, node)) == ["gps"]


def test_two_authors_do_not_overwrite_each_other_unawares(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    assert stocked.put(f"/commerce/nodes/{node}/rule", json={"expression": "discountPercent > 0"}).status_code == 200
    unaware = stocked.put(f"/commerce/nodes/{node}/rule", json={"expression": "discountPercent > 5"})
    assert (unaware.status_code, unaware.json()["code"]) == (428, "kit.if_match_missing")
    assert unaware.json()["current"] == '"r1"'


def test_versions_grow_with_every_change_also_across_deletion(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    put_rule(stocked, node, {"expression": "discountPercent > 0"})
    assert put_rule(stocked, node, {"expression": "discountPercent > 7"}, **{"If-Match": '"r1"'})["version"] == 2
    stale = stocked.put(
        f"/commerce/nodes/{node}/rule", json={"expression": "true == true"}, headers={"If-Match": '"r1"'}
    )
    assert (stale.status_code, stale.json()["current"]) == (412, '"r2"')
    assert stocked.get(f"/commerce/nodes/{node}/rule").headers["etag"] == '"r2"'
    assert stocked.delete(f"/commerce/nodes/{node}/rule", headers={"If-Match": '"r2"'}).status_code == 204
    assert members(stocked, node) == {}
    gone = stocked.delete(f"/commerce/nodes/{node}/rule", headers=WHATEVER)
    assert (gone.status_code, gone.json()["code"]) == (404, "catalogs.ruleset_not_found")
    assert put_rule(stocked, node, {"expression": "discountPercent > 0"})["version"] == 4


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"expression": "discountPercnt > 0"}, "predicates.unknown_name", "/expression"),
        ({"rule": {"expression": "discountPercent >"}}, "predicates.syntax", "/rule/expression"),
        ({"rule": {"expression": 'segment == "Education"'}}, "predicates.type_clash", "/rule/expression"),
        ({"rules": [{"when": {"frob": [1]}}]}, "predicates.operator_not_allowed", "/rules/0/when"),
        ({"rules": [{"expression": "true"}, {"expression": "true"}]}, "catalogs.bad_ruleset", "/rules/1/key"),
        ({"rule": {"expression": "true", "mandatory": True}}, "catalogs.bad_ruleset", "/rule/mandatory"),
        (
            {"rule": {"expression": "true", "effect": "exclude", "audience": {"a": ["b"]}}},
            "catalogs.bad_ruleset",
            "/rule/audience",
        ),
        ({"masks": ["nobody"]}, "catalogs.unknown_rule_key", "/masks/0"),
        ({"rule": {}}, "http.invalid", "/rule"),
        ({"rule": {"expression": "true", "when": False}}, "catalogs.bad_ruleset", "/rule/expression"),
        ({}, "http.invalid", ""),
        ({"rule": {"expression": "true", "effect": "boost"}}, "http.invalid", "/rule/effect"),
    ],
)
def test_refuses_bad_rules_and_keeps_what_was_there(
    stocked: TestClient, body: dict[str, Any], code: str, pointer: str
) -> None:
    node = hang(stocked, "top")["id"]
    put_rule(stocked, node, {"expression": "discountPercent > 0"})
    answer = stocked.put(f"/commerce/nodes/{node}/rule", json=body, headers=WHATEVER)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["pointer"].startswith(pointer)
    assert list(members(stocked, node)) == ["core", "gps"]


def test_excludes_come_down_the_tree_and_a_mask_lifts_them(stocked: TestClient) -> None:
    root = stocked.get("/commerce/catalogs/shop/draft").json()["nodes"][0]["id"]
    top, below = hang(stocked, "top")["id"], hang(stocked, "top.below")["id"]
    put_rule(stocked, root, {"rule": {"key": "no-beta", "effect": "exclude", "expression": 'stage == "BETA"'}})
    put_rule(stocked, top, {"expression": "discountPercent >= 0"})
    everything = {"rules": [{"key": "all", "expression": "discountPercent >= 0"}]}
    put_rule(stocked, below, everything)
    assert (list(members(stocked, top)), list(members(stocked, below))) == (["gps"], ["gps"])
    put_rule(stocked, top, {"rules": [{"expression": "discountPercent >= 0"}], "masks": ["no-beta"]})
    assert list(members(stocked, top)) == list(members(stocked, below)) == ["core", "gateway", "gps"]


def test_only_an_administrator_masks_a_mandatory_rule(stocked: TestClient, client_as) -> None:  # type: ignore[no-untyped-def]
    root = stocked.get("/commerce/catalogs/shop/draft").json()["nodes"][0]["id"]
    top = hang(stocked, "top")["id"]
    ban = {"key": "no-beta", "effect": "exclude", "expression": 'stage == "BETA"'}
    put_rule(stocked, root, {"rule": ban})
    masked = {"rules": [{"expression": "discountPercent >= 0"}], "masks": ["no-beta"]}
    author = client_as(Role.RULE_AUTHOR)
    put_rule(author, top, masked)
    assert list(members(stocked, top)) == ["core", "gateway", "gps"]
    put_rule(stocked, root, {"rule": {**ban, "mandatory": True}})
    assert list(members(stocked, top)) == ["gps"]
    refused = author.put(f"/commerce/nodes/{top}/rule", json=masked, headers=WHATEVER)
    assert (refused.status_code, refused.json()["code"]) == (403, "catalogs.mandatory_mask")
    put_rule(stocked, top, masked)
    assert list(members(stocked, top)) == ["core", "gateway", "gps"]
    put_rule(author, top, {**masked, "rules": [{"expression": "discountPercent > 0"}]})
    assert list(members(stocked, top)) == ["core", "gps"]


def test_manual_assignment_beats_a_rule_but_not_a_mandatory_one(stocked: TestClient) -> None:
    top = hang(stocked, "top")["id"]
    ban = {"key": "no-beta", "effect": "exclude", "expression": 'stage == "BETA"'}
    put_rule(stocked, top, {"rule": ban})
    assert stocked.put(f"/commerce/nodes/{top}/product-rate-plans/core").status_code == 201
    shelf = members(stocked, top)
    assert (shelf["core"]["source"], shelf["core"]["beat"]) == ("manual", "no-beta")
    put_rule(stocked, top, {"rule": {**ban, "mandatory": True}})
    assert members(stocked, top) == {}
    why = stocked.get(f"/commerce/nodes/{top}/product-rate-plans/core").json()
    assert why["membership"] == {
        "isMember": False, "source": "manual", "rule": "no-beta", "beat": None, "out": "excluded_by_rule",
    }  # fmt: skip
    assert (why["rules"][0]["key"], why["rules"][0]["outcome"]) == ("no-beta", "MATCH")


def test_an_exclude_that_cannot_be_worked_out_takes_away_but_a_missing_input_does_not(stocked: TestClient) -> None:
    top = hang(stocked, "top")["id"]
    broken = {"key": "odd", "effect": "exclude", "expression": "10 / discountPercent > 100"}
    put_rule(stocked, top, {"rules": [{"expression": 'status == "active"'}, broken]})
    assert list(members(stocked, top)) == ["analytics", "core", "gps", "support"]


def test_an_audience_limits_members_and_publishing_leaves_them_out_unless_it_judges(stocked: TestClient) -> None:
    top = hang(stocked, "top")["id"]
    testers = {"segment": ["internal"]}
    rules = [
        {"key": "beta", "expression": 'stage == "BETA"', "audience": testers},
        {"key": "cheap", "expression": "discountPercent > 0"},
    ]
    put_rule(stocked, top, {"rules": rules})
    shelf = members(stocked, top)
    assert {key: each["audience"] for key, each in shelf.items()} == {"core": None, "gateway": [testers], "gps": None}


def test_a_rule_that_lost_its_attribute_is_told_with_its_place(
    stocked: TestClient, database: Database, world: World
) -> None:
    node = hang(stocked, "top")["id"]
    with database.work(world.actor, world.environment) as work:
        products.put_attribute(work, AttributeDefinition("colour", TEXT), ANY)
    put_rule(stocked, node, {"expression": 'colour == "red"'})
    with database.work(world.actor, world.environment) as work:
        work.session.execute(text("DELETE FROM attribute WHERE key = 'colour'"))  # no command would
    answer = stocked.get(f"/commerce/nodes/{node}/product-rate-plans")
    assert (answer.status_code, answer.json()["code"], answer.json()["node"]) == (409, "catalogs.broken_rule", "top")


def test_previews_samples_with_all_four_outcomes(stocked: TestClient) -> None:
    body = {
        "rule": {"expression": "10 / discountPercent > 1"},
        "sampleRatePlanIds": ["core", "gps", "support", "gateway"],
    }
    samples = stocked.post("/commerce/rules/preview", json=body).json()["samples"]
    assert [each["outcome"] for each in samples] == ["MATCH", "NO_MATCH", "MISSING_INPUT", "ERROR"]
    assert samples[0]["explanation"]["parts"][0]["value"] == "2"
    unknown = stocked.post("/commerce/rules/preview", json={**body, "sampleRatePlanIds": ["core", "nobody"]})
    assert (unknown.json()["code"], unknown.json()["pointer"]) == ("catalogs.unknown_rate_plan", "/sampleRatePlanIds/1")


def test_previews_who_would_come_and_go_without_saving(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    put_rule(stocked, node, {"expression": "discountPercent > 0"})
    stocked.put(f"/commerce/nodes/{node}/product-rate-plans/support")
    body = {"nodeId": node, "rule": {"expression": 'stage == "BETA"'}}
    effects = stocked.post("/commerce/rules/preview", json=body).json()["effects"]
    assert (effects["enters"], effects["leaves"], effects["stays"]) == (1, 1, 2)
    assert effects["outcomes"] == {"include": {"MATCH": 2, "NO_MATCH": 1, "MISSING_INPUT": 2, "ERROR": 0}}
    moved = {each["ratePlanId"]: each for each in effects["items"]}
    assert (moved["gateway"]["change"], moved["gateway"]["after"]["rule"]) == ("enters", "include")
    assert (moved["gps"]["change"], moved["gps"]["after"]["out"]) == ("leaves", "not_a_candidate")
    first = stocked.post("/commerce/rules/preview", json={**body, "limit": 1, "show": ["stays", "enters"]}).json()[
        "effects"
    ]
    rest = stocked.post(
        "/commerce/rules/preview", json={**body, "show": ["stays", "enters"], "after": first["next"]}
    ).json()["effects"]
    assert [each["ratePlanId"] for each in first["items"] + rest["items"]] == ["core", "gateway", "support"]
    assert list(members(stocked, node)) == ["core", "gps", "support"]


def test_a_rule_that_was_read_can_be_written_back(stocked: TestClient) -> None:
    node = hang(stocked, "top")["id"]
    read = put_rule(stocked, node, {"expression": "discountPercent > 0.5"})
    assert put_rule(stocked, node, {"rules": read["rules"]})["rules"] == read["rules"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"effect": "exlude"}, "/rules/0/effect"),
        ({"key": "no beta"}, "/rules/0/key"),
        ({"key": ""}, "/rules/0/key"),
        ({"audience": "internal"}, "/rules/0/audience"),
        ({"audience": {}}, "/rules/0/audience"),
        ({"audience": {"segment": "internal"}}, "/rules/0/audience"),
        ({"audience": {"segment": []}}, "/rules/0/audience"),
    ],
)
def test_what_would_be_stored_and_never_apply_is_refused_whoever_says_it(
    work: Work, plant_node: Callable[..., Node], wrong: dict[str, Any], pointer: str
) -> None:
    said = SaidRule(**{"key": "a", "effect": "include", "when": "true", "pointer": "/rules/0"} | wrong)
    with pytest.raises(BadRuleset) as refused:
        commands.put_ruleset(work, plant_node("top").id, [said], [], ANY)
    assert refused.value.pointer == pointer


def test_a_preview_judges_the_shelves_below_that_an_exclude_reaches(stocked: TestClient) -> None:
    root = stocked.get("/commerce/catalogs/shop/draft").json()["nodes"][0]["id"]
    paths = ("top", "top.filled", "top.static", "top.other", "masked", "masked.below")
    nodes = {path: hang(stocked, path)["id"] for path in paths}
    ban = {"key": "no-beta", "effect": "exclude", "expression": 'stage == "BETA"'}
    put_rule(stocked, root, {"rule": {**ban, "expression": 'stage == "GAMMA"'}})
    put_rule(stocked, nodes["top.filled"], {"expression": "discountPercent >= 0"})
    put_rule(stocked, nodes["masked"], {"expression": "discountPercent >= 0", "masks": ["no-beta"]})
    put_rule(stocked, nodes["masked.below"], {"expression": "discountPercent >= 0"})
    for path in ("top.static", "top.other"):
        stocked.put(f"/commerce/nodes/{nodes[path]}/product-rate-plans/core")
    stocked.put(f"/commerce/nodes/{nodes['top.other']}/product-rate-plans/gps")
    before = {path: set(members(stocked, node)) for path, node in nodes.items()}
    for mandatory, touched in ((False, {"top.filled"}), (True, {"top.filled", "top.static", "top.other"})):
        body = {"catalogId": "shop", "rule": {**ban, "mandatory": mandatory}}
        effects = stocked.post("/commerce/rules/preview", json=body).json()["effects"]
        assert [each["path"] for each in effects["nodes"]] == ["", *sorted(touched)]
        assert effects["nodeCount"] == len(touched) + 1
        told = {(each["path"], each["ratePlanId"], each["change"]) for each in effects["items"]}
        put_rule(stocked, root, {"rule": {**ban, "mandatory": mandatory}})
        after = {path: set(members(stocked, node)) for path, node in nodes.items()}
        gone = {(path, key, "leaves") for path in paths for key in before[path] - after[path]}
        assert (told, effects["leaves"], effects["enters"]) == (gone, len(gone), 0)
        stays = sum(len(after[path]) for path in touched)
        assert effects["stays"] == stays
        put_rule(stocked, root, {"rule": {**ban, "expression": 'stage == "GAMMA"'}})
    unmasking = {"nodeId": nodes["masked"], "expression": "discountPercent >= 0"}
    put_rule(stocked, root, {"rule": ban})
    effects = stocked.post("/commerce/rules/preview", json=unmasking).json()["effects"]
    assert [(each["path"], each["leaves"]) for each in effects["nodes"]] == [("masked", 2), ("masked.below", 2)]
    assert {each["after"]["rule"] for each in effects["items"]} == {"no-beta"}


def test_a_preview_of_too_much_is_refused_with_what_to_do_instead(
    stocked: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_rule(stocked, hang(stocked, "a")["id"], {"expression": "discountPercent >= 0"})
    body = {"catalogId": "shop", "rule": {"effect": "exclude", "expression": "discountPercent > 0"}}
    monkeypatch.setattr("catalog_admin.catalogs.api.rules.MOST_JUDGEMENTS", 9)
    refused = stocked.post("/commerce/rules/preview", json=body)
    assert (refused.status_code, refused.json()["code"]) == (413, "catalogs.preview_too_wide")
    assert (refused.json()["requested"], "rule preview" in refused.json()["suggestion"]) == (10, True)
    monkeypatch.setattr("catalog_admin.catalogs.api.rules.MOST_JUDGEMENTS", 10)
    assert stocked.post("/commerce/rules/preview", json=body).status_code == 200


def test_a_preview_turns_its_pages_over_all_shelves(stocked: TestClient) -> None:
    for path in ("a", "a-b", "a.b"):
        put_rule(stocked, hang(stocked, path)["id"], {"expression": "discountPercent >= 0"})
    body = {"catalogId": "shop", "limit": 2, "rule": {"effect": "exclude", "expression": "discountPercent > 0"}}
    seen, after = [], None
    while True:
        effects = stocked.post("/commerce/rules/preview", json={**body, "after": after}).json()["effects"]
        assert len(effects["items"]) <= 2
        assert effects.get("leaves") == (6 if after is None else None)
        seen += [(each["path"], each["ratePlanId"]) for each in effects["items"]]
        after = effects["next"]
        if after is None:
            break
    assert sorted(seen) == [(path, key) for path in ("a", "a-b", "a.b") for key in ("core", "gps")]
    assert len(seen) == 6


def test_a_preview_loads_the_rate_plans_once(stocked: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []
    load = rate_plans.columns
    monkeypatch.setattr(rate_plans, "columns", lambda *said: loads.append(said) or load(*said))
    node = hang(stocked, "top")["id"]
    put_rule(stocked, node, {"expression": "discountPercent > 0"})
    body = {"nodeId": node, "rule": {"expression": 'stage == "BETA"'}}
    assert stocked.post("/commerce/rules/preview", json=body).json()["effects"]["items"]
    assert len(loads) == 1


def test_previews_time_at_the_instant_asked(stocked: TestClient) -> None:
    body = {"expression": "daysSince(launchDate) < 30", "sampleRatePlanIds": ["analytics"]}
    for instant, outcome in (("2026-11-20T00:00:00Z", "MATCH"), ("2027-01-20T00:00:00Z", "NO_MATCH")):
        preview = stocked.post("/commerce/rules/preview", json={**body, "instant": instant}).json()
        assert preview["samples"][0]["outcome"] == outcome


def test_rules_and_previews_stay_within_a_grant(stocked: TestClient, client_as) -> None:  # type: ignore[no-untyped-def]
    top, other = hang(stocked, "top")["id"], hang(stocked, "other")["id"]
    limited = client_as(grants=(Grant(Role.RULE_AUTHOR, "shop", "top"),))
    rule = {"expression": "discountPercent > 0"}
    put_rule(limited, top, rule)
    denied = [
        limited.put(f"/commerce/nodes/{other}/rule", json=rule),
        limited.delete(f"/commerce/nodes/{other}/rule", headers=WHATEVER),
        limited.post("/commerce/rules/preview", json={"nodeId": other, **rule}),
        limited.post("/commerce/rules/preview", json={"catalogId": "shop", **rule}),
        limited.put(f"/commerce/nodes/{top}/product-rate-plans/gps"),
    ]
    assert [answer.status_code for answer in denied] == [403] * 5
