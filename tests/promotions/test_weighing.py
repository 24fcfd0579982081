"""What a publish, a rollback or a withdrawal amounts to, told before it is made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.catalogs import commands as catalogs
from catalog_admin.catalogs.commands.rulesets import SaidRule
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.publishing import differing
from tests.publishing.shop import ANY, Shop

SUMMARY = "/commerce/catalogs/shop/difference/summary"


def told(client: TestClient, **sides: str) -> dict[str, Any]:
    answer = client.get(SUMMARY, params=sides)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def warned(summary: dict[str, Any]) -> dict[str, tuple[int, list[str]]]:
    return {
        each["code"]: (each["count"], [place["path"] for place in each["places"]] or each["ratePlans"])
        for each in summary["warnings"]
    }


def shelves(summary: dict[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    return {
        each["path"]: (each["enters"], each["leaves"], each["before"], each["after"])
        for each in summary["shelves"]["items"]
    }


def test_nothing_to_publish_is_told_as_nothing(client: TestClient, shop: Shop) -> None:
    shop.publish()
    summary = told(client)
    assert (summary["total"], summary["warnings"], summary["shelves"]) == (0, [], {"count": 0, "items": []})
    assert summary["blastRadius"]["shelves"] == {"touched": 0, "total": 5}


def test_tells_which_shelves_gain_and_lose_by_their_names(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.assign("sensors", "a", "b", "heavy")
    shop.unassign("sensors.gps", "a")
    summary = told(client)
    assert shelves(summary) == {"sensors": (3, 0, 1, 4), "sensors.gps": (0, 1, 2, 1)}
    assert [each["name"] for each in summary["shelves"]["items"]] == ["Sensors", ""]
    assert (summary["enters"], summary["leaves"]) == (3, 1)
    assert summary["byHand"] == {"added": 3, "removed": 1, "changed": 0}
    assert summary["blastRadius"]["shelves"] == {"touched": 2, "total": 5}
    assert summary["blastRadius"]["ratePlans"] == {"touched": 3, "total": 4}
    assert warned(summary) == {"shelf_shrinks": (1, ["sensors.gps"])}


def test_tells_what_becomes_of_nodes(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.move("sensors.gps", "heavies")
    shop.change("sensors", meta={"displayName": "Fühler"}, sort_key=3)
    shop.change("heavies", active_to=datetime(2026, 1, 1, tzinfo=UTC))
    shop.node("sensors.new")
    shop.delete("heavies.gps.deep")
    summary = told(client)
    assert {each["path"]: (set(each["changes"]), each["was"]) for each in summary["nodes"]["items"]} == {
        "heavies": ({"rescheduled", "hidden"}, None),
        "heavies.gps": ({"moved"}, "sensors.gps"),
        "sensors": ({"renamed", "reordered"}, None),
        "sensors.gps.deep": ({"removed"}, None),
        "sensors.new": ({"added"}, None),
    }
    assert summary["nodeChanges"]["moved"] == 1
    assert warned(summary) == {"node_removed": (1, ["sensors.gps.deep"]), "node_hidden": (1, ["heavies"])}


def test_tells_what_each_rule_does(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.rule("heavies", "weight > 100")
    shop.rule("sensors", "weight >= 0")
    summary = told(client)
    rules = {(each["path"], each["key"]): each for each in summary["rules"]["items"]}
    emptied, filled = rules["heavies", "let-in"], rules["sensors", "let-in"]
    assert (emptied["change"], emptied["matches"], emptied["enters"], emptied["leaves"]) == ("changed", 0, 0, 1)
    assert (filled["change"], filled["matches"], filled["enters"], filled["isShared"]) == ("added", 4, 3, False)
    assert emptied["textAfter"] == "weight > 100"
    assert warned(summary) == {
        "shelf_emptied": (1, ["heavies"]),
        "rule_matches_nothing": (1, ["heavies"]),
        "rule_matches_everything": (1, ["sensors"]),
    }


def test_an_exclude_is_told_with_what_it_does_below_it(client: TestClient, shop: Shop) -> None:
    shop.rule("sensors.gps", "weight < 1")
    shop.publish()
    rule = SaidRule("no-c", "exclude", 'key == "c"', "/rules/0", mandatory=True)
    with shop.work() as work:
        catalogs.put_ruleset(work, shop.id_of("sensors"), [rule], [], ANY)
    [taking] = told(client)["rules"]["items"]
    assert (taking["effect"], taking["mandatory"], taking["leaves"]) == ("exclude", True, 1)
    shop.publish()
    with shop.work() as work:
        catalogs.put_ruleset(work, shop.id_of("sensors"), [replace(rule, mandatory=False)], [], ANY)
    assert "mandatory_rule_lifted" in warned(told(client))


def test_a_rate_plan_that_is_sold_no_more_is_warned_of_where_it_stands(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.replace("a", status="retired")
    shop.stock("z", status="draft")
    shop.assign("sensors", "z")
    assert warned(told(client)) == {"discontinued_on_shelf": (1, ["a"]), "unsold_enters": (1, ["z"])}


def test_a_rollback_says_what_will_be_live_and_what_stays(client: TestClient, shop: Shop) -> None:
    first = shop.publish("opening").version
    shop.unassign("sensors", "c")
    shop.publish("wrong")
    back = told(client, **{"from": "live", "to": "previous"})
    assert (back["to"]["version"], back["to"]["note"], back["to"]["publishedBy"]) == (first.hex, "opening", "user:tess")
    assert (back["to"]["memberships"], back["laterVersions"], shelves(back)) == (5, 1, {"sensors": (1, 0, 0, 1)})
    again = told(client, **{"from": "live", "to": "1"})
    assert again == back


def test_a_withdrawal_is_a_way_to_nothing_and_back(client: TestClient, shop: Shop) -> None:
    shop.publish()
    out = told(client, to="nothing")
    assert (out["to"], out["leaves"], out["enters"]) == (out["to"] | {"kind": "nothing", "version": None}, 5, 0)
    assert client.post("/commerce/catalogs/shop/withdraw", json={}).status_code == 200
    again = told(client, **{"from": "live", "to": "previous"})
    assert (again["from"]["kind"], again["enters"]) == ("nothing", 5)


def test_tells_where_the_catalog_is_served(client: TestClient, shop: Shop) -> None:
    first = shop.publish().version
    assert told(client)["blastRadius"]["environments"] == [{"environment": "dev", "version": first.hex, "isFrom": True}]


def test_two_versions_are_told_as_their_draft_was(client: TestClient, shop: Shop) -> None:
    shop.publish()
    shop.rule("heavies", "weight > 100")
    shop.assign("sensors", "b")
    shop.change("sensors", meta={"displayName": "Fühler"})
    before = told(client)
    shop.publish()
    after = told(client, **{"from": "1", "to": "2"})
    for each in before["rules"]["items"]:
        each["matches"] = None  # a version does not know what it left out
    for name in ("shelves", "nodes", "rules", "enters", "leaves", "byHand", "total", "counts"):
        assert after[name] == before[name], name


def test_counts_that_were_cut_short_say_so(client: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on shelves is counted by the database, and never cut."""
    shop.publish()
    shop.assign("sensors", "a", "b", "heavy")
    for key in ("x", "y", "z"):
        shop.node(f"sensors.{key}")
    shop.publish()
    monkeypatch.setattr(differing, "MOST_LOOKED_AT", 2)
    cut = told(client, **{"from": "1", "to": "2"})
    assert (cut["isExact"], cut["nodes"]["count"], cut["enters"], cut["total"]) == (False, 2, 3, 6)


def test_only_who_reads_the_whole_catalog_is_told(client_as: Callable[..., TestClient], shop: Shop) -> None:
    shop.publish()
    for grant in (Grant(Role.VIEWER, catalog="other"), Grant(Role.VIEWER, catalog="shop", path="sensors")):
        assert client_as(grants=(grant,)).get(SUMMARY).status_code == 403
