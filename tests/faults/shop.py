"""What the killed program sells: one shelf, told over HTTP, and what readers see of it."""

import json
from typing import Any, NamedTuple

import httpx2 as httpx

from tests.faults.program import Program, until

FINAL = ("succeeded", "failed", "cancelled")
QUERY = '{ node(catalog: "shop", path: "Shelf") { ratePlans(first: 100) { edges { node { key } } } } }'


class Seen(NamedTuple):
    shelf: tuple[str, ...]
    live: str
    number: int
    versions: tuple[str, ...]


def open_shop(program: Program) -> None:
    with program.client() as client:
        ok(client.post("/commerce/catalogs", json={"key": "shop", "locales": ["en"]}))
        shelf = ok(client.post("/commerce/nodes", json={"catalogId": "shop", "path": "Shelf", "type": "category"}))
        put_on_shelf(client, "first", shelf["id"])
        assert ended(client, ask_to_publish(client))["status"] == "succeeded"


def put_on_shelf(client: httpx.Client, key: str, shelf: str | None = None) -> None:
    """In the draft; readers see it with the next publish."""
    shelf = shelf or next(node["id"] for node in tree(client)["nodes"] if node["path"] == "Shelf")
    ok(client.post("/commerce/products", json={"key": key, "status": "active"}))
    ok(client.post("/commerce/product-rate-plans", json={"key": key, "product": key, "status": "active"}))
    ok(client.put(f"/commerce/nodes/{shelf}/product-rate-plans/{key}", json={}))


def ask_to_publish(client: httpx.Client) -> str:
    return str(ok(client.post("/commerce/catalogs/shop/publish", json={}, headers={"If-Match": "*"}))["id"])


def ask_to_import(client: httpx.Client, rows: bytes, policy: str) -> str:
    asked = client.post("/commerce/imports", params={"format": "ndjson", "policy": policy}, content=rows)
    return str(ok(asked)["id"])


def products(prefix: str, count: int) -> bytes:
    rows = ({"key": f"{prefix}-{n}", "ratePlans": [{"key": f"{prefix}-{n}"}]} for n in range(count))
    return "\n".join(map(json.dumps, rows)).encode()


def ended(client: httpx.Client, job: str) -> Any:
    until(lambda: ok(client.get(f"/jobs/{job}"))["status"] in FINAL)
    return ok(client.get(f"/jobs/{job}"))


def seen_by_readers(client: httpx.Client) -> Seen:
    """The storefront's shelf, the live version and its number, and all versions there are, newest first."""
    shelf = ok(client.post("/graphql", json={"query": QUERY}))["data"]["node"]["ratePlans"]["edges"]
    live = tree(client)
    versions = ok(client.get("/commerce/catalogs/shop/versions", params={"limit": 100}))["items"]
    keys = tuple(sorted(edge["node"]["key"] for edge in shelf))
    return Seen(keys, live["version"], live["number"], tuple(version["version"]["digest"] for version in versions))


def tree(client: httpx.Client) -> Any:
    return ok(client.get("/commerce/catalogs/shop"))


def ok(answer: httpx.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()
