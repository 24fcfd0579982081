"""Permission is a type: an endpoint's signature says who may call it and in which kind of transaction.

    def create(body: NodeIn, actor: CatalogEditor, work: Work) -> NodeOut: ...
    def read(key: str, actor: Reader, reads: ReadersReads) -> NodeOut: ...   # storefronts: token or, if allowed, none

kit does not know how somebody proves who they are. The program installs a `Gate` (`app.state.gate`); without
one every guarded route refuses. `check_every_route_is_guarded` keeps a forgotten guard from shipping.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Protocol, cast

from fastapi import Depends, FastAPI, Header, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from catalog_admin.kit.actor import Actor, NotPermitted, Role
from catalog_admin.kit.errors import Unavailable
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.turns import Turns
from catalog_admin.kit.work import Database
from catalog_admin.kit.work import Reads as ReadsTransaction
from catalog_admin.kit.work import Work as WorkTransaction


class Gate(Protocol):
    """What the rooms above give to kit: who is asking, and which environment they mean."""

    def actor(self, request: Request) -> Actor:
        """Raises Unauthenticated unless the request proves who sends it."""

    def reader(self, request: Request) -> Actor:
        """Like actor, but a request without a token may be let in where its tenant allows readers without one."""

    def environment(self, tenant: TenantId, key: str | None) -> tuple[EnvironmentId, str]:
        """Id and key; None means the tenant's default. Raises NotFound."""


def _gate(request: Request) -> Gate:
    gate = cast("Gate | None", getattr(request.app.state, "gate", None))
    if gate is None:
        raise Unavailable("no one is there to check who you are")
    return gate


def current_actor(request: Request) -> Actor:
    request.state.actor = actor = _gate(request).actor(request)
    return actor


def current_reader(request: Request) -> Actor:
    request.state.actor = actor = _gate(request).reader(request)
    return actor


SomeActor = Annotated[Actor, Depends(current_actor)]
SomeReader = Annotated[Actor, Depends(current_reader)]


class Needs:
    """The dependency behind each permission type: holds one of the roles, or is refused.

    `everywhere` asks for a grant without a limit: what belongs to the whole tenant is not opened by a role in
    one of its catalogs. Without it the role may be held somewhere, and the command asks again for its target.
    """

    def __init__(self, *roles: Role, everywhere: bool = False) -> None:
        self.roles = roles
        self.everywhere = everywhere

    def is_needed_everywhere(self, role: Role) -> bool:
        """Whether this role opens the route only where it is held for the whole tenant."""
        return self.everywhere

    def __call__(self, actor: SomeActor) -> Actor:
        self.check(actor)
        return actor

    def check(self, actor: Actor) -> None:
        holds = actor.may if self.everywhere else actor.has
        if not any(holds(role) for role in self.roles):
            names = " or ".join(role.value for role in self.roles)
            raise NotPermitted(f"this needs the role {names}", needs=self.roles[0].value)


class NeedsInAllEnvironments(Needs):
    """The role without any limit: neither to a catalog nor to environments."""

    def __init__(self, *roles: Role) -> None:
        super().__init__(*roles, everywhere=True)

    def check(self, actor: Actor) -> None:
        super().check(actor)
        actor.must_use_all()


class NeedsForShelves(Needs):
    """Any role held everywhere, or one of `anywhere` held in some catalog: whoever fills shelves looks for goods.

    A role of another kind in one catalog reads what stands on its shelves and not what else the tenant has.
    """

    def __init__(self, *anywhere: Role) -> None:
        super().__init__(*Role)
        self.anywhere = (*anywhere, Role.TENANT_ADMIN)

    def is_needed_everywhere(self, role: Role) -> bool:
        return role not in self.anywhere

    def opens_to(self, actor: Actor) -> bool:
        return not actor.is_limited or any(actor.has(role) for role in self.anywhere)

    def check(self, actor: Actor) -> None:
        super().check(actor)
        if not self.opens_to(actor):
            raise NotPermitted("a role limited to a catalog reads its shelves only", needs=self.anywhere[0].value)


class NeedsToRead(Needs):
    """Any role, or no token at all where the tenant lets such readers in."""

    def __call__(self, actor: SomeReader) -> Actor:
        if not actor.is_anonymous:
            self.check(actor)
        return actor


class NeedsNothing(Needs):
    """Said of a route on purpose: everybody may."""

    def __call__(self) -> None:  # type: ignore[override]  # nobody is looked at
        return None


Viewer = Annotated[Actor, Depends(Needs(*Role))]
TenantViewer = Annotated[Actor, Depends(Needs(*Role, everywhere=True))]
# What is on sale at all stands in no catalog; see docs/adr/0019.
GOODS = NeedsForShelves(Role.CATALOG_EDITOR, Role.RULE_AUTHOR, Role.PUBLISHER, Role.APPROVER)
GoodsReader = Annotated[Actor, Depends(GOODS)]
CatalogEditor = Annotated[Actor, Depends(Needs(Role.CATALOG_EDITOR))]
# Products, prices and attributes stand in no catalog: a role in one of them does not reach them.
EveryCatalogEditor = Annotated[Actor, Depends(Needs(Role.CATALOG_EDITOR, everywhere=True))]
Publisher = Annotated[Actor, Depends(Needs(Role.PUBLISHER))]
# What a version is made of without being served: whoever edits looks at it, whoever publishes as well.
Freezer = Annotated[Actor, Depends(Needs(Role.CATALOG_EDITOR, Role.PUBLISHER))]
RuleAuthor = Annotated[Actor, Depends(Needs(Role.RULE_AUTHOR, Role.CATALOG_EDITOR))]
# Rules that lie in the repository are the tenant's.
RepositoryAuthor = Annotated[Actor, Depends(Needs(Role.RULE_AUTHOR, everywhere=True))]
RepositoryPublisher = Annotated[Actor, Depends(Needs(Role.PUBLISHER, everywhere=True))]
# The command asks for more where the branch is protected.
RepositoryMerger = Annotated[Actor, Depends(Needs(Role.RULE_AUTHOR, Role.PUBLISHER, everywhere=True))]
Approver = Annotated[Actor, Depends(Needs(Role.APPROVER))]
Operator = Annotated[Actor, Depends(Needs(Role.OPERATOR, everywhere=True))]
Auditor = Annotated[Actor, Depends(Needs(Role.OPERATOR, Role.APPROVER, everywhere=True))]
TenantAdmin = Annotated[Actor, Depends(NeedsInAllEnvironments(Role.TENANT_ADMIN))]
TrailKeeper = Annotated[Actor, Depends(NeedsInAllEnvironments(Role.OPERATOR))]
Reader = Annotated[Actor, Depends(NeedsToRead(*Role))]
Everybody = Annotated[None, Depends(NeedsNothing())]

EnvironmentHeader = Annotated[str | None, Header(alias="X-Environment")]


def _environment(
    request: Request, actor: SomeActor, x_environment: EnvironmentHeader = None
) -> tuple[EnvironmentId, str]:
    return environment_for(request, actor, x_environment)


def _readers_environment(
    request: Request, actor: SomeReader, x_environment: EnvironmentHeader = None
) -> tuple[EnvironmentId, str]:
    return environment_for(request, actor, x_environment)


def environment_for(request: Request, actor: Actor, wanted: str | None) -> tuple[EnvironmentId, str]:
    """Id and key; None means the default. Raises NotFound, and NotPermitted if the actor is not let in there."""
    found, key = _gate(request).environment(actor.tenant, wanted)
    actor.must_use(key)
    request.state.environment = key
    return found, key


TheEnvironment = Annotated[tuple[EnvironmentId, str], Depends(_environment)]
ReadersEnvironment = Annotated[tuple[EnvironmentId, str], Depends(_readers_environment)]


def _database(request: Request) -> Database:
    return cast("Database", request.app.state.database)


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


async def _turn(request: Request) -> AsyncIterator[None]:
    async with cast("Turns", request.app.state.turns).taken():
        yield


Turn = Annotated[None, Depends(_turn, scope="function")]


def _work(request: Request, actor: SomeActor, environment: TheEnvironment, turn: Turn) -> Iterator[WorkTransaction]:
    found, key = environment
    with _database(request).work(actor, found, environment_key=key, request_id=_request_id(request)) as work:
        yield work


def _reads(request: Request, actor: SomeActor, environment: TheEnvironment, turn: Turn) -> Iterator[ReadsTransaction]:
    found, key = environment
    with _database(request).reads(actor, found, environment_key=key, request_id=_request_id(request)) as reads:
        yield reads


def _readers_reads(
    request: Request, actor: SomeReader, environment: ReadersEnvironment, turn: Turn
) -> Iterator[ReadsTransaction]:
    found, key = environment
    with _database(request).reads(actor, found, environment_key=key, request_id=_request_id(request)) as reads:
        yield reads


def _tenant_work(request: Request, actor: SomeActor, turn: Turn) -> Iterator[WorkTransaction]:
    actor.must_use_all()
    yield from _work_anywhere(request, actor, turn)


def _work_anywhere(request: Request, actor: SomeActor, turn: Turn) -> Iterator[WorkTransaction]:
    with _database(request).work(actor, request_id=_request_id(request)) as work:
        yield work


def _tenant_reads(request: Request, actor: SomeActor, turn: Turn) -> Iterator[ReadsTransaction]:
    with _database(request).reads(actor, request_id=_request_id(request)) as reads:
        yield reads


def _fresh_tenant_reads(request: Request, actor: SomeActor, turn: Turn) -> Iterator[ReadsTransaction]:
    with _database(request).reads(actor, request_id=_request_id(request), may_lag=False) as reads:
        yield reads


# scope="function": the block ends, and COMMIT happens, *before* the reply is sent. With FastAPI's default the
# client got 201 although COMMIT failed.
Work = Annotated[WorkTransaction, Depends(_work, scope="function")]
Reads = Annotated[ReadsTransaction, Depends(_reads, scope="function")]
ReadersReads = Annotated[ReadsTransaction, Depends(_readers_reads, scope="function")]
TenantWork = Annotated[WorkTransaction, Depends(_tenant_work, scope="function")]
# For a thing that tells its environment only when it is found: the command asks whether its actor is let in there.
WorkAnywhere = Annotated[WorkTransaction, Depends(_work_anywhere, scope="function")]
# The query asks the same of everything it shows: an actor may be let into some environments only.
TenantReads = Annotated[ReadsTransaction, Depends(_tenant_reads, scope="function")]
# For what the caller has just been told of: a replica may not have heard of it yet.
FreshTenantReads = Annotated[ReadsTransaction, Depends(_fresh_tenant_reads, scope="function")]


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
