"""Every route and every role: 403 exactly where the signature says so. The table itself is in docs/reference."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from catalog_admin.access.gate import build_gate
from catalog_admin.environments import queries as environments
from catalog_admin.kit.actor import Grant, Role
from catalog_admin.kit.guards import NeedsNothing, UnguardedRoute, check_every_route_is_guarded
from catalog_admin.kit.work import Database
from catalog_admin.main import PUBLIC, create_app
from catalog_admin.settings import Settings
from tests.contracts.examples import Names, Requests
from tests.world import World
from tools.permissions import Opening, openings

NAMES = Names("nothing", UUID("00000000-0000-7000-8000-00000000000c"))


def is_refused(client: TestClient, requests: Requests, opening: Opening) -> bool:
    reply = requests.send(client, opening.method, opening.path, NAMES)
    return reply.status_code == 403 and reply.json()["code"] == "access.not_permitted"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says(client_as: Callable[..., TestClient], role: Role) -> None:
    client = client_as(role)
    requests = Requests(client.app)
    wrong = [
        f"{opening.method} {opening.path}"
        for opening in openings(client.app)
        if is_refused(client, requests, opening) == opening.lets_in(role)
    ]
    assert wrong == []


def test_without_any_role_only_what_is_for_everybody_opens(client_as: Callable[..., TestClient]) -> None:
    client = client_as()
    requests = Requests(client.app)
    guarded = [each for each in openings(client.app) if each.guard and not isinstance(each.guard, NeedsNothing)]
    assert guarded
    assert [each.path for each in guarded if not is_refused(client, requests, each)] == []


def test_a_role_in_one_catalog_does_not_open_what_belongs_to_the_tenant(client_as: Callable[..., TestClient]) -> None:
    client = client_as(grants=tuple(Grant(role, catalog="global") for role in Role))
    requests = Requests(client.app)
    tenants_own = [each for each in openings(client.app) if each.guard and each.guard.everywhere]
    assert tenants_own
    assert [each.path for each in tenants_own if not is_refused(client, requests, each)] == []


def test_without_a_token_only_what_is_public_opens(database: Database, world: World, tmp_path: Path) -> None:
    gate = build_gate(database, environments.chosen, host="127.0.0.1", data_dir=tmp_path)
    client = TestClient(create_app(Settings(demo=False), database, gate=gate), raise_server_exceptions=False)
    requests = Requests(client.app)
    replies = {
        f"{each.method} {each.path}": requests.send(client, each.method, each.path, NAMES).status_code
        for each in openings(client.app)
        if each.guard and not isinstance(each.guard, NeedsNothing)
    }
    assert {name for name, status in replies.items() if status != 401} == set()


def test_the_program_does_not_start_with_a_route_that_forgot_to_say() -> None:
    app = FastAPI()

    @app.get("/forgotten")
    def forgotten() -> None:
        return None

    with pytest.raises(UnguardedRoute, match="/forgotten"):
        check_every_route_is_guarded(app, PUBLIC)
