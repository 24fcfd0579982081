"""Several nodes at once: all or none, and back again in one request."""

from typing import Any

from fastapi.testclient import TestClient

from tests.catalogs.conftest import hang, tree

BULK = "/commerce/nodes/bulk"


def children(client: TestClient, node: str) -> list[str]:
    return [each["key"] for each in client.get(f"/commerce/nodes/{node}/children").json()["items"]]


def planted(client: TestClient) -> dict[str, dict[str, Any]]:
    return {path: hang(client, path) for path in ("a", "a.x", "a.y", "a.z", "b", "b.w")}


def step(verb: str, node: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"verb": verb, "id": node["id"], "revision": node["revision"], **more}


def test_moves_several_to_a_place_and_back_in_one_request(http: TestClient) -> None:
    nodes = planted(http)
    moves = [
        step("move", nodes["a.z"], parentId=nodes["b"]["id"], position=0),
        step("move", nodes["a.x"], parentId=nodes["b"]["id"], position=1),
    ]
    done = http.post(BULK, json={"steps": moves})
    assert done.status_code == 200, done.text
    assert children(http, nodes["b"]["id"]) == ["z", "x", "w"]
    assert [each["path"] for each in done.json()["nodes"]] == ["b.z", "b.x"]
    back = http.post(BULK, json=done.json()["undo"])
    assert back.status_code == 200, back.text
    assert (children(http, nodes["a"]["id"]), children(http, nodes["b"]["id"])) == (["x", "y", "z"], ["w"])


def test_deletes_with_and_without_what_is_below_and_brings_all_of_it_back(http: TestClient) -> None:
    nodes = planted(http)
    gone = http.post(BULK, json={"steps": [step("delete", nodes["a"]), step("delete", nodes["b"], cascade=True)]})
    assert gone.status_code == 200, gone.text
    assert (tree(http), [each["isDeleted"] for each in gone.json()["nodes"]]) == (["x", "y", "z"], [True, True])
    back = http.post(BULK, json=gone.json()["undo"])
    assert back.status_code == 200, back.text
    assert tree(http) == ["a", "a.x", "a.y", "a.z", "b", "b.w"]
    assert children(http, nodes["a"]["id"]) == ["x", "y", "z"]
    again = http.post(BULK, json=back.json()["undo"])
    assert (again.status_code, tree(http)) == (200, ["x", "y", "z"])


def test_one_that_cannot_be_done_stops_all_and_is_named(http: TestClient) -> None:
    nodes = planted(http)
    into_itself = [step("delete", nodes["b"], cascade=True), step("move", nodes["a"], parentPath="a.x")]
    refused = http.post(BULK, json={"steps": into_itself})
    said = refused.json()
    assert (refused.status_code, said["code"], said["pointer"]) == (422, "catalogs.would_cycle", "/steps/1/parentPath")
    stale = http.post(BULK, json={"steps": [step("delete", nodes["b"]), {**step("delete", nodes["a"]), "revision": 9}]})
    assert (stale.status_code, stale.json()["pointer"]) == (412, "/steps/1")
    missing = http.post(BULK, json={"steps": [step("restore", nodes["a"])]})
    assert (missing.status_code, missing.json()["code"]) == (409, "catalogs.not_deleted")
    assert tree(http) == ["a", "a.x", "a.y", "a.z", "b", "b.w"]


def test_two_trees_are_not_changed_at_once(http: TestClient) -> None:
    nodes = planted(http)
    http.post("/commerce/catalogs", json={"key": "other"})
    other = http.get("/commerce/catalogs/other/draft").json()["nodes"][0]
    refused = http.post(BULK, json={"steps": [step("delete", nodes["b"]), step("delete", other)]})
    assert (refused.status_code, refused.json()["pointer"]) == (422, "/steps/1/id")
    assert http.post(BULK, json={"steps": []}).status_code == 422
