"""Roles of people whose issuer knows no roles."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from catalog_admin.environments.commands import create_environment
from catalog_admin.kit.work import Database
from tests.access.conftest import bearer
from tests.access.issuer import Issuer
from tests.world import World

BODY: dict[str, Any] = {"grants": [{"role": "publisher"}], "environments": ["dev"]}
SUBJECT = "auth0|https://x/7"
ADDRESS = f"/access/bindings/{quote(SUBJECT)}"


@pytest.fixture
def admin(issuer: Issuer) -> dict[str, str]:
    return bearer(issuer.token(roles=["tenant-admin"]))


def test_gives_roles_to_a_subject_without_any(issuer: Issuer, client: TestClient, admin: dict[str, str]) -> None:
    somebody = bearer(issuer.token(sub=SUBJECT, roles=None))
    assert client.get("/access/me", headers=somebody).status_code == 403
    bound = client.put(ADDRESS, json=BODY, headers=admin)
    assert (bound.status_code, bound.headers["ETag"]) == (200, client.get(ADDRESS, headers=admin).headers["ETag"])
    me = client.get("/access/me", headers=somebody).json()
    assert me["grants"] == [{"role": "publisher", "catalog": None, "path": None}]
    assert me["environments"] == ["dev"]


def test_an_issuer_that_knows_roles_has_the_last_word(
    issuer: Issuer, client: TestClient, admin: dict[str, str]
) -> None:
    client.put(ADDRESS, json=BODY, headers=admin)
    somebody = bearer(issuer.token(sub=SUBJECT, roles=[]))
    assert client.get("/access/me", headers=somebody).status_code == 403


def test_environments_of_token_and_binding_both_hold(
    issuer: Issuer, client: TestClient, admin: dict[str, str], database: Database, world: World
) -> None:
    with database.work(world.actor) as work:
        create_environment(work, key="prod")
    client.put(ADDRESS, json={**BODY, "environments": ["dev", "prod"]}, headers=admin)
    somebody = bearer(issuer.token(sub=SUBJECT, roles=None, environments=["prod", "ut"]))
    assert client.get("/access/me", headers=somebody).json()["environments"] == ["prod"]


def test_is_changed_and_taken_back_by_compare_and_set(client: TestClient, admin: dict[str, str]) -> None:
    # What was decided on is gone: it is not made again behind the back of who took it away.
    assert client.put(ADDRESS, json=BODY, headers={**admin, "If-Match": '"r1"'}).status_code == 412
    seen = client.put(ADDRESS, json=BODY, headers=admin).headers["ETag"]
    assert client.put(ADDRESS, json=BODY, headers={**admin, "If-Match": '"r9"'}).status_code == 412
    named = {**admin, "If-Match": seen}
    assert client.put(ADDRESS, json=BODY, headers=named).headers["ETag"] == seen, "the same again"
    changed = client.put(ADDRESS, json={**BODY, "environments": None}, headers=named).headers["ETag"]
    assert changed != seen
    assert client.get(ADDRESS, headers=admin).json()["subject"] == SUBJECT
    assert [each["subject"] for each in client.get("/access/bindings", headers=admin).json()["items"]] == [SUBJECT]
    assert client.delete(ADDRESS, headers=admin).status_code == 428
    assert client.delete(ADDRESS, headers={**admin, "If-Match": changed}).status_code == 204
    gone = client.get(ADDRESS, headers=admin)
    assert (gone.status_code, gone.json()["code"]) == (404, "access.binding_not_found")
    # Made again: what was seen of the binding that was taken away names no state of this one.
    client.put(ADDRESS, json=BODY, headers=admin)
    assert client.delete(ADDRESS, headers={**admin, "If-Match": f"{seen}, {changed}"}).status_code == 412
