"""Readers without a token: let in where the tenant says so, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalog_admin.environments import commands as environments
from catalog_admin.kit.etags import Expected
from catalog_admin.kit.guards import Gate, Reader, ReadersReads
from catalog_admin.kit.problems import answer_with_problems
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.work import Database
from catalog_admin.organisation import commands as organisation
from tests.access.conftest import bearer
from tests.access.issuer import Issuer
from tests.world import World


@pytest.fixture
def shop(database: Database, issuer: Issuer, make_gate: Callable[..., Gate]) -> TestClient:
    """A storefront-like route behind the real gate."""
    app = FastAPI()
    answer_with_problems(app)
    app.state.database, app.state.gate = database, make_gate(oidc_issuer=issuer.url)
    app.state.turns = Turns(1)

    def look(actor: Reader, reads: ReadersReads) -> dict[str, Any]:
        return {"subject": actor.subject, "claims": actor.claims, "environment": reads.environment_key}

    app.get("/look")(look)
    return TestClient(app)


def open_to_all(database: Database, world: World, **changes: Any) -> None:
    with database.work(world.actor) as work:
        environments.create_environment(work, key="prod")
        said = {"anonymous_environments": ["prod"], "anonymous_claims": {"segment": "public"}, **changes}
        organisation.change_tenant(work, said, expected=Expected("*"))


def test_are_let_in_with_the_claims_their_tenant_gives_them(shop: TestClient, database: Database, world: World) -> None:
    open_to_all(database, world)
    reply = shop.get("/look", headers={"X-Tenant": "acme", "X-Environment": "prod"})
    assert reply.json() == {"subject": "anonymous", "claims": {"segment": "public"}, "environment": "prod"}


def test_are_kept_out_of_other_environments(shop: TestClient, database: Database, world: World) -> None:
    open_to_all(database, world)
    refused = shop.get("/look", headers={"X-Tenant": "acme"})
    assert (refused.status_code, refused.json()["needs"]) == (403, "environment:dev")


def test_learn_nothing_about_which_tenants_there_are(shop: TestClient, world: World) -> None:
    replies = [shop.get("/look", headers=headers) for headers in ({"X-Tenant": "acme"}, {"X-Tenant": "none"}, {})]
    assert {reply.status_code for reply in replies} == {401}
    assert len({reply.text for reply in replies}) == 1


def test_with_a_token_are_who_they_are(shop: TestClient, issuer: Issuer, database: Database, world: World) -> None:
    open_to_all(database, world)
    reply = shop.get("/look", headers=bearer(issuer.token(segment="edu")) | {"X-Tenant": "acme"})
    assert reply.json() == {"subject": "user:tess", "claims": {"segment": "edu"}, "environment": "dev"}


def test_with_a_bad_token_are_refused_not_let_in_without_one(
    shop: TestClient, issuer: Issuer, database: Database, world: World
) -> None:
    open_to_all(database, world)
    headers = bearer(issuer.token(exp=1)) | {"X-Tenant": "acme", "X-Environment": "prod"}
    assert shop.get("/look", headers=headers).json()["code"] == "access.token_expired"


def test_without_a_role_are_refused(shop: TestClient, issuer: Issuer, world: World) -> None:
    assert shop.get("/look", headers=bearer(issuer.token(roles=[]))).status_code == 403
