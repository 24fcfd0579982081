"""GET /storefront/live: where the environment stands; as a stream, for who wants to be told when it moves."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, cast

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from catalog_admin.kit.actor import Role
from catalog_admin.kit.answers import VARY
from catalog_admin.kit.errors import Refusal, Unavailable
from catalog_admin.kit.words import Words
from catalog_admin.kit.work import Database
from catalog_admin.storefront.api.replies import JSON
from catalog_admin.storefront.pointers import Place, Pointers
from catalog_admin.storefront.store.versions import generation_of
from catalog_admin.storefront.subscriptions import Subscriptions, TooManySubscribers
from catalog_admin.storefront.visits import NeedsVisit, Visit, Visitor

STREAM = "text/event-stream"
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 3600.0
RETRY_MILLISECONDS = 2000
NUMBER = re.compile(r"[0-9]{1,18}")

router = APIRouter(prefix="/storefront")


class LiveOut(Words):
    """It grows with every move of the environment, also of one back."""

    generation: int


class NobodyListens(Unavailable):
    """This process does not hear of moves at the moment: ask again, or without a stream."""

    code = "storefront.nobody_listens"


@router.get(
    "/live",
    response_model=LiveOut,
    operation_id="followLive",
    summary="At which generation the environment stands; a stream of moves for who accepts text/event-stream",
)
async def follow(
    request: Request, visit: Visitor, last_event_id: Annotated[str | None, Header(alias="Last-Event-ID")] = None
) -> Response:
    """Raises TooManySubscribers, NobodyListens."""
    began = time.monotonic()
    database = cast("Database", request.app.state.database)
    async with database.async_reads(visit.actor, visit.environment) as reads:
        generation = await generation_of(reads)
    headers = {"Cache-Control": "no-store", "Vary": f"{VARY}, Accept"}
    if STREAM not in request.headers.get("accept", ""):
        return Response(LiveOut(generation=generation).model_dump_json(), headers=headers, media_type=JSON)
    return StreamingResponse(
        _opened(request, visit, generation, began, last_event_id), headers=headers, media_type=STREAM
    )


def _opened(
    request: Request, visit: Visit, generation: int, began: float, last_event_id: str | None
) -> AsyncIterator[str]:
    """Refused before anything is sent."""
    pointers = cast("Pointers | None", getattr(request.app.state, "pointers", None))
    if pointers is None or not pointers.are_fresh(time.monotonic()):
        raise NobodyListens("moves are not heard of here at the moment")
    place = visit.actor.tenant, visit.environment
    subscriptions = cast("Subscriptions", request.app.state.subscriptions)
    subscriptions.check_room(place)
    pointers.learn(place, generation, began)
    told = int(last_event_id) if last_event_id is not None and NUMBER.fullmatch(last_event_id) else None
    return _moves(request, pointers, subscriptions, place, told)


async def _moves(
    request: Request, pointers: Pointers, subscriptions: Subscriptions, place: Place, told: int | None
) -> AsyncIterator[str]:
    """Ends when the ear is deaf, rights are gone or an hour has passed: whoever comes again says what he knows."""
    ends = time.monotonic() + LONGEST_SECONDS
    with suppress(TooManySubscribers), subscriptions.opened(place) as subscription:
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        while (now := time.monotonic()) < ends:
            generation = pointers.generation(place, now)
            if generation is None or not await _may_still_read(request, place):
                return
            if generation != told:
                told = generation
                yield f'id: {told}\nevent: generation\ndata: {{"generation": {told}}}\n\n'
            else:
                yield ": here\n\n"
            await subscription.moved(HEARTBEAT_SECONDS)


async def _may_still_read(request: Request, place: Place) -> bool:
    """Asked at every beat: a token that is taken back ends its stream too."""
    try:
        visit = await run_in_threadpool(NeedsVisit(*Role), request, request.headers.get("x-environment"))
    except Refusal:
        return False
    return (visit.actor.tenant, visit.environment) == place
