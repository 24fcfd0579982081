"""Which version is read: live, by name, by instant; and who may read what is not live."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.work import Database
from tests.database import service_url
from tests.storefront.conftest import Shop, client_of
from tests.world import FixedGate

WHICH = """
query ($version: String, $tag: String, $asOf: DateTime) {
  catalog(key: "global", version: $version, tag: $tag, asOf: $asOf) { version { digest number isLive } }
}
"""
Ask = Callable[..., Any]
REFUSED = {200: None, 403: "storefront.out_of_grant"}


def test_reads_what_is_live(ask: Ask, shop: Shop) -> None:
    assert ask(WHICH)["catalog"]["version"] == {"digest": shop.live, "number": 2, "isLive": True}


def test_reads_by_digest_prefix_number_and_tag(ask: Ask, shop: Shop) -> None:
    for name in ({"version": shop.first}, {"version": shop.first[:12]}, {"version": "1"}, {"tag": "spring"}):
        assert ask(WHICH, **name)["catalog"]["version"]["digest"] == shop.first


def test_reads_what_was_live_at_an_instant(ask: Ask, shop: Shop) -> None:
    assert ask(WHICH, asOf="2019-06-01T00:00:00Z")["catalog"]["version"]["digest"] == shop.first
    assert ask(WHICH, asOf="2020-06-01T00:00:00")["catalog"]["version"]["digest"] == shop.live


def test_says_what_is_not_there(refused: Ask) -> None:
    assert refused(WHICH, asOf="2018-06-01T00:00:00Z")["code"] == "storefront.catalog_not_served"
    assert refused(WHICH, version="9")["code"] == "storefront.version_not_found"
    assert refused(WHICH, version="a" * 12)["code"] == "storefront.version_not_found"
    assert refused(WHICH, tag="autumn")["code"] == "storefront.version_not_found"
    assert refused(WHICH, version="nonsense") | {"detail": ""} == {
        "code": "storefront.version_unclear",
        "status": 422,
        "title": "Version unclear",
        "detail": "",
        "pointer": "/version",
    }
    assert refused(WHICH, version="1", tag="spring")["code"] == "storefront.version_unclear"


def test_another_tenants_version_looks_missing(ask: Ask, refused: Ask, reader: TestClient) -> None:
    assert refused('{catalog(key: "rivals") {key}}')["code"] == "storefront.catalog_not_served"
    assert reader.get("/storefront/catalogs/rivals").status_code == 404


@pytest.mark.parametrize(("catalog", "status"), [("global", 200), ("other", 403)])
def test_a_role_in_one_catalog_reads_no_other(shop: Shop, shop_url: str, catalog: str, status: int) -> None:
    actor = replace(shop.world.actor, grants=(Grant(Role.VIEWER, catalog=catalog, path="Hardware"),))
    for client in client_of(Database(service_url(shop_url)), FixedGate(actor, shop.world)):
        told = client.get("/storefront/catalogs/global")
        assert (told.status_code, told.json().get("code")) == (status, REFUSED.get(status))
        errors = client.post("/graphql", json={"query": WHICH}).json().get("errors", [])
        assert [error["extensions"]["code"] for error in errors] == [REFUSED[status]] * (status != 200)


def test_without_a_token_only_what_is_live_now(nobody: TestClient, shop: Shop) -> None:
    def code(**variables: str) -> str | None:
        answer = nobody.post("/graphql", json={"query": WHICH, "variables": variables}).json()
        return answer["errors"][0]["extensions"]["code"] if "errors" in answer else None

    assert code() is None
    assert code(version=shop.live) is None
    assert code(version=shop.first) == "storefront.not_released"
    assert code(tag="spring") == "storefront.not_released"
    assert code(asOf="2019-06-01T00:00:00Z") == "storefront.not_released"
    assert code(asOf="2999-01-01T00:00:00Z") == "storefront.not_released"
    assert nobody.get("/storefront/catalogs/global", params={"version": "1"}).status_code == 403


def test_one_answer_may_compare_versions_and_mixes_none(ask: Ask, shop: Shop) -> None:
    found = ask(
        '{now: catalog(key: "global") {nodes {path}} then: catalog(key: "global", version: "1") {nodes {path}}}'
    )
    assert len(found["then"]["nodes"]) == 3
    assert {node["path"] for node in found["now"]["nodes"]} > {node["path"] for node in found["then"]["nodes"]}
