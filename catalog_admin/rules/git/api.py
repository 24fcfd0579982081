"""What git asks for: where everything is, then what it wants of it, or what it brings."""

from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from catalog_admin.kit.actor import Role
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import RepositoryMerger, SomeActor, TenantViewer
from catalog_admin.rules.errors import NoRepository
from catalog_admin.rules.git import fetching, pushing
from catalog_admin.rules.git.answering import NEVER_KEPT
from catalog_admin.rules.git.bodies import keep
from catalog_admin.rules.git.doors import Doors
from catalog_admin.rules.git.errors import GitMissing
from catalog_admin.rules.git.knocking import GitRoute
from catalog_admin.rules.git.seats import TheVisit
from rulestore.limits import PUSH_BYTES
from rulestore.programs import is_there

router = APIRouter(prefix="/rules/git", tags=["rule repository"], route_class=GitRoute)

ASKED_BYTES = 16 * 1024 * 1024  # of a fetch that names all it has
COMMANDS_BYTES = 1024 * 1024  # of a push, before its pack

Service = Literal["git-upload-pack", "git-receive-pack"]
Protocol = Annotated[
    str, Header(alias="Git-Protocol", description="Which versions of git's protocol the client speaks.")
]


def _doors(request: Request, tenant: str, actor: SomeActor) -> Doors:
    """Another tenant's looks like one that is not there. Raises NoRepository, GitMissing."""
    if tenant != actor.tenant_key:
        raise NoRepository("there is no such repository")
    if not is_there():
        raise GitMissing("this machine has no git", suggestion="its operator installs git beside the service")
    state = request.app.state
    return Doors(state.database, state.mirrors, actor, str(getattr(request.state, "request_id", "")))


TheDoors = Annotated[Doors, Depends(_doors)]


def _body(service: str) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"requestBody": {"required": True, "content": {f"application/x-{service}-request": binary}}}


@router.get("/{tenant}.git/info/refs", operation_id="advertiseGitRefs", response_class=Response, responses=refuses(404))
async def advertise(
    actor: TenantViewer,
    doors: TheDoors,
    visit: TheVisit,
    service: Annotated[Service, Query(description="What comes next: a fetch, or a push.")],
    git_protocol: Protocol = "",
) -> Response:
    """The first request of git's smart HTTP protocol; a push needs the role rule-author or publisher here already."""
    if service == fetching.SERVICE:
        return await fetching.advertise(doors, visit, git_protocol)
    _check_may_push(doors)
    await visit.sit_down()
    said = await run_sync(pushing.advertise, doors, git_protocol)
    return Response(said, 200, NEVER_KEPT, f"application/x-{service}-advertisement")


@router.post(
    "/{tenant}.git/git-upload-pack",
    operation_id="fetchByGit",
    response_class=Response,
    responses=refuses(404, 413),
    openapi_extra=_body(fetching.SERVICE),
    max_body_size=ASKED_BYTES,
)
async def fetch(
    request: Request, actor: TenantViewer, doors: TheDoors, visit: TheVisit, git_protocol: Protocol = ""
) -> Response:
    """What `git clone` and `git fetch` ask for, in git's own words."""
    asked = visit.file()
    await keep(request, visit, asked, ASKED_BYTES)
    return await fetching.answer(doors, visit, git_protocol, asked)


@router.post(
    "/{tenant}.git/git-receive-pack",
    operation_id="pushByGit",
    response_class=Response,
    responses=refuses(404, 413),
    openapi_extra=_body(pushing.SERVICE),
    max_body_size=COMMANDS_BYTES + PUSH_BYTES,
)
async def push(request: Request, actor: RepositoryMerger, doors: TheDoors, visit: TheVisit) -> Response:
    """What `git push` brings: all of it is taken, or nothing; what is wrong is told in the answer, which is 200."""
    _check_may_push(doors)
    body = visit.file()
    await keep(request, visit, body, COMMANDS_BYTES + PUSH_BYTES)
    await visit.sit_down()
    said = await run_sync(pushing.receive, doors, body)
    visit.stand_up()
    return Response(said, 200, NEVER_KEPT, f"application/x-{pushing.SERVICE}-result")


def _check_may_push(doors: Doors) -> None:
    """Raises NotPermitted: the rules belong to the whole tenant, whichever environments serve them.

    Which refs are to move is known later.
    """
    if not doors.actor.may(Role.PUBLISHER):
        doors.actor.must(Role.RULE_AUTHOR)
    doors.actor.must_use_all()
