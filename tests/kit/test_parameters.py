"""What stands in the address is as strict as a body: a misspelt parameter must not be silently lost."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("address", "wrong", "meant"),
    [
        ("/commerce/catalogs/saas?dat=2021-06-01", "dat", "date"),
        ("/storefront/catalogs/c1?asof=2021-06-01T00:00:00Z", "asof", "asOf"),
        ("/storefront/catalogs/c1/rate-plans?limit=1&serch=x", "serch", "search"),
        ("/graphql?query={__typename}&operationname=x", "operationname", "operationName"),
        ("/commerce/products?limmit=1", "limmit", "limit"),
    ],
)
def test_an_unknown_query_parameter_is_refused_with_the_one_that_was_meant(
    client: TestClient, address: str, wrong: str, meant: str
) -> None:
    answer = client.get(address)
    told = answer.json()
    assert (answer.status_code, told["code"], told["suggestion"]) == (422, "http.invalid", meant)
    assert told["errors"] == [
        {
            "pointer": f"/{wrong}",
            "in": "query",
            "detail": "there is no such parameter here",
            "code": "extra_forbidden",
            "suggestion": meant,
        }
    ]


def test_pages_and_probes_take_what_browsers_and_probers_add(client: TestClient) -> None:
    for path in ("/", "/docs", "/healthz"):
        assert client.get(path, params={"from": "mail"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "where", "pointer"),
    [
        ("/storefront/catalogs/c1/nodes/by-path/%00", "path", "/path"),
        ("/commerce/products?search=a%00", "query", "/search"),
    ],
)
def test_nul_is_refused_with_its_place_before_the_database_sees_it(
    client: TestClient, address: str, where: str, pointer: str
) -> None:
    told = client.get(address).json()
    assert told["code"] == "http.invalid"
    assert {"pointer": pointer, "in": where, "detail": "text holds a NUL character", "code": "nul_character"} in told[
        "errors"
    ]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"key": "p", "name": []}, {"/name"}),
        ({"name": {"en": "P"}}, {"/key"}),
        ({"key": "p", "tags": ["a", 1]}, {"/tags/1"}),
        ([], {""}),
    ],
)
def test_a_pointer_names_only_what_was_sent(client: TestClient, body: Any, pointers: set[str]) -> None:
    told = client.post("/commerce/products", json=body).json()
    assert {fault["pointer"] for fault in told["errors"]} == pointers


def test_what_is_no_object_is_told_so_in_the_words_of_json(client: TestClient) -> None:
    assert client.post("/commerce/catalogs", json=[]).json()["detail"] == "body: a JSON object is wanted here"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_type_is_refused_with_the_one_that_is_read(client: TestClient, kind: str) -> None:
    answer = client.post("/commerce/catalogs", content=b'{"key": "c"}', headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "http.unsupported_media_type")
    assert "application/json" in answer.json()["detail"]


def test_json_may_say_its_charset_and_its_kind(client: TestClient) -> None:
    for kind in ("application/json; charset=utf-8", "application/merge-patch+json"):
        answer = client.post("/commerce/catalogs", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 422
