"""Between us and a reader without a token may stand a cache that many share: it goes by what `Vary` names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.errors import NotFound
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database
from tests.database import libpq, service_url
from tests.storefront.conftest import Shop, client_of, plant_committed
from tests.storefront.factory import Plan, Press, Shelf
from tests.world import World

HOME = "/storefront/catalogs/global"
NAMES = '{catalog(key: "global") {nodes {path}}}'


@dataclass
class SharedCache:
    """Keeps what it may (RFC 9111): a stored answer serves who agrees in all that its `Vary` names."""

    origin: TestClient
    stored: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    def get(self, path: str, params: dict[str, str] | None = None, **headers: str) -> Any:
        asked = {name.lower(): value for name, value in headers.items()}
        url = f"{path}?{urlencode(params or {})}"
        for stored_url, named, answer in self.stored:
            if stored_url == url and all(asked.get(name, "") == value for name, value in named.items()):
                return answer
        answer = self.origin.get(url, headers=headers)
        if not {"private", "no-store"} & set(answer.headers.get("cache-control", "").replace(",", " ").split()):
            names = [name.strip().lower() for name in answer.headers.get("vary", "").split(",")]
            self.stored.append((url, {name: asked.get(name, "") for name in names if name}, answer))
        return answer


class OpenGate:
    """Two tenants that let readers in without a token; each has two environments."""

    def __init__(self, *worlds: World) -> None:
        self.worlds = {world.tenant_key: world for world in worlds}

    def reader(self, request: Request) -> Actor:
        world = self.worlds[request.headers["x-tenant"]]
        return Actor("anonymous", world.tenant, world.tenant_key, is_anonymous=True)

    actor = reader

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        if key not in (None, "dev"):
            raise NotFound(f"no environment {key}")
        return next(world.environment for world in self.worlds.values() if world.tenant == tenant), "dev"


@pytest.fixture(scope="module")
def cache(shop: Shop, shop_url: str) -> Iterator[SharedCache]:
    rival = plant_committed(shop_url, "globex")
    with psycopg.connect(libpq(shop_url)) as connection:
        Press(connection, rival).publish("global", [Shelf(""), Shelf("Rivals")], [Plan("theirs", ["Rivals"])])
    for client in client_of(Database(service_url(shop_url)), OpenGate(shop.world, rival)):
        yield SharedCache(client)


@pytest.mark.parametrize(
    ("path", "params"), [(f"{HOME}/nodes", {}), (f"{HOME}/rate-plans", {}), ("/graphql", {"query": NAMES})]
)
def test_an_answer_for_one_tenant_is_never_given_to_another(
    cache: SharedCache, path: str, params: dict[str, str]
) -> None:
    ours = cache.get(path, params, **{"X-Tenant": "acme"})
    theirs = cache.get(path, params, **{"X-Tenant": "globex"})
    assert (ours.status_code, theirs.status_code) == (200, 200)
    mark = "theirs" if path.endswith("rate-plans") else "Rivals"
    assert (mark in ours.text, mark in theirs.text) == (False, True)
    assert cache.get(path, params, **{"X-Tenant": "acme"}) is ours


def test_a_refusal_is_kept_by_nobody(cache: SharedCache) -> None:
    path = f"{HOME}/nodes/by-path/Rivals"
    assert cache.get(path, **{"X-Tenant": "acme"}).status_code == 404
    assert cache.get(path, **{"X-Tenant": "globex"}).status_code == 200
    elsewhere = {"X-Tenant": "acme", "X-Environment": "nowhere"}
    assert cache.get(f"{HOME}/nodes", **elsewhere).headers["cache-control"] == "no-store"


def test_holding_one_tenants_answer_says_nothing_of_anothers(cache: SharedCache) -> None:
    held = cache.origin.get("/graphql", params={"query": "{__typename}"}, headers={"X-Tenant": "acme"})
    asked = {"X-Tenant": "globex", "If-None-Match": held.headers["etag"]}
    assert cache.origin.get("/graphql", params={"query": "{__typename}"}, headers=asked).status_code == 200
