"""The front door: everybody may knock, and nothing on the pages is loaded from elsewhere."""

import re

import pytest
from fastapi.testclient import TestClient

ELSEWHERE = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)""")


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert ELSEWHERE.findall(answer.text) == []


def test_the_script_of_the_reference_is_ours(client: TestClient) -> None:
    assert client.get("/swagger/swagger-ui-bundle.js").headers["content-type"].startswith("text/javascript")


def test_says_that_it_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.parametrize("path", ["/commerce/nodes", "/graphql", "/nowhere"])
def test_a_declared_length_over_the_limit_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x" * (8 * 1024 * 1024 + 1), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "http.body_too_large"
    assert answer.headers["x-request-id"] == answer.json()["requestId"]
