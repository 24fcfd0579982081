"""API tokens: shown once, never more than their maker holds, gone when taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from catalog_admin.access import commands, queries
from catalog_admin.access.errors import GrantExceedsOwn, TokenNotFound
from catalog_admin.access.model import secret_hash
from catalog_admin.catalogs import commands as catalogs
from catalog_admin.kit.actor import Actor, Grant, NotPermitted, Role
from catalog_admin.kit.guards import Gate
from catalog_admin.kit.work import Database, Work
from tests.access.conftest import bearer
from tests.access.issuer import Issuer
from tests.world import World

VIEWER = (Grant(Role.VIEWER),)


@pytest.fixture(autouse=True)
def global_catalog(database: Database, world: World) -> None:
    with database.work(world.actor, world.environment, environment_key="dev") as work:
        catalogs.create_catalog(work, key="global")


def create(client: TestClient, token: str, **changes: Any) -> Any:
    body = {"name": "ci", "grants": [{"role": "publisher", "catalog": "global"}], **changes}
    return client.post("/access/tokens", json=body, headers=bearer(token))


@pytest.fixture
def admin(issuer: Issuer) -> str:
    return issuer.token(roles=["tenant-admin"])


def test_opens_what_it_was_made_for(client: TestClient, admin: str) -> None:
    made = create(client, admin, environments=["dev"])
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    me = client.get("/access/me", headers=bearer(made.json()["token"])).json()
    assert me["subject"] == f"token:{made.json()['about']['id']}"
    assert me["grants"] == [{"role": "publisher", "catalog": "global", "path": None}]
    assert me["environments"] == ["dev"]


def test_is_never_shown_again_nor_kept(client: TestClient, admin: str, database: Database, world: World) -> None:
    secret = create(client, admin).json()["token"].rpartition("_")[2]
    listed = client.get("/access/tokens", headers=bearer(admin))
    assert secret not in listed.text
    assert [token["name"] for token in listed.json()["items"]] == ["ci"]
    with database.reads(world.actor) as reads:
        assert reads.session.scalars(text("SELECT secret_hash FROM api_token")).all() == [secret_hash(secret)]
        assert secret not in str(reads.session.execute(text("SELECT * FROM audit_entry")).all())


def test_is_gone_when_taken_back(client: TestClient, admin: str) -> None:
    made = create(client, admin).json()
    address = f"/access/tokens/{made['about']['id']}"
    assert client.delete(address, headers=bearer(admin)).status_code == 204
    assert client.delete(address, headers=bearer(admin)).status_code == 204
    refused = client.get("/access/me", headers=bearer(made["token"]))
    assert (refused.status_code, refused.json()["code"]) == (401, "access.token_revoked")


def test_expires(client: TestClient, admin: str, database: Database, world: World) -> None:
    with database.work(world.actor) as work:
        _, token = commands.create_token(
            work, name="old", grants=VIEWER, environments=None, lives=timedelta(seconds=-1)
        )
    assert client.get("/access/me", headers=bearer(token)).json()["code"] == "access.token_expired"


def test_a_wrong_secret_looks_like_no_token(client: TestClient, admin: str) -> None:
    token = create(client, admin).json()["token"]
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    absent = f"cat_{'0' * 32}_{'0' * 64}"
    replies = [client.get("/access/me", headers=bearer(each)).json() for each in (wrong, absent)]
    assert [reply["code"] for reply in replies] == ["access.token_unknown"] * 2
    assert replies[0] | {"requestId": ""} == replies[1] | {"requestId": ""}


def test_notes_its_use_to_the_hour(client: TestClient, admin: str) -> None:
    token = create(client, admin).json()["token"]
    for _ in range(2):
        client.get("/access/me", headers=bearer(token))
    first, again = (client.get("/access/tokens", headers=bearer(admin)).json()["items"][0] for _ in range(2))
    assert first["lastUsedAt"] is not None
    assert first == again


def test_another_tenants_token_does_not_exist(database: Database, world: World, other_world: World) -> None:
    with database.work(world.actor) as work:
        made, _ = commands.create_token(work, name="ci", grants=VIEWER, environments=None, lives=timedelta(days=1))
    with database.work(other_world.actor) as theirs, pytest.raises(TokenNotFound):
        commands.revoke_token(theirs, made.id)


def test_opens_its_own_tenant_whatever_the_header_says(client: TestClient, admin: str, other_world: World) -> None:
    token = create(client, admin, grants=[{"role": "viewer"}]).json()["token"]
    headers = bearer(token) | {"X-Tenant": other_world.tenant_key}
    assert client.get("/access/me", headers=headers).json()["tenant"] == "acme"
    assert client.get("/tenant", headers=headers).json()["key"] == "acme"


def test_only_an_administrator_of_the_whole_tenant_makes_them(database: Database, world: World) -> None:
    limited = (Grant(Role.TENANT_ADMIN, catalog="global"),)
    someone = Actor("user:kim", world.tenant, world.tenant_key, limited)
    with database.work(someone) as work, pytest.raises(NotPermitted):
        commands.create_token(work, name="ci", grants=limited, environments=None, lives=timedelta(days=1))


@pytest.mark.parametrize("environments", [None, ["dev", "prod"]])
def test_cannot_leave_its_makers_environments(database: Database, world: World, environments: list[str] | None) -> None:
    someone = Actor(
        "user:kim", world.tenant, world.tenant_key, (Grant(Role.TENANT_ADMIN),), environments=frozenset({"dev"})
    )
    with database.work(someone) as work, pytest.raises(GrantExceedsOwn):
        commands.create_token(work, name="ci", grants=VIEWER, environments=environments, lives=timedelta(days=1))


def test_pages_newest_first(work: Work) -> None:
    made = [
        commands.create_token(work, name=str(n), grants=VIEWER, environments=None, lives=timedelta(days=1))[0].id
        for n in range(3)
    ]
    first = queries.tokens(work, limit=2)
    rest = queries.tokens(work, limit=2, after=first.next)
    assert sorted(each.id for each in first.items + rest.items) == sorted(made)
    assert (len(first.items), rest.next) == (2, None)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"grants": []}, "/grants"),
        ({"grants": [{"role": "king"}]}, "/grants/0/role"),
        ({"expiresInDays": 9999}, "/expiresInDays"),
        ({"environments": ["A B"]}, "/environments/0"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_refuses_bad_words(client: TestClient, admin: str, changes: dict[str, Any], pointer: str) -> None:
    reply = create(client, admin, **changes)
    assert (reply.status_code, reply.json()["pointer"]) == (422, pointer)


@pytest.mark.parametrize(
    ("changes", "code", "pointer", "suggestion"),
    [
        ({"environments": ["dev", "dve"]}, "environments.not_found", "/environments/1", "dev"),
        (
            {"grants": [{"role": "viewer"}, {"role": "viewer", "catalog": "gloabl"}]},
            "catalogs.catalog_not_found",
            "/grants/1/catalog",
            "global",
        ),
    ],
)
def test_refuses_names_that_nothing_has(
    client: TestClient, admin: str, changes: dict[str, Any], code: str, pointer: str, suggestion: str
) -> None:
    bound = {"grants": [{"role": "viewer"}], **changes}
    replies = [create(client, admin, **changes), client.put("/access/bindings/kim", json=bound, headers=bearer(admin))]
    for reply in replies:
        said = reply.json()
        told = (reply.status_code, said["code"], said["pointer"], said["suggestion"])
        assert told == (404, code, pointer, suggestion)


def test_refuses_a_path_without_its_catalog(client: TestClient, admin: str) -> None:
    reply = create(client, admin, grants=[{"role": "viewer", "path": "a"}])
    assert (reply.status_code, reply.json()["code"]) == (422, "access.grant_malformed")


def test_without_an_issuer_api_tokens_are_all_there_is(
    make_gate: Callable[..., Gate], behind: Callable[[Gate], TestClient], issuer: Issuer, work: Work, world: World
) -> None:
    client = behind(make_gate())
    made, token = commands.create_token(work, name="ci", grants=VIEWER, environments=None, lives=timedelta(days=1))
    assert client.get("/access/me", headers=bearer(token)).json()["subject"] == f"token:{UUID(str(made.id))}"
    assert client.get("/access/me", headers=bearer(issuer.token())).json()["code"] == "access.wrong_issuer"
