"""/tenant over HTTP."""

from fastapi.testclient import TestClient


def test_reads_and_changes_its_own_tenant(client: TestClient) -> None:
    read = client.get("/tenant")
    assert read.json() | {"createdAt": ""} == {
        "key": "acme",
        "name": "Acme",
        "anonymousClaims": {},
        "anonymousEnvironments": [],
        "createdAt": "",
    }
    change = {"anonymousEnvironments": ["dev"], "anonymousClaims": {"segment": "public"}}
    assert client.put("/tenant", json=change).status_code == 428
    changed = client.put("/tenant", json=change, headers={"If-Match": read.headers["ETag"]})
    assert changed.headers["ETag"] == '"r2"'
    assert changed.json()["anonymousClaims"] == {"segment": "public"}
    assert client.put("/tenant", json=change, headers={"If-Match": read.headers["ETag"]}).status_code == 412
    assert client.put("/tenant", json=change, headers={"If-Match": "*"}).headers["ETag"] == '"r2"', "the same again"


def test_opens_no_environment_that_is_not_there(client: TestClient) -> None:
    reply = client.put("/tenant", json={"anonymousEnvironments": ["prod"]}, headers={"If-Match": "*"})
    told = (reply.status_code, reply.json()["code"], reply.json()["pointer"])
    assert told == (404, "environments.not_found", "/anonymousEnvironments/0")


def test_refuses_an_empty_name(client: TestClient) -> None:
    reply = client.put("/tenant", json={"name": "  "}, headers={"If-Match": "*"})
    assert (reply.status_code, reply.json()["pointer"]) == (422, "/name")
