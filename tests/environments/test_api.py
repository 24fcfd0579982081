"""/environments over HTTP."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Role


def test_an_administrator_makes_one_and_everybody_sees_it(
    client: TestClient, client_as: Callable[..., TestClient]
) -> None:
    made = client.post("/environments", json={"key": "stage"})
    assert (made.status_code, made.headers["Location"]) == (201, "/environments/stage")
    viewer = client_as(Role.VIEWER)
    assert viewer.get("/environments/stage").json() == made.json()
    assert [each["key"] for each in viewer.get("/environments").json()["items"]] == ["dev", "stage"]
    assert viewer.post("/environments", json={"key": "mine"}).status_code == 403


def test_refuses_bad_keys(client: TestClient) -> None:
    for key in ("", "A", "a b", "-a", "a" * 64, 7):
        reply = client.post("/environments", json={"key": key})
        assert (reply.status_code, reply.json()["pointer"]) == (422, "/key")
