"""What is compared and combined under /rules, over HTTP."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Role
from tests.rules.over_http import HIGH, put


def test_two_revisions_differ_as_text_and_in_meaning(begun: TestClient) -> None:
    was = begun.get("/rules/branches/draft/one").json()["head"]
    put(begun, "discount > 20", If_Match="*")
    asked = {"from": was, "to": "draft/one"}
    [text] = begun.get("/rules/difference", params=asked).json()["items"]
    assert text["patch"].startswith("diff --git a/predicates/high.json b/predicates/high.json\n")
    [meant] = begun.get("/rules/difference/meaning", params=asked).json()["items"]
    assert (meant["verb"], meant["noun"], meant["thing"]) == ("changed", "condition", "predicate high")
    assert meant["sentence"] == "predicate high: when discount > 10 became discount > 20"


def test_what_one_side_did_alone_is_compared_over_http(begun: TestClient) -> None:
    base = begun.get("/rules/branches/main").json()["head"]
    begun.post("/rules/branches", json={"name": "two", "at": "main"})
    begun.post("/rules/merges", json={"source": "draft/one", "target": "main"})
    plain, alone = (
        begun.get("/rules/difference", params={"from": "main", "to": "two", "sinceBase": since}).json()
        for since in (False, True)
    )
    assert (len(plain["items"]), alone["items"], alone["base"]) == (2, [], base)
    asked = {"from": base, "to": "main", "below": "schemas"}
    assert [each["path"] for each in begun.get("/rules/difference", params=asked).json()["items"]] == [
        "schemas/context.json"
    ]
    said = begun.get("/rules/difference/meaning", params=asked).json()
    assert [each["file"] for each in said["items"]] == ["schemas/context.json"]
    effect = begun.get("/rules/behaviour", params={"from": "main", "to": "two", "sinceBase": True}).json()
    assert effect["items"] == []


def test_what_a_change_does_is_asked_over_http(begun: TestClient) -> None:
    begun.post("/rules/merges", json={"source": "draft/one", "target": "main"})
    put(begun, "discount >= 10", If_Match="*")
    found = begun.get("/rules/behaviour", params={"from": "main", "to": "draft/one", "instant": "2026-03-01"}).json()
    assert found["instant"] == "2026-03-01T00:00:00Z"
    assert found["items"][0]["flips"][0]["context"] == {"discount": 10}
    assert found["next"] is None


def test_conflicts_are_told_one_by_one_and_resolved_by_choices(begun: TestClient) -> None:
    begun.post("/rules/branches", json={"name": "two", "at": "draft/one"})
    put(begun, "discount > 20", If_Match="*")
    put(begun, "discount > 30", "two", If_Match="*")
    merge = {"source": "two", "target": "draft/one"}
    refused = begun.post("/rules/merges", json=merge)
    assert (refused.status_code, refused.json()["code"]) == (409, "rules.merge_conflicts")
    [conflict] = refused.json()["conflicts"]
    assert refused.json()["between"]["theirs"] == begun.get("/rules/branches/two").json()["head"]
    resolved = merge | {"choices": [{"conflict": conflict["id"], "take": "theirs"}]}
    assert begun.post("/rules/merges", json=resolved).json()["code"] == "rules.head_missing"
    head = begun.get("/rules/branches/draft/one").headers["ETag"]
    unnamed = begun.post("/rules/merges", json=resolved, headers={"If-Match": head})
    assert (unnamed.status_code, unnamed.json()["code"]) == (428, "rules.head_missing")
    resolved |= {"source": refused.json()["between"]["theirs"]}
    wrong = begun.post("/rules/merges", json=resolved | {"choices": [{"conflict": "x"}]}, headers={"If-Match": head})
    assert wrong.status_code == 422
    assert begun.post("/rules/merges", json=resolved, headers={"If-Match": head}).status_code == 201
    assert "30" in begun.get(HIGH, params={"at": "draft/one"}).json()["content"]


def test_a_commit_is_reverted_and_picked(begun: TestClient) -> None:
    begun.post("/rules/branches", json={"name": "two", "at": "draft/one"})
    changed = put(begun, "discount > 20", If_Match="*").json()["head"]
    assert begun.post("/rules/cherry-picks", json={"commit": changed, "branch": "two"}).status_code == 201
    assert begun.post("/rules/reverts", json={"commit": changed, "branch": "draft/one"}).status_code == 201
    [meant] = begun.get("/rules/difference/meaning", params={"from": "draft/one", "to": "two"}).json()["items"]
    assert meant["sentence"] == "predicate high: when discount > 10 became discount > 20"


def test_a_merge_is_previewed_over_http(begun: TestClient, client_as: Callable[..., TestClient]) -> None:
    asked = {"source": "draft/one", "target": "main"}
    found = client_as(Role.VIEWER).post("/rules/merges/preview", json=asked).json()
    assert (found["isFastForward"], found["fileCount"], found["meaningCount"], found["refusals"]) == (True, 2, 2, [])
    assert begun.post("/rules/merges", json=asked).json()["files"] == found["files"]
    again = begun.post("/rules/merges/preview", json=asked).json()
    assert [each["code"] for each in again["refusals"]] == ["rules.nothing_changed"]


def test_a_conflict_is_previewed_and_read_whole_over_http(begun: TestClient) -> None:
    begun.post("/rules/branches", json={"name": "two", "at": "draft/one"})
    put(begun, "discount > 20", If_Match="*")
    put(begun, "discount > 30", "two", If_Match="*")
    asked = {"source": "two", "target": "draft/one"}
    found = begun.post("/rules/merges/preview", json=asked).json()
    [conflict] = found["conflicts"]
    assert (conflict["file"], conflict["cut"], found["refusals"][0]["code"]) == (
        "predicates/high.json",
        {},
        "rules.merge_conflicts",
    )
    between = {side: found[side] for side in ("base", "ours", "theirs")}
    assert begun.get("/rules/conflict", params=between | {"id": conflict["id"]}).json() == conflict
    none = begun.get("/rules/conflict", params=between | {"id": "predicate low#when"})
    assert (none.status_code, none.json()["code"]) == (404, "rules.conflict_not_found")
    chosen = asked | {"choices": [{"conflict": conflict["id"], "take": "theirs"}]}
    assert begun.post("/rules/merges/preview", json=chosen).json()["refusals"] == []
