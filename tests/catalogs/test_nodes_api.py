"""Nodes over HTTP."""

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from catalog_admin.catalogs.model import paths
from catalog_admin.kit.actor import Grant, Role
from tests.catalogs.conftest import hang, tree

ANY = {"If-Match": "*"}


def test_creates_a_node_whose_id_follows_from_its_place(http: TestClient) -> None:
    hardware = hang(http, "Hardware")
    gps = hang(http, "Hardware.GPS", type="anything-goes", meta={"displayName": {"en": "GPS"}, "colour": "red"})
    assert gps["id"] == str(paths.node_id("shop", "Hardware.GPS"))
    assert (gps["parentId"], gps["depth"], gps["catalogId"]) == (hardware["id"], 2, "shop")
    read = http.get(f"/commerce/nodes/{gps['id']}")
    assert read.json() == {name: value for name, value in gps.items() if name != "etag"}
    assert read.headers["etag"] == '"r1"'


def test_a_bare_text_is_said_in_the_first_language(http: TestClient) -> None:
    node = hang(http, "a", meta={"displayName": "Sensors", "seoTitle": "All sensors"})
    assert node["meta"] == {"displayName": {"en": "Sensors"}, "seoTitle": {"en": "All sensors"}}


def test_a_place_that_was_used_before_gives_another_id(http: TestClient) -> None:
    first = hang(http, "a")
    http.delete(f"/commerce/nodes/{first['id']}", headers=ANY)
    assert hang(http, "a")["id"] == str(paths.node_id("shop", "a", 2))


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"path": "a"}, 409, "catalogs.path_taken", "/path"),
        ({"path": "x.y"}, 422, "catalogs.parent_missing", "/path"),
        ({"path": ""}, 422, "catalogs.bad_path", "/path"),
        ({"path": "a..b"}, 422, "catalogs.bad_path", "/path"),
        ({"path": "a.b c"}, 422, "catalogs.bad_path", "/path"),
        ({"path": "a." + "x" * 64}, 422, "catalogs.bad_path", "/path"),
        ({"path": "a.b\n"}, 422, "catalogs.bad_path", "/path"),
        ({"path": ".".join(["a"] * 1001)}, 422, "http.invalid", "/path"),
        ({"path": 7}, 422, "http.invalid", "/path"),
        ({"catalogId": "nowhere"}, 404, "catalogs.catalog_not_found", "/catalogId"),
        ({"type": ""}, 422, "http.invalid", "/type"),
        ({"type": "masterRoot"}, 422, "catalogs.root_fixed", "/type"),
        ({"price": 5}, 422, "http.invalid", "/price"),
        ({"meta": {"displayName": {"english!": "x"}}}, 422, "catalogs.bad_meta", "/meta/displayName/english!"),
        ({"meta": {"displayName": 7}}, 422, "catalogs.bad_meta", "/meta/displayName"),
        ({"meta": {"slug": {"en": "two words"}}}, 422, "catalogs.bad_meta", "/meta/slug/en"),
        ({"meta": {"weight": 1.5}}, 422, "catalogs.bad_meta", "/meta/weight"),
        ({"meta": {"deep": [{"größe": 1}]}}, 422, "catalogs.bad_meta", "/meta/deep/0"),
        ({"meta": {"wide": 2**60}}, 422, "catalogs.bad_meta", "/meta/wide"),
        ({"meta": {"long": "x" * 70_000}}, 422, "catalogs.bad_meta", "/meta"),
        ({"meta": {"nul": "\x00"}}, 400, "kit.unreadable_body", "/meta/nul"),
        ({"sortKey": 2**60}, 422, "http.invalid", "/sortKey"),
        ({"activeFrom": "2026-01-01"}, 422, "http.invalid", "/activeFrom"),
        (
            {"activeFrom": "2026-02-01T00:00:00Z", "activeTo": "2026-01-01T00:00:00Z"},
            422,
            "catalogs.bad_interval",
            "/activeTo",
        ),
    ],
)
def test_refuses_bad_nodes_and_changes_nothing(
    http: TestClient, change: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    hang(http, "a")
    body = {"catalogId": "shop", "path": "a.b", "type": "category", **change}
    answer = http.post("/commerce/nodes", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (status, code, pointer)
    assert tree(http) == ["a"]


def test_patches_meta_field_by_field(http: TestClient) -> None:
    node = hang(http, "a", meta={"displayName": {"en": "Sensors", "fr": "Capteurs"}, "badge": "new"})
    patch = {"meta": {"displayName": {"en": "All sensors"}, "badge": None}, "sortKey": 5}
    changed = http.put(f"/commerce/nodes/{node['id']}", json=patch, headers={"If-Match": node["etag"]})
    assert changed.status_code == 200
    assert changed.json()["meta"] == {"displayName": {"en": "All sensors", "fr": "Capteurs"}}
    assert (changed.json()["sortKey"], changed.json()["type"], changed.headers["etag"]) == (5, "category", '"r2"')


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"If-Match": '"r9"'}, 412), ({"If-Match": '"r9", "r1"'}, 200)]
)
def test_a_change_names_the_state_it_saw(http: TestClient, headers: dict[str, str], status: int) -> None:
    node = hang(http, "a")
    assert http.put(f"/commerce/nodes/{node['id']}", json={"type": "bundleNode"}, headers=headers).status_code == status


def test_the_path_is_not_patchable(http: TestClient) -> None:
    node = hang(http, "a")
    answer = http.put(f"/commerce/nodes/{node['id']}", json={"path": "b"}, headers=ANY)
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/path")


def test_an_interval_is_judged_together_with_what_stays(http: TestClient) -> None:
    node = hang(http, "a", activeFrom="2026-05-01T00:00:00Z")
    answer = http.put(f"/commerce/nodes/{node['id']}", json={"activeTo": "2026-04-01T00:00:00Z"}, headers=ANY)
    assert answer.json()["code"] == "catalogs.bad_interval"
    cleared = {"activeFrom": None, "activeTo": "2026-04-01T00:00:00Z"}
    assert http.put(f"/commerce/nodes/{node['id']}", json=cleared, headers=ANY).json()["activeFrom"] is None


def test_moves_a_subtree_and_renames_it(http: TestClient) -> None:
    for path in ("a", "a.b", "a.b.c", "d", "ab"):
        hang(http, path)
    node = paths.node_id("shop", "a.b")
    moved = http.post(
        f"/commerce/nodes/{node}/move", json={"parentPath": "d", "key": "x"}, headers={"If-Match": '"r1"'}
    )
    assert (moved.status_code, moved.json()["path"], moved.json()["key"]) == (200, "d.x", "x")
    assert tree(http) == ["a", "ab", "d", "d.x", "d.x.c"]
    assert moved.headers["etag"] == f'"r{moved.json()["revision"]}"'
    back = http.post(f"/commerce/nodes/{node}/move", json={"parentPath": ""}, headers=ANY)
    assert back.json()["path"] == "x"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"parentPath": "a.b"}, 422, "catalogs.would_cycle"),
        ({"parentPath": "a"}, 422, "catalogs.would_cycle"),
        ({"key": "d"}, 409, "catalogs.path_taken"),
        ({"parentPath": "nowhere"}, 422, "catalogs.parent_missing"),
        ({"parentId": str(uuid4())}, 422, "catalogs.parent_missing"),
        ({"key": "a.b"}, 422, "http.invalid"),
        ({"position": -1}, 422, "http.invalid"),
        ({"parentId": str(uuid4()), "parentPath": "d"}, 422, "http.invalid"),
    ],
)
def test_refuses_bad_moves(http: TestClient, body: dict[str, Any], status: int, code: str) -> None:
    for path in ("a", "a.b", "d"):
        hang(http, path)
    answer = http.post(f"/commerce/nodes/{paths.node_id('shop', 'a')}/move", json=body, headers=ANY)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert tree(http) == ["a", "a.b", "d"]


@pytest.mark.parametrize("sent", ["parentPath", "parentId"])
def test_a_refused_move_points_to_the_parent_as_it_was_sent(http: TestClient, sent: str) -> None:
    for path in ("a", "a.b"):
        hang(http, path)
    parent = "a.b" if sent == "parentPath" else str(paths.node_id("shop", "a.b"))
    answer = http.post(f"/commerce/nodes/{paths.node_id('shop', 'a')}/move", json={sent: parent}, headers=ANY)
    assert (answer.json()["code"], answer.json()["pointer"]) == ("catalogs.would_cycle", f"/{sent}")


def test_refuses_to_move_into_another_catalog(http: TestClient) -> None:
    http.post("/commerce/catalogs", json={"key": "other"})
    node = hang(http, "a")
    parent = str(paths.node_id("other", ""))
    answer = http.post(f"/commerce/nodes/{node['id']}/move", json={"parentId": parent}, headers=ANY)
    assert answer.json()["code"] == "catalogs.parent_missing"


def test_a_move_keeps_the_length_of_paths_below(http: TestClient) -> None:
    long = ".".join(["k" * 61] * 31)
    path = ""
    for key in long.split("."):
        path = f"{path}.{key}" if path else key
        hang(http, path)
    for path in ("a", "a." + "b" * 63, "a." + "b" * 63 + "." + "c" * 63):
        hang(http, path)
    answer = http.post(
        f"/commerce/nodes/{paths.node_id('shop', long.split('.')[0])}/move", json={"parentPath": path}, headers=ANY
    )
    assert answer.json()["code"] == "catalogs.path_too_long"


def test_children_stand_where_they_are_put(http: TestClient) -> None:
    ids = {key: hang(http, f"a.{key}" if key != "a" else "a")["id"] for key in ("a", "z", "y", "x", "w")}

    def keys() -> list[str]:
        return [each["key"] for each in http.get(f"/commerce/nodes/{ids['a']}/children").json()["items"]]

    assert keys() == ["w", "x", "y", "z"]
    for key, position, expected in (("z", 0, "zwxy"), ("w", 9, "zxyw"), ("w", 1, "zwxy"), ("z", 2, "wxzy")):
        answer = http.post(f"/commerce/nodes/{ids[key]}/move", json={"position": position}, headers=ANY)
        assert answer.status_code == 200
        assert "".join(keys()) == expected


def test_places_stay_within_what_a_version_can_hold(http: TestClient) -> None:
    last = hang(http, "last", sortKey=2**53 - 1)
    hang(http, "first", sortKey=1 - 2**53)
    behind, before = hang(http, "behind"), hang(http, "before")
    assert behind["sortKey"] == last["sortKey"]
    for node, position in ((before, 0), (behind, 3)):
        headers = {"If-Match": f'"r{node["revision"]}"'}
        moved = http.post(f"/commerce/nodes/{node['id']}/move", json={"position": position}, headers=headers)
        assert abs(moved.json()["sortKey"]) == 2**53 - 1


def test_arranges_children_and_keeps_the_others_behind(http: TestClient) -> None:
    parent = hang(http, "a")
    ids = {key: hang(http, f"a.{key}")["id"] for key in "bcde"}
    order = {"order": [ids["d"], ids["b"]]}
    answer = http.put(f"/commerce/nodes/{parent['id']}/children", json=order, headers={"If-Match": parent["etag"]})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"r2"')
    children = http.get(f"/commerce/nodes/{parent['id']}/children?limit=3").json()
    assert [each["key"] for each in children["items"]] == ["d", "b", "c"]
    rest = http.get(f"/commerce/nodes/{parent['id']}/children", params={"after": children["next"]}).json()
    assert [each["key"] for each in rest["items"]] == ["e"]
    hang(http, "a.a")
    assert http.get(f"/commerce/nodes/{parent['id']}/children").json()["items"][-1]["key"] == "a"


@pytest.mark.parametrize("order", [["b", "b"], ["b", "stranger"]])
def test_refuses_an_order_of_strangers_or_repetitions(http: TestClient, order: list[str]) -> None:
    parent = hang(http, "a")
    ids = {"b": hang(http, "a.b")["id"], "stranger": parent["id"]}
    body = {"order": [ids[key] for key in order]}
    answer = http.put(f"/commerce/nodes/{parent['id']}/children", json=body, headers=ANY)
    assert (answer.json()["code"], answer.json()["pointer"]) == ("catalogs.bad_order", "/order/1")


def test_deleting_lets_children_move_up(http: TestClient) -> None:
    for path in ("a", "a.a", "a.a.a", "a.b"):
        hang(http, path)
    gone = http.delete(f"/commerce/nodes/{paths.node_id('shop', 'a')}", headers=ANY)
    assert (gone.status_code, gone.json()) == (200, {"deleted": 1})
    assert tree(http) == ["a", "a.a", "b"]


def test_refuses_adoption_when_a_key_is_taken(http: TestClient) -> None:
    for path in ("a", "a.b", "b"):
        hang(http, path)
    answer = http.delete(f"/commerce/nodes/{paths.node_id('shop', 'a')}", headers=ANY)
    assert (answer.status_code, answer.json()["code"], answer.json()["keys"]) == (409, "catalogs.adoption_taken", ["b"])
    assert tree(http) == ["a", "a.b", "b"]


def test_cascade_takes_all_and_restore_brings_all_back(http: TestClient) -> None:
    for path in ("a", "a.b", "a.b.c", "a.d", "z"):
        hang(http, path)
    http.delete(f"/commerce/nodes/{paths.node_id('shop', 'a.d')}", headers=ANY)
    gone = http.delete(f"/commerce/nodes/{paths.node_id('shop', 'a.b')}?cascade=true", headers=ANY)
    assert gone.json() == {"deleted": 2}
    http.post(f"/commerce/nodes/{paths.node_id('shop', 'a')}/move", json={"parentPath": "z"}, headers=ANY)
    back = http.post(f"/commerce/nodes/{paths.node_id('shop', 'a.b')}/restore", headers=ANY)
    assert (back.status_code, back.json()["path"]) == (200, "z.a.b")
    assert tree(http) == ["z", "z.a", "z.a.b", "z.a.b.c"]


def test_restores_only_below_a_living_parent_and_on_a_free_path(http: TestClient) -> None:
    for path in ("a", "a.b", "a.b.c"):
        hang(http, path)
    inner, outer = paths.node_id("shop", "a.b"), paths.node_id("shop", "a")
    http.delete(f"/commerce/nodes/{inner}?cascade=true", headers=ANY)
    below = http.post(f"/commerce/nodes/{paths.node_id('shop', 'a.b.c')}/restore", headers=ANY).json()
    assert (below["code"], below["parent"]) == ("catalogs.parent_deleted", str(inner))
    http.delete(f"/commerce/nodes/{outer}", headers=ANY)
    refused = http.post(f"/commerce/nodes/{inner}/restore", headers=ANY).json()
    assert (refused["code"], refused["parent"]) == ("catalogs.parent_deleted", str(outer))
    http.post(f"/commerce/nodes/{outer}/restore", headers=ANY)
    hang(http, "a.b")
    assert http.post(f"/commerce/nodes/{inner}/restore", headers=ANY).json()["code"] == "catalogs.path_taken"
    assert http.post(f"/commerce/nodes/{outer}/restore", headers=ANY).json()["code"] == "catalogs.not_deleted"


def test_a_root_stays(http: TestClient) -> None:
    root = paths.node_id("shop", "")
    refusals = [
        http.delete(f"/commerce/nodes/{root}?cascade=true", headers=ANY),
        http.post(f"/commerce/nodes/{root}/move", json={"key": "x"}, headers=ANY),
        http.put(f"/commerce/nodes/{root}", json={"type": "category"}, headers=ANY),
    ]
    assert [answer.json()["code"] for answer in refusals] == ["catalogs.root_fixed"] * 3
    assert http.put(f"/commerce/nodes/{root}", json={"meta": {"slug": "shop"}}, headers=ANY).status_code == 200


def test_reads_the_draft_from_a_path_to_a_depth_page_by_page(http: TestClient) -> None:
    for path in ("a", "a.b", "a.b.c", "ab", "b"):
        hang(http, path)
    draft = http.get("/commerce/catalogs/shop/draft?path=a&depth=1").json()
    assert [(node["path"], node["children"]) for node in draft["nodes"]] == [("a", 1), ("a.b", 1)]
    seen, after = [], None
    while True:
        page = http.get("/commerce/catalogs/shop/draft", params={"limit": 2, **({"after": after} if after else {})})
        seen += [node["path"] for node in page.json()["nodes"]]
        after = page.json()["next"]
        if after is None:
            break
    assert seen == ["", "a", "a.b", "a.b.c", "ab", "b"]
    assert http.get("/commerce/catalogs/shop/draft?after=nonsense").json()["code"] == "kit.bad_cursor"


def test_grants_limited_to_a_subtree_hold_at_both_ends_of_a_move(client_as, http: TestClient) -> None:  # type: ignore[no-untyped-def]
    for path in ("a", "a.b", "a.b.c", "a.d", "ab"):
        hang(http, path)
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, "shop", "a.b"),))
    node = paths.node_id
    assert limited.get(f"/commerce/nodes/{node('shop', 'a.b.c')}").status_code == 200
    denied = [
        limited.get(f"/commerce/nodes/{node('shop', 'a')}"),
        limited.get(f"/commerce/nodes/{node('shop', 'a.d')}/children"),
        limited.post("/commerce/nodes", json={"catalogId": "shop", "path": "a.x", "type": "category"}),
        limited.put(f"/commerce/nodes/{node('shop', 'ab')}", json={"type": "x"}, headers=ANY),
        limited.post(f"/commerce/nodes/{node('shop', 'a.b.c')}/move", json={"parentPath": "a"}, headers=ANY),
        limited.post(f"/commerce/nodes/{node('shop', 'a.d')}/move", json={"parentPath": "a.b"}, headers=ANY),
        limited.delete(f"/commerce/nodes/{node('shop', 'a.b')}", headers=ANY),
        limited.delete(f"/commerce/nodes/{node('shop', 'a')}?cascade=true", headers=ANY),
    ]
    assert [answer.status_code for answer in denied] == [403] * len(denied)
    assert (
        limited.post("/commerce/nodes", json={"catalogId": "shop", "path": "a.b.x", "type": "category"}).status_code
        == 201
    )
    assert limited.delete(f"/commerce/nodes/{node('shop', 'a.b.c')}", headers=ANY).status_code == 200


def test_another_tenants_nodes_look_as_if_they_did_not_exist(client_as, http: TestClient, other_world) -> None:  # type: ignore[no-untyped-def]
    node = hang(http, "a")
    stranger = client_as(Role.TENANT_ADMIN, of=other_world)
    assert stranger.get(f"/commerce/nodes/{node['id']}").json()["code"] == "catalogs.node_not_found"
    assert stranger.put(f"/commerce/nodes/{node['id']}", json={"type": "x"}, headers=ANY).status_code == 404
    assert stranger.get("/commerce/catalogs/shop/draft").status_code == 404
    assert stranger.get("/commerce/catalogs").json()["items"] == []


def test_what_was_deleted_is_listed_with_its_path_and_by_whom_and_can_be_restored(client_as, http: TestClient) -> None:  # type: ignore[no-untyped-def]
    for path in ("a", "a.b", "a.b.c", "z"):
        hang(http, path)
    http.delete(f"/commerce/nodes/{paths.node_id('shop', 'a.b')}?cascade=true", headers=ANY)
    http.delete(f"/commerce/nodes/{paths.node_id('shop', 'z')}", headers=ANY)
    deleted = "/commerce/catalogs/shop/deleted-nodes"
    page = http.get(f"{deleted}?limit=1").json()
    rest = http.get(deleted, params={"after": page["next"]}).json()
    z, b = page["items"] + rest["items"]
    assert (z["path"], b["path"], b["deletedBy"], rest["next"]) == ("z", "a.b", "user:tess", None)
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, "shop", "a"),))
    assert [each["path"] for each in limited.get(deleted).json()["items"]] == ["a.b"]
    restore = f"/commerce/nodes/{b['id']}/restore"
    assert http.post(restore).status_code == 428
    assert http.post(restore, headers={"If-Match": '"r1"'}).status_code == 412
    assert http.post(restore, headers={"If-Match": f'"r{b["revision"]}"'}).status_code == 200
    assert tree(http) == ["a", "a.b", "a.b.c"]
    assert http.get(deleted, params={"after": "bm9uZQ"}).status_code == 422


def test_the_trail_says_which_node_it_was(http: TestClient) -> None:
    node = hang(http, "a")["id"]
    http.put(f"/commerce/nodes/{node}", json={"sortKey": 1}, headers=ANY)
    http.delete(f"/commerce/nodes/{node}", headers=ANY)
    http.post(f"/commerce/nodes/{node}/restore", headers=ANY)
    told = http.get("/audit", params={"subject": f"node:{node}"}).json()["items"]
    assert sorted(each["action"] for each in told) == [
        "catalogs.node_changed", "catalogs.node_created", "catalogs.node_deleted", "catalogs.node_restored",
    ]  # fmt: skip
    assert {(each["detail"]["catalog"], each["detail"]["path"]) for each in told} == {("shop", "a")}
