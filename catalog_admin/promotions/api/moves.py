"""Publish, rollback, the published tree, and what an environment has served."""

import asyncio
import time
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from catalog_admin.jobs import queries as jobs
from catalog_admin.jobs.model import JobView
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.answers import VARY, refuses
from catalog_admin.kit.etags import etag, is_held
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Publisher, Reads, TenantReads, TheEnvironment, Viewer, Work
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatchGiven
from catalog_admin.kit.problems import problem_reply
from catalog_admin.kit.words import InstantOrDate, Key
from catalog_admin.kit.work import Database
from catalog_admin.promotions import commands, queries
from catalog_admin.promotions.model import PublishWish
from catalog_admin.promotions.schemas.moves import (
    HistoryPage,
    MoveOut,
    PublishedTree,
    PublishIn,
    PublishJob,
    RollbackIn,
    ServedOut,
    WithdrawIn,
    WithdrawnOut,
    said_of,
)
from catalog_admin.publishing import queries as publishing

router = APIRouter(tags=["promotions"], route_class=ExactRoute)
LONGEST_WAIT_SECONDS = 30
LOOK_FIRST_SECONDS, LOOK_AT_LEAST_EVERY_SECONDS = 0.1, 1.0
FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
CatalogKey = Annotated[Key, Path(description="The catalog's key.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]
Wait = Annotated[int, Query(ge=0, le=LONGEST_WAIT_SECONDS, description="Seconds to wait for the result.")]


@router.get(
    "/commerce/catalogs/{key}",
    operation_id="readPublishedCatalog",
    response_model=PublishedTree,
    responses=refuses(404, 410) | {304: {"description": "You have it already"}},
)
def read_published_catalog(
    key: CatalogKey,
    actor: Viewer,
    reads: Reads,
    version: Annotated[str | None, Query(max_length=64, description="A digest, digits of it, or a number.")] = None,
    tag: Annotated[str | None, Query(max_length=63)] = None,
    date: Annotated[InstantOrDate | None, Query(description="What was served then; UTC if no zone is said.")] = None,
    limit: Annotated[int | None, Query(ge=1, le=1_000, description="The whole tree without it.")] = None,
    after: str | None = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The tree of a published version, by default of the live one."""
    found = queries.version(reads, key, version=version, tag=tag, date=date)
    named = f'"{found.hex}"'
    headers = {"ETag": named, "Cache-Control": FOR_EVER if version == found.hex else ASK_AGAIN, "Vary": VARY}
    if is_held(named, if_none_match):
        return Response(status_code=304, headers=headers)
    page = publishing.tree(reads, found, limit=limit, after=after)
    tree = {
        "catalog": publishing.settings(reads, found),
        "version": found.hex,
        "number": publishing.number_of(reads, found),
        "nodes": [said_of(node) for node in page.items],
        "next": page.next,
    }
    return Response(orjson.dumps(tree), media_type="application/json", headers=headers)


@router.post(
    "/commerce/catalogs/{key}/publish",
    operation_id="publishCatalog",
    status_code=202,
    response_model=PublishJob,
    responses=refuses(404, 409, 412) | {200: {"model": PublishJob, "description": "Published within `wait`"}},
)
async def publish_catalog(
    key: CatalogKey,
    body: PublishIn,
    actor: Publisher,
    environment: TheEnvironment,
    once: Idempotent,
    expected: IfMatchGiven,
    request: Request,
    wait: Wait = 0,
) -> Response:
    """A job; If-Match names the environment's generation you decided on, as rollback and publish give it back."""
    database: Database = request.app.state.database
    place, place_key = environment
    wish = PublishWish(key, body.note, body.effective_from, expected.header)

    request_id = str(getattr(request.state, "request_id", ""))

    def ask() -> Response:
        with database.work(actor, place, environment_key=place_key, request_id=request_id) as work:
            return once.reply(work, lambda: _reply(jobs.job_by_id(work, commands.ask_to_publish(work, wish))))

    response = await run_in_threadpool(ask)
    return await _finished(database, actor, JobId(orjson.loads(response.body)["id"]), wait) or response


@router.post(
    "/commerce/catalogs/{key}/rollback",
    operation_id="rollbackCatalog",
    response_model=ServedOut,
    responses=refuses(404, 409, 410, 412),
)
def rollback_catalog(
    key: CatalogKey, body: RollbackIn, actor: Publisher, work: Work, once: Idempotent, expected: IfMatchGiven
) -> Response:
    """Serve an earlier version again; the draft is not touched."""

    def go_back() -> Reply:
        served = commands.rollback(work, key, body.to, reason=body.reason, expected=expected)
        return Reply(ServedOut.of(served), headers={"ETag": etag(served.generation)})

    return once.reply(work, go_back)


@router.post(
    "/commerce/catalogs/{key}/withdraw",
    operation_id="withdrawCatalog",
    response_model=WithdrawnOut,
    responses=refuses(404, 409, 412),
)
def withdraw_catalog(
    key: CatalogKey, body: WithdrawIn, actor: Publisher, work: Work, once: Idempotent, expected: IfMatchGiven
) -> Response:
    """Take the catalog out of service; a rollback or a publish serves it again."""

    def take_out() -> Reply:
        withdrawn = commands.withdraw(work, key, reason=body.reason, expected=expected)
        return Reply(WithdrawnOut.of(withdrawn), headers={"ETag": etag(withdrawn.generation)})

    return once.reply(work, take_out)


@router.get("/environments/{environment}/history", responses=refuses(404), operation_id="readEnvironmentHistory")
def read_history(
    environment: str, actor: Viewer, reads: TenantReads, limit: Limit = 50, after: str | None = None
) -> HistoryPage:
    """Every release the environment has served, newest first."""
    page = queries.history(reads, environment, limit=limit, after=after)
    return HistoryPage(items=[MoveOut.of(step) for step in page.items], next=page.next)


def _reply(job: JobView) -> Reply:
    status = 200 if job.status.is_final else 202
    headers = {"Location": f"/jobs/{job.id}"}
    if job.result:
        headers["ETag"] = etag(job.result["generation"])
    return Reply(PublishJob.of(job), status, headers)


async def _finished(database: Database, actor: Actor, job: JobId, wait: int) -> Response | None:
    """The result, or why there is none; how far the job is if it needs longer than that; None for who does not wait.

    Who waits holds no thread and, between two looks, no connection: forty of them would stop every other request.
    """
    until, pause = time.monotonic() + wait, LOOK_FIRST_SECONDS
    found = None
    while time.monotonic() < until and not (found and found.status.is_final):
        await asyncio.sleep(pause if found else 0)
        found = await run_in_threadpool(_look, database, actor, job)
        pause = min(pause * 1.5, LOOK_AT_LEAST_EVERY_SECONDS)
    return _result(found) if found else None


def _look(database: Database, actor: Actor, job: JobId) -> JobView:
    with database.reads(actor, may_lag=False) as reads:
        return jobs.job_by_id(reads, job)


def _result(job: JobView) -> Response:
    if job.error:
        return problem_reply(job.error)
    reply = _reply(job)
    return Response(
        reply.body.model_dump_json(by_alias=True), reply.status, reply.headers, media_type="application/json"
    )
