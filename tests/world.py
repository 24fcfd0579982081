"""A tenant to test in."""

from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection, text

from catalog_admin.kit.actor import Actor, Grant, Role
from catalog_admin.kit.errors import NotFound
from catalog_admin.kit.ids import EnvironmentId, TenantId, new_id
from catalog_admin.kit.work import SCOPE, scope_of


@dataclass(frozen=True)
class World:
    """One tenant, its environment `dev`, and somebody who may do everything there."""

    tenant: TenantId
    tenant_key: str
    environment: EnvironmentId
    actor: Actor


def plant(connection: Connection, key: str) -> World:
    tenant, environment = TenantId(new_id()), EnvironmentId(new_id())
    connection.execute(text("SELECT create_tenant(:id, :key, :name)"), {"id": tenant, "key": key, "name": key.title()})
    connection.execute(SCOPE, scope_of(tenant, environment))
    connection.execute(
        text(
            "INSERT INTO environment (tenant_id, environment_id, key, is_default)"
            " VALUES (:tenant, :environment, 'dev', true)"
        ),
        {"tenant": tenant, "environment": environment},
    )
    actor = Actor(subject="user:tess", tenant=tenant, tenant_key=key, grants=(Grant(Role.TENANT_ADMIN),))
    return World(tenant, key, environment, actor)


class FixedGate:
    """Lets one known actor in; how tokens become actors is tested with the access room."""

    def __init__(self, actor: Actor, world: World) -> None:
        self._actor, self._world = actor, world

    def actor(self, request: Request) -> Actor:
        return self._actor

    def reader(self, request: Request) -> Actor:
        return self._actor

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        if key not in (None, "dev"):
            raise NotFound(f"no environment {key}")
        return self._world.environment, "dev"


class Roster:
    """Lets several known actors in at once; each client says by a header which one it is."""

    HEADER = "x-test-actor"

    def __init__(self) -> None:
        self._listed: list[tuple[Actor, World]] = []

    def enlist(self, actor: Actor, world: World) -> dict[str, str]:
        """The headers by which the actor's client is known."""
        self._listed.append((actor, world))
        return {self.HEADER: str(len(self._listed) - 1)}

    def actor(self, request: Request) -> Actor:
        return self._listed[int(request.headers[self.HEADER])][0]

    reader = actor

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        world = next(world for _, world in self._listed if world.tenant == tenant)
        return FixedGate(world.actor, world).environment(tenant, key)
