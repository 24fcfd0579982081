"""Publish, read, compare, go back: over HTTP."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from catalog_admin.jobs import commands as jobs
from catalog_admin.jobs import queries as job_queries
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.publishing import drafting
from tests.publishing.shop import Shop


def published(client: TestClient, shop: Shop, **said: Any) -> dict[str, Any]:
    """Asked for over HTTP, done as the worker does it."""
    asked = client.post("/commerce/catalogs/shop/publish", json=said)
    assert asked.status_code == 202, asked.text
    done = jobs.run_now(shop.database, shop.world.actor, asked.json()["id"])
    assert done is not None
    assert done.result is not None, done.error
    return done.result


def test_publishes_as_a_job_and_reads_the_live_tree(client: TestClient, shop: Shop) -> None:
    served = published(client, shop, note="opening")
    answer = client.get("/commerce/catalogs/shop")
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == f'"{served["version"]}"'
    assert answer.headers["cache-control"] == "private, no-cache"
    assert [node["path"] for node in answer.json()["nodes"]] == [
        "",
        "heavies",
        "sensors",
        "sensors.gps",
        "sensors.gps.deep",
    ]
    again = client.get("/commerce/catalogs/shop", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_publish_that_waits_for_nobody_has_not_waited(client: TestClient, shop: Shop) -> None:
    asked = client.post("/commerce/catalogs/shop/publish", json={}).json()
    jobs.run_now(shop.database, shop.world.actor, asked["id"])
    with shop.reads() as reads:
        done = job_queries.job_by_id(reads, asked["id"])
    assert (done.steps[0].name, done.steps[0].state) == ("reading the draft", "done")
    assert (done.step, done.steps[-1].name) == ("serving", "serving")


def test_a_digest_may_be_kept_for_ever(client: TestClient, shop: Shop) -> None:
    version = published(client, shop)["version"]
    answer = client.get(f"/commerce/catalogs/shop?version={version}")
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/commerce/catalogs/shop?version=1").headers["cache-control"]


def test_reads_a_tree_page_by_page(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(f"/commerce/catalogs/shop?limit=2{after}").json()
        seen += [node["path"] for node in page["nodes"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == ["", "heavies", "sensors", "sensors.gps", "sensors.gps.deep"]


def test_an_unpublished_catalog_is_not_found(client: TestClient, shop: Shop) -> None:
    answer = client.get("/commerce/catalogs/shop")
    assert (answer.status_code, answer.json()["code"]) == (404, "promotions.nothing_published")


def test_lists_nothing_of_a_catalog_that_is_not_there(client: TestClient, shop: Shop) -> None:
    for part in ("tags", "versions"):
        assert client.get(f"/commerce/catalogs/shop/{part}").json()["items"] == []
        unknown = client.get(f"/commerce/catalogs/nothing/{part}")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "catalogs.catalog_not_found")


def test_lists_the_versions_of_a_catalog_whose_draft_is_gone(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    refused = client.delete("/commerce/catalogs/shop", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "promotions.still_served")
    stale = client.post("/commerce/catalogs/shop/withdraw", json={}, headers={"If-Match": '"r9"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "kit.if_match_stale")
    gone = client.post("/commerce/catalogs/shop/withdraw", json={"reason": "sold"}, headers={"If-Match": '"r1"'})
    assert (gone.status_code, gone.json()["generation"], gone.headers["etag"]) == (200, 2, '"r2"')
    assert client.get("/commerce/catalogs/shop").status_code == 404
    assert client.delete("/commerce/catalogs/shop", headers={"If-Match": "*"}).status_code == 200
    assert len(client.get("/commerce/catalogs/shop/versions").json()["items"]) == 1


def test_rolls_back_once_however_often_it_is_asked(client: TestClient, shop: Shop) -> None:
    first = published(client, shop)
    shop.unassign("sensors", "c")
    published(client, shop)
    headers = {"Idempotency-Key": "k-1", "If-Match": '"r2"'}
    back = client.post("/commerce/catalogs/shop/rollback", json={"reason": "wrong"}, headers=headers)
    assert back.status_code == 200, back.text
    assert (back.json()["version"], back.headers["etag"]) == (first["version"], '"r3"')
    again = client.post("/commerce/catalogs/shop/rollback", json={"reason": "wrong"}, headers=headers)
    assert again.json() == back.json()
    stale = client.post("/commerce/catalogs/shop/rollback", json={"to": "2"}, headers={"If-Match": '"r2"'})
    assert stale.status_code == 412


def test_a_publish_that_must_not_happen_fails_at_once(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    stale = client.post("/commerce/catalogs/shop/publish", json={}, headers={"If-Match": '"r0"'})
    assert stale.status_code == 412
    missing = client.post("/commerce/catalogs/nothing/publish", json={})
    assert (missing.status_code, missing.json()["code"]) == (404, "catalogs.catalog_not_found")
    bad = client.post("/commerce/catalogs/shop/publish", json={"effectiveFrom": "2020-01-01T00:00:00"})
    assert bad.status_code == 422


def test_tells_what_publishing_would_change(client: TestClient, shop: Shop) -> None:
    whole = client.get("/commerce/catalogs/shop/difference").json()
    assert whole["counts"]["node"] == {"added": 5}
    published(client, shop)
    assert client.get("/commerce/catalogs/shop/difference").json()["total"] == 0
    shop.unassign("sensors", "c")
    shop.change("heavies", meta={"displayName": "Heavy"})
    change = client.get("/commerce/catalogs/shop/difference").json()
    assert change["counts"] == {"node": {"changed": 1}, "plan": {"removed": 1}, "membership": {"removed": 1}}
    node, plan, membership = change["items"]
    assert node["fields"] == [{"pointer": "/meta/displayName", "before": None, "after": {"en": "Heavy"}}]
    assert plan["ratePlan"] == "c"
    assert (membership["path"], membership["ratePlan"], membership["sort"]) == ("sensors", "c", "removed")


def test_a_bad_cursor_is_refused_before_the_draft_is_computed(
    client: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "drafted", lambda *_: pytest.fail("computed"))
    refused = client.get("/commerce/catalogs/shop/difference", params={"after": "no-cursor"})
    assert (refused.status_code, refused.json()["code"]) == (422, "kit.bad_cursor")


def test_tags_name_versions_and_move(client: TestClient, shop: Shop) -> None:
    first = published(client, shop)["version"]
    made = client.put("/commerce/catalogs/shop/tags/opening", json={"version": first[:12]})
    assert (made.status_code, made.json()["version"]) == (200, first)
    assert client.get("/commerce/catalogs/shop?tag=opening").json()["version"] == first
    shop.unassign("sensors", "c")
    second = published(client, shop)["version"]
    stale = client.put("/commerce/catalogs/shop/tags/opening", json={"version": "2"}, headers={"If-Match": '"r9"'})
    assert stale.status_code == 412
    moved = client.put(
        "/commerce/catalogs/shop/tags/opening", json={"version": "2"}, headers={"If-Match": made.headers["etag"]}
    )
    assert moved.json()["version"] == second
    again = client.put("/commerce/catalogs/shop/tags/opening", json={"version": second}, headers={"If-Match": "*"})
    assert again.headers["etag"] == moved.headers["etag"], "the same again"
    assert [tag["name"] for tag in client.get("/commerce/catalogs/shop/tags").json()["items"]] == ["opening"]
    assert client.delete("/commerce/catalogs/shop/tags/opening").status_code == 428
    gone = client.delete("/commerce/catalogs/shop/tags/opening", headers={"If-Match": moved.headers["etag"]})
    assert gone.status_code == 204
    assert client.get("/commerce/catalogs/shop/tags/opening").status_code == 404


def test_a_tag_that_is_made_again_has_no_etag_of_the_one_it_replaced(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    tag = "/commerce/catalogs/shop/tags/opening"
    old = client.put(tag, json={"version": "1"}).headers["etag"]
    assert client.delete(tag, headers={"If-Match": old}).status_code == 204
    assert client.put(tag, json={"version": "1"}).headers["etag"] != old
    assert client.put(tag, json={"version": "1"}, headers={"If-Match": old}).status_code == 412


def test_refuses_tags_that_look_like_something_else(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    for name in ("7", "live", "abcdefabcdef"):
        answer = client.put(f"/commerce/catalogs/shop/tags/{name}", json={"version": "1"})
        assert (answer.status_code, answer.json()["code"]) == (422, "publishing.bad_tag_name")


def test_a_version_that_is_not_there_is_told_with_the_place_it_was_named_in(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    catalog = "/commerce/catalogs/shop"
    rollback = client.post(f"{catalog}/rollback", json={"to": "nosuch"}, headers={"If-Match": "*"})
    for answer, pointer, detail in (
        (client.get(f"{catalog}?tag=bad"), "/tag", "shop has no tag bad"),
        (client.get(f"{catalog}?version=0"), "/version", "shop has no version 0"),
        (client.get(f"{catalog}/tags/bad"), "/name", "shop has no tag bad"),
        (rollback, "/to", "shop has no tag nosuch"),
    ):
        told = answer.json()
        assert (answer.status_code, told.get("pointer"), told["detail"]) == (404, pointer, detail)


def test_lists_publications_and_moves(client: TestClient, shop: Shop) -> None:
    published(client, shop, note="opening")
    published(client, shop, note="nothing new")
    listed = client.get("/commerce/catalogs/shop/versions?limit=1").json()
    assert [(each["note"], each["version"]["number"]) for each in listed["items"]] == [("nothing new", 1)]
    rest = client.get(f"/commerce/catalogs/shop/versions?limit=1&after={listed['next']}").json()
    assert [each["note"] for each in rest["items"]] == ["opening"]
    history = client.get("/environments/dev/history").json()
    assert [(move["generation"], move["cause"]) for move in history["items"]] == [(1, "publish")]


def test_history_tells_of_the_catalogs_that_ones_roles_reach(
    client: TestClient, client_as: Callable[..., TestClient], shop: Shop
) -> None:
    shop.publish()
    other = Shop(shop.database, shop.world, key="other").open()
    other.publish()

    def told(*grants: Grant) -> list[tuple[str, set[str]]]:
        moves = client_as(grants=grants).get("/environments/dev/history").json()["items"]
        return [(move["catalogId"], set(move["catalogs"])) for move in moves]

    assert told(Grant(Role.VIEWER)) == [("other", {"shop", "other"}), ("shop", {"shop"})]
    assert told(Grant(Role.VIEWER, catalog="shop")) == [("shop", {"shop"})]
    assert told(Grant(Role.VIEWER, catalog="other")) == [("other", {"other"})]
    assert told(Grant(Role.VIEWER, catalog="shop", path="sensors")) == []


@pytest.mark.parametrize("to", ["2", "draft"])
def test_streams_a_difference_as_its_pages_tell_it(client: TestClient, shop: Shop, to: str) -> None:
    published(client, shop)
    shop.unassign("sensors", "c")
    shop.replace("a", name={"en": "A"})
    if to == "2":
        published(client, shop)
    asked = {"from": "1", "to": to}
    page = client.get("/commerce/catalogs/shop/difference", params=asked).json()
    answer = client.get("/commerce/catalogs/shop/difference/stream", params=asked)
    assert answer.headers["content-type"] == "application/x-ndjson"
    head, *told, end = map(orjson.loads, answer.content.splitlines())
    assert (head, told) == ({"total": page["total"], "counts": page["counts"]}, page["items"])
    assert end == {"told": page["total"]}
    part = client.get("/commerce/catalogs/shop/difference/stream", params=asked | {"kind": "plan", "as": "entries"})
    _, changed, gone, end = map(orjson.loads, part.content.splitlines())
    assert (changed["key"], changed["sort"], end) == ("a", "changed", {"told": 2})
    assert (changed["before"]["name"], changed["after"]["name"]) == ({"en": "Plan a"}, {"en": "A"})
    assert (gone["key"], gone["sort"], gone["after"]) == ("c", "removed", None)


def test_a_stream_of_nothing_that_is_there_is_refused_at_once(client: TestClient, shop: Shop) -> None:
    published(client, shop)
    answer = client.get("/commerce/catalogs/shop/difference/stream?from=1&to=99")
    assert (answer.status_code, answer.json()["code"]) == (404, "publishing.version_not_found")


def test_retired_versions_are_gone_and_listed(client: TestClient, shop: Shop) -> None:
    for number in range(4):
        shop.replace("a", name={"en": f"A {number}"})
        published(client, shop)
    wish = {"keep": 1, "reason": "too many"}
    dry = client.post("/commerce/catalogs/shop/versions/retire", json=wish | {"dryRun": True}).json()
    assert ([each["number"] for each in dry["versions"]], dry["job"]) == ([1, 2], None)
    assert client.get("/commerce/catalogs/shop?version=1").status_code == 200
    done = client.post("/commerce/catalogs/shop/versions/retire", json=wish).json()
    assert (done["versions"], done["job"] is None) == (dry["versions"], False)
    for path in ("?version=1", "/versions/1/export", "/difference?from=1&to=live", "/difference/stream?from=1&to=live"):
        answer = client.get(f"/commerce/catalogs/shop{path}")
        assert (answer.status_code, answer.json()["code"]) == (410, "publishing.version_retired"), path
    assert client.get("/commerce/catalogs/shop/versions/1").json()["retiredAt"]
    listed = client.get("/commerce/catalogs/shop/versions").json()["items"]
    assert [each["version"]["retiredAt"] is None for each in listed] == [True, True, False, False]
    needed = client.post("/commerce/catalogs/shop/versions/retire", json={"versions": ["4"]})
    assert (needed.status_code, needed.json()["because"]) == (409, "served")
    assert client.post("/commerce/catalogs/shop/versions/retire", json={}).status_code == 422


def test_exports_a_version(client: TestClient, shop: Shop) -> None:
    version = published(client, shop)["version"]
    answer = client.get("/commerce/catalogs/shop/versions/1/export")
    assert answer.status_code == 200
    assert answer.content == shop.export(shop.live())
    assert client.get(f"/commerce/catalogs/shop/versions/{version[:14]}").json()["digest"] == version


def test_a_viewer_reads_but_does_not_publish(client_as: Callable[..., TestClient], shop: Shop) -> None:
    shop.publish()
    viewer = client_as(Role.VIEWER)
    assert viewer.get("/commerce/catalogs/shop").status_code == 200
    assert viewer.post("/commerce/catalogs/shop/publish", json={}).status_code == 403
    assert viewer.post("/commerce/catalogs/shop/rollback", json={}).status_code == 403
    assert viewer.put("/commerce/catalogs/shop/tags/x", json={"version": "1"}).status_code == 403


def test_another_tenant_finds_nothing(client_as: Callable[..., TestClient], shop: Shop, other_world: Any) -> None:
    version = shop.publish().version.hex
    stranger = client_as(Role.TENANT_ADMIN, of=other_world)
    of_version = (f"?version={version}", f"/versions/{version}", f"/versions/{version}/export")
    for path in ("", *of_version, "/difference", "/versions", "/tags"):
        assert stranger.get(f"/commerce/catalogs/shop{path}").status_code == 404


def done(shop: Shop, asked: Any) -> dict[str, Any]:
    assert asked.status_code == 202, asked.text
    assert asked.headers["location"] == f"/jobs/{asked.json()['id']}"
    job = jobs.run_now(shop.database, shop.world.actor, asked.json()["id"])
    assert job is not None
    assert job.result is not None, job.error
    return job.result


def test_freezes_a_draft_that_nobody_serves_and_lists_it_so(client: TestClient, shop: Shop) -> None:
    published(client, shop, note="opening")
    shop.assign("sensors", "a")
    asked = client.post("/commerce/catalogs/shop/freeze", json={"note": "for the meeting"})
    frozen = done(shop, asked)
    job = client.get(asked.headers["location"]).json()
    steps = {each["name"]: each["state"] for each in job["steps"]}
    assert (job["step"], *list(steps)[:1], *list(steps)[-1:]) == ("frozen", "reading the draft", "frozen")
    assert set(steps.values()) == {"done"}
    assert (frozen["number"], client.get("/commerce/catalogs/shop").json()["number"]) == (2, 1)
    listed = client.get("/commerce/catalogs/shop/versions").json()["items"]
    assert [(each["note"], each["isReleased"]) for each in listed] == [("for the meeting", False), ("opening", True)]
    never = client.post("/commerce/catalogs/shop/rollback", json={"to": frozen["version"]})
    assert (never.status_code, never.json()["code"]) == (422, "promotions.never_served")
    assert client.get("/commerce/catalogs/shop/difference/summary?to=2").json()["to"]["number"] == 2


def test_a_note_holds_no_nul(client: TestClient, shop: Shop) -> None:
    refused = client.post("/commerce/catalogs/shop/freeze", json={"note": "a\x00b"})
    assert refused.status_code in (400, 422), refused.text


def test_restores_a_draft_and_undoes_it(client: TestClient, shop: Shop) -> None:
    version = published(client, shop)["version"]
    client.put("/commerce/catalogs/shop/tags/good", json={"version": version})
    shop.delete("sensors", cascade=True)
    restore = "/commerce/catalogs/shop/draft/restore"
    assert client.post(restore, json={"tag": "good"}).status_code == 428
    assert client.post(restore, json={"tag": "good"}, headers={"If-Match": '"r9"'}).status_code == 412
    assert client.post(restore, json={}, headers={"If-Match": "*"}).status_code == 422
    draft = client.get("/commerce/catalogs/shop/draft").headers["etag"]
    result = done(shop, client.post(restore, json={"tag": "good"}, headers={"If-Match": draft}))
    assert client.get("/commerce/catalogs/shop/difference").json()["total"] == 0
    assert client.get("/commerce/catalogs/shop/draft").headers["etag"] != draft
    undo = {"version": result["draftBefore"], "keepDraft": False}
    assert done(shop, client.post(restore, json=undo, headers={"If-Match": "*"}))["draftBefore"] is None
    assert client.get("/commerce/catalogs/shop/difference").json()["counts"]["node"] == {"removed": 3}
