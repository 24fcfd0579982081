"""Permission is a type: an endpoint's signature says who may call it and in which kind of transaction.

    def create(body: NodeIn, actor: CatalogEditor, work: Work) -> NodeOut: ...

kit does not know how somebody proves who they are. The program installs a `Gate` (`app.state.gate`); without
one every guarded route refuses. `check_every_route_is_guarded` keeps a forgotten guard from shipping.
"""

from collections.abc import Iterator
from typing import Annotated, Protocol, cast

from fastapi import Depends, FastAPI, Header, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from catalog_admin.kit.actor import Actor, NotPermitted, Role
from catalog_admin.kit.errors import Unavailable
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.work import Database
from catalog_admin.kit.work import Reads as ReadsTransaction
from catalog_admin.kit.work import Work as WorkTransaction


class Gate(Protocol):
    """What the rooms above give to kit: who is asking, and which environment they mean."""

    def actor(self, request: Request) -> Actor:
        """Raises Unauthenticated unless the request proves who sends it."""

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        """Id and key; None means the tenant's default. Raises NotFound."""


def current_actor(request: Request) -> Actor:
    gate = cast("Gate | None", getattr(request.app.state, "gate", None))
    if gate is None:
        raise Unavailable("no one is there to check who you are")
    actor = gate.actor(request)
    request.state.actor = actor
    return actor


SomeActor = Annotated[Actor, Depends(current_actor)]


class Needs:
    """The dependency behind each permission type: holds the role somewhere, or is refused."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __call__(self, actor: SomeActor) -> Actor:
        if not any(actor.has(role) for role in self.roles):
            names = " or ".join(role.value for role in self.roles)
            raise NotPermitted(f"this needs the role {names}", needs=self.roles[0].value)
        return actor


Viewer = Annotated[Actor, Depends(Needs(*Role))]
CatalogEditor = Annotated[Actor, Depends(Needs(Role.CATALOG_EDITOR))]
Publisher = Annotated[Actor, Depends(Needs(Role.PUBLISHER))]
RuleAuthor = Annotated[Actor, Depends(Needs(Role.RULE_AUTHOR, Role.CATALOG_EDITOR))]
Approver = Annotated[Actor, Depends(Needs(Role.APPROVER))]
Operator = Annotated[Actor, Depends(Needs(Role.OPERATOR))]
TenantAdmin = Annotated[Actor, Depends(Needs(Role.TENANT_ADMIN))]


def _environment(
    request: Request, actor: SomeActor, x_environment: Annotated[str | None, Header()] = None
) -> tuple[EnvironmentId, str]:
    found, key = cast("Gate", request.app.state.gate).environment(actor.tenant, x_environment)
    if not actor.may_use(key):
        raise NotPermitted(f"your token is not for the environment {key}", needs=f"environment:{key}")
    return found, key


TheEnvironment = Annotated[tuple[EnvironmentId, str], Depends(_environment)]


def _database(request: Request) -> Database:
    return cast("Database", request.app.state.database)


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


def _work(request: Request, actor: SomeActor, environment: TheEnvironment) -> Iterator[WorkTransaction]:
    found, key = environment
    with _database(request).work(actor, found, environment_key=key, request_id=_request_id(request)) as work:
        yield work


def _reads(request: Request, actor: SomeActor, environment: TheEnvironment) -> Iterator[ReadsTransaction]:
    found, key = environment
    with _database(request).reads(actor, found, environment_key=key, request_id=_request_id(request)) as reads:
        yield reads


def _tenant_work(request: Request, actor: SomeActor) -> Iterator[WorkTransaction]:
    with _database(request).work(actor, request_id=_request_id(request)) as work:
        yield work


def _tenant_reads(request: Request, actor: SomeActor) -> Iterator[ReadsTransaction]:
    with _database(request).reads(actor, request_id=_request_id(request)) as reads:
        yield reads


# scope="function": the block ends, and COMMIT happens, *before* the reply is sent. With FastAPI's default the
# client got 201 although COMMIT failed.
Work = Annotated[WorkTransaction, Depends(_work, scope="function")]
Reads = Annotated[ReadsTransaction, Depends(_reads, scope="function")]
TenantWork = Annotated[WorkTransaction, Depends(_tenant_work, scope="function")]
TenantReads = Annotated[ReadsTransaction, Depends(_tenant_reads, scope="function")]


class UnguardedRoute(Exception):
    """A route that says neither who may call it nor that everybody may; the program does not start."""


def guard_of(dependant: Dependant) -> Needs | None:
    """The permission type in an endpoint's signature, however deep."""
    if isinstance(dependant.call, Needs):
        return dependant.call
    return next((guard for child in dependant.dependencies if (guard := guard_of(child))), None)


def check_every_route_is_guarded(app: FastAPI, public: frozenset[str]) -> None:
    """Raises UnguardedRoute for a route without a permission type that is not listed as public."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or context.path in public:
            continue
        if guard_of(route.dependant) is None:
            raise UnguardedRoute(f"{context.path} does not say who may call it")
