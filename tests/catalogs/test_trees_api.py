"""Whole trees in and out."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from tests.catalogs.conftest import hang, tree

CATEGORIES = Path(__file__).parents[1] / "data" / "taxonomy" / "shopify_categories.jsonl.gz"


def send(client: TestClient, rows: list[Any] | bytes, catalog: str = "shop", **headers: str) -> Any:
    body = rows if isinstance(rows, bytes) else b"\n".join(json.dumps(row).encode() for row in rows)
    said = {"Content-Type": "application/x-ndjson", **headers}
    return client.post(f"/commerce/catalogs/{catalog}/nodes/import", content=body, headers=said)


def export(client: TestClient, catalog: str = "shop") -> bytes:
    return client.get(f"/commerce/catalogs/{catalog}/nodes/export").content


def test_real_categories_go_in_at_once_and_come_out_the_same(http: TestClient) -> None:
    answer = send(http, gzip.decompress(CATEGORIES.read_bytes()))
    assert (answer.status_code, answer.json()) == (200, {"created": 10_282})
    first = export(http)
    rows = {row["path"]: row for row in map(json.loads, first.splitlines())}
    assert len(rows) == 10_283
    assert sum(path.count(".") == 0 for path in rows) == 26
    assert max(path.count(".") for path in rows) == 7
    assert rows["aa.aa-1.aa-1-1"]["meta"]["displayName"] == {"en": "Activewear"}
    http.post("/commerce/catalogs", json={"key": "copy"})
    assert send(http, first, "copy").json() == {"created": 10_282}
    assert export(http, "copy") == first


def test_rows_come_in_any_order_and_hang_below_what_is_there(http: TestClient) -> None:
    hang(http, "a")
    rows = [{"path": "a.b.c", "type": "bundleNode"}, {"path": "b"}, {"path": "a.b", "meta": {"displayName": "B"}}]
    assert send(http, rows).json() == {"created": 3}
    assert tree(http) == ["a", "a.b", "a.b.c", "b"]


def test_siblings_stand_as_their_rows_do(http: TestClient) -> None:
    send(
        http,
        [{"id": "x/2", "parent": None, "name": "Two"}, {"id": "x/1", "parent": None}, {"id": "x/3", "parent": "x/2"}],
    )
    root = http.get("/commerce/catalogs/shop/draft").json()["nodes"][0]["id"]
    children = http.get(f"/commerce/nodes/{root}/children").json()["items"]
    assert [child["path"] for child in children] == ["2", "1"]
    assert tree(http) == ["1", "2", "2.3"]


def test_reads_taxonomies_as_they_are_published(http: TestClient) -> None:
    row = {
        "id": "gid://taxonomy/aa",
        "parent": None,
        "depth": 0,
        "path": ["Apparel"],
        "leaf": True,
        "attributes": ["color"],
    }
    assert send(http, [row | {"added": [], "dropped": []}]).json() == {"created": 1}
    said = json.loads(export(http).splitlines()[1])
    assert said["meta"] == {"displayName": {"en": "Apparel"}, "attributes": ["color"]}


def test_takes_a_json_array_and_says_what_the_root_says(http: TestClient) -> None:
    rows = [{"path": "", "meta": {"displayName": "All"}}, {"path": "a"}]
    answer = http.post("/commerce/catalogs/shop/nodes/import", json=rows)
    assert answer.json() == {"created": 1}
    assert json.loads(export(http).splitlines()[0])["meta"] == {"displayName": {"en": "All"}}


@pytest.mark.parametrize(
    ("rows", "code", "pointer"),
    [
        ([{"path": "b"}, {"path": "a"}], "catalogs.path_taken", "/1/path"),
        ([{"path": "b"}, {"path": "b"}], "catalogs.named_twice", "/1/path"),
        ([{"path": "b.c"}], "catalogs.parent_missing", "/0/path"),
        ([{"path": "b c"}], "catalogs.bad_path", "/0/path"),
        ([{"path": "b", "colour": 1}], "catalogs.bad_item", "/0/colour"),
        ([{"type": "x"}], "catalogs.bad_item", "/0"),
        ([{"id": "b", "parent": "nobody"}], "catalogs.parent_missing", "/0/parent"),
        ([{"id": "b", "parent": "c"}, {"id": "c", "parent": "b"}], "catalogs.would_cycle", "/0/parent"),
        ([{"id": "b", "parent": "b"}], "catalogs.would_cycle", "/0/parent"),
        ([{"id": "b/ü", "parent": None}], "catalogs.bad_path", "/0/id"),
        ([{"path": "b", "meta": {"slug": 1}}], "catalogs.bad_meta", "/0/meta/slug"),
        ([{"path": "b", "attributes": {"nobody": 1}}], "products.unknown_attribute", "/0/attributes/nobody"),
        ([{"path": "b", "type": "childRoot"}], "catalogs.root_fixed", "/0/type"),
        (b'{"path": "b"}\n{"path": ', "kit.unreadable_body", "/1"),
        (b'{"path": "b"}\n\xff', "kit.unreadable_body", "/1"),
        (b'{"path": "b"}\n[]', "catalogs.bad_item", "/1"),
    ],
)
def test_one_bad_row_keeps_all_out_and_is_named(http: TestClient, rows: Any, code: str, pointer: str) -> None:
    hang(http, "a")
    answer = send(http, rows)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "catalogs.tree_refused")
    assert (problem["errors"][0]["code"], problem["errors"][0]["pointer"]) == (code, pointer)
    assert tree(http) == ["a"]


def test_the_same_key_imports_once(http: TestClient) -> None:
    rows = [{"path": "a"}]
    assert send(http, rows, **{"Idempotency-Key": "k"}).json() == {"created": 1}
    assert send(http, rows, **{"Idempotency-Key": "k"}).headers["idempotency-replayed"] == "true"
    assert send(http, rows).status_code == 422


def test_an_import_stays_within_a_grant(client_as, http: TestClient) -> None:  # type: ignore[no-untyped-def]
    hang(http, "a")
    limited = client_as(grants=(Grant(Role.CATALOG_EDITOR, "shop", "a"),))
    assert send(limited, [{"path": "a.b"}]).status_code == 200
    assert send(limited, [{"path": "a.c"}, {"path": "b"}]).status_code == 403
    assert limited.get("/commerce/catalogs/shop/nodes/export").status_code == 403
    assert tree(http) == ["a", "a.b"]


def test_a_thousand_levels_are_a_tree_as_well(http: TestClient) -> None:
    path = ".".join(["k"] * 1_000)
    rows = [{"path": path[: 2 * depth + 1]} for depth in range(1_000)]
    assert send(http, rows).json() == {"created": 1_000}
    assert len(export(http).splitlines()) == 1_001


def test_a_tree_may_be_larger_than_other_bodies(http: TestClient) -> None:
    rows = [{"path": f"n{number}", "meta": {"note": "x" * 60_000}} for number in range(200)]
    assert sum(len(row["meta"]["note"]) for row in rows) > http.app.state.settings.max_body_bytes  # type: ignore[attr-defined, index]
    assert send(http, rows).json() == {"created": 200}


def test_when_the_root_is_there_goes_out_and_comes_back(http: TestClient) -> None:
    send(http, [{"path": "", "activeFrom": "2026-01-01T00:00:00Z", "activeTo": "2027-01-01T00:00:00Z"}])
    first = export(http)
    assert json.loads(first)["activeTo"] == "2027-01-01T00:00:00Z"
    http.post("/commerce/catalogs", json={"key": "copy"})
    send(http, first, "copy")
    assert export(http, "copy") == first


def test_a_tree_of_mistakes_is_answered_in_reasonable_time_and_length(http: TestClient) -> None:
    http.put("/commerce/attributes/material", json={"type": "text", "allowed": [f"cloth {n}" for n in range(10_000)]})
    started = time.process_time()
    answer = send(http, [{"path": f"n{n}", "attributes": {"material": f"clot {n}"}} for n in range(3_000)])
    assert answer.json()["failed"] == 3_000
    assert answer.json()["errors"][0]["suggestion"].startswith("cloth")
    assert time.process_time() - started < 15
