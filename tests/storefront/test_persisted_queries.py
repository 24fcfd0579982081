"""A query is sent by its hash alone, once its text is known."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.ids import TenantId
from catalog_admin.storefront.api import graphql
from catalog_admin.storefront.errors import PersistedQueryNotFound
from catalog_admin.storefront.graph.persisted import PersistedQueries
from catalog_admin.storefront.graph.requests import GraphRequest
from tests.database import service_url
from tests.storefront.conftest import Shop, _viewer
from tests.storefront.lane import road
from tests.world import FixedGate

QUERY = "query ($key: String!) {catalog(key: $key) {persisted: key}}"
MINE, THEIRS = TenantId(uuid4()), TenantId(uuid4())


@pytest.fixture(autouse=True)
def _known_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql, "_persisted", PersistedQueries())


def named(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": sha256(text.encode()).hexdigest()}}


def by_hash(text: str = QUERY) -> dict[str, str]:
    return {"extensions": json.dumps(named(text)), "variables": '{"key": "global"}'}


def test_a_hash_is_unknown_until_its_text_was_answered(reader: TestClient) -> None:
    unknown = reader.get("/graphql", params=by_hash())
    assert unknown.json()["errors"][0] == {
        "message": "PersistedQueryNotFound",
        "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
    }
    assert (unknown.status_code, unknown.headers["cache-control"]) == (200, "no-store")
    both = reader.post("/graphql", json={"query": QUERY, "variables": {"key": "global"}, "extensions": named(QUERY)})
    alone = reader.get("/graphql", params=by_hash())
    assert both.json()["data"] == alone.json()["data"] == {"catalog": {"persisted": "global"}}
    assert alone.headers["cache-control"].startswith("private, max-age")
    posted = reader.post("/graphql", json={"variables": {"key": "global"}, "extensions": named(QUERY)})
    assert posted.json()["data"] == alone.json()["data"]


def test_what_was_refused_is_not_remembered(reader: TestClient) -> None:
    wrong = "{nothing}"
    reader.post("/graphql", json={"query": wrong, "extensions": named(wrong)})
    assert "PERSISTED_QUERY_NOT_FOUND" in reader.get("/graphql", params=by_hash(wrong)).text


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (named("another"), "storefront.persisted_query_mismatch"),
        ({"persistedQuery": {"version": 2, "sha256Hash": "0" * 64}}, "storefront.bad_request"),
        ({"persistedQuery": {"version": 1, "sha256Hash": "x"}}, "storefront.bad_request"),
        ({"persistedQuery": "?"}, "storefront.bad_request"),
    ],
)
def test_a_wrong_hash_is_refused(reader: TestClient, said: dict[str, Any], code: str) -> None:
    answer = reader.post("/graphql", json={"query": QUERY, "variables": {"key": "global"}, "extensions": said})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_extensions_of_others_are_nothing_to_us(reader: TestClient) -> None:
    asked = {"query": QUERY, "variables": {"key": "global"}, "extensions": {"tracing": True}}
    assert reader.post("/graphql", json=asked).status_code == 200


def asked(text: str, *, alone: bool = False) -> GraphRequest:
    return GraphRequest("" if alone else text, sha256=sha256(text.encode()).hexdigest())


def test_a_tenants_texts_are_its_own() -> None:
    queries = PersistedQueries()
    queries.keep(MINE, asked("{a}"))
    assert queries.complete(MINE, asked("{a}", alone=True)).query == "{a}"
    with pytest.raises(PersistedQueryNotFound):
        queries.complete(THEIRS, asked("{a}", alone=True))


def test_they_are_bounded_for_each_and_for_all() -> None:
    queries = PersistedQueries(most_per_tenant=3, most_characters=50)
    queries.keep(THEIRS, asked("{theirs}"))
    for number in range(10):
        queries.keep(MINE, asked(f"{{a{number}}}"))
    assert queries.complete(THEIRS, asked("{theirs}", alone=True)).query == "{theirs}"
    assert len(queries._texts) == 4
    queries.keep(MINE, asked("{" + "a" * 45 + "}"))
    assert queries._characters <= 50
    assert sum(queries._count.values()) == len(queries._texts)


def test_a_known_hash_takes_the_fast_lane(shop: Shop, shop_url: str) -> None:
    with road(service_url(shop_url), FixedGate(_viewer(shop.world), shop.world)) as here:
        headers = {"Authorization": "Bearer of-vic"}
        both = {"query": QUERY, "variables": {"key": "global"}, "extensions": named(QUERY)}
        here.client.post("/graphql", json=both, headers=headers)
        first = here.client.get("/graphql", params=by_hash(), headers=headers)
        before = here.slow
        again = here.client.get("/graphql", params=by_hash(), headers=headers)
        assert (again.content, here.slow) == (first.content, before)
