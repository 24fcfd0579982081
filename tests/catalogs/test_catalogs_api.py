"""Catalogs over HTTP."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from tests.catalogs.conftest import WHATEVER, hang, tree


def test_creates_a_master_catalog_with_a_root(http: TestClient) -> None:
    draft = http.get("/commerce/catalogs/shop/draft").json()
    assert draft["catalog"]["name"] == {"en": "The shop"}
    assert [(node["path"], node["type"]) for node in draft["nodes"]] == [("", "masterRoot")]


@pytest.mark.parametrize("type", ["child", "virtual"])
def test_refuses_types_that_are_not_offered(client: TestClient, type: str) -> None:
    answer = client.post("/commerce/catalogs", json={"key": "shop", "type": type})
    assert (answer.status_code, answer.json()["code"]) == (422, "catalogs.type_not_offered")
    assert answer.json()["pointer"] == "/type"


def test_refuses_a_taken_key(http: TestClient) -> None:
    answer = http.post("/commerce/catalogs", json={"key": "shop"})
    assert (answer.status_code, answer.json()["code"]) == (409, "catalogs.key_taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/key"),
        ({"key": "no spaces"}, "/key"),
        ({"key": "x" * 64}, "/key"),
        ({"key": "x", "locales": ["not a locale"]}, "/locales/0"),
        ({"key": "x", "currencies": ["euro"]}, "/currencies/0"),
        ({"key": "x", "colour": "red"}, "/colour"),
    ],
)
def test_refuses_bad_catalogs_with_a_pointer(client: TestClient, body: dict[str, object], pointer: str) -> None:
    answer = client.post("/commerce/catalogs", json=body)
    assert answer.status_code == 422
    assert answer.json()["pointer"] == pointer


def test_lists_catalogs_page_by_page(client: TestClient) -> None:
    for key in ("b", "a", "c"):
        client.post("/commerce/catalogs", json={"key": key})
    first = client.get("/commerce/catalogs?limit=2").json()
    assert [each["key"] for each in first["items"]] == ["a", "b"]
    second = client.get("/commerce/catalogs", params={"limit": 2, "after": first["next"]}).json()
    assert ([each["key"] for each in second["items"]], second["next"]) == (["c"], None)


def test_changes_only_with_the_etag_seen(http: TestClient) -> None:
    assert http.put("/commerce/catalogs/shop", json={"currencies": ["CAD"]}).status_code == 428
    stale = http.put("/commerce/catalogs/shop", json={"currencies": ["CAD"]}, headers={"If-Match": '"r7"'})
    seen = http.get("/commerce/catalogs/shop/draft").headers["etag"]
    assert (stale.status_code, stale.json()["current"]) == (412, seen)
    changed = http.put("/commerce/catalogs/shop", json={"currencies": ["CAD"]}, headers={"If-Match": seen})
    assert (changed.status_code, changed.headers["etag"] != seen) == (200, True)
    assert changed.json()["locales"] == ["en", "fr"]


def test_a_deleted_catalog_hides_its_nodes_until_it_is_restored(http: TestClient) -> None:
    node = hang(http, "a")
    seen = http.get("/commerce/catalogs/shop/draft").headers["etag"]
    deleted = http.delete("/commerce/catalogs/shop", headers={"If-Match": seen})
    assert deleted.status_code == 200
    assert http.get("/commerce/catalogs/shop/draft").status_code == 404
    assert http.get(f"/commerce/nodes/{node['id']}").status_code == 404
    assert http.post("/commerce/catalogs/shop/restore").status_code == 428
    assert http.post("/commerce/catalogs/shop/restore", headers={"If-Match": seen}).status_code == 412
    saw = {"If-Match": deleted.headers["etag"]}
    assert http.post("/commerce/catalogs/shop/restore", headers=saw).status_code == 200
    assert tree(http) == ["a"]
    again = http.post("/commerce/catalogs/shop/restore", headers={"If-Match": "*"})
    assert (again.status_code, again.json()["code"]) == (409, "catalogs.not_deleted")


def test_a_key_is_free_again_after_deletion_but_then_restore_is_refused(http: TestClient) -> None:
    http.delete("/commerce/catalogs/shop", headers={"If-Match": "*"})
    assert http.post("/commerce/catalogs", json={"key": "shop"}).status_code == 201
    refused = http.post("/commerce/catalogs/shop/restore", headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "catalogs.key_taken")


def test_of_several_catalogs_of_one_key_each_can_be_found_and_restored(http: TestClient) -> None:
    hang(http, "first")
    http.delete("/commerce/catalogs/shop", headers=WHATEVER)
    http.post("/commerce/catalogs", json={"key": "shop"})
    http.delete("/commerce/catalogs/shop", headers=WHATEVER)
    page = http.get("/commerce/catalogs?deleted=true&limit=1").json()
    rest = http.get("/commerce/catalogs", params={"deleted": True, "after": page["next"]}).json()
    last, first = page["items"] + rest["items"]
    assert (last["key"], first["key"], rest["next"]) == ("shop", "shop", None)
    assert (first["deletedBy"], first["deletedAt"] < last["deletedAt"]) == ("user:tess", True)
    assert http.get("/commerce/catalogs").json()["items"] == []
    saw = {"If-Match": f'"r{first["revision"]}"'}
    wrong = http.post(f"/commerce/catalogs/shop/restore?id={last['id']}", headers=saw)
    assert wrong.status_code == 412
    assert http.post(f"/commerce/catalogs/shop/restore?id={first['id']}", headers=saw).status_code == 200
    assert tree(http) == ["first"]
    assert http.post(f"/commerce/catalogs/other/restore?id={last['id']}", headers=WHATEVER).status_code == 404


def test_an_etag_of_a_deleted_catalog_is_none_of_the_next_one_of_its_key(http: TestClient) -> None:
    seen = http.get("/commerce/catalogs/shop/draft").headers["etag"]
    http.delete("/commerce/catalogs/shop", headers=WHATEVER)
    http.post("/commerce/catalogs", json={"key": "shop"})
    assert http.delete("/commerce/catalogs/shop", headers={"If-Match": seen}).status_code == 412


def test_grants_limit_what_is_listed_and_changed(client_as, http: TestClient) -> None:  # type: ignore[no-untyped-def]
    http.post("/commerce/catalogs", json={"key": "other"})
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, "other"),))
    assert [each["key"] for each in limited.get("/commerce/catalogs").json()["items"]] == ["other"]
    assert limited.get("/commerce/catalogs/shop/draft").json()["code"] == "catalogs.out_of_grant"
    assert limited.delete("/commerce/catalogs/shop", headers={"If-Match": "*"}).status_code == 403
    assert limited.post("/commerce/catalogs", json={"key": "third"}).status_code == 403
    assert (
        limited.put("/commerce/catalogs/other", json={"currencies": []}, headers={"If-Match": "*"}).status_code == 200
    )


def test_who_may_not_publish_does_not_have_it_done_by_the_clock(client_as: Callable[..., TestClient]) -> None:
    editor = client_as(Role.CATALOG_EDITOR)
    refused = editor.post("/commerce/catalogs", json={"key": "x", "autoPublish": "on_time_boundary"})
    assert (refused.status_code, refused.json()["needs"]) == (403, "publisher")
    made = editor.post("/commerce/catalogs", json={"key": "x"})
    for said, status in ({"autoPublish": "on_time_boundary"}, 403), ({"autoPublish": "none", "currencies": []}, 200):
        answer = editor.put("/commerce/catalogs/x", json=said, headers={"If-Match": made.headers["etag"]})
        assert answer.status_code == status


def test_says_whether_it_is_published_by_itself(client: TestClient) -> None:
    made = client.post("/commerce/catalogs", json={"key": "x"})
    assert made.json()["autoPublish"] == "none"
    seen = {"If-Match": made.headers["etag"]}
    changed = client.put("/commerce/catalogs/x", json={"autoPublish": "on_time_boundary"}, headers=seen)
    assert changed.json()["autoPublish"] == "on_time_boundary"
    assert client.get("/commerce/catalogs/x/draft").json()["catalog"]["autoPublish"] == "on_time_boundary"
    wrong = client.post("/commerce/catalogs", json={"key": "y", "autoPublish": "always"})
    assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/autoPublish")
