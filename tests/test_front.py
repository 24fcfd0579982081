"""The front door: everybody may knock, and nothing on the pages is loaded from elsewhere."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from catalog_admin.front import door
from catalog_admin.front.landing import landing_page, welcome
from catalog_admin.settings import Settings

WAYS = ("catalog-admin token", "login.example", "api-token")
ELSEWHERE = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)""")


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert ELSEWHERE.findall(answer.text) == []


def test_the_script_of_the_reference_is_ours(client: TestClient) -> None:
    assert client.get("/swagger/swagger-ui-bundle.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"dev_issuer": True}, "catalog-admin token --tenant YOURS"),
        ({"oidc_issuer": "https://login.example", "oidc_audience": "shop"}, "https://login.example gives them out"),
        ({"dev_issuer": False}, "catalog-admin api-token create"),
    ],
)
def test_says_how_one_signs_in_here_and_shows_no_demo_where_there_is_none(said: dict[str, Any], told: str) -> None:
    page = landing_page("http://here", welcome(Settings(**said), has_demo=False))
    assert told in page
    assert [way for way in WAYS if way in page] == [way for way in WAYS if way in told]
    assert "Top Shelf" not in page


def test_shows_what_to_try_in_the_demo() -> None:
    page = landing_page("http://here", welcome(Settings(), has_demo=True))
    assert "catalog-admin token --tenant demo" in page
    assert "Top Shelf" in page


def test_says_that_it_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_may_ask_for_the_head_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(door, "_answers", lambda _: True)
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/commerce/nodes", "/graphql", "/nowhere"])
def test_a_declared_length_over_the_limit_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x" * (8 * 1024 * 1024 + 1), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "http.body_too_large"
    assert "8388608 bytes" in answer.json()["detail"]
    assert answer.headers["x-request-id"] == answer.json()["requestId"]
