"""/rules over HTTP."""

import gc
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.access.gate import build_gate
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Role
from catalog_admin.kit.paging import cursor
from catalog_admin.kit.work import Database
from catalog_admin.main import create_app
from catalog_admin.settings import Settings
from tests.artefacts.tables.test_dmn import decision, model
from tests.rules.author import predicate
from tests.rules.over_http import HIGH, edits, put
from tests.world import World


def test_a_branch_is_made_read_and_deleted_by_its_etag(begun: TestClient) -> None:
    found = begun.get("/rules/branches/draft/one")
    assert found.headers["ETag"] == f'"{found.json()["head"]}"'
    assert [each["name"] for each in begun.get("/rules/branches").json()["items"]] == ["draft/one", "main"]
    assert begun.delete("/rules/branches/draft/one").json()["code"] == "kit.if_match_missing"
    stale = begun.delete("/rules/branches/draft/one", headers={"If-Match": '"r7"'})
    assert (stale.status_code, stale.json()["current"]) == (412, found.headers["ETag"])
    assert begun.delete("/rules/branches/draft/one", headers={"If-Match": found.headers["ETag"]}).status_code == 204
    assert begun.get("/rules/branches/draft/one").json()["code"] == "rules.branch_not_found"


def test_lists_are_read_by_pages(begun: TestClient) -> None:
    for kind, field in (("branches", "name"), ("files?at=draft/one", "path"), ("commits?at=draft/one", "id")):
        join = "&" if "?" in kind else "?"
        first = begun.get(f"/rules/{kind}{join}limit=1").json()
        rest = begun.get(f"/rules/{kind}{join}after={first['next']}").json()
        whole = begun.get(f"/rules/{kind}").json()["items"]
        assert [each[field] for each in first["items"] + rest["items"]] == [each[field] for each in whole]
        assert (len(whole), rest["next"]) == (2, None)


def test_files_branches_and_tags_say_what_they_are(begun: TestClient) -> None:
    high, context = begun.get("/rules/files", params={"at": "draft/one"}).json()["items"]
    blob = begun.get(HIGH, params={"at": "draft/one"}).json()["blob"]
    assert high == {
        "path": "predicates/high.json",
        "kind": "predicate",
        "id": "high",
        "name": None,
        "owners": [],
        "tags": [],
        "effectiveFrom": None,
        "effectiveTo": None,
        "blob": blob,
        "size": len(begun.get(HIGH, params={"at": "draft/one"}).json()["content"].encode()),
    }
    assert (context["kind"], context["id"]) == ("schema", "context")
    for asked in ({"kind": "schema"}, {"below": "schemas"}, {"q": "CONTEXT"}):
        found = begun.get("/rules/files", params={"at": "draft/one", **asked}).json()["items"]
        assert found == [context], asked
    assert begun.get("/rules/files", params={"at": "draft/one", "owner": "team:x"}).json()["items"] == []
    assert begun.get("/rules/files", params={"kind": "rulez"}).status_code == 422

    draft, main = begun.get("/rules/branches").json()["items"]
    assert draft == begun.get("/rules/branches/draft/one").json()
    assert (draft["ahead"], draft["behind"], draft["base"]) == (1, 0, main["head"])
    assert (draft["last"]["message"], main["ahead"], main["isProtected"]) == ("begin", 0, True)
    made = begun.post("/rules/tags", json={"name": "v1", "at": "draft/one", "message": "As it was"}).json()
    assert begun.get("/rules/tags").json()["items"] == [made]
    assert (made["commit"], made["message"], made["tagger"]) == (draft["head"], "As it was", "user:tess")


def test_a_log_keeps_to_the_commit_it_began_with(begun: TestClient) -> None:
    first = begun.get("/rules/commits", params={"at": "draft/one", "limit": 1}).json()
    put(begun, "discount > 11", If_Match="*")
    rest = begun.get("/rules/commits", params={"at": "draft/one", "after": first["next"]}).json()
    assert [each["message"] for each in rest["items"]] == ["The rule repository begins"]


def test_an_edit_names_what_it_has_seen(begun: TestClient) -> None:
    found = begun.get(HIGH, params={"at": "draft/one"})
    assert (found.json()["kind"], found.headers["ETag"]) == ("predicate", f'"{found.json()["blob"]}"')
    unseen = put(begun, "discount > 20")
    assert (unseen.status_code, unseen.json()["code"]) == (428, "kit.if_match_missing")
    assert "send If-Match" in unseen.json()["detail"]
    assert unseen.json()["current"] == found.headers["ETag"]
    made = put(begun, "discount > 20", If_Match=found.headers["ETag"])
    assert made.status_code == 200, made.text
    again = begun.get(HIGH, params={"at": "draft/one"})
    assert made.headers["ETag"] == again.headers["ETag"]
    late = put(begun, "discount > 30", If_Match=found.headers["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "rules.file_changed")
    assert late.json()["current"] == again.headers["ETag"]
    several = put(begun, "discount > 30", If_Match='"a", "b"')
    assert several.json()["code"] == "rules.bad_etag"
    gone = begun.delete(HIGH, params={"branch": "draft/one"}, headers={"If-Match": again.headers["ETag"]})
    assert gone.json()["files"] == [{"path": "predicates/high.json", "before": again.json()["blob"], "after": None}]


def test_an_edit_of_many_says_for_each_what_it_has_seen(begun: TestClient) -> None:
    said = edits({"predicates/low.json": predicate("low", "discount < 1")})
    said[0]["seen"] = None
    body = {"branch": "draft/one", "message": "low", "edits": said}
    assert begun.post("/rules/commits", json=body).status_code == 201
    assert begun.post("/rules/commits", json=body).json()["code"] == "rules.file_changed"
    del said[0]["seen"]
    unsaid = begun.post("/rules/commits", json=body)
    assert (unsaid.status_code, unsaid.json()["code"]) == (412, "rules.file_changed")
    knowingly = [{"path": "predicates/low.json", "content": None, "seen": "*"}]
    assert begun.post("/rules/commits", json=body | {"edits": knowingly}).status_code == 201
    bad = {"branch": "draft/one", "message": "x", "edits": [*said, *edits({"../x": "{}"})]}
    assert begun.post("/rules/commits", json=bad).json()["pointer"] == "/edits/1/path"


def test_what_does_not_hold_together_is_refused_with_every_fault(begun: TestClient) -> None:
    refused = put(begun, "discuont > 20", If_Match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "rules.unsound")
    [fault] = refused.json()["errors"]
    assert fault["file"] == "predicates/high.json"
    assert fault["pointer"].startswith("/when")
    assert {"code", "detail", "suggestion"} <= fault.keys()
    assert begun.get("/rules/findings", params={"at": "draft/one"}).json()["count"] == 0


def test_the_same_request_twice_is_one_commit(begun: TestClient) -> None:
    body = {
        "branch": "draft/one",
        "message": "low",
        "edits": edits({"predicates/low.json": predicate("low", "discount < 1")}),
    }
    one, two = (begun.post("/rules/commits", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (one.status_code, two.status_code, two.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert one.json() == two.json()


def test_roles_read_write_merge_and_protect(begun: TestClient, client_as: Callable[..., TestClient]) -> None:
    viewer, author, publisher = map(client_as, (Role.VIEWER, Role.RULE_AUTHOR, Role.PUBLISHER))
    merge = {"source": "draft/one", "target": "main"}
    assert viewer.get(HIGH, params={"at": "draft/one"}).status_code == 200
    assert put(viewer, "discount > 20", If_Match="*").status_code == 403
    assert put(author, "discount > 20", If_Match="*").status_code == 200
    assert put(author, "discount > 20", "main", If_Match="*").json()["code"] == "rules.branch_protected"
    assert author.post("/rules/merges", json=merge).json()["needs"] == "publisher"
    merged = publisher.post("/rules/merges", json=merge)
    assert merged.status_code == 201, merged.text
    assert merged.headers["Location"] == f"/rules/commits/{merged.json()['head']}"
    assert publisher.post("/rules/merges", json=merge).json()["code"] == "rules.nothing_changed"
    assert author.patch("/rules/branches/main", json={"isProtected": False}).status_code == 403
    assert begun.patch("/rules/branches/main", json={"isProtected": False}).json()["isProtected"] is False
    assert put(author, "discount > 30", "main", If_Match="*").status_code == 200


def test_another_tenant_reads_nothing_of_it(
    begun: TestClient, client_as: Callable[..., TestClient], other_world: Any
) -> None:
    head = begun.get("/rules/branches/draft/one").json()["head"]
    rival = client_as(Role.TENANT_ADMIN, of=other_world)
    assert rival.get("/rules/branches").json() == {"items": [], "next": None}
    assert rival.post("/rules/branches", json={"name": "mine"}).status_code == 201
    for at in ("draft/one", head, head[:8]):
        assert rival.get(HIGH, params={"at": at}).json()["code"] == "rules.revision_not_found"


@pytest.mark.parametrize(
    "path",
    [
        *("branches/a%00b", "files?at=a%00b", "files?below=a%00b", "files/a%00b", "history/a%00b", "blame/a%00b"),
        *("commits/a%00b", "difference?from=main&to=a%00b", "test-runs/a%00b", "demands/a%00b", "findings?at=a%00b"),
        *("history/a%C3%A4?at=main", f"history/{'a/' * 150}b", "files/a?at=refs/heads/%00"),
    ],
)
def test_names_that_nothing_can_have_are_refused(begun: TestClient, path: str) -> None:
    assert begun.get(f"/rules/{path}").status_code in (404, 413, 422)


def test_a_page_behind_a_name_that_nothing_can_have_is_refused_or_empty(begun: TestClient) -> None:
    for kind in ("branches", "tags", "files"):
        assert begun.get(f"/rules/{kind}", params={"after": cursor("a\0b")}).status_code in (200, 400, 422)


@pytest.mark.parametrize("message", ["\x1c", "\u200b", "\x1fa", "a" * 10_000])
def test_a_message_of_any_characters_is_kept_or_refused(begun: TestClient, message: str) -> None:
    edit = {"path": "predicates/high.json", "content": predicate("high", "discount > 11"), "seen": "*"}
    said = {"branch": "draft/one", "edits": [edit]}
    assert begun.post("/rules/commits", json={**said, "message": message}).status_code in (201, 422)
    assert begun.post("/rules/tags", json={"name": "v1", "message": message}).status_code in (201, 422)


def test_a_name_means_one_thing_for_good(begun: TestClient) -> None:
    """Who may make branches would otherwise move what a publisher's tag, or a commit, stands for."""
    assert begun.post("/rules/tags", json={"name": "v1", "at": "draft/one"}).status_code == 201
    assert begun.post("/rules/branches", json={"name": "v1"}).json()["code"] == "rules.name_taken"
    assert begun.post("/rules/tags", json={"name": "draft/one"}).json()["code"] == "rules.name_taken"
    head = begun.get("/rules/branches/draft/one").json()["head"]
    assert begun.post("/rules/branches", json={"name": head}).json()["code"] == "rules.bad_name"
    assert begun.post("/rules/branches", json={"name": f"refs/heads/{head}"}).json()["code"] == "rules.bad_name"
    assert begun.get(f"/rules/commits/{head}").json()["commit"]["id"] == head


def test_the_past_of_a_file_and_of_its_lines(begun: TestClient) -> None:
    put(begun, "discount > 20", If_Match="*")
    steps = begun.get("/rules/history/predicates/high.json", params={"at": "draft/one"}).json()["items"]
    assert [each["commit"]["message"] for each in steps] == ["Change predicates/high.json", "begin"]
    lines = begun.get("/rules/blame/predicates/high.json", params={"at": "draft/one"}).json()["items"]
    assert {each["commit"]["id"] for each in lines} == {each["commit"]["id"] for each in steps}
    whole = begun.get(f"/rules/commits/{steps[0]['commit']['id'][:9]}").json()
    assert [each["path"] for each in whole["files"]] == ["predicates/high.json"]
    assert begun.get("/rules/history/predicates/none.json").json()["code"] == "rules.file_not_found"


def test_a_revision_is_exported_as_the_same_bytes_each_time(begun: TestClient) -> None:
    assert begun.post("/rules/tags", json={"name": "v1", "at": "draft/one"}).status_code == 201
    one, two = (begun.get("/rules/export", params={"at": at}) for at in ("v1", "draft/one"))
    assert one.content == two.content
    assert zipfile.ZipFile(io.BytesIO(one.content)).namelist() == ["predicates/high.json", "schemas/context.json"]
    assert [each["name"] for each in begun.get("/rules/tags").json()["items"]] == ["v1"]


def test_an_export_of_nothing_is_refused_and_leaves_no_file_open(begun: TestClient) -> None:
    """A file that nobody closes is a warning, and warnings are errors here."""
    assert begun.get("/rules/export", params={"at": "nowhere"}).json()["code"] == "rules.revision_not_found"
    gc.collect()


def test_editors_get_what_they_complete_and_check_with_and_need_no_token_for_it(
    database: Database, world: World, tmp_path: Path
) -> None:
    gate = build_gate(database, environments.chosen, host="127.0.0.1", data_dir=tmp_path)
    editor = TestClient(create_app(Settings(demo=False), database, gate=gate), base_url="https://rules.example")
    assert editor.get("/rules/files").status_code == 401
    catalog = editor.get("/rules/editor-catalog").json()
    assert (catalog["$schema"], catalog["version"]) == ("https://json.schemastore.org/schema-catalog.json", 1)
    for entry in catalog["schemas"]:
        schema = editor.get(entry["url"]).json()
        assert (schema["$id"], schema["title"]) == (entry["url"], entry["name"])
        assert entry["url"].startswith("https://rules.example/rules/schemas/")
    kinds = {each["kind"]: each for each in editor.get("/rules/kinds").json()}
    assert kinds["table"]["patterns"] == ["tables/**/*.jdm.json"]
    assert kinds["dmn"]["schema"] is None
    assert editor.get(kinds["rule"]["schema"]).json()["$id"] == kinds["rule"]["schema"]


def test_editors_get_the_schemas(client: TestClient) -> None:
    names = client.get("/rules/schemas").json()
    assert client.get("/rules/schemas/predicate.json").json()["$id"] == names["predicate.json"]
    assert client.get("/rules/schemas/nothing.json").json()["code"] == "rules.schema_not_found"


def test_cases_are_run_over_http_and_what_a_branch_demands_is_kept(begun: TestClient) -> None:
    case = {"id": "above", "context": {"discount": 11}, "expect": {"outcome": "NO_MATCH"}}
    cases = {"subject": {"kind": "predicate", "id": "high"}, "instant": "2026-03-01", "cases": [case]}
    said = edits({"tests/high.json": json.dumps(cases)})
    made = begun.post("/rules/commits", json={"branch": "draft/one", "message": "a case", "edits": said})
    assert made.json()["trial"] == {"cases": 1, "failed": 1, "job": None}
    ran = begun.post("/rules/test-runs", json={"at": "draft/one"})
    assert (ran.status_code, ran.json()["job"]) == (201, None)
    kept = begun.get(ran.headers["Location"]).json()
    assert kept == ran.json()["run"]
    assert kept["failures"][0]["pointer"] == "/cases/0"
    newest, first = begun.get("/rules/test-runs?branch=draft/one").json()["items"]
    assert (newest["id"], first["commit"]) == (kept["id"], made.json()["head"])

    demanded = begun.put("/rules/demands/main", json={"casesPass": True}, headers={"If-Match": "*"})
    assert demanded.json() == begun.get("/rules/demands/main").json()
    refused = begun.post("/rules/merges", json={"source": "draft/one", "target": "main"})
    assert (refused.status_code, refused.json()["code"]) == (409, "rules.demands_unmet")
    assert refused.json()["errors"][0]["file"] == "tests/high.json"


def test_decision_tables_are_imported_over_http(begun: TestClient) -> None:
    content = model(decision("Risk", "age", {"&lt;18": "2", ">=18": "1"})).decode()
    body = {"branch": "draft/one", "name": "risk", "content": content}
    made = begun.post("/rules/import/dmn", json=body)
    assert (made.status_code, made.json()["file"]) == (201, "tables/risk.dmn")
    assert made.json()["decisions"][0]["rows"] == 2
    assert begun.post("/rules/import/dmn", json=body).status_code == 428
    unreadable = begun.post("/rules/import/dmn", json={**body, "name": "other", "content": "<no/>"})
    assert unreadable.json()["code"] == "rules.unsound"


def test_edits_are_checked_over_http_and_stored_nowhere(begun: TestClient) -> None:
    was = begun.get("/rules/branches/draft/one").json()
    body = {"at": "draft/one", "edits": edits({"predicates/low.json": predicate("low", "discuont < 1")})}
    found = begun.post("/rules/findings", json=body).json()
    assert (found["isRefused"], found["newCount"], found["oldCount"], found["commit"]) == (True, 1, 0, was["head"])
    assert (found["new"][0]["file"], found["new"][0]["code"]) == ("predicates/low.json", "predicates.unknown_name")
    assert begun.get("/rules/branches/draft/one").json() == was
    bad = begun.post("/rules/findings", json={"at": "draft/one", "edits": edits({"../x": "{}"})})
    assert (bad.status_code, bad.json()["pointer"]) == (422, "/edits/0/path")
